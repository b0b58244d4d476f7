//! Brings events to the streams of this node: one reader for all of them, rights checked per event and per receiver.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{
    clock::Clock,
    failure::Failure,
    house::House,
    houses::Houses,
    signals::Signals,
    store::{Cursor, EventRow, Store},
};
use crate::domain::{
    InteractionId, UserId,
    event::{Audience, Event},
};

/// Events read at once.
const BATCH: i64 = 500;
/// Events a slow stream may be behind before it is told to start anew.
const BEHIND: usize = 512;
/// Streams one person may hold: browsers, tabs.
const STREAMS_EACH: usize = 24;
/// Between looks at an event that can't be read yet.
const HELD_UP: Duration = Duration::from_millis(5);
/// The longest sleep: a wake-up from another node may be lost.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);

struct Stream {
    user: UserId,
    /// The window that holds it, by the name it made up.
    page: Option<String>,
    /// What the page shows of what its person may read for good, whatever his role: he had it, or knows the contact.
    shows: Vec<InteractionId>,
    /// By reference: the channel keeps room for many, and there are as many channels as open tabs.
    sender: mpsc::Sender<Arc<EventRow>>,
}

impl Stream {
    /// Whether an event is for this stream: by the rights of its person, or because its page shows what it tells of.
    fn is_told(&self, house: &House, audience: &Audience) -> bool {
        match audience {
            Audience::Page { user, page } => self.user == *user && self.page.as_ref() == Some(page),
            Audience::Streams { user } => self.user == *user,
            audience => may_see(house, self.user, audience) || self.reads(house, audience),
        }
    }

    fn reads(&self, house: &House, audience: &Audience) -> bool {
        !self.shows.is_empty()
            && audience.readers_of().is_some_and(|of| self.shows.contains(&of))
            && is_active(house, self.user)
    }

    /// Its page shows something else now. The event stands in the order of all others, on every node.
    fn learn(&mut self, event: &EventRow) {
        if matches!(event.audience, Audience::Page { .. })
            && let Ok(Event::Shown { interactions }) = serde_json::from_str(&event.body)
        {
            self.shows = interactions;
        }
    }
}

/// The streams of this node.
pub struct Hub {
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
    next: AtomicU64,
    streams: Mutex<HashMap<u64, Stream>>,
}

/// An open stream; closing it is dropping it.
pub struct Subscription {
    hub: Arc<Hub>,
    key: u64,
    pub user: UserId,
    /// Ends when the stream fell too far behind, or when its person may not sign in any more.
    pub events: mpsc::Receiver<Arc<EventRow>>,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.hub.lock().remove(&self.key);
    }
}

fn is_active(house: &House, user: UserId) -> bool {
    house.users.get(&user).is_some_and(|user| user.active)
}

/// Whether `user` may see what is meant for `audience`.
pub fn may_see(house: &House, user: UserId, audience: &Audience) -> bool {
    if !is_active(house, user) {
        return false;
    }
    match audience {
        Audience::Person { user: only } => *only == user,
        Audience::Owner { user: owner, .. } => *owner == Some(user) || house.supervises(user),
        Audience::Circle { owner, guests, .. } => {
            *owner == Some(user) || guests.contains(&user) || house.supervises(user)
        }
        Audience::Supervisors => house.supervises(user),
        Audience::Queue { queue } => {
            house.queues.get(queue).is_some_and(|queue| queue.members.contains(&user)) || house.supervises(user)
        }
        Audience::Everyone => true,
        // Only while its stream stands; a new one is told anew.
        Audience::Page { .. } | Audience::Streams { .. } => false,
    }
}

