//! Answers to an offer, and taking without one.

use super::ownership::{Full, give};
use crate::{
    domain::{
        InteractionId, OfferId, Timestamp, UserId,
        interaction::State,
        message::Happening,
        offer::{Claim, OfferEnd, OfferState},
        transfer::Returned,
    },
    server::{
        house::House,
        store::{StoreError, Tx},
    },
};

/// Accepts an offer, of routing or of a colleague who transfers. Until then a transferred session is its sender's.
pub(super) async fn accept(
    tx: &mut Tx,
    house: &House,
    offer: OfferId,
    agent: UserId,
    now: Timestamp,
) -> Result<Claim, StoreError> {
    let Some((asked, interaction)) = tx.asked(offer, house).await?.filter(|(asked, _)| asked.agent == agent) else {
        return Ok(Claim::Gone);
    };
    match interaction.owner {
        // A second click, or a second window: it is his already.
        Some(owner) if owner == agent => return Ok(Claim::Won { interaction: interaction.id }),
        Some(owner) if asked.from == Some(owner) => {}
        Some(_) => return Ok(Claim::TakenBy { name: interaction.owner_name.unwrap_or_default() }),
        None => {}
    }
    if asked.state != OfferState::Pending || interaction.state == State::Closed {
        return Ok(Claim::Gone);
    }
    let to = house.user_name(agent).unwrap_or_default().to_owned();
    let how = match asked.from {
        Some(_) => Happening::Transferred { from: interaction.owner_name.clone().unwrap_or_default(), to },
        None => Happening::Accepted { by: to },
    };
    Ok(match give(tx, house, &interaction, agent, how, false, now).await? {
        Ok(owned) => Claim::Won { interaction: owned.id },
        Err(Full { capacity }) => Claim::Full { capacity },
    })
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
        Some(owner) if owner == agent => return Ok(Claim::Won { interaction: interaction.id }),
        Some(_) => return Ok(Claim::TakenBy { name: interaction.owner_name.unwrap_or_default() }),
        None if interaction.state == State::Closed => return Ok(Claim::Gone),
        None => {}
    }
    let how = Happening::Accepted { by: house.user_name(agent).unwrap_or_default().to_owned() };
    Ok(match give(tx, house, &interaction, agent, how, false, now).await? {
        Ok(owned) => Claim::Won { interaction: owned.id },
        Err(Full { capacity }) => Claim::Full { capacity },
    })
}

pub(super) async fn reject(
    tx: &mut Tx,
    house: &House,
    offer: OfferId,
    agent: UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(asked) = tx.offer(offer).await?.filter(|offer| offer.agent == agent) else { return Ok(()) };
    if asked.from.is_some() {
        if tx.return_transfer(&asked, Returned::Rejected, now, house).await? {
            tx.look_again_for(agent, now).await?;
        }
    } else if !tx.end_offers(&[offer], OfferState::Rejected, &OfferEnd::Rejected, now).await?.is_empty() {
        tx.due_now(&[asked.interaction], now).await?;
        tx.look_again_for(agent, now).await?;
    }
    Ok(())
}

/// Takes the oldest waiting interaction of the agent's queues without being asked. `None`: nobody waits.
pub(super) async fn pull(
    tx: &mut Tx,
    house: &House,
    agent: UserId,
    now: Timestamp,
) -> Result<Option<Claim>, StoreError> {
    let queues: Vec<_> = house.queues_of(agent).map(|queue| queue.queue.id).collect();
    let Some(oldest) = tx.oldest_waiting(&queues).await? else { return Ok(None) };
    let Some(interaction) = tx.lock_interaction(oldest, house).await? else { return Ok(None) };
    if interaction.owner.is_some() || interaction.state == State::Closed {
        return Ok(None);
    }
    let how = Happening::Pulled { by: house.user_name(agent).unwrap_or_default().to_owned() };
    Ok(Some(match give(tx, house, &interaction, agent, how, false, now).await? {
        Ok(owned) => Claim::Won { interaction: owned.id },
        Err(Full { capacity }) => Claim::Full { capacity },
    }))
}
