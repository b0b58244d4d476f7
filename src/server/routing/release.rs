//! An interaction leaves its owner: closed, or back to its flow.

use super::claim::room_again;
use crate::{
    domain::{
        InteractionId, Timestamp, UserId,
        interaction::State,
        message::Happening,
        offer::{OfferEnd, OfferState},
        user::{Me, Right},
    },
    server::{
        house::House,
        store::{RouteRow, StoreError, Tx},
    },
};

pub(super) async fn close(
    tx: &mut Tx,
    house: &House,
    interaction: InteractionId,
    by: &Me,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(interaction) = tx.lock_interaction(interaction, house).await? else { return Ok(()) };
    if interaction.state == State::Closed {
        return Ok(());
    }
    let offers = tx.pending_offers(interaction.id).await?;
    for offer in &offers {
        tx.end_offer(offer.id, OfferState::Withdrawn, &OfferEnd::Withdrawn, now).await?;
    }
    let asked: Vec<UserId> = offers.iter().map(|offer| offer.agent).collect();
    room_again(tx, house, &asked, now).await?;
    if let Some(route) = tx.route(interaction.id).await? {
        if let Some(queue) = route.queue {
            tx.count_waiting(queue, -1, now).await?;
        }
        tx.end_route(interaction.id).await?;
    }
    // The line first: its reader is the owner, who keeps the closed session on his screen.
    tx.note_happening(&interaction, Happening::Closed { by: by.name.clone() }, now, house).await?;
    tx.change_interaction(&interaction, "state = 'closed', unread = 0, closed_at = $2", Some(now.0), now, house)
        .await?;
    tx.set_closed_by(interaction.id, by.id).await?;
    if let Some(owner) = interaction.owner {
        tx.give_capacity_back(owner, now, house).await?;
    }
    Ok(())
}

/// Whether `me` may close or change this interaction.
pub fn may_change(me: &Me, owner: Option<UserId>) -> bool {
    owner == Some(me.id) || me.role.may(Right::Supervise)
}

/// Takes an interaction from an owner who is gone and starts its flow anew.
pub(super) async fn take_back(
    tx: &mut Tx,
    house: &House,
    interaction: InteractionId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(interaction) = tx.lock_interaction(interaction, house).await? else { return Ok(()) };
    let Some(owner) = interaction.owner.filter(|_| interaction.state == State::Open && interaction.unread > 0) else {
        return Ok(());
    };
    let from = interaction.owner_name.clone().unwrap_or_default();
    let free = tx.change_interaction(&interaction, "owner_id = null", None, now, house).await?;
    tx.note_happening(&free, Happening::BackToQueue { from }, now, house).await?;
    tx.give_capacity_back(owner, now, house).await?;
    let route = RouteRow {
        interaction: interaction.id,
        step: 0,
        entered_at: now,
        expires_at: None,
        queue: None,
        priority: 0,
        round: 0,
        waiting_since: interaction.last_inbound_at.unwrap_or(now),
        due_at: Some(now),
    };
    tx.save_route(&route).await?;
    tx.due_now(interaction.id, now).await
}
