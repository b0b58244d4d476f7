//! The journal of providers' calls.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde::Serialize;
use sqlx::{Row, any::AnyRow};

use super::{Arrival, Store, StoreError, Tx, dialect::Kind};
use crate::{
    domain::{
        AccountId, CallId, Timestamp,
        journal::{CallRow, CallVerdict},
    },
    server::providers::italian::told,
};

/// A call read back byte for byte.
#[derive(Clone, Debug)]
pub struct CallEntry {
    pub row: CallRow,
    pub method: String,
    pub headers: String,
    pub body: Vec<u8>,
}

impl Tx {
    pub(super) async fn store_calls(
        &mut self,
        arrivals: &[Arrival],
        verdicts: &[CallVerdict],
    ) -> Result<(), StoreError> {
        #[derive(Serialize)]
        struct New<'a> {
            at: Timestamp,
            account_id: Option<AccountId>,
            hook: &'a str,
            method: &'a str,
            url: &'a str,
            headers: &'a str,
            body: String,
            body_base64: i64,
            verdict: &'a str,
            reason: Option<String>,
        }
        let new: Vec<New> = arrivals
            .iter()
            .zip(verdicts)
            .map(|(arrival, verdict)| {
                let call = &arrival.call;
                // A zero byte is text to Rust and not to PostgreSQL.
                let text = std::str::from_utf8(&call.body).ok().filter(|text| !text.contains('\0'));
                New {
                    at: call.at,
                    account_id: call.account,
                    hook: call.hook,
                    method: &call.method,
                    url: &call.url,
                    headers: &call.headers,
                    body: text.map_or_else(|| BASE64.encode(&call.body), str::to_owned),
                    body_base64: i64::from(text.is_none()),
                    verdict: verdict.as_str(),
                    reason: arrival.reason(),
                }
            })
            .collect();
        let columns = [
            ("at", Kind::Int),
            ("account_id", Kind::Int),
            ("hook", Kind::Text),
            ("method", Kind::Text),
            ("url", Kind::Text),
            ("headers", Kind::Text),
            ("body", Kind::Text),
            ("body_base64", Kind::Int),
            ("verdict", Kind::Text),
            ("reason", Kind::Text),
        ];
        let names = columns.map(|(name, _)| name).join(", ");
        let rows = self.dialect.rows("new", &columns);
        self.rows_of(format!("insert into webhook_call ({names}) select {names} from {rows} where true"), &new).await?;
        Ok(())
    }
}

const COLUMNS: &str = "id, at, account_id, hook, method, url, headers, body, body_base64, verdict, reason";

impl Store {
    /// The newest calls of one account, or those that reached none, before `before`.
    pub async fn calls(
        &self,
        account: Option<AccountId>,
        before: Option<CallId>,
        limit: i64,
    ) -> Result<Vec<CallEntry>, StoreError> {
        let before = before.map_or(i64::MAX, |id| id.0);
        let rows =
            match account {
                Some(account) => {
                    sqlx::query(sqlx::AssertSqlSafe(format!(
                        "select {COLUMNS} from webhook_call where account_id = $1 and id < $2 order by id desc limit $3"
                    )))
                    .bind(account.0)
                    .bind(before)
                    .bind(limit)
                    .fetch_all(self.read())
                    .await?
                }
                None => sqlx::query(sqlx::AssertSqlSafe(format!(
                    "select {COLUMNS} from webhook_call where account_id is null and id < $1 order by id desc limit $2"
                )))
                .bind(before)
                .bind(limit)
                .fetch_all(self.read())
                .await?,
            };
        rows.iter().map(read).collect()
    }

    pub async fn call(&self, call: CallId) -> Result<Option<CallEntry>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("select {COLUMNS} from webhook_call where id = $1"));
        let row = sqlx::query(sql).bind(call.0).fetch_optional(self.read()).await?;
        row.as_ref().map(read).transpose()
    }
}

fn read(row: &AnyRow) -> Result<CallEntry, StoreError> {
    let stored: String = row.try_get("body")?;
    let verdict: String = row.try_get("verdict")?;
    let body = match row.try_get::<i64, _>("body_base64")? {
        0 => stored.into_bytes(),
        _ => BASE64.decode(stored).map_err(|e| StoreError::Unreadable(e.to_string()))?,
    };
    Ok(CallEntry {
        row: CallRow {
            id: CallId(row.try_get("id")?),
            at: Timestamp(row.try_get("at")?),
            account: row.try_get::<Option<i64>, _>("account_id")?.map(AccountId),
            hook: row.try_get("hook")?,
            url: row.try_get("url")?,
            verdict: CallVerdict::parse(&verdict).ok_or(StoreError::Unreadable(verdict))?,
            reason: row.try_get::<Option<String>, _>("reason")?.as_deref().map(told),
            body: String::from_utf8_lossy(&body).into_owned(),
        },
        method: row.try_get("method")?,
        headers: row.try_get("headers")?,
        body,
    })
}
