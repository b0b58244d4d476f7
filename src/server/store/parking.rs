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
    /// The newcomers among `interactions`. Whoever could take one away from here waits for his turn meanwhile
    /// ([`super::Store::decide`]).
    pub async fn newcomers(
        &mut self,
        interactions: &[InteractionId],
        now: Timestamp,
    ) -> Result<Vec<Newcomer>, StoreError> {
        #[derive(Serialize)]
        struct Due {
            id: InteractionId,
        }
        let due: Vec<Due> = interactions.iter().map(|id| Due { id: *id }).collect();
        let rows = self.dialect.rows("due", &[("id", Kind::Int)]);
        // Nothing but the key to find them by: of more, PostgreSQL may begin with everything that is open.
        let sql = format!(
            "select r.interaction_id, r.step, r.entered_at, r.queue_id, r.expires_at, r.due_at, r.sent_to, r.round, \
             (select i.account_id from interaction i where i.id = due.id and i.state = 'open' and i.owner_id is null) \
             as account_id, (select i.peer from interaction i where i.id = due.id) as peer, \
             (select min(o.id) from offer o where o.interaction_id = due.id) as offer_id \
             from {rows} cross join route r where r.interaction_id = due.id"
        );
        let mut newcomers = Vec::new();
        for row in self.rows_of(sql, &due).await? {
            let number = |name: &str| row.try_get::<Option<i64>, _>(name);
            let Some(account) = number("account_id")?.map(AccountId) else { continue };
            let was_asked_for = number("offer_id")?.is_some() || number("round")? != Some(0);
            if was_asked_for || number("sent_to")?.is_some() || number("due_at")?.is_none_or(|due| due > now.0) {
                continue;
            }
            let newcomer = Newcomer {
                interaction: InteractionId(row.try_get("interaction_id")?),
                account,
                step: row.try_get("step")?,
                entered_at: Timestamp(row.try_get("entered_at")?),
                queue: number("queue_id")?.map(QueueId),
                expires_at: number("expires_at")?.map(Timestamp),
            };
            newcomers.push((row.try_get::<String, _>("peer")?, newcomer));
        }
        // In the order in which texts take them, so that none waits for the other.
        newcomers.sort_by(|(a, one), (b, other)| (one.account, a).cmp(&(other.account, b)));
        Ok(newcomers.into_iter().map(|(_, newcomer)| newcomer).collect())
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
