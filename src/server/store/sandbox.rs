//! What the simulated handsets hold, and the calls the simulated network will still make.

use sqlx::{Row, any::AnyRow};

use super::{Store, StoreError, Tx};
use crate::domain::{
    AccountId, Timestamp,
    event::{Audience, Event},
    sandbox::{Handset, HandsetText},
};

/// A text that reached, or left, a handset.
#[derive(Clone, Debug)]
pub struct SandboxEntry {
    pub account: AccountId,
    pub handset: String,
    /// Typed on the handset.
    pub mine: bool,
    pub external_id: String,
    pub text: String,
    /// Names of what it carries, in order.
    pub media: Vec<String>,
}

/// A call to our own webhook, as a provider would make it.
#[derive(Clone, Debug)]
pub struct SandboxCall {
    pub id: i64,
    pub account: AccountId,
    pub due_at: Timestamp,
    pub url: String,
    pub body: String,
    pub tries: i64,
}

fn read_call(row: &AnyRow) -> Result<SandboxCall, StoreError> {
    Ok(SandboxCall {
        id: row.try_get("id")?,
        account: AccountId(row.try_get("account_id")?),
        due_at: Timestamp(row.try_get("due_at")?),
        url: row.try_get("url")?,
        body: row.try_get("body")?,
        tries: row.try_get("tries")?,
    })
}

impl Tx {
    async fn sandbox_add(
        &mut self,
        entry: Option<&SandboxEntry>,
        calls: &[SandboxCall],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if let Some(entry) = entry {
            sqlx::query(
                "insert into sandbox_text (account_id, handset, direction, external_id, text, at, state) \
                 values ($1, $2, $3, $4, $5, $6, '')",
            )
            .bind(entry.account.0)
            .bind(entry.handset.clone())
            .bind(if entry.mine { "inbound" } else { "outbound" })
            .bind(entry.external_id.clone())
            .bind(entry.text.clone())
            .bind(now.0)
            .execute(self.connection())
            .await?;
            self.bind_sandbox_media(&entry.media, entry.account, &entry.external_id).await?;
            let event = Event::SandboxChanged { account: entry.account, handset: entry.handset.clone() };
            self.tell(now, Audience::Everyone, &event)?;
        }
        for call in calls {
            sqlx::query("insert into sandbox_call (account_id, due_at, url, body, tries) values ($1, $2, $3, $4, 0)")
                .bind(call.account.0)
                .bind(call.due_at.0)
                .bind(call.url.clone())
                .bind(call.body.clone())
                .execute(self.connection())
                .await?;
            self.wakes.sandbox = true;
        }
        Ok(())
    }
}

impl Store {
    /// Stores a text of a handset and the calls that follow from it.
    pub async fn sandbox_add(
        &self,
        entry: Option<SandboxEntry>,
        calls: Vec<SandboxCall>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let (entry, calls) = (entry.clone(), calls.clone());
            Box::pin(async move { tx.sandbox_add(entry.as_ref(), &calls, now).await })
        })
        .await
    }

    /// Takes the calls that are due: each is leased for a minute, so a node that dies with one loses none.
    pub async fn sandbox_due(&self, now: Timestamp) -> Result<(Vec<SandboxCall>, Option<Timestamp>), StoreError> {
        let next = sqlx::query("select min(due_at) as due_at from sandbox_call").fetch_one(self.read()).await?;
        let next = next.try_get::<Option<i64>, _>("due_at")?.map(Timestamp);
        if next.is_none_or(|at| at > now) {
            return Ok((Vec::new(), next));
        }
        let calls = self
            .write(move |tx| {
                Box::pin(async move {
                    let sql = format!(
                        "update sandbox_call set due_at = $1, tries = tries + 1 where id in \
                         (select id from sandbox_call where due_at <= $2 order by due_at, id limit 200{}) \
                         returning id, account_id, due_at, url, body, tries",
                        tx.dialect.lock_free_rows()
                    );
                    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
                        .bind(now.0 + 60_000)
                        .bind(now.0)
                        .fetch_all(tx.connection())
                        .await?;
                    let mut calls = rows.iter().map(read_call).collect::<Result<Vec<_>, _>>()?;
                    calls.sort_by_key(|call| call.id);
                    Ok(calls)
                })
            })
            .await?;
        Ok((calls, Some(now)))
    }

    pub async fn sandbox_done(&self, call: i64) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query("delete from sandbox_call where id = $1").bind(call).execute(tx.connection()).await?;
                Ok(())
            })
        })
        .await
    }

    /// Handsets that ever texted the account or were texted, the latest first.
    pub async fn handsets(&self, account: AccountId) -> Result<Vec<Handset>, StoreError> {
        let rows = sqlx::query(
            "select handset, text, at from sandbox_text where id in \
             (select max(id) from sandbox_text where account_id = $1 group by handset) order by id desc limit 50",
        )
        .bind(account.0)
        .fetch_all(self.read())
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Handset {
                    number: row.try_get("handset")?,
                    last_text: row.try_get("text")?,
                    last_at: Timestamp(row.try_get("at")?),
                })
            })
            .collect()
    }

    /// The newest texts on a handset, oldest first.
    pub async fn handset(&self, account: AccountId, number: &str, limit: i64) -> Result<Vec<HandsetText>, StoreError> {
        let rows = sqlx::query(
            "select id, direction, text, at from sandbox_text where account_id = $1 and handset = $2 \
             order by id desc limit $3",
        )
        .bind(account.0)
        .bind(number.to_owned())
        .bind(limit)
        .fetch_all(self.read())
        .await?;
        let first = rows.last().map_or(Ok(i64::MAX), |row| row.try_get("id"))?;
        let mut media = self.handset_media(account, number, first).await?;
        rows.into_iter()
            .rev()
            .map(|row| {
                let id = row.try_get("id")?;
                Ok(HandsetText {
                    id,
                    media: media.remove(&id).unwrap_or_default(),
                    mine: row.try_get::<String, _>("direction")? == "inbound",
                    text: row.try_get("text")?,
                    at: Timestamp(row.try_get("at")?),
                })
            })
            .collect()
    }
}
