//! A session changes hands by the will of its owner or of a supervisor.
//!
//! To a colleague an owner transfers by an offer with a time-out: while it is under way the sender owns the session and may
//! write, and exactly one of accept, reject, time-out, cancel, close and take-over ends it. To a queue it goes at once, and
//! comes back when none of those who were asked there took it in time; where nobody can be asked it waits.

use super::ownership::{Full, give, leave_queue, wake, withdraw};
use crate::{
    domain::{
        InteractionId, OfferId, QueueId, Timestamp, UserId,
        interaction::{Direction, Interaction, State},
        message::Happening,
        routing::Candidate,
        transfer::Returned,
        user::Me,
    },
    server::{
        house::House,
        store::{Composed, HandedOver, NewOffer, RouteRow, StoreError, Tx},
    },
};

/// The place in a flow of what somebody sent to a queue: none of its steps.
pub(super) const SENT: i64 = -1;

/// What became of sending a session elsewhere.
pub(super) enum Sent {
    Done,
    Gone,
    Closed,
    /// Somebody else has it now, or nobody.
    NotHis(Option<String>),
    /// It is under way to this colleague already.
    Already {
        to: UserId,
        name: String,
    },
    /// The colleague is not there.
    NotThere(String),
    /// The colleague, or the supervisor himself, owns as many as he may.
    Full {
        name: String,
        capacity: i64,
    },
    NoSuchDestination,
}

/// The caller's own open session, locked.
async fn his(
    tx: &mut Tx,
    house: &House,
    interaction: InteractionId,
    me: &Me,
) -> Result<Result<Interaction, Sent>, StoreError> {
    let Some(interaction) = tx.lock_interaction(interaction, house).await? else { return Ok(Err(Sent::Gone)) };
    if interaction.state == State::Closed {
        return Ok(Err(Sent::Closed));
    }
    if interaction.owner != Some(me.id) {
        return Ok(Err(Sent::NotHis(interaction.owner_name)));
    }
    if let Some((to, name)) = interaction.transfer_to.zip(interaction.transfer_to_name.clone()) {
        return Ok(Err(Sent::Already { to, name }));
    }
    Ok(Ok(interaction))
}

/// Asks a colleague to take a session over. Harmless when he is being asked: the answer was lost, and it is asked again.
pub(super) async fn ask(
    tx: &mut Tx,
    house: &House,
    me: &Me,
    interaction: InteractionId,
    to: UserId,
    note: Option<&Composed>,
    now: Timestamp,
) -> Result<Sent, StoreError> {
    let interaction = match his(tx, house, interaction, me).await? {
        Ok(interaction) => interaction,
        Err(Sent::Already { to: asked, .. }) if asked == to => {
            write_other_note(tx, note, now, house).await?;
            return Ok(Sent::Done);
        }
        Err(sent) => return Ok(sent),
    };
    let Some(user) = house.users.get(&to).filter(|user| user.active && to != me.id) else {
        return Ok(Sent::NoSuchDestination);
    };
    let Some(stands) = tx.floor(&[to], house).await?.pop() else { return Ok(Sent::NoSuchDestination) };
    if !stands.is_there() {
        return Ok(Sent::NotThere(user.name.clone()));
    }
    if !interaction.sleeps() && stands.open >= stands.capacity {
        return Ok(Sent::Full { name: user.name.clone(), capacity: stands.capacity });
    }
    write_note(tx, note, now, house).await?;
    let first_words = tx.first_words(interaction.id).await?;
    let text = note.map_or("", |note| note.text.as_str());
    let offer = NewOffer {
        interaction: &interaction,
        first_words: &first_words,
        agents: &[to],
        queue: None,
        step: SENT,
        round: tx.fresh_round(interaction.id, SENT).await?,
        due_at: now + house.settings.transfer_seconds * 1_000,
        from: Some((me.id, text)),
        handed_over: None,
    };
    tx.make_offers(&offer, now, house).await?;
    let begun = Happening::TransferBegun { by: me.name.clone(), to: user.name.clone() };
    tx.note_happening(&interaction, begun, now, house).await?;
    tx.change_interaction(&interaction, "transfer_to = $2", Some(to.0), now, house).await?;
    // Its time-out is a time to wake up at.
    tx.wake_routing();
    Ok(Sent::Done)
}

