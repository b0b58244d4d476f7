//! Answers to an offer, and taking without one.

use crate::{
    domain::{
        InteractionId, OfferId, Timestamp, UserId,
        interaction::{Interaction, State},
        message::Happening,
        offer::{Claim, OfferEnd, OfferState},
    },
    server::{
        house::House,
        store::{StoreError, Tx},
    },
};

pub(super) async fn accept(
    tx: &mut Tx,
    house: &House,
    offer: OfferId,
    agent: UserId,
    now: Timestamp,
) -> Result<Claim, StoreError> {
    let Some(asked) = tx.offer(offer).await?.filter(|offer| offer.agent == agent) else { return Ok(Claim::Gone) };
    let Some(interaction) = tx.lock_interaction(asked.interaction, house).await? else { return Ok(Claim::Gone) };
    match interaction.owner {
        // A second click, or a second window: it is his already.
        Some(owner) if owner == agent => return Ok(Claim::Won { interaction: interaction.id }),
        Some(_) => return Ok(Claim::TakenBy { name: interaction.owner_name.unwrap_or_default() }),
        None => {}
    }
    // Read again under the lock: it may have timed out while we waited for it.
    let pending = tx.offer(offer).await?.is_some_and(|offer| offer.state == OfferState::Pending);
    if !pending || interaction.state == State::Closed {
        return Ok(Claim::Gone);
    }
    give_to(tx, house, &interaction, agent, now).await
}

/// Takes an unowned interaction without waiting for an offer. Whether `agent` may is decided by the caller.
pub(super) async fn take(
    tx: &mut Tx,
    house: &House,
    interaction: InteractionId,
    agent: UserId,
    now: Timestamp,
) -> Result<Claim, StoreError> {
    let Some(interaction) = tx.lock_interaction(interaction, house).await? else { return Ok(Claim::Gone) };
    match interaction.owner {
        Some(owner) if owner == agent => Ok(Claim::Won { interaction: interaction.id }),
        Some(_) => Ok(Claim::TakenBy { name: interaction.owner_name.unwrap_or_default() }),
        None if interaction.state == State::Closed => Ok(Claim::Gone),
        None => give_to(tx, house, &interaction, agent, now).await,
    }
}

/// The one place where an interaction that waits gets an owner: it is locked, and goes to an agent who has room.
async fn give_to(
    tx: &mut Tx,
    house: &House,
    interaction: &Interaction,
    agent: UserId,
    now: Timestamp,
) -> Result<Claim, StoreError> {
    let capacity = house.capacity(agent);
    let Ok(open) = tx.take_capacity(agent, capacity).await? else { return Ok(Claim::Full { capacity }) };
    let name = house.user_name(agent).unwrap_or_default().to_owned();
    let taken = OfferEnd::TakenBy { id: agent, name: name.clone() };
    for offer in tx.pending_offers(interaction.id).await? {
        let (state, end) = if offer.agent == agent {
            (OfferState::Accepted, &OfferEnd::Accepted)
        } else {
            (OfferState::Withdrawn, &taken)
        };
        tx.end_offer(offer.id, state, end, now).await?;
    }
    if let Some(queue) = tx.route(interaction.id).await?.and_then(|route| route.queue) {
        tx.count_waiting(queue, -1, now).await?;
    }
    tx.end_route(interaction.id).await?;
    let owned = tx
        .change_interaction(
            interaction,
            "owner_id = $2, first_handler_id = coalesce(first_handler_id, $2)",
            Some(agent.0),
            now,
            house,
        )
        .await?;
    tx.note_happening(&owned, Happening::Accepted { by: name }, now, house).await?;
    if open >= capacity {
        tx.clear_screen(agent, now).await?;
    }
    tx.announce_presence(agent, now, house).await?;
    Ok(Claim::Won { interaction: interaction.id })
}

pub(super) async fn reject(tx: &mut Tx, offer: OfferId, agent: UserId, now: Timestamp) -> Result<(), StoreError> {
    let Some(asked) = tx.offer(offer).await?.filter(|offer| offer.agent == agent) else { return Ok(()) };
    if tx.end_offer(offer, OfferState::Rejected, &OfferEnd::Rejected, now).await? {
        tx.due_now(asked.interaction, now).await?;
        tx.look_again_for(agent, now).await?;
    }
    Ok(())
}
