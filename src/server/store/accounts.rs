//! SMS accounts and how they are doing.

use std::collections::{BTreeMap, HashMap};

use sqlx::{Row, any::AnyRow};

use super::{Still, Store, StoreError, Tx};
use crate::{
    domain::{
        AccountId, TeamId, Timestamp, UserId,
        account::{Health, Rules},
        flow::Flow,
        quiet::QuietHours,
    },
    server::providers::italian::told,
};

/// An account as stored; its secrets sealed.
#[derive(Clone, Debug)]
pub struct AccountRow {
    pub id: AccountId,
    pub token: String,
    pub values: AccountValues,
}

/// What a form changes.
#[derive(Clone, Debug)]
pub struct AccountValues {
    pub key: String,
    pub name: String,
    pub provider: String,
    pub sender: String,
    pub public_url: String,
    pub country: String,
    pub rate: f64,
    pub api_base: String,
    pub active: bool,
    pub mms: bool,
    pub flow: Flow,
    pub rules: Rules,
    pub quiet_hours: Option<QuietHours>,
    /// Sealed.
    pub credentials: Vec<u8>,
    pub secrets_set: BTreeMap<String, Timestamp>,
    pub agents: Vec<UserId>,
    pub teams: Vec<TeamId>,
}

pub(super) const SELECT: &str = "select id, key, name, provider, sender, token, public_url, country, rate, api_base, active, \
     mms, flow, rules, quiet_hours, credentials, secrets_set from account";

pub(super) fn read(row: &AnyRow, agents: Vec<UserId>, teams: Vec<TeamId>) -> Result<AccountRow, StoreError> {
    Ok(AccountRow {
        id: AccountId(row.try_get("id")?),
        token: row.try_get("token")?,
        values: AccountValues {
            key: row.try_get("key")?,
            name: row.try_get("name")?,
            provider: row.try_get("provider")?,
            sender: row.try_get("sender")?,
            public_url: row.try_get("public_url")?,
            country: row.try_get("country")?,
            rate: row.try_get("rate")?,
            api_base: row.try_get("api_base")?,
            active: row.try_get::<i64, _>("active")? == 1,
            mms: row.try_get::<i64, _>("mms")? == 1,
            flow: serde_json::from_str(&row.try_get::<String, _>("flow")?)?,
            rules: serde_json::from_str(&row.try_get::<String, _>("rules")?)?,
            quiet_hours: read_quiet_hours(&row.try_get::<String, _>("quiet_hours")?)?,
            credentials: row.try_get("credentials")?,
            secrets_set: serde_json::from_str(&row.try_get::<String, _>("secrets_set")?)?,
            agents,
            teams,
        },
    })
}

/// Stored as json; nothing when there are none.
fn read_quiet_hours(stored: &str) -> Result<Option<QuietHours>, StoreError> {
    Ok(if stored.is_empty() { None } else { Some(serde_json::from_str(stored)?) })
}

impl Store {
    /// Adds an account under `token`, or changes the one with `id`. `None` when there is no such account.
    pub async fn save_account(
        &self,
        id: Option<AccountId>,
        token: String,
        values: AccountValues,
        still: Still,
        now: Timestamp,
    ) -> Result<Option<AccountId>, StoreError> {
        self.decide(move |tx| {
            let (token, values, still) = (token.clone(), values.clone(), still.clone());
            Box::pin(async move {
                tx.check_still(&still).await?;
                tx.save_account(id, &token, &values, now).await
            })
        })
        .await
    }

