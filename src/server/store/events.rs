//! The stream of events: written with the change, read in one order by every node.

use std::{fmt, str::FromStr, sync::Arc, time::Duration};

use sqlx::{AssertSqlSafe, Row, postgres::PgListener};

use super::{Store, StoreError, Tx, dialect::Dialect, notes::Told};
use crate::{
    domain::{
        Timestamp,
        event::{Audience, Event},
    },
    server::signals::{Signals, Wakes},
};

/// How soon a change by another process is noticed on SQLite.
const LOOK: Duration = Duration::from_secs(1);

/// A place in the stream. Ordered by transaction first: on PostgreSQL ids are given before the commit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    tx: i64,
    id: i64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.tx, self.id)
    }
}

impl Cursor {
    /// The very first event has this place.
    pub fn is_first(self) -> bool {
        self.id == 1
    }
}

impl FromStr for Cursor {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (tx, id) = text.split_once('-').ok_or(())?;
        Ok(Cursor { tx: tx.parse().map_err(|_| ())?, id: id.parse().map_err(|_| ())? })
    }
}

#[derive(Clone, Debug)]
pub struct EventRow {
    pub cursor: Cursor,
    pub audience: Audience,
    /// As JSON, ready to be sent.
    pub body: Arc<str>,
}

impl Tx {
    /// Tells `audience` once this transaction is committed. What one transaction tells goes to the database together, at its
    /// end.
    pub(super) fn tell(&mut self, now: Timestamp, audience: Audience, event: &Event) -> Result<(), StoreError> {
        let (audience, body) = (serde_json::to_string(&audience)?, serde_json::to_string(event)?);
        self.notes.told.push(Told { at: now, audience, body });
        self.wakes.events = true;
        Ok(())
    }

    /// Accounts, queues, people or settings changed: every node reads them again.
    pub(super) fn house_changed(&mut self, now: Timestamp) -> Result<(), StoreError> {
        self.wakes.house = true;
        self.tell(now, Audience::Everyone, &Event::HouseChanged)
    }
}

impl Store {
    /// Where the stream is now: everything up to here can be read.
    pub async fn newest_cursor(&self) -> Result<Cursor, StoreError> {
        let sql = format!(
            "select tx, id from event where {} order by tx desc, id desc limit 1",
            self.dialect.settled_events()
        );
        let row = sqlx::query(AssertSqlSafe(sql)).fetch_optional(self.read()).await?;
        row.map_or(Ok(Cursor::default()), |row| Ok(Cursor { tx: row.try_get("tx")?, id: row.try_get("id")? }))
    }

    /// The oldest event still kept. Who stopped before it has missed something.
    pub async fn oldest_cursor(&self) -> Result<Option<Cursor>, StoreError> {
        let row = sqlx::query("select tx, id from event order by tx, id limit 1").fetch_optional(self.read()).await?;
        row.map(|row| Ok(Cursor { tx: row.try_get("tx")?, id: row.try_get("id")? })).transpose()
    }

    /// Up to `limit` events after `cursor`, in order.
    pub async fn events_after(&self, cursor: Cursor, limit: i64) -> Result<Vec<EventRow>, StoreError> {
        let sql = format!(
            "select tx, id, audience, body from event where {} and {} order by tx, id limit $3",
            self.dialect.events_behind(),
            self.dialect.settled_events()
        );
        let rows =
            sqlx::query(AssertSqlSafe(sql)).bind(cursor.tx).bind(cursor.id).bind(limit).fetch_all(self.read()).await?;
        rows.into_iter()
            .map(|row| {
                Ok(EventRow {
                    cursor: Cursor { tx: row.try_get("tx")?, id: row.try_get("id")? },
                    audience: serde_json::from_str(row.try_get("audience")?)?,
                    body: Arc::from(row.try_get::<String, _>("body")?),
                })
            })
            .collect()
    }

    /// Whether an event after `cursor` is committed that readers must not see yet, because an older transaction is still
    /// under way. Nobody rings when that one ends without an event of its own.
    pub async fn is_held_up(&self, cursor: Cursor) -> Result<bool, StoreError> {
        if self.dialect == Dialect::Sqlite {
            return Ok(false);
        }
        // In order, though any would do: PostgreSQL takes a row it expects anywhere for a reason to read the table from its
        // beginning, and those after the cursor are all at its end.
        let row = sqlx::query("select id from event where (tx, id) > ($1, $2) order by tx, id limit 1")
            .bind(cursor.tx)
            .bind(cursor.id)
            .fetch_optional(self.read())
            .await?;
        Ok(row.is_some())
    }
}

/// Rings this node's bells for what another process, such as the command line, commits to the same file. Ends only with an
/// error; the caller tries again.
///
/// `data_version` moves when somebody else commits, and our writer's connection is the only one of this process that does:
/// asked there, it tells of other processes alone, at the price of an empty transaction.
pub(super) async fn watch_file(store: &Store) -> Result<(), StoreError> {
    let mut known = None;
    loop {
        let version: i64 = store
            .write(|tx| {
                Box::pin(async move {
                    let row = sqlx::query("pragma data_version").fetch_one(tx.connection()).await?;
                    Ok(row.try_get::<i64, _>(0)?)
                })
            })
            .await?;
        // At the first look too: whatever happened since the house was read is not known.
        if known.replace(version) != Some(version) {
            store.signals.wake(Wakes::ALL);
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Rings this node's bells for what other nodes commit. Ends only with an error; the caller tries again.
pub(super) async fn listen(url: &str, signals: &Signals) -> Result<(), StoreError> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen("smsdesk").await?;
    signals.wake(Wakes::ALL);
    loop {
        match listener.try_recv().await? {
            Some(notification) => signals.wake(Wakes::from_word(notification.payload())),
            // The connection was lost and made again; whatever was told in between is gone.
            None => signals.wake(Wakes::ALL),
        }
    }
}
