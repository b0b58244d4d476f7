//! Interactions that wait in a queue before anybody was asked, taken together.

use serde::Serialize;
use sqlx::Row;

use super::{StoreError, Tx, dialect::Kind};
use crate::domain::{AccountId, InteractionId, QueueId, Timestamp};

/// An unowned interaction that is due and was never put before anybody.
#[derive(Clone, Debug)]
pub struct Newcomer {
    pub interaction: InteractionId,
    pub account: AccountId,
    pub step: i64,
    pub entered_at: Timestamp,
    /// `None`: its flow has just come to this step.
    pub queue: Option<QueueId>,
    pub expires_at: Option<Timestamp>,
}

/// Waits in a queue until somebody can be asked, or until its time there is up.
#[derive(Clone, Debug, Serialize)]
pub struct Parked {
    pub interaction_id: InteractionId,
    pub queue_id: QueueId,
    pub priority: i64,
    pub expires_at: Option<Timestamp>,
}

impl Tx {
    /// The newcomers among `interactions`, locked.
    pub async fn newcomers(
        &mut self,
        interactions: &[InteractionId],
        now: Timestamp,
    ) -> Result<Vec<Newcomer>, StoreError> {
        #[derive(Serialize)]
        struct Due {
            id: InteractionId,
            now: Timestamp,
        }
        let due: Vec<Due> = interactions.iter().map(|id| Due { id: *id, now }).collect();
        let rows = self.dialect.rows("due", &[("id", Kind::Int), ("now", Kind::Int)]);
        // Locked in one order by every node.
        let sql = format!(
            "select i.id, i.account_id, r.step, r.entered_at, r.queue_id, r.expires_at \
             from {rows} cross join interaction i cross join route r \
             where i.id = due.id and i.state = 'open' and i.owner_id is null \
             and r.interaction_id = i.id and r.due_at <= due.now and r.sent_to is null and r.round = 0 \
             and (select min(o.id) from offer o where o.interaction_id = i.id) is null order by i.id{}",
            self.dialect.lock_of("i")
        );
        let rows = self.rows_of(sql, &due).await?;
        rows.iter()
            .map(|row| {
                Ok(Newcomer {
                    interaction: InteractionId(row.try_get("id")?),
                    account: AccountId(row.try_get("account_id")?),
                    step: row.try_get("step")?,
                    entered_at: Timestamp(row.try_get("entered_at")?),
                    queue: row.try_get::<Option<i64>, _>("queue_id")?.map(QueueId),
                    expires_at: row.try_get::<Option<i64>, _>("expires_at")?.map(Timestamp),
                })
            })
            .collect()
    }

    pub async fn park(&mut self, parked: &[Parked]) -> Result<(), StoreError> {
        let rows = self.dialect.rows(
            "parked",
            &[
                ("interaction_id", Kind::Int),
                ("queue_id", Kind::Int),
                ("priority", Kind::Int),
                ("expires_at", Kind::Int),
            ],
        );
        let routes = format!(
            "update route set queue_id = parked.queue_id, priority = parked.priority, expires_at = parked.expires_at, \
             due_at = parked.expires_at from {rows} where route.interaction_id = parked.interaction_id"
        );
        self.rows_of(routes, parked).await?;
        let interactions = format!(
            "update interaction set queue_id = parked.queue_id from {rows} where interaction.id = parked.interaction_id"
        );
        self.rows_of(interactions, parked).await?;
        Ok(())
    }
}
