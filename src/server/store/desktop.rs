//! What stands around an agent's sessions, and small writes his desktop makes.

use std::sync::Arc;

use sqlx::{AssertSqlSafe, Row};

use super::{Store, StoreError, Tx, Written, alerts, drafts, interactions::Composed, presence};
use crate::{
    domain::{InteractionId, QueueId, Timestamp, UserId, alerts::AlertChoice, draft::Draft, presence::Presence},
    server::house::House,
};

/// One person's desk, without the sessions on it.
pub struct Desk {
    pub presence: Option<Presence>,
    pub alerts: AlertChoice,
    /// All of his, the emptied ones too: a browser must know what its own copies are older than.
    pub drafts: Vec<Draft>,
    /// How many interactions nobody has taken yet, by queue.
    pub waiting: Vec<(QueueId, i64)>,
}

impl Store {
    /// Read at once: each question of its own to the database takes longer than its answer.
    pub async fn desk_of(&self, user: UserId, house: &House) -> Result<Desk, StoreError> {
        let sql = format!(
            "select {}, (select {} from alert_choice where alert_choice.user_id = one.me) as alerts, \
             (select {} from draft where draft.user_id = one.me) as drafts, (select {} from queue) as waiting \
             from (select cast($1 as bigint) as me) as one left join presence on presence.user_id = one.me",
            presence::COLUMNS,
            self.dialect.all_as_json(&alerts::COLUMNS),
            self.dialect.all_as_json(&drafts::COLUMNS),
            self.dialect.all_as_json(&["id", "waiting"]),
        );
        let row = sqlx::query(AssertSqlSafe(sql)).bind(user.0).fetch_one(self.read()).await?;
        let is_known = row.try_get::<Option<i64>, _>("user_id")?.is_some();
        let chosen: Vec<alerts::Stored> = serde_json::from_str(row.try_get("alerts")?)?;
        let drafts: Vec<drafts::Stored> = serde_json::from_str(row.try_get("drafts")?)?;
        Ok(Desk {
            presence: is_known.then(|| presence::read(&row, house)).transpose()?,
            alerts: chosen.into_iter().next().map(alerts::read).unwrap_or_default(),
            drafts: drafts.into_iter().map(drafts::read).collect(),
            waiting: serde_json::from_str(row.try_get("waiting")?)?,
        })
    }

    /// Stores a reply or a note; see [`Tx::write_message`].
    pub async fn compose(&self, new: Composed, now: Timestamp, house: Arc<House>) -> Result<Written, StoreError> {
        self.write(move |tx| {
            let (new, house) = (new.clone(), house.clone());
            Box::pin(async move { tx.write_message(&new, now, &house).await })
        })
        .await
    }

    /// The owner has seen what the customer wrote. Nothing changes when he had already, or is not the owner.
    pub async fn seen(
        &self,
        interaction: InteractionId,
        owner: UserId,
        now: Timestamp,
        house: Arc<House>,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let house = house.clone();
            Box::pin(async move { tx.seen(interaction, owner, now, &house).await })
        })
        .await
    }
}

impl Tx {
    async fn seen(
        &mut self,
        interaction: InteractionId,
        owner: UserId,
        now: Timestamp,
        house: &House,
    ) -> Result<(), StoreError> {
        let Some(interaction) = self.lock_interaction(interaction, house).await? else { return Ok(()) };
        if interaction.owner == Some(owner) && interaction.unread > 0 {
            self.change_interaction(&interaction, "unread = 0", None, now, house).await?;
        }
        Ok(())
    }
}
