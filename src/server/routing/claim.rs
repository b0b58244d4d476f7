//! Answers to an offer.

use crate::{
    domain::{
        OfferId, Timestamp, UserId,
        interaction::State,
        message::Happening,
        offer::{Claim, OfferEnd, OfferState},
    },
    server::{
        house::House,
        store::{StoreError, Tx},
    },
};

/// The one place where an interaction gets an owner by an offer.
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
    let capacity = house.capacity(agent);
    let Ok(open) = tx.take_capacity(agent, capacity).await? else { return Ok(Claim::Full { capacity }) };

    tx.end_offer(offer, OfferState::Accepted, &OfferEnd::Accepted, now).await?;
    let name = house.user_name(agent).unwrap_or_default().to_owned();
    let taken = OfferEnd::TakenBy { id: agent, name: name.clone() };
    let others = tx.pending_offers(interaction.id).await?;
    for other in &others {
        tx.end_offer(other.id, OfferState::Withdrawn, &taken, now).await?;
    }
    let others: Vec<UserId> = others.iter().map(|other| other.agent).collect();
    room_again(tx, house, &others, now).await?;
    if let Some(queue) = tx.route(interaction.id).await?.and_then(|route| route.queue) {
        tx.count_waiting(queue, -1, now).await?;
    }
    tx.end_route(interaction.id).await?;
    let owned = tx
        .change_interaction(
            &interaction,
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

/// Offers went from these agents' screens by no doing of theirs: those who were full may be asked for what waits.
pub(super) async fn room_again(
    tx: &mut Tx,
    house: &House,
    agents: &[UserId],
    now: Timestamp,
) -> Result<(), StoreError> {
    if agents.is_empty() {
        return Ok(());
    }
    for agent in tx.floor(agents, house).await? {
        if agent.presence.open + agent.pending + 1 >= agent.presence.capacity {
            tx.look_again_for(agent.presence.user, now).await?;
        }
    }
    Ok(())
}

pub(super) async fn reject(tx: &mut Tx, offer: OfferId, agent: UserId, now: Timestamp) -> Result<(), StoreError> {
    let Some(asked) = tx.offer(offer).await?.filter(|offer| offer.agent == agent) else { return Ok(()) };
    if tx.end_offer(offer, OfferState::Rejected, &OfferEnd::Rejected, now).await? {
        tx.due_now(asked.interaction, now).await?;
        tx.look_again_for(agent, now).await?;
    }
    Ok(())
}
