//! What owners and supervisors ask for: closing, transfers, taking over. Each act is one decision; what stands in its way
//! is told in words.

use super::{
    Routing,
    release::{self, Closing},
    transfer::{self, Sent},
};
use crate::{
    domain::{
        InteractionId,
        disposition::{Disposal, LONGEST_REMARK},
        error::Invalid,
        offer::Claim,
        transfer::{Destination, LONGEST_NOTE},
        user::Me,
    },
    server::{clock, failure::Failure, store::Composed},
};

/// Random bytes in a note's own name.
const NOTE_KEY: usize = 12;
/// Silent sessions closed at one look at most.
const SILENT: i64 = 500;

impl Routing {
    /// Ends the session. Closing a closed one changes nothing. Whether it was open until now.
    pub async fn close(
        &self,
        me: &Me,
        interaction: InteractionId,
        disposal: Option<Disposal>,
    ) -> Result<bool, Failure> {
        let disposal = disposal.map(|it| Disposal { remark: it.remark.trim().to_owned(), ..it });
        if disposal.as_ref().is_some_and(|it| it.remark.chars().count() > LONGEST_REMARK || it.remark.contains('\0')) {
            return Err(Invalid::one(
                "remark",
                [format!("At most {LONGEST_REMARK} characters."), format!("Al massimo {LONGEST_REMARK} caratteri.")],
            )
            .into());
        }
        let (now, house, by) = (self.clock.now(), self.houses.current(), me.clone());
        let closing = self
            .store
            .decide(move |tx| {
                let (house, by, disposal) = (house.clone(), by.clone(), disposal.clone());
                Box::pin(async move { release::close(tx, &house, interaction, &by, disposal.as_ref(), now).await })
            })
            .await?;
        match closing {
            Closing::Done => Ok(true),
            Closing::Already => Ok(false),
            Closing::Gone => Err(Failure::NotFound),
            Closing::NotHis(Some(name)) => Err(Failure::refused([
                format!("{name} has this session now."),
                format!("La sessione è ora in carico a {name}."),
            ])),
            Closing::NotHis(None) => Err(Failure::refused([
                "Nobody has this session any more; it waits in a queue.",
                "La sessione non è più in carico a nessuno; è in attesa in una coda.",
            ])),
            Closing::NeedsDisposition => Err(Invalid::one(
                "disposition",
                [
                    "This session can only be closed with a disposition.",
                    "Questa sessione si può chiudere solo con un esito.",
                ],
            )
            .into()),
            Closing::NoSuchDisposition => Err(Invalid::one(
                "disposition",
                ["This disposition is not offered here any more.", "Questo esito qui non è più previsto."],
            )
            .into()),
        }
    }

    /// Sends a session of `me` elsewhere: a colleague is asked, a queue has it at once. `note` is kept as an internal note.
    pub async fn transfer(
        &self,
        me: &Me,
        interaction: InteractionId,
        to: Destination,
        note: String,
    ) -> Result<(), Failure> {
        let (now, house) = (self.clock.now(), self.houses.current());
        let known = self.store.interaction(interaction, &house).await?.ok_or(Failure::NotFound)?;
        if !house.may_transfer(known.account) {
            return Err(Failure::refused([
                "Transfers are switched off for this account.",
                "Per questo account i trasferimenti sono disattivati.",
            ]));
        }
        let note = composed(me, interaction, &note)?;
        let me = me.clone();
        let sent = self
            .store
            .decide(move |tx| {
                let (house, me, note) = (house.clone(), me.clone(), note.clone());
                Box::pin(async move {
                    match to {
                        Destination::Agent(agent) => {
                            transfer::ask(tx, &house, &me, interaction, agent, note.as_ref(), now).await
                        }
                        Destination::Queue(queue) => {
                            transfer::send_to_queue(tx, &house, &me, interaction, queue, note.as_ref(), now).await
                        }
                    }
                })
            })
            .await?;
        told(sent)
    }

    /// The sender keeps the session after all. Changes nothing when the colleague was faster.
    pub async fn cancel_transfer(&self, me: &Me, interaction: InteractionId) -> Result<(), Failure> {
        let (now, house, me) = (self.clock.now(), self.houses.current(), me.clone());
        self.store
            .decide(move |tx| {
                let (house, me) = (house.clone(), me.clone());
                Box::pin(async move { transfer::cancel(tx, &house, &me, interaction, now).await })
            })
            .await?;
        Ok(())
    }

