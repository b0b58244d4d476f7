//! The only place with SQL.
//!
//! Reads use a pool. Writes go through one door, [`Store::write`]: on SQLite a single writer commits all waiting jobs at
//! once; on PostgreSQL each job is a transaction of its own, retried when it met another. A job never waits for anything
//! but the database, and what it tells the world is a row of the same transaction.

mod accounts;
mod alerts;
mod attention;
mod audit;
mod blobs;
mod canned;
mod closing;
mod consent;
mod contact_fields;
mod contact_list;
mod contacts;
mod conversation;
mod delivery;
mod desktop;
mod dialect;
mod dispositions;
mod door;
mod drafts;
mod error;
mod events;
mod find;
mod floor;
mod follow_up;
mod forgetting;
mod history;
mod house;
mod inbound;
mod interactions;
mod journal;
mod journey;
mod media;
mod mentions;
mod merging;
pub mod migrations;
mod names;
mod new_sms;
mod notes;
mod offers;
mod outbox;
mod parking;
mod presence;
mod queues;
mod recipients;
mod reopening;
mod routes;
mod sandbox;
mod sandbox_media;
mod scheduled;
mod sessions;
mod tags;
mod transfers;
mod uploads;
mod users;

use std::{str::FromStr, sync::Arc, time::Duration};

use sqlx::{
    AnyPool, Connection, Executor, Row,
    any::{AnyConnectOptions, AnyPoolOptions},
};
use tokio::sync::{Semaphore, mpsc};

pub use accounts::{AccountRow, AccountValues};
pub use blobs::PIECE;
pub use closing::Close;
pub use contact_list::Circle;
pub use contacts::{ContactChange, ContactOutcome};
pub use delivery::{Outcome, Report};
pub use desktop::Desk;
pub use door::Tx;
pub use error::StoreError;
pub use events::{Cursor, EventRow};
pub use find::{MATCHES, Reach};
pub use forgetting::{BATCH, Old};
pub use house::{HouseRows, Still};
pub use inbound::{Arrival, Call, Recorded, SignOfLife};
pub use interactions::{Composed, Written};
pub use journal::CallEntry;
pub use media::{Contents, Fetch, Fetched, MediaRow, Upload};
pub use new_sms::{Begun, First, KnownContact};
pub use offers::{NewOffer, OfferRow};
pub use outbox::{Departure, OutboxClaim};
pub use parking::{Newcomer, Parked};
pub use presence::Swept;
pub use recipients::Found;
pub use routes::{ClaimRefusal, HandedOver, RouteRow, Undecided};
pub use sandbox::{SandboxCall, SandboxEntry};
pub use sandbox_media::SandboxMedia;
pub use scheduled::Rewritten;
pub use sessions::SessionRow;
pub use tags::{TagOutcome, Tagged};

use self::{dialect::Dialect, door::SqliteJob, floor::KnownFloor};
use super::signals::Signals;

/// Connections that read. Writes have their own: one on SQLite, as many on PostgreSQL.
const READERS: u32 = 8;
/// A connection unused for longer than this is asked whether it still lives before it is used. Asking every time is a way to
/// the database and back before each statement.
const FRESH: Duration = Duration::from_secs(1);

/// PostgreSQL knows how large its tables are from the last time it looked, and a house grows faster than that: it would read
/// through a table of ten thousand rows that it believes to be empty. Every statement has an index to take (a test says
/// so), hence it is made to take it.
const POSTGRES: &str = "set statement_timeout = '30s'; set idle_in_transaction_session_timeout = '30s'; \
                        set enable_seqscan = off; set jit = off";
/// Writes look up the rows of one small set, which is never quicker than by nested loops, and planning each anew costs more
/// than running it.
const POSTGRES_WRITES: &str =
    "set enable_hashjoin = off; set enable_mergejoin = off; set plan_cache_mode = force_generic_plan";

/// The database, whichever it is.
#[derive(Clone)]
pub struct Store {
    dialect: Dialect,
    readers: AnyPool,
    writers: Writers,
    signals: Arc<Signals>,
    known_floor: KnownFloor,
    url: Arc<str>,
}

