//! When a session wants to be looked at again. Until then it sleeps and takes no room from who has it; when it wakes it is
//! his whatever he has taken meanwhile.

use std::sync::Arc;

use sqlx::Row;

use super::{Store, StoreError};
use crate::{
    domain::{InteractionId, Timestamp, follow_up::FollowUp, interaction::State, message::Happening},
    server::house::House,
};

impl Store {
    /// Sets it or (`None`) takes it away. `false`: the session is not open any more.
    pub async fn set_follow_up(
        &self,
        interaction: InteractionId,
        follow_up: Option<FollowUp>,
        now: Timestamp,
        house: Arc<House>,
    ) -> Result<bool, StoreError> {
        self.decide(move |tx| {
            let (follow_up, house) = (follow_up.clone(), house.clone());
            Box::pin(async move {
                let open = tx.lock_interaction(interaction, &house).await?.filter(|it| it.state == State::Open);
                let Some(before) = open else { return Ok(false) };
                sqlx::query("update interaction set follow_up_note = $1 where id = $2")
                    .bind(follow_up.as_ref().map(|it| it.reason.clone()))
                    .bind(interaction.0)
                    .execute(tx.connection())
                    .await?;
                let at = follow_up.map(|it| it.at.0);
                let after = tx.change_interaction(&before, "follow_up_at = $2", at, now, &house).await?;
                if let Some(owner) = before.owner {
                    match (before.sleeps(), after.sleeps()) {
                        (false, true) => tx.give_capacity_back(owner, now, &house).await?,
                        (true, false) => tx.take_room(owner, now, &house).await?,
                        _ => {}
                    }
                }
                Ok(true)
            })
        })
        .await
    }

    /// Sessions to be looked at now, the longest due first.
    pub async fn due_follow_ups(&self, now: Timestamp, limit: i64) -> Result<Vec<InteractionId>, StoreError> {
        let rows = sqlx::query("select id from interaction where follow_up_at <= $1 order by follow_up_at limit $2")
            .bind(now.0)
            .bind(limit)
            .fetch_all(self.read())
            .await?;
        rows.into_iter().map(|row| Ok(InteractionId(row.try_get("id")?))).collect()
    }

    /// Brings a session back as unread, with the reason as a line. Changes nothing when it is not due any more.
    pub async fn bring_back(
        &self,
        interaction: InteractionId,
        now: Timestamp,
        house: Arc<House>,
    ) -> Result<(), StoreError> {
        self.decide(move |tx| {
            let house = house.clone();
            Box::pin(async move {
                let Some(before) = tx.lock_interaction(interaction, &house).await? else { return Ok(()) };
                let Some(due) = before.follow_up.clone().filter(|it| it.at <= now) else { return Ok(()) };
                tx.note_happening(&before, Happening::FollowUpDue { reason: due.reason }, now, &house).await?;
                let back = "follow_up_at = null, unread = case when unread = 0 then 1 else unread end";
                tx.change_interaction(&before, back, None, now, &house).await?;
                if let Some(owner) = before.owner.filter(|_| before.sleeps()) {
                    tx.take_room(owner, now, &house).await?;
                }
                Ok(())
            })
        })
        .await
    }
}