    /// The supervisor `me` becomes the owner.
    pub async fn take_over(&self, me: &Me, interaction: InteractionId) -> Result<(), Failure> {
        let (now, house, me) = (self.clock.now(), self.houses.current(), me.clone());
        let sent = self
            .store
            .decide(move |tx| {
                let (house, me) = (house.clone(), me.clone());
                Box::pin(async move { transfer::take_over(tx, &house, &me, interaction, now).await })
            })
            .await?;
        told(sent)
    }

    /// The supervisor `me` gives an interaction to an agent or puts it into a queue; nobody is asked.
    pub async fn assign(&self, me: &Me, interaction: InteractionId, to: Destination) -> Result<(), Failure> {
        let (now, house, me) = (self.clock.now(), self.houses.current(), me.clone());
        let sent = self
            .store
            .decide(move |tx| {
                let (house, me) = (house.clone(), me.clone());
                Box::pin(async move {
                    match to {
                        Destination::Agent(agent) => transfer::assign(tx, &house, &me, interaction, agent, now).await,
                        Destination::Queue(queue) => {
                            transfer::assign_to_queue(tx, &house, &me, interaction, queue, now).await
                        }
                    }
                })
            })
            .await?;
        told(sent)
    }

    /// Takes the oldest waiting interaction of his queues. `None`: nobody waits.
    pub async fn pull(&self, me: &Me) -> Result<Option<Claim>, Failure> {
        let (now, house, agent) = (self.clock.now(), self.houses.current(), me.id);
        let claim = self
            .store
            .decide(move |tx| {
                let house = house.clone();
                Box::pin(async move { super::claim::pull(tx, &house, agent, now).await })
            })
            .await?;
        Ok(claim)
    }

    /// Closes what was silent for as long as its account says; some at a time, the rest at the next look.
    pub async fn close_silent(&self) -> Result<(), Failure> {
        let (now, house) = (self.clock.now(), self.houses.current());
        let mut closed = 0;
        for account in house.accounts.values().filter(|account| account.rules.auto_close_hours > 0) {
            let before = now - account.rules.auto_close_hours * 3_600_000;
            for interaction in self.store.silent(account.id, before, SILENT).await? {
                let house = house.clone();
                self.store
                    .decide(move |tx| {
                        let house = house.clone();
                        Box::pin(async move { release::close_in_silence(tx, &house, interaction, now).await })
                    })
                    .await?;
                closed += 1;
            }
        }
        if closed > 0 {
            tracing::info!(sessions = closed, "closed after silence");
        }
        Ok(())
    }
}

/// What was typed for the receiver, as an internal note.
fn composed(me: &Me, interaction: InteractionId, note: &str) -> Result<Option<Composed>, Failure> {
    let text = note.trim().to_owned();
    if text.chars().count() > LONGEST_NOTE || text.contains('\0') {
        return Err(Invalid::one(
            "note",
            [format!("At most {LONGEST_NOTE} characters."), format!("Al massimo {LONGEST_NOTE} caratteri.")],
        )
        .into());
    }
    let compose_key = clock::random_word(NOTE_KEY);
    let note = Composed {
        interaction,
        author: me.id,
        text,
        compose_key,
        note: true,
        segments: 0,
        later: None,
        despite: None,
        media: Vec::new(),
    };
    Ok((!note.text.is_empty()).then_some(note))
}

fn told(sent: Sent) -> Result<(), Failure> {
    Err(match sent {
        Sent::Done => return Ok(()),
        Sent::Gone => Failure::NotFound,
        Sent::Closed => {
            Failure::refused(["This session was closed meanwhile.", "Nel frattempo questa sessione è stata chiusa."])
        }
        Sent::NotHis(Some(name)) => Failure::refused([
            format!("{name} has this session now."),
            format!("La sessione è ora in carico a {name}."),
        ]),
        Sent::NotHis(None) => Failure::refused([
            "Nobody has this session any more; it waits in a queue.",
            "La sessione non è più in carico a nessuno; è in attesa in una coda.",
        ]),
        Sent::Already { name, .. } => Failure::refused([
            format!("{name} is being asked already."),
            format!("{name} ha già ricevuto la richiesta."),
        ]),
        Sent::NotThere(name) => Failure::refused([
            format!("{name} is not there now. Choose a colleague who is online, or a queue."),
            format!("{name} ora non è disponibile. Scegliere un collega online o una coda."),
        ]),
        Sent::Full { name, capacity } => Failure::refused([
            format!("{name} has {capacity} open sessions, as many as they may."),
            format!("{name} ha già {capacity} sessioni aperte, il massimo consentito."),
        ]),
        Sent::NoSuchDestination => Failure::refused([
            "This colleague or queue does not exist any more.",
            "Questo collega o questa coda non esiste più.",
        ]),
    })
}