/// The sender thinks better of it. Changes nothing when the colleague was faster.
pub(super) async fn cancel(
    tx: &mut Tx,
    house: &House,
    me: &Me,
    interaction: InteractionId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(interaction) = tx.lock_interaction(interaction, house).await? else { return Ok(()) };
    if interaction.owner != Some(me.id) || interaction.state == State::Closed {
        return Ok(());
    }
    for offer in tx.pending_offers(interaction.id).await? {
        if offer.from == Some(me.id) && tx.return_transfer(&offer, Returned::Cancelled, now, house).await? {
            tx.look_again_for(offer.agent, now).await?;
        }
    }
    Ok(())
}

/// The colleague let the time pass.
pub(super) async fn expire(tx: &mut Tx, house: &House, offer: OfferId, now: Timestamp) -> Result<(), StoreError> {
    let Some(offer) = tx.offer(offer).await?.filter(|offer| offer.from.is_some() && offer.due_at <= now) else {
        return Ok(());
    };
    if tx.return_transfer(&offer, Returned::TimedOut, now, house).await? {
        tx.look_again_for(offer.agent, now).await?;
    }
    Ok(())
}

/// Sends a session of `me` to a queue; he is free of it at once, whoever is there. Harmless when it waits there by his doing.
pub(super) async fn send_to_queue(
    tx: &mut Tx,
    house: &House,
    me: &Me,
    interaction: InteractionId,
    queue: QueueId,
    note: Option<&Composed>,
    now: Timestamp,
) -> Result<Sent, StoreError> {
    let interaction = match his(tx, house, interaction, me).await? {
        Ok(interaction) => interaction,
        Err(Sent::NotHis(None)) => {
            let route = tx.undecided(interaction, house).await?.map(|it| it.route);
            let there = route.filter(|route| route.sent_to == Some(queue)).and_then(|route| route.handed_over);
            if there.is_none_or(|it| it.by != me.id) {
                return Ok(Sent::NotHis(None));
            }
            write_other_note(tx, note, now, house).await?;
            return Ok(Sent::Done);
        }
        Err(sent) => return Ok(sent),
    };
    if !house.queues.contains_key(&queue) {
        return Ok(Sent::NoSuchDestination);
    }
    write_note(tx, note, now, house).await?;
    let handed_over = HandedOver { by: me.id, note: note.map_or_else(String::new, |note| note.text.clone()) };
    into_queue(tx, house, me, &interaction, queue, Some(handed_over), now).await?;
    Ok(Sent::Done)
}

/// Nobody of the queue took what its owner sent there in time: he has it again, as unread, with the reason as a line. `false`
/// when it was not he who sent it, when he is not there any more, or has no room.
pub(super) async fn hand_back(
    tx: &mut Tx,
    house: &House,
    interaction: &Interaction,
    route: &RouteRow,
    queue: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(handed) = &route.handed_over else { return Ok(false) };
    let is_there = tx.floor(&[handed.by], house).await?.first().is_some_and(Candidate::is_there);
    let Some(to) = house.users.get(&handed.by).filter(|user| user.active && is_there) else { return Ok(false) };
    let how = Happening::NotTaken { queue: queue.to_owned(), to: to.name.clone() };
    Ok(give(tx, house, interaction, to.id, how, true, now).await?.is_ok())
}

/// Whatever it was before, it waits in `queue` now.
async fn into_queue(
    tx: &mut Tx,
    house: &House,
    by: &Me,
    interaction: &Interaction,
    queue: QueueId,
    handed_over: Option<HandedOver>,
    now: Timestamp,
) -> Result<(), StoreError> {
    withdraw(tx, house, interaction, now).await?;
    leave_queue(tx, interaction, now).await?;
    let name = house.queue_name(queue).unwrap_or_default().to_owned();
    // The line first: its reader is the owner, who is let go with the next statement.
    tx.note_happening(interaction, Happening::SentToQueue { by: by.name.clone(), queue: name }, now, house).await?;
    wake(tx, house, interaction, now).await?;
    let freed = "owner_id = null, transfer_to = null, follow_up_at = null";
    tx.change_interaction(interaction, freed, None, now, house).await?;
    let round = tx.fresh_round(interaction.id, SENT).await?;
    if let Some(owner) = interaction.owner {
        tx.counts_as_rejected(interaction.id, owner, queue, (SENT, round), now).await?;
        if !interaction.sleeps() {
            tx.give_capacity_back(owner, now, house).await?;
        }
    }
    let waits_since = match interaction.last_direction {
        Direction::Inbound => interaction.last_inbound_at.unwrap_or(now),
        Direction::Outbound => now,
    };
    let route = RouteRow {
        step: SENT,
        round,
        sent_to: Some(queue),
        handed_over,
        ..RouteRow::anew(interaction.id, waits_since, now)
    };
    tx.save_route(&route).await?;
    tx.due_now(&[interaction.id], now).await
}

