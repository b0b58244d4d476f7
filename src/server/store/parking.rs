//! Interactions that wait in a queue before anybody was asked, taken together.

use serde::Serialize;
use sqlx::Row;

use super::{StoreError, Tx, dialect::Kind};
use crate::domain::{AccountId, InteractionId, QueueId, Timestamp, UserId, interaction::State};

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
        let rows = self.dialect.ids("due");
        // Nothing but the key to find them by, and no minimum: of more, PostgreSQL may go through everything that is open, or
        // was ever offered, for each of them.
        let sql = format!(
            "select r.interaction_id, r.step, r.entered_at, r.queue_id, r.expires_at, r.due_at, r.sent_to, r.round, \
             (select {} from interaction where interaction.id = due.id) as whose, \
             (select o.round from offer o where o.interaction_id = due.id limit 1) as offered \
             from {rows} cross join route r where r.interaction_id = due.id",
            self.dialect.as_json(&["account_id", "peer", "state", "owner_id"])
        );
        let mut newcomers = Vec::new();
        for row in self.rows_of(sql, interactions).await? {
            let number = |name: &str| row.try_get::<Option<i64>, _>(name);
            let Some(whose) = row.try_get::<Option<String>, _>("whose")? else { continue };
            let (account, peer, state, owner): (AccountId, String, State, Option<UserId>) =
                serde_json::from_str(&whose)?;
            if state != State::Open || owner.is_some() {
                continue;
            }
            let was_asked_for = number("offered")?.is_some() || number("round")? != Some(0);
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
            newcomers.push((peer, newcomer));
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
