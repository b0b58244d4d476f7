//! An interaction leaves its owner: closed, or back to its flow.

use super::ownership::{leave_queue, wake, withdraw};
use crate::{
    domain::{
        InteractionId, Timestamp, UserId,
        disposition::Disposal,
        interaction::{Interaction, State},
        message::Happening,
        user::{Me, Right},
    },
    server::{
        house::House,
        store::{Close, RouteRow, StoreError, Tx},
    },
};

/// What became of a close.
pub(super) enum Closing {
    Done,
    /// It was closed before.
    Already,
    /// Somebody else has it now.
    NotHis(Option<String>),
    /// The house or the account wants a disposition.
    NeedsDisposition,
    /// The one that was chosen is not offered here, or not any more.
    NoSuchDisposition,
    Gone,
}

pub(super) async fn close(
    tx: &mut Tx,
    house: &House,
    interaction: InteractionId,
    by: &Me,
    disposal: Option<&Disposal>,
    now: Timestamp,
) -> Result<Closing, StoreError> {
    let Some(open) = tx.lock_interaction(interaction, house).await? else { return Ok(Closing::Gone) };
    if open.state == State::Closed {
        return Ok(Closing::Already);
    }
    // Again under the lock: it may have changed hands since.
    if !may_change(by, open.owner) {
        return Ok(Closing::NotHis(open.owner_name));
    }
    let disposition = match disposal {
        None if house.disposition_required(open.account, open.queue).is_some() => return Ok(Closing::NeedsDisposition),
        None => None,
        Some(disposal) => {
            let choices = house.dispositions.choices(open.account, open.queue);
            let Some(choice) = choices.into_iter().find(|choice| choice.id == disposal.disposition) else {
                return Ok(Closing::NoSuchDisposition);
            };
            Some((choice.id, choice.path))
        }
    };
    let remark = disposal.map(|disposal| disposal.remark.clone()).filter(|remark| !remark.is_empty());
    let what = Happening::Closed {
        by: by.name.clone(),
        disposition: disposition.as_ref().map(|(_, path)| path.clone()),
        remark: remark.clone(),
    };
    if open.owner != Some(by.id) {
        let detail = open.owner_name.clone().map_or_else(|| "nobody had it".into(), |owner| format!("{owner} had it"));
        tx.note_act(now, Some(by.id), "interaction.close", format!("interaction {interaction}"), detail).await?;
    }
    let close = Close { by: Some(by.id), disposition, remark };
    end(tx, house, &open, what, &close, now).await?;
    Ok(Closing::Done)
}

/// Closes an interaction in which nobody wrote for as long as its account says. Changes nothing when somebody did.
pub(super) async fn close_in_silence(
    tx: &mut Tx,
    house: &House,
    interaction: InteractionId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(open) = tx.lock_interaction(interaction, house).await? else { return Ok(()) };
    let Some(account) = house.account(open.account) else { return Ok(()) };
    let hours = account.rules.auto_close_hours;
    if open.state == State::Closed
        || open.follow_up.is_some()
        || hours <= 0
        || now.since(open.last_at) < hours * 3_600_000
    {
        return Ok(());
    }
    let disposition = account.rules.auto_close_disposition.and_then(|id| Some((id, house.dispositions.path(id)?)));
    let path = disposition.as_ref().map(|(_, path)| path.clone());
    let close = Close { disposition, ..Close::default() };
    end(tx, house, &open, Happening::ClosedInSilence { hours, disposition: path }, &close, now).await
}

async fn end(
    tx: &mut Tx,
    house: &House,
    open: &Interaction,
    what: Happening,
    close: &Close,
    now: Timestamp,
) -> Result<(), StoreError> {
    withdraw(tx, house, open, now).await?;
    leave_queue(tx, open, now).await?;
    // The line first: its reader is the owner, who keeps the closed session on his screen.
    tx.note_happening(open, what, now, house).await?;
    tx.close_interaction(open, close, now, house).await?;
    tx.forget_drafts(open.id).await?;
    if let Some(owner) = open.owner.filter(|_| !open.sleeps()) {
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
    withdraw(tx, house, &interaction, now).await?;
    let freed = "owner_id = null, transfer_to = null, follow_up_at = null";
    let free = tx.change_interaction(&interaction, freed, None, now, house).await?;
    tx.note_happening(&free, Happening::BackToQueue { from }, now, house).await?;
    wake(tx, house, &interaction, now).await?;
    if !interaction.sleeps() {
        tx.give_capacity_back(owner, now, house).await?;
    }
    tx.save_route(&RouteRow::anew(interaction.id, interaction.last_inbound_at.unwrap_or(now), now)).await?;
    tx.due_now(&[interaction.id], now).await
}
