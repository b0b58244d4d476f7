//! The one door for writes.

use std::{future::Future, panic::AssertUnwindSafe, pin::Pin, sync::Arc, time::Duration};

use futures::FutureExt;
use sqlx::{Any, AnyConnection, AnyPool, Executor, Transaction};
use tokio::sync::{mpsc, oneshot};
use tracing::Instrument;

use super::{
    Store, StoreError, Writers,
    dialect::Dialect,
    floor::{Floor, KnownFloor},
    notes::Notes,
};
use crate::server::signals::{Signals, Wakes};

/// Jobs that share one commit at most.
const BATCH: usize = 256;
/// Jobs that may wait at the door. More means the disk is far behind: callers are told to come back.
pub(super) const WAITING: usize = 4096;
/// Tries of a job on PostgreSQL before it is given up.
const TRIES: u32 = 6;

pub type JobFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// An open write transaction.
pub struct Tx {
    transaction: Transaction<'static, Any>,
    pub(super) dialect: Dialect,
    /// Written before the commit.
    pub(super) notes: Notes,
    /// Whom to wake once this is committed.
    pub(super) wakes: Wakes,
    pub(super) known_floor: KnownFloor,
    /// Becomes known once this is committed.
    pub(super) seen_floor: Option<Arc<Floor>>,
}

impl Tx {
    async fn open(
        pool: &AnyPool,
        dialect: Dialect,
        known_floor: KnownFloor,
        statement: &'static str,
    ) -> Result<Tx, StoreError> {
        let transaction = pool.begin_with(statement).await?;
        Ok(Tx { transaction, dialect, notes: Notes::default(), wakes: Wakes::default(), known_floor, seen_floor: None })
    }

    pub(super) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }

    async fn savepoint(&mut self, statement: &'static str) -> Result<(), StoreError> {
        self.connection().execute(statement).await?;
        Ok(())
    }
}

impl Store {
    /// Runs `job` in a write transaction. When this returns `Ok` its effects are durable; when it returns `Err` there are
    /// none. `job` may run more than once, and goes on when the caller does not wait for it.
    pub async fn write<T, F>(&self, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Tx) -> JobFuture<'a, T> + Send + Sync + 'static,
    {
        self.write_begun(self.dialect.begin(), job).await
    }

    /// As [`Store::write`], in a transaction that PostgreSQL begins by `statement`.
    async fn write_begun<T, F>(&self, statement: &'static str, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Tx) -> JobFuture<'a, T> + Send + Sync + 'static,
    {
        match &self.writers {
            Writers::One(writer) => {
                let (answer, answered) = oneshot::channel();
                let waiting = Waiting { job, result: None, answer };
                writer.try_send(Box::new(waiting)).map_err(|_| StoreError::Busy)?;
                answered.await.map_err(|_| StoreError::Busy)?
            }
            Writers::Many(pool, places) => {
                let place = places.clone().try_acquire_owned().map_err(|_| StoreError::Busy)?;
                // In a task of its own. A caller who goes away, because his browser leaves the page, would else give a
                // connection back with its transaction open, and with it the turn that everybody waits for.
                let (store, pool) = (self.clone(), pool.clone());
                let alone = async move {
                    let _place = place;
                    store.write_alone(&pool, statement, job).await
                };
                match tokio::spawn(alone.in_current_span()).await {
                    Ok(result) => result,
                    Err(ended) if ended.is_panic() => Err(StoreError::Panicked),
                    Err(_) => Err(StoreError::Busy),
                }
            }
        }
    }

    /// As [`Store::write`], for whatever changes routes, offers, presence or their counters: on PostgreSQL such jobs take
    /// turns over all nodes, as they do on SQLite.
    ///
    /// One decision touches an interaction, its queue, several agents and other interactions that wait for them. Taken row
    /// by row, two decisions lock the same rows in opposite orders, and one that waits would miss an agent who becomes
    /// free while it is being written. A decision is some milliseconds, and a house makes a few a second.
    pub async fn decide<T, F>(&self, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Tx) -> JobFuture<'a, T> + Send + Sync + 'static,
    {
        self.write_begun(self.dialect.begin_in_turn(), job).await
    }

    async fn write_alone<T, F>(&self, pool: &AnyPool, statement: &'static str, job: F) -> Result<T, StoreError>
    where
        F: for<'a> Fn(&'a mut Tx) -> JobFuture<'a, T>,
    {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.write_once(pool, statement, &job).await {
                Err(error) if error.met_another() && tries < TRIES => {
                    tokio::time::sleep(Duration::from_millis(u64::from(tries * tries) * 5)).await;
                }
                result => return result,
            }
        }
    }

