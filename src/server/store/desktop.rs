//! Small writes an agent's desktop makes.

use std::sync::Arc;

use super::{Store, StoreError, Tx, Written, interactions::Composed};
use crate::{
    domain::{InteractionId, Timestamp, UserId},
    server::house::House,
};

impl Store {
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
