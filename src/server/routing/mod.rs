//! An interaction becomes an offer, an offer becomes an owner.
//!
//! Everything about one interaction happens in one transaction under its lock. What waits is a row with a time (`route`);
//! any node fires it, so a node that dies delays nothing.

mod claim;
mod engine;
mod hands;
mod ownership;
mod parking;
pub mod release;
mod transfer;
pub mod worker;

use std::sync::Arc;

use super::{clock::Clock, failure::Failure, houses::Houses, store::Store};
use crate::domain::{InteractionId, OfferId, error::Invalid, offer::Claim, presence::Availability, user::Me};

#[derive(Clone)]
pub struct Routing {
    pub(super) store: Store,
    pub(super) houses: Arc<Houses>,
    pub(super) clock: Clock,
}

impl Routing {
    pub fn new(store: Store, houses: Arc<Houses>, clock: Clock) -> Routing {
        Routing { store, houses, clock }
    }

    /// Accepts a pending offer of `me`.
    ///
    /// Exactly one caller wins, on any number of nodes: the claim is decided in one transaction under the interaction's
    /// lock. Losing is an answer, not an error: the card has to name the colleague who took it.
    pub async fn accept(&self, me: &Me, offer: OfferId) -> Result<Claim, Failure> {
        let (now, house, agent) = (self.clock.now(), self.houses.current(), me.id);
        // Whoever comes late needs no turn to be told so.
        if let Some(claim) = self.store.claim_lost(offer, agent, &house).await? {
            return Ok(claim);
        }
        let claim = self
            .store
            .decide(move |tx| {
                let house = house.clone();
                Box::pin(async move { claim::accept(tx, &house, offer, agent, now).await })
            })
            .await?;
        Ok(claim)
    }

    /// Takes an interaction that nobody owns yet. As with an offer, exactly one wins.
    pub async fn take(&self, me: &Me, interaction: InteractionId) -> Result<Claim, Failure> {
        let (now, house, agent) = (self.clock.now(), self.houses.current(), me.id);
        let claim = self
            .store
            .decide(move |tx| {
                let house = house.clone();
                Box::pin(async move { claim::take(tx, &house, interaction, agent, now).await })
            })
            .await?;
        Ok(claim)
    }

    /// Rejects a pending offer of `me`; it goes on to a colleague, a transfer back to its sender. Changes nothing when it was not pending.
    pub async fn reject(&self, me: &Me, offer: OfferId) -> Result<(), Failure> {
        let (now, house, agent) = (self.clock.now(), self.houses.current(), me.id);
        self.store
            .decide(move |tx| {
                let house = house.clone();
                Box::pin(async move { claim::reject(tx, &house, offer, agent, now).await })
            })
            .await?;
        Ok(())
    }

    pub async fn set_presence(
        &self,
        me: &Me,
        availability: Availability,
        reason: Option<String>,
    ) -> Result<(), Failure> {
        let house = self.houses.current();
        let reason = reason.filter(|reason| !reason.is_empty());
        if let Some(reason) = &reason
            && (availability != Availability::Paused || !house.settings.pause_reasons.contains(reason))
        {
            return Err(Invalid::one(
                "reason",
                ["Choose one of the house's reasons.", "Scegliere uno dei motivi previsti."],
            )
            .into());
        }
        self.store.set_availability(me.id, availability, reason, self.clock.now(), house).await?;
        Ok(())
    }
}