/// A supervisor takes an open interaction, whoever has it.
pub(super) async fn take_over(
    tx: &mut Tx,
    house: &House,
    me: &Me,
    interaction: InteractionId,
    now: Timestamp,
) -> Result<Sent, StoreError> {
    let interaction = match open(tx, house, interaction).await? {
        Ok(interaction) => interaction,
        Err(sent) => return Ok(sent),
    };
    if interaction.owner == Some(me.id) {
        return Ok(Sent::Done);
    }
    let how = Happening::TakenOver { by: me.name.clone(), from: interaction.owner_name.clone() };
    if let Err(Full { capacity }) = give(tx, house, &interaction, me.id, how, false, now).await? {
        return Ok(Sent::Full { name: me.name.clone(), capacity });
    }
    note(tx, me, &interaction, "interaction.take_over", String::new(), now).await?;
    Ok(Sent::Done)
}

/// A supervisor gives an open interaction to an agent, who finds it unread among his sessions.
pub(super) async fn assign(
    tx: &mut Tx,
    house: &House,
    me: &Me,
    interaction: InteractionId,
    to: UserId,
    now: Timestamp,
) -> Result<Sent, StoreError> {
    let interaction = match open(tx, house, interaction).await? {
        Ok(interaction) => interaction,
        Err(sent) => return Ok(sent),
    };
    let Some(user) = house.users.get(&to).filter(|user| user.active) else { return Ok(Sent::NoSuchDestination) };
    if interaction.owner == Some(to) {
        return Ok(Sent::Done);
    }
    let from = interaction.owner_name.clone().filter(|_| interaction.owner != Some(me.id));
    let how = Happening::Assigned { by: me.name.clone(), to: user.name.clone(), from };
    if let Err(Full { capacity }) = give(tx, house, &interaction, to, how, true, now).await? {
        return Ok(Sent::Full { name: user.name.clone(), capacity });
    }
    note(tx, me, &interaction, "interaction.assign", format!("to {}", user.login), now).await?;
    Ok(Sent::Done)
}

/// A supervisor puts an open interaction into a queue, out of another one or out of somebody's hands.
pub(super) async fn assign_to_queue(
    tx: &mut Tx,
    house: &House,
    me: &Me,
    interaction: InteractionId,
    queue: QueueId,
    now: Timestamp,
) -> Result<Sent, StoreError> {
    let interaction = match open(tx, house, interaction).await? {
        Ok(interaction) => interaction,
        Err(sent) => return Ok(sent),
    };
    let Some(name) = house.queue_name(queue) else { return Ok(Sent::NoSuchDestination) };
    let detail = format!("to queue {name}");
    into_queue(tx, house, me, &interaction, queue, None, now).await?;
    note(tx, me, &interaction, "interaction.assign", detail, now).await?;
    Ok(Sent::Done)
}

async fn open(tx: &mut Tx, house: &House, interaction: InteractionId) -> Result<Result<Interaction, Sent>, StoreError> {
    Ok(match tx.lock_interaction(interaction, house).await? {
        None => Err(Sent::Gone),
        Some(interaction) if interaction.state == State::Closed => Err(Sent::Closed),
        Some(interaction) => Ok(interaction),
    })
}

async fn write_note(tx: &mut Tx, note: Option<&Composed>, now: Timestamp, house: &House) -> Result<(), StoreError> {
    if let Some(note) = note {
        tx.write_message(note, now, house).await?;
    }
    Ok(())
}

/// Of what was asked again: the note, where it has other words than the one that is kept.
async fn write_other_note(
    tx: &mut Tx,
    note: Option<&Composed>,
    now: Timestamp,
    house: &House,
) -> Result<(), StoreError> {
    let Some(new) = note else { return Ok(()) };
    match tx.last_note(new.interaction, new.author).await? {
        Some(kept) if kept == new.text => Ok(()),
        _ => write_note(tx, note, now, house).await,
    }
}

/// Keeps what a supervisor did, and who had the session before.
async fn note(
    tx: &mut Tx,
    me: &Me,
    interaction: &Interaction,
    act: &'static str,
    to: String,
    now: Timestamp,
) -> Result<(), StoreError> {
    let from = interaction.owner_name.as_ref().map_or_else(|| "from nobody".into(), |owner| format!("from {owner}"));
    let detail = format!("{from} {to}").trim_end().to_owned();
    tx.note_act(now, Some(me.id), act, format!("interaction {}", interaction.id), detail).await
}