impl Hub {
    pub fn new(store: Store, houses: Arc<Houses>, clock: Clock) -> Arc<Hub> {
        Arc::new(Hub { store, houses, clock, next: AtomicU64::new(0), streams: Mutex::default() })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<u64, Stream>> {
        // A panic while the map was held leaves it whole: every change of it is one call.
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens a stream. `None` when this person holds too many.
    pub fn subscribe(self: &Arc<Self>, user: UserId) -> Option<Subscription> {
        self.subscribe_page(user, None)
    }

    /// Opens the stream of a page: while it stands, what the page said of itself holds.
    pub fn subscribe_page(self: &Arc<Self>, user: UserId, page: Option<String>) -> Option<Subscription> {
        let (sender, events) = mpsc::channel(BEHIND);
        let key = self.next.fetch_add(1, Ordering::Relaxed);
        let mut streams = self.lock();
        if streams.values().filter(|stream| stream.user == user).count() >= STREAMS_EACH {
            return None;
        }
        streams.insert(key, Stream { user, page, shows: Vec::new(), sender });
        drop(streams);
        Some(Subscription { hub: self.clone(), key, user, events })
    }

    /// Who holds a stream here.
    pub fn present(&self) -> HashSet<UserId> {
        self.lock().values().map(|stream| stream.user).collect()
    }

    /// The pages that hold a stream here.
    pub fn pages(&self) -> Vec<(UserId, String)> {
        self.lock().values().filter_map(|stream| Some((stream.user, stream.page.clone()?))).collect()
    }

    /// What a returning stream missed since `cursor`; `None` when it was away for longer than events are kept.
    pub async fn missed(&self, user: UserId, cursor: Cursor) -> Result<Option<Vec<EventRow>>, Failure> {
        let oldest = self.store.oldest_cursor().await?;
        let from_the_beginning = |oldest: Cursor| cursor == Cursor::default() && oldest.is_first();
        if oldest.is_none_or(|oldest| cursor < oldest && !from_the_beginning(oldest)) {
            // Nothing kept at all is nothing missed only for who stands at the beginning.
            let newest = self.store.newest_cursor().await?;
            return Ok((cursor == newest).then(Vec::new));
        }
        let mut missed = Vec::new();
        let mut at = cursor;
        loop {
            let batch = self.store.events_after(at, BATCH).await?;
            let full = batch.len() as i64 == BATCH;
            at = batch.last().map_or(at, |event| event.cursor);
            self.heed(&batch).await?;
            let house = self.houses.current();
            missed.extend(batch.into_iter().filter(|event| may_see(&house, user, &event.audience)));
            if missed.len() > BEHIND {
                return Ok(None);
            }
            if !full {
                return Ok(Some(missed));
            }
        }
    }

    /// Whoever hears that the house changed asks what it is now: this node has to know it by then.
    async fn heed(&self, events: &[EventRow]) -> Result<(), Failure> {
        let changed = events.iter().any(|event| {
            event.audience == Audience::Everyone && matches!(serde_json::from_str(&event.body), Ok(Event::HouseChanged))
        });
        if changed {
            self.houses.reload().await?;
        }
        Ok(())
    }

    fn publish(&self, events: Vec<EventRow>) {
        let events: Vec<Arc<EventRow>> = events.into_iter().map(Arc::new).collect();
        let house = self.houses.current();
        let mut streams = self.lock();
        streams.retain(|_, stream| {
            // Whoever may not sign in any more is not here: his stream ends, and his browser finds out why.
            if !is_active(&house, stream.user) {
                return false;
            }
            for event in &events {
                if !stream.is_told(&house, &event.audience) {
                    continue;
                }
                stream.learn(event);
                if stream.sender.try_send(event.clone()).is_err() {
                    // Too far behind: forgetting it closes its channel, which its task reads as a resync.
                    return false;
                }
            }
            true
        });
    }

    /// Reads what comes after `cursor` and passes it on; returns where the stream is now.
    pub async fn pump(&self, mut cursor: Cursor) -> Result<Cursor, Failure> {
        loop {
            let events = self.store.events_after(cursor, BATCH).await?;
            let Some(last) = events.last() else { return Ok(cursor) };
            cursor = last.cursor;
            let more = events.len() as i64 == BATCH;
            self.heed(&events).await?;
            self.publish(events);
            if !more {
                return Ok(cursor);
            }
        }
    }

    /// Passes events on until `stop`.
    pub async fn run(self: Arc<Self>, signals: Arc<Signals>, stop: CancellationToken) {
        let mut cursor = loop {
            match self.store.newest_cursor().await {
                Ok(cursor) => break cursor,
                Err(error) => tracing::error!(%error, "events can't be read"),
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LONGEST_SLEEP) => {}
            }
        };
        loop {
            let mut sleep = LONGEST_SLEEP;
            match self.pump(cursor).await {
                Ok(now) => {
                    cursor = now;
                    if self.store.is_held_up(cursor).await.unwrap_or(false) {
                        sleep = HELD_UP;
                    }
                }
                Err(error) => tracing::error!(%error, "events can't be read"),
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = signals.events.notified() => {}
                () = tokio::time::sleep(sleep) => {}
            }
        }
    }

    /// Tells the other nodes who is here, often enough that nobody counts as gone while this node lives.
    pub async fn keep_present(self: Arc<Self>, stop: CancellationToken) {
        loop {
            let every = (self.houses.current().settings.grace_seconds / 3).clamp(1, 10).unsigned_abs();
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(Duration::from_secs(every)) => {}
            }
            if let Err(error) = self.heartbeat().await {
                tracing::error!(%error, "heartbeat not written");
            }
            if let Err(error) = self.store.pages_live(self.pages(), self.clock.now()).await {
                tracing::error!(%error, "what pages say was not kept alive");
            }
        }
    }

    /// Says once that the people who hold a stream here are here. Whoever counts as gone meanwhile, because the database was
    /// away for longer than the grace period, is back: his browser sees an open stream and has no reason to come again.
    pub async fn heartbeat(&self) -> Result<(), Failure> {
        let present: Vec<UserId> = self.present().into_iter().collect();
        if present.is_empty() {
            return Ok(());
        }
        for user in self.store.heartbeat(present, self.clock.now()).await? {
            self.store.connected(user, self.clock.now(), self.houses.current()).await?;
        }
        Ok(())
    }
}