    pub async fn account_health(&self) -> Result<HashMap<AccountId, Health>, StoreError> {
        let rows = sqlx::query(
            "select account_id, last_inbound_at, last_receipt_at, last_sent_at, last_error_at, last_error \
             from account_state",
        )
        .fetch_all(self.read())
        .await?;
        rows.into_iter()
            .map(|row| {
                let time = |name: &str| -> Result<Option<Timestamp>, StoreError> {
                    Ok(row.try_get::<Option<i64>, _>(name)?.map(Timestamp))
                };
                let words: Option<String> = row.try_get("last_error")?;
                let health = Health {
                    last_inbound: time("last_inbound_at")?,
                    last_receipt: time("last_receipt_at")?,
                    last_sent: time("last_sent_at")?,
                    last_error: time("last_error_at")?.zip(words.as_deref().map(told)),
                };
                Ok((AccountId(row.try_get("account_id")?), health))
            })
            .collect()
    }
}

impl Tx {
    async fn save_account(
        &mut self,
        id: Option<AccountId>,
        token: &str,
        values: &AccountValues,
        now: Timestamp,
    ) -> Result<Option<AccountId>, StoreError> {
        self.keep_apart("account", "key", id.map(|id| id.0), &values.key).await?;
        let sql = match id {
            Some(_) => {
                "update account set key = $1, name = $2, provider = $3, sender = $4, public_url = $5, country = $6, \
                 rate = $7, api_base = $8, active = $9, flow = $10, credentials = $11, secrets_set = $12, rules = $13, \
                 quiet_hours = $14, mms = $15 where id = $16 returning id"
            }
            None => {
                "insert into account (key, name, provider, sender, public_url, country, rate, api_base, active, flow, \
                 credentials, secrets_set, rules, quiet_hours, mms, token, created_at) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) returning id"
            }
        };
        let query = sqlx::query(sql)
            .bind(values.key.clone())
            .bind(values.name.clone())
            .bind(values.provider.clone())
            .bind(values.sender.clone())
            .bind(values.public_url.clone())
            .bind(values.country.clone())
            .bind(values.rate)
            .bind(values.api_base.clone())
            .bind(i64::from(values.active))
            .bind(serde_json::to_string(&values.flow)?)
            .bind(values.credentials.clone())
            .bind(serde_json::to_string(&values.secrets_set)?)
            .bind(serde_json::to_string(&values.rules)?)
            .bind(values.quiet_hours.as_ref().map(serde_json::to_string).transpose()?.unwrap_or_default())
            .bind(i64::from(values.mms));
        let query = match id {
            Some(id) => query.bind(id.0),
            None => query.bind(token.to_owned()).bind(now.0),
        };
        let Some(row) = query.fetch_optional(self.connection()).await? else { return Ok(None) };
        let saved: i64 = row.try_get("id")?;
        if id.is_none() {
            sqlx::query("insert into account_state (account_id, next_slot_at, paused_until) values ($1, 0, 0)")
                .bind(saved)
                .execute(self.connection())
                .await?;
        }
        let agents: Vec<i64> = values.agents.iter().map(|a| a.0).collect();
        let teams: Vec<i64> = values.teams.iter().map(|t| t.0).collect();
        self.set_pairs("account_agent", ["account_id", "user_id"], saved, &agents).await?;
        self.set_pairs("account_team", ["account_id", "team_id"], saved, &teams).await?;
        self.house_changed(now)?;
        Ok(Some(AccountId(saved)))
    }

    /// Makes `left` belong to just these. `table` and `columns` are words of this module, never of a user.
    pub(super) async fn set_pairs(
        &mut self,
        table: &'static str,
        [left_column, right_column]: [&'static str; 2],
        left: i64,
        right: &[i64],
    ) -> Result<(), StoreError> {
        let delete = format!("delete from {table} where {left_column} = $1");
        sqlx::query(sqlx::AssertSqlSafe(delete)).bind(left).execute(self.connection()).await?;
        for right in right {
            let insert =
                format!("insert into {table} ({left_column}, {right_column}) values ($1, $2) on conflict do nothing");
            sqlx::query(sqlx::AssertSqlSafe(insert)).bind(left).bind(*right).execute(self.connection()).await?;
        }
        Ok(())
    }
}
