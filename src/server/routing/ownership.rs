//! The one place where an interaction gets an owner: by an offer, a transfer, from the queue, or from a supervisor.

use crate::{
    domain::{Timestamp, UserId, interaction::Interaction, message::Happening, offer::OfferEnd},
    server::{
        house::House,
        store::{StoreError, Tx},
    },
};

/// He owns as many as he may.
pub(super) struct Full {
    pub capacity: i64,
}

/// Gives an open interaction, locked by the caller, to `agent`, whoever had it. Offers of it end, those of others by his
/// name; its route ends; its former owner has room again. What is put off goes on sleeping, and takes room from neither;
/// what waited for somebody is awake. `unseen` marks it unread for him: he did not ask for it.
pub(super) async fn give(
    tx: &mut Tx,
    house: &House,
    interaction: &Interaction,
    agent: UserId,
    how: Happening,
    unseen: bool,
    now: Timestamp,
) -> Result<Result<Interaction, Full>, StoreError> {
    let capacity = house.capacity(agent);
    let sleeps = interaction.sleeps();
    let mut full = false;
    if !sleeps {
        let Ok(open) = tx.take_capacity(agent, now, house).await? else { return Ok(Err(Full { capacity })) };
        full = open >= capacity;
    }

    let name = house.user_name(agent).unwrap_or_default().to_owned();
    let taken = OfferEnd::TakenBy { id: agent, name };
    let mut others = tx.end_offers_of(interaction.id, Some(agent), &taken, now).await?;
    others.retain(|other| *other != agent);
    leave_queue(tx, interaction, now).await?;
    let assignments = if unseen {
        "owner_id = $2, owned_at = $3, first_handler_id = coalesce(first_handler_id, $2), transfer_to = null, \
         follow_up_at = case when owner_id is null then null else follow_up_at end, \
         unread = case when unread = 0 then 1 else unread end"
    } else {
        "owner_id = $2, owned_at = $3, first_handler_id = coalesce(first_handler_id, $2), transfer_to = null, \
         follow_up_at = case when owner_id is null then null else follow_up_at end"
    };
    let owned = tx.change_interaction(interaction, assignments, Some(agent.0), now, house).await?;
    tx.note_handled(interaction.id, agent);
    tx.note_happening(&owned, how, now, house).await?;
    made_room(tx, house, &others, now).await?;
    if let Some(former) = interaction.owner.filter(|_| !sleeps) {
        tx.give_capacity_back(former, now, house).await?;
    }
    if full {
        tx.withdraw_offers_of(agent, now, house).await?;
    }
    Ok(Ok(owned))
}

/// Takes every card of an interaction off the screens.
pub(super) async fn withdraw(
    tx: &mut Tx,
    house: &House,
    interaction: &Interaction,
    now: Timestamp,
) -> Result<(), StoreError> {
    let asked = tx.end_offers_of(interaction.id, None, &OfferEnd::Withdrawn, now).await?;
    made_room(tx, house, &asked, now).await
}

/// Each of `agents` has one card fewer: whoever could be asked for nothing more before can be now.
pub(super) async fn made_room(tx: &mut Tx, house: &House, agents: &[UserId], now: Timestamp) -> Result<(), StoreError> {
    if agents.is_empty() {
        return Ok(());
    }
    for stands in tx.floor(agents, house).await? {
        if stands.open + stands.pending + 1 >= stands.capacity {
            tx.look_again_for(stands.agent, now).await?;
        }
    }
    Ok(())
}

/// What was put off goes to somebody who knows nothing of it: it does not wait for its time, and its reason stands in the
/// conversation.
pub(super) async fn wake(
    tx: &mut Tx,
    house: &House,
    interaction: &Interaction,
    now: Timestamp,
) -> Result<(), StoreError> {
    if let Some(follow_up) = &interaction.follow_up {
        let due = Happening::FollowUpDue { reason: follow_up.reason.clone() };
        tx.note_happening(interaction, due, now, house).await?;
    }
    Ok(())
}

/// It waits for nobody any more.
pub(super) async fn leave_queue(tx: &mut Tx, interaction: &Interaction, now: Timestamp) -> Result<(), StoreError> {
    if let Some(queue) = tx.end_route(interaction.id).await? {
        tx.count_waiting(queue, -1, now).await?;
    }
    Ok(())
}