#[derive(Clone)]
enum Writers {
    /// The door to the single writer of SQLite.
    One(mpsc::Sender<SqliteJob>),
    /// PostgreSQL's, each with a transaction of its own, and places for those who wait for one.
    Many(AnyPool, Arc<Semaphore>),
}

impl Store {
    /// Opens the database at `url` (`sqlite:` or `postgres:`), brings its tables up to date, and starts the writer.
    pub async fn open(url: &str, signals: Arc<Signals>) -> Result<Store, StoreError> {
        sqlx::any::install_default_drivers();
        let dialect = Dialect::of(url)?;
        let options = AnyConnectOptions::from_str(url)?;
        let known_floor = KnownFloor::default();
        let store = match dialect {
            Dialect::Sqlite => {
                // The writer first: a reader can't open a WAL database that nobody has open for writing.
                let write_pool = sqlite_pool(1, false).connect_with(options.clone()).await?;
                migrations::sqlite().run(&write_pool).await?;
                let readers = sqlite_pool(READERS, true).connect_with(options).await?;
                let writers = Writers::One(door::start_writer(write_pool, signals.clone(), known_floor.clone()));
                Store { dialect, readers, writers, signals, known_floor, url: url.into() }
            }
            Dialect::Postgres => {
                let readers = postgres_pool("", || {}).connect_with(options.clone()).await?;
                let known = known_floor.clone();
                let writers = postgres_pool(POSTGRES_WRITES, move || known.forget()).connect_with(options).await?;
                migrations::postgres().run(&readers).await?;
                let writers = Writers::Many(writers, Arc::new(Semaphore::new(door::WAITING)));
                Store { dialect, readers, writers, signals, known_floor, url: url.into() }
            }
        };
        Ok(store)
    }

    fn read(&self) -> &AnyPool {
        &self.readers
    }

    /// Passes on what others tell through the database: other nodes, or the command line beside a running server. Ends only
    /// with an error; the caller tries again.
    pub async fn follow_other_nodes(&self) -> Result<(), StoreError> {
        match self.dialect {
            Dialect::Sqlite => events::watch_file(self).await,
            Dialect::Postgres => events::listen(&self.url, &self.signals).await,
        }
    }

    /// The last act of a node: what stands in SQLite's log goes into the database's file, which then needs no other beside
    /// it. `false`: another process was in the way.
    pub async fn fold_log(&self) -> Result<bool, StoreError> {
        match self.dialect {
            Dialect::Sqlite => {
                // `query_only` lets it: nothing changes but where it stands.
                let row = sqlx::query("pragma wal_checkpoint(truncate)").fetch_one(self.read()).await?;
                let busy: i64 = row.try_get(0)?;
                Ok(busy == 0)
            }
            Dialect::Postgres => Ok(true),
        }
    }

    /// Whether the database answers.
    pub async fn ready(&self) -> Result<(), StoreError> {
        sqlx::query("select 1").execute(self.read()).await?;
        Ok(())
    }
}

fn postgres_pool(settings: &'static str, opened: impl Fn() + Send + Sync + 'static) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(Duration::from_secs(10))
        .after_connect(move |connection, _| {
            opened();
            Box::pin(async move {
                connection.execute(POSTGRES).await?;
                if !settings.is_empty() {
                    connection.execute(settings).await?;
                }
                Ok(())
            })
        })
        .test_before_acquire(false)
        .before_acquire(|connection, used| {
            Box::pin(async move {
                if used.idle_for > FRESH {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
}

fn sqlite_pool(connections: u32, read_only: bool) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                // FULL: what a provider was told is stored must survive a power cut. Group commit pays for it. A page that
                // many commits change is copied to the database once in 16 MiB of them.
                connection
                    .execute(
                        "pragma journal_mode = wal; pragma wal_autocheckpoint = 4096; pragma synchronous = full; \
                         pragma foreign_keys = on; pragma busy_timeout = 5000; pragma cache_size = -20000; \
                         pragma temp_store = memory",
                    )
                    .await?;
                if read_only {
                    connection.execute("pragma query_only = on").await?;
                }
                Ok(())
            })
        })
}
