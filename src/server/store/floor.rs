//! How the agents stand, kept from one decision to the next: of a thousand in a queue a few have moved since.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sqlx::{AssertSqlSafe, Row};

use super::{StoreError, Tx};
use crate::{
    domain::{
        Timestamp, UserId,
        presence::Availability,
        routing::{Answered, Candidate},
    },
    server::house::House,
};

/// Columns of `presence` that make a [`Standing`].
const STANDING: [&str; 9] = [
    "user_id",
    "version",
    "availability",
    "connected",
    "audible",
    "open_count",
    "pending_count",
    "last_offered_at",
    "idle_since",
];

/// A row of `presence`. Its version is higher than any before, whoever changed it: a trigger sees to that.
type Standing = (UserId, i64, Availability, i64, i64, i64, i64, Timestamp, Timestamp);

/// Everybody, as one transaction saw them.
#[derive(Clone, Debug)]
pub(super) struct Floor {
    /// How often everything was forgotten before.
    forgotten: u64,
    /// The highest version among them.
    version: i64,
    /// By their ids.
    standing: Vec<Standing>,
}

impl Floor {
    /// Nobody is known.
    const EMPTY: Floor = Floor { forgotten: 0, version: -1, standing: Vec::new() };

    fn learn(&mut self, moved: Vec<Standing>) {
        for row in moved {
            self.version = self.version.max(row.1);
            match self.standing.binary_search_by_key(&row.0, |known| known.0) {
                Ok(at) => self.standing[at] = row,
                Err(at) => self.standing.insert(at, row),
            }
        }
    }
}

/// What committed transactions of this node saw. Others may have moved somebody since; the next one that looks asks for
/// what is newer.
#[derive(Clone, Debug)]
pub(super) struct KnownFloor(Arc<Mutex<Arc<Floor>>>);

impl Default for KnownFloor {
    fn default() -> Self {
        KnownFloor(Arc::new(Mutex::new(Arc::new(Floor::EMPTY))))
    }
}

impl KnownFloor {
    fn lock(&self) -> MutexGuard<'_, Arc<Floor>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection that writes is a new one: another database may have taken the place of the one that was known, with less
    /// in it.
    pub fn forget(&self) {
        let mut known = self.lock();
        *known = Arc::new(Floor { forgotten: known.forgotten + 1, ..Floor::EMPTY });
    }

    /// To be called when the transaction that saw it is committed: what is rolled back was never so.
    pub fn keep(&self, seen: Option<Arc<Floor>>) {
        let Some(seen) = seen else { return };
        let mut known = self.lock();
        if seen.forgotten == known.forgotten && seen.version > known.version {
            *known = seen;
        }
    }
}

impl Tx {
    /// How these agents stand, as if none of them had been asked. Whoever calls has his turn ([`super::Store::decide`]), as everybody has who moves one of them:
    /// versions are committed in their order.
    pub async fn floor(&mut self, agents: &[UserId], house: &House) -> Result<Vec<Candidate>, StoreError> {
        let mut floor = self.seen_floor.take().unwrap_or_else(|| self.known_floor.lock().clone());
        let moved = self.moved_since(floor.version).await?;
        if !moved.is_empty() {
            Arc::make_mut(&mut floor).learn(moved);
        }
        if cfg!(debug_assertions) {
            let mut whole = Floor::EMPTY;
            whole.learn(self.moved_since(whole.version).await?);
            assert_eq!(*floor.standing, *whole.standing, "somebody moved an agent out of turn");
        }
        let stands = |agent: &UserId| {
            let at = floor.standing.binary_search_by_key(agent, |known| known.0).ok()?;
            let (user, _, availability, connected, audible, open, pending, last_offered_at, idle_since) =
                *floor.standing.get(at)?;
            Some(Candidate {
                agent: user,
                availability,
                connected: connected == 1,
                audible: audible == 1,
                open,
                pending,
                capacity: house.capacity(user),
                last_offered_at,
                idle_since,
                answered: Answered::NotAsked,
            })
        };
        let agents = agents.iter().filter_map(stands).collect();
        self.seen_floor = Some(floor);
        Ok(agents)
    }

    /// One row for all of them: reading as many rows as there are agents takes longer than everything else about a decision.
    async fn moved_since(&mut self, version: i64) -> Result<Vec<Standing>, StoreError> {
        let sql = format!("select {} as moved from presence where version > $1", self.dialect.all_as_json(&STANDING));
        let row = sqlx::query(AssertSqlSafe(sql)).bind(version).fetch_one(self.connection()).await?;
        Ok(serde_json::from_str(row.try_get("moved")?)?)
    }
}
