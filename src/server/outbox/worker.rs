//! Takes departures and hands them over: one task a node, woken by commits and by time.

use std::{sync::Arc, time::Duration};

use tokio::sync::Semaphore;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::client::{Client, NoAnswer};
use crate::{
    domain::Timestamp,
    server::{
        clock::{self, Clock},
        failure::Failure,
        houses::Houses,
        providers::{Problem, SendError},
        signals::Signals,
        store::{Departure, Outcome, Store},
    },
};

/// Calls under way at once on this node.
const AT_ONCE: usize = 256;
const LONGEST_SLEEP: i64 = 5_000;

#[derive(Clone)]
pub struct Outbox {
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
    client: Client,
    at_once: Arc<Semaphore>,
    calls: TaskTracker,
}

impl Outbox {
    pub fn new(store: Store, houses: Arc<Houses>, clock: Clock, client: Client) -> Outbox {
        Outbox { store, houses, clock, client, at_once: Arc::new(Semaphore::new(AT_ONCE)), calls: TaskTracker::new() }
    }

    /// Starts handing over everything that may leave now; tells when to come back.
    pub async fn run_due(&self) -> Result<Option<Timestamp>, Failure> {
        // No more is leased than can be called at once: a message that waited here for its turn would outlive its lease.
        let room = self.at_once.available_permits() as i64;
        if room == 0 {
            return Ok(Some(self.clock.now() + 20));
        }
        let house = self.houses.current();
        let rates = house.accounts.values().filter(|a| a.active).map(|a| (a.id, a.rate)).collect();
        let lease = clock::random_word(12).into();
        let claim = self.store.claim_departures(rates, room, lease, self.clock.now(), house).await?;
        for departure in claim.departures {
            let (worker, permit) = (self.clone(), self.at_once.clone().acquire_owned().await);
            self.calls.spawn(async move {
                worker.depart(departure).await;
                drop(permit);
            });
        }
        Ok(claim.next_at)
    }

    /// Waits until every call under way has its outcome written.
    pub async fn settle(&self) {
        self.calls.close();
        self.calls.wait().await;
        self.calls.reopen();
    }

    async fn depart(&self, departure: Departure) {
        let early = departure.not_before.since(self.clock.now());
        if early > 0 {
            tokio::time::sleep(Duration::from_millis(early.unsigned_abs())).await;
        }
        let outcome = self.hand_over(&departure).await;
        let message = departure.message;
        let mut wait = Duration::from_millis(100);
        // The provider has answered: this must be written, however long the database is away.
        loop {
            let written = self.store.finish_departure(departure.clone(), outcome.clone(), self.clock.now()).await;
            match written {
                Ok(()) => return,
                Err(error) => tracing::error!(%message, %error, "outcome not written yet"),
            }
            if wait > Duration::from_secs(30) {
                return; // the lease runs out and the message becomes unknown
            }
            tokio::time::sleep(wait).await;
            wait *= 2;
        }
    }

    async fn hand_over(&self, departure: &Departure) -> Outcome {
        let house = self.houses.current();
        let result = match house.account(departure.account) {
            None => Err(SendError::Permanent(Problem { code: None, words: "The account is gone.".into() })),
            Some(account) => match super::request(account, departure) {
                Err(error) => Err(error),
                Ok(request) => match self.client.call(request).await {
                    Ok(answer) => account.provider.read_send(&answer),
                    Err(NoAnswer::NotSent(words)) => Err(SendError::Temporary(Problem { code: None, words })),
                    Err(NoAnswer::InDoubt(words)) => Err(SendError::Unknown(Problem {
                        code: None,
                        words: format!("{words} The message may or may not have been sent."),
                    })),
                },
            },
        };
        super::outcome(result, departure, self.clock.now())
    }

    /// Finds messages whose worker died with them, and those no receipt came for.
    pub async fn sweep(&self) -> Result<(), Failure> {
        let now = self.clock.now();
        let abandoned = self.store.mark_abandoned(now).await?;
        if abandoned > 0 {
            tracing::warn!(messages = abandoned, "a worker died with these: unknown now");
        }
        let minutes = self.houses.current().settings.receipt_minutes;
        self.store.mark_unconfirmed(now - minutes * 60_000, 500, now).await?;
        Ok(())
    }

    /// Runs until `stop`, then lets the calls under way finish.
    pub async fn run(self, signals: Arc<Signals>, stop: CancellationToken) {
        loop {
            let next = match self.run_due().await {
                Ok(next) => next,
                Err(error) => {
                    tracing::error!(%error, "outbox can't read what is due");
                    Some(self.clock.now() + 1_000)
                }
            };
            let sleep = next.map_or(LONGEST_SLEEP, |at| at.since(self.clock.now()).clamp(0, LONGEST_SLEEP));
            tokio::select! {
                () = stop.cancelled() => break,
                () = signals.outbox.notified() => {}
                () = tokio::time::sleep(Duration::from_millis(sleep.unsigned_abs())) => {}
            }
        }
        self.settle().await;
    }
}