    async fn write_once<T, F>(&self, pool: &AnyPool, statement: &'static str, job: &F) -> Result<T, StoreError>
    where
        F: for<'a> Fn(&'a mut Tx) -> JobFuture<'a, T>,
    {
        let mut tx = Tx::open(pool, self.dialect, self.known_floor.clone(), statement).await?;
        let result = job(&mut tx).await?;
        tx.write_notes().await?;
        let (wakes, seen) = (tx.wakes, tx.seen_floor);
        tx.transaction.commit().await?;
        self.known_floor.keep(seen);
        self.signals.wake(wakes);
        Ok(result)
    }
}

/// A job waiting at the door, whatever it returns.
pub(super) trait Job: Send {
    fn run<'a>(&'a mut self, tx: &'a mut Tx) -> Pin<Box<dyn Future<Output = bool> + Send + 'a>>;
    /// Tells the caller, once it is known whether the commit succeeded.
    fn answer(self: Box<Self>, commit: Result<(), &str>);
}

pub(super) type SqliteJob = Box<dyn Job>;

struct Waiting<T, F> {
    job: F,
    result: Option<Result<T, StoreError>>,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> Job for Waiting<T, F>
where
    T: Send,
    F: for<'a> Fn(&'a mut Tx) -> JobFuture<'a, T> + Send + Sync,
{
    fn run<'a>(&'a mut self, tx: &'a mut Tx) -> Pin<Box<dyn Future<Output = bool> + Send + 'a>> {
        Box::pin(async move {
            let result = AssertUnwindSafe((self.job)(tx)).catch_unwind().await.unwrap_or(Err(StoreError::Panicked));
            let succeeded = result.is_ok();
            self.result = Some(result);
            succeeded
        })
    }

    fn answer(self: Box<Self>, commit: Result<(), &str>) {
        let result = match (self.result, commit) {
            (Some(Err(error)), _) => Err(error),
            (_, Err(reason)) => Err(StoreError::Commit(reason.to_owned())),
            (Some(result), Ok(())) => result,
            (None, Ok(())) => Err(StoreError::Busy),
        };
        // The caller may have gone; what he asked for is durable all the same.
        drop(self.answer.send(result));
    }
}

/// Starts the single writer of a SQLite database. It ends when the last [`Store`] is dropped.
pub(super) fn start_writer(pool: AnyPool, signals: Arc<Signals>, known_floor: KnownFloor) -> mpsc::Sender<SqliteJob> {
    let (door, mut waiting) = mpsc::channel::<SqliteJob>(WAITING);
    tokio::spawn(async move {
        let mut jobs = Vec::with_capacity(BATCH);
        while waiting.recv_many(&mut jobs, BATCH).await > 0 {
            match commit_together(&pool, &known_floor, &mut jobs).await {
                Ok(wakes) => {
                    jobs.drain(..).for_each(|job| job.answer(Ok(())));
                    signals.wake(wakes);
                }
                Err(error) => {
                    tracing::error!(%error, jobs = jobs.len(), "group commit failed");
                    let reason = error.to_string();
                    jobs.drain(..).for_each(|job| job.answer(Err(&reason)));
                }
            }
        }
    });
    door
}

/// Runs every job in a savepoint of one transaction and commits once. A job that fails takes nobody along.
async fn commit_together(
    pool: &AnyPool,
    known_floor: &KnownFloor,
    jobs: &mut [SqliteJob],
) -> Result<Wakes, StoreError> {
    let mut tx = Tx::open(pool, Dialect::Sqlite, known_floor.clone(), Dialect::Sqlite.begin()).await?;
    let alone = jobs.len() == 1;
    let (mut wakes, mut notes, mut seen) = (Wakes::default(), Notes::default(), None);
    for job in jobs.iter_mut() {
        tx.seen_floor = seen.clone();
        tx.wakes = Wakes::default();
        tx.notes = Notes::default();
        if !alone {
            tx.savepoint("savepoint job").await?;
        }
        let succeeded = job.run(&mut tx).await;
        match (succeeded, alone) {
            (true, true) => {}
            (false, true) => return Ok(Wakes::default()), // dropping the transaction undoes it
            (true, false) => tx.savepoint("release job").await?,
            (false, false) => {
                tx.savepoint("rollback to job").await?;
                tx.savepoint("release job").await?;
            }
        }
        if succeeded {
            wakes.join(tx.wakes);
            notes.append(&mut tx.notes);
            seen = tx.seen_floor.take();
        }
    }
    tx.notes = notes;
    tx.write_notes().await?;
    tx.transaction.commit().await?;
    known_floor.keep(seen);
    Ok(wakes)
}
