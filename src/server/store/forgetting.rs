//! What is too old goes, a little at a time: a batch is a transaction of its own, so nothing that arrives waits for long.

use sqlx::{AssertSqlSafe, Row};

use super::{Store, StoreError, Tx};
use crate::domain::Timestamp;

/// Rows looked at, and forgotten at most, in one transaction.
pub const BATCH: i64 = 1_000;

/// What is kept for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Old {
    /// What browsers are told.
    Events,
    /// The journal of providers' calls.
    Calls,
    /// Why an interaction was offered to whom.
    Explanations,
    /// The story behind the ticks.
    Steps,
}

impl Tx {
    /// Forgets the oldest rows from before `before`. Ids follow time, so the oldest stand first; what a clock that was put
    /// back has left among them goes later.
    async fn forget(&mut self, what: Old, before: Timestamp) -> Result<u64, StoreError> {
        let table = match what {
            Old::Events => return self.forget_events(before).await,
            Old::Calls => "webhook_call",
            Old::Explanations => "explanation",
            Old::Steps => "delivery_step",
        };
        let oldest = format!("select max(id) as last from (select id from {table} order by id limit $1) as oldest");
        let row = sqlx::query(AssertSqlSafe(oldest)).bind(BATCH).fetch_one(self.connection()).await?;
        let Some(last) = row.try_get::<Option<i64>, _>("last")? else { return Ok(0) };
        let forget = format!("delete from {table} where id <= $1 and at < $2");
        let gone = sqlx::query(AssertSqlSafe(forget)).bind(last).bind(before.0).execute(self.connection()).await?;
        Ok(gone.rows_affected())
    }

    /// In the order in which they are told, so that a browser that comes back never passes over one; and never the newest,
    /// which says where the stream is.
    async fn forget_events(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let row = sqlx::query(
            "select tx, id from (select tx, id from event order by tx, id limit $1) as oldest \
             order by tx desc, id desc limit 1",
        )
        .bind(BATCH)
        .fetch_optional(self.connection())
        .await?;
        let Some(last) = row else { return Ok(0) };
        let gone = sqlx::query(AssertSqlSafe(format!(
            "delete from event where {} and at < $3 and id < (select max(id) from event)",
            self.dialect.events_up_to()
        )))
        .bind(last.try_get::<i64, _>("tx")?)
        .bind(last.try_get::<i64, _>("id")?)
        .bind(before.0)
        .execute(self.connection())
        .await?;
        Ok(gone.rows_affected())
    }
}

impl Store {
    /// Whether it is this node's turn to do a chore: it was due, and is put off until `next` for all of them.
    pub async fn take_chore(&self, chore: &'static str, now: Timestamp, next: Timestamp) -> Result<bool, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let taken = sqlx::query("update chore set due_at = $1 where name = $2 and due_at <= $3")
                    .bind(next.0)
                    .bind(chore)
                    .bind(now.0)
                    .execute(tx.connection())
                    .await?;
                Ok(taken.rows_affected() > 0)
            })
        })
        .await
    }

    /// Forgets a batch of what is older than `before`, and keeps the chore until `next`. How many went.
    pub async fn forget(
        &self,
        what: Old,
        before: Timestamp,
        chore: &'static str,
        next: Timestamp,
    ) -> Result<u64, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query("update chore set due_at = $1 where name = $2")
                    .bind(next.0)
                    .bind(chore)
                    .execute(tx.connection())
                    .await?;
                tx.forget(what, before).await
            })
        })
        .await
    }
}
