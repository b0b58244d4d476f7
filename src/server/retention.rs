//! Forgets what nobody will ask for any more, as long ago as the house says. One node does it for all.

use std::{sync::Arc, time::Duration};

use super::{
    clock::Clock,
    failure::Failure,
    houses::Houses,
    store::{BATCH, Old, Store},
};

/// Its name among the chores.
const CHORE: &str = "forget";
/// Between two times, ms. Also how long after its last sign of life a node counts as still at it.
const EVERY: i64 = 300_000;
/// How long events are kept for browsers that come back, ms.
const KEEP_EVENTS: i64 = 3_600_000;
const DAY: i64 = 86_400_000;
/// Between two batches: whatever arrives goes first.
const PAUSE: Duration = Duration::from_millis(20);

#[derive(Clone)]
pub struct Retention {
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
}

impl Retention {
    pub fn new(store: Store, houses: Arc<Houses>, clock: Clock) -> Retention {
        Retention { store, houses, clock }
    }

    /// Forgets all that is too old, unless another node is at it or did it just now. How many rows went.
    pub async fn forget(&self) -> Result<u64, Failure> {
        let now = self.clock.now();
        if !self.store.take_chore(CHORE, now, now + EVERY).await? {
            return Ok(0);
        }
        let settings = self.houses.current().settings.clone();
        let mut forgotten = 0;
        for (what, keep) in [
            (Old::Events, KEEP_EVENTS),
            (Old::Calls, settings.keep_calls_days * DAY),
            (Old::Explanations, settings.keep_story_days * DAY),
            (Old::Steps, settings.keep_story_days * DAY),
        ] {
            // 0 days: for ever.
            if keep <= 0 {
                continue;
            }
            loop {
                let gone = self.store.forget(what, now - keep, CHORE, self.clock.now() + EVERY).await?;
                forgotten += gone;
                if gone < BATCH.unsigned_abs() {
                    break;
                }
                tokio::time::sleep(PAUSE).await;
            }
        }
        Ok(forgotten)
    }
}
