//! Fires what is due: one task a node, woken by commits and by time.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use super::{Routing, engine, parking, release, transfer};
use crate::{
    domain::{InteractionId, OfferId, Timestamp},
    server::{attention::SILENCE, failure::Failure, signals::Signals, store::StoreError},
};

/// Interactions looked at before the clock is read again.
const BATCH: i64 = 256;
/// Interactions walked through their flow in one turn and one commit. More would make whoever clicks Accept wait for his turn.
const TOGETHER: usize = 16;
/// The longest sleep: another node may have died with a wake-up.
const LONGEST_SLEEP: i64 = 5_000;
/// Everybody is busy: what comes within this time (ms) goes to its queue together.
const RUSH: i64 = 50;

/// What one look at what is due came to.
struct Turn {
    /// When something is due again.
    next: Option<Timestamp>,
    /// Nobody could be asked for any of it.
    in_vain: bool,
}

/// What one transaction came to.
struct Advanced {
    /// For the next one.
    rest: Vec<InteractionId>,
    only_parked: bool,
    /// When the first of them is due again.
    next: Option<Timestamp>,
}

impl Routing {
    /// Moves on everything that is due at this moment; tells when to come back.
    pub async fn run_due(&self) -> Result<Option<Timestamp>, Failure> {
        Ok(self.turn().await?.next)
    }

    async fn turn(&self) -> Result<Turn, Failure> {
        let now = self.clock.now();
        let (routes, transfers) = tokio::join!(self.store.due_routes(now, BATCH), self.store.due_transfers(now, BATCH));
        let (mut due, mut next) = routes?;
        let (more, mut in_vain) = (due.len() as i64 == BATCH, !due.is_empty());
        while !due.is_empty() {
            due = match self.advance(due.clone(), now).await {
                Ok(advanced) => {
                    in_vain &= advanced.only_parked;
                    next = next.into_iter().chain(advanced.next).min();
                    advanced.rest
                }
                Err(_) => {
                    in_vain = false;
                    next = next.into_iter().chain(self.advance_each(due, now).await).min();
                    Vec::new()
                }
            };
        }
        let (due, next_transfer) = transfers?;
        let more = more || due.len() as i64 == BATCH;
        for offer in due {
            self.expire_transfer(offer, now).await;
        }
        let next = next.into_iter().chain(next_transfer).min();
        Ok(Turn { next: if more { Some(now) } else { next }, in_vain })
    }

    /// Sends a transfer that nobody took back to its sender.
    async fn expire_transfer(&self, offer: OfferId, now: Timestamp) {
        let house = self.houses.current();
        let result = self
            .store
            .decide(move |tx| {
                let house = house.clone();
                Box::pin(async move { transfer::expire(tx, &house, offer, now).await })
            })
            .await;
        if let Err(error) = result {
            tracing::error!(%offer, %error, "a transfer was not sent back");
        }
    }

    /// Moves these on in one transaction, as many as it should hold.
    async fn advance(&self, interactions: Vec<InteractionId>, now: Timestamp) -> Result<Advanced, StoreError> {
        let (house, interactions) = (self.houses.current(), Arc::<[InteractionId]>::from(interactions));
        self.store
            .decide(move |tx| {
                let (house, interactions) = (house.clone(), interactions.clone());
                Box::pin(async move {
                    let (mut rest, mut next) = parking::park(tx, &house, &interactions, now).await?;
                    let only_parked = rest.is_empty();
                    let later = rest.split_off(rest.len().min(TOGETHER));
                    for interaction in rest {
                        let due_at = engine::advance(tx, &house, interaction, now).await?;
                        next = next.into_iter().chain(due_at).min();
                    }
                    Ok(Advanced { rest: later, only_parked, next })
                })
            })
            .await
    }

    /// The others must go on; the one that failed is tried again at the next turn. When the first of them is due again.
    async fn advance_each(&self, interactions: Vec<InteractionId>, now: Timestamp) -> Option<Timestamp> {
        let mut next = None;
        for interaction in interactions {
            match self.advance(vec![interaction], now).await {
                Ok(advanced) => next = next.into_iter().chain(advanced.next).min(),
                Err(error) => tracing::error!(%interaction, %error, "routing failed"),
            }
        }
        next
    }

    /// Notices agents who are gone: their offers go on, and after a while the customers who wait for them too.
    pub async fn sweep(&self) -> Result<(), Failure> {
        let (now, house) = (self.clock.now(), self.houses.current());
        let grace = house.settings.grace_seconds * 1000;
        let swept = self.store.sweep_presence(now - grace, now, house.clone()).await?;
        if !swept.gone.is_empty() {
            tracing::info!(agents = swept.gone.len(), "lost their connection");
        }
        self.store.sweep_pages(now - SILENCE, now, house.clone()).await?;
        let deaf = house.settings.deaf_minutes * 60_000;
        if deaf > 0 {
            let taken_out = self.store.sweep_deaf(now - deaf, now, house.clone()).await?;
            if !taken_out.is_empty() {
                tracing::info!(agents = taken_out.len(), "can't hear requests");
            }
        }
        let absent = house.settings.absent_minutes * 60_000;
        for interaction in self.store.deserted(now - absent).await? {
            let house = house.clone();
            self.store
                .decide(move |tx| {
                    let house = house.clone();
                    Box::pin(async move { release::take_back(tx, &house, interaction, now).await })
                })
                .await?;
        }
        Ok(())
    }

    /// Runs until `stop`.
    pub async fn run(self, signals: Arc<Signals>, stop: CancellationToken) {
        loop {
            let turn = match self.turn().await {
                Ok(turn) => turn,
                Err(error) => {
                    tracing::error!(%error, "routing can't read what is due");
                    Turn { next: Some(self.clock.now() + 1_000), in_vain: false }
                }
            };
            if turn.in_vain {
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = pause(RUSH) => {}
                }
            }
            let sleep = turn.next.map_or(LONGEST_SLEEP, |at| at.since(self.clock.now()).clamp(0, LONGEST_SLEEP));
            tokio::select! {
                () = stop.cancelled() => return,
                () = signals.routing.notified() => {}
                () = pause(sleep) => {}
            }
        }
    }
}

fn pause(milliseconds: i64) -> tokio::time::Sleep {
    tokio::time::sleep(Duration::from_millis(milliseconds.unsigned_abs()))
}
