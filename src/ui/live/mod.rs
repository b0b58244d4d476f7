//! What the signed-in person's screens show, kept fresh by the event stream.
//!
//! `Live` is begun from a snapshot, on the server too, so the first paint is complete. From then on `stream` hands it one
//! event after the other and `apply` changes just what the event speaks of: lists hold signals, so a new tick redraws a
//! tick. Applying an event twice, late or out of order does no harm.
#![cfg_attr(not(feature = "hydrate"), allow(dead_code, reason = "events come to browsers only"))]

mod apply;
mod attached;
mod outgoing;
mod session;
mod stream;

use std::{collections::HashMap, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;

pub use attached::{Attached, Upload};
pub use outgoing::{Mode, Outgoing, Progress};
pub use session::{Entry, Loading, Session, Thread};

use super::{browser, clock::Clock};
use crate::{
    api::{
        AppError,
        desktop::{load_conversation, load_desktop},
    },
    domain::{
        InteractionId, OfferId, Timestamp,
        account::AccountBadge,
        desktop::Desktop,
        event::Event,
        interaction::{Conversation, Interaction},
        offer::Offer,
        presence::Presence,
        queue::QueueLoad,
        user::Me,
    },
};

/// How the stream is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// The first paint, and after a break until the stream stands again.
    CatchingUp,
    Live,
    Offline,
}

/// An offer on the screen.
#[derive(Clone)]
pub struct Card {
    pub offer: Offer,
    /// Why it will go in a moment; `None` while it can be answered.
    pub end: ArcRwSignal<Option<CardEnd>>,
    /// Accept or reject was clicked and the answer is awaited.
    pub busy: ArcRwSignal<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardEnd {
    TakenBy(String),
    TimedOut,
    Gone,
    Full(i64),
}

type Listener = Arc<dyn Fn(&Event) + Send + Sync>;

/// Everything that lives on events. A handle: copies are the same thing.
#[derive(Clone, Copy)]
pub struct Live {
    pub me: RwSignal<Me>,
    pub house_name: RwSignal<String>,
    /// There is an account for the phone simulator.
    pub simulator: RwSignal<bool>,
    pub presence: RwSignal<Presence>,
    pub pause_reasons: RwSignal<Vec<String>>,
    pub queues: RwSignal<Vec<QueueLoad>>,
    pub accounts: RwSignal<Vec<AccountBadge>>,
    pub offers: RwSignal<Vec<Card>>,
    /// The tabs: open interactions he owns, in the order they came.
    pub sessions: RwSignal<Vec<Session>>,
    /// Interactions looked at that are no tab: closed meanwhile, or somebody else's.
    visited: RwSignal<Vec<Session>>,
    /// The interaction the address names.
    pub active: Memo<Option<InteractionId>>,
    pub link: RwSignal<Link>,
    /// The server was renewed: this page is of an older build.
    pub outdated: RwSignal<bool>,
    cursor: StoredValue<String>,
    build: StoredValue<String>,
    versions: StoredValue<HashMap<InteractionId, i64>>,
    listeners: StoredValue<Vec<(u64, Listener)>>,
    /// When the stream last stood; `None` before the page is alive.
    stood_at: StoredValue<Option<Timestamp>>,
    /// The first paint is over: what this browser keeps may be shown.
    alive: StoredValue<bool>,
    clock: Clock,
}

/// The interaction that an address of the desktop names: `/s/4711`.
pub fn interaction_in(path: &str) -> Option<InteractionId> {
    path.strip_prefix("/s/")?.trim_end_matches('/').parse().ok()
}

/// The address of an interaction on the desktop.
pub fn path_of(interaction: InteractionId) -> String {
    format!("/s/{interaction}")
}

impl Live {
    /// Begins from a snapshot and, where the address names an interaction, its conversation. Call it where the router's
    /// context is.
    pub fn provide(desktop: Desktop, first: Option<Result<Conversation, AppError>>, clock: Clock) -> Live {
        let pathname = use_location().pathname;
        let live = Live {
            me: RwSignal::new(desktop.me.clone()),
            house_name: RwSignal::new(desktop.house_name.clone()),
            simulator: RwSignal::new(desktop.simulator),
            presence: RwSignal::new(desktop.presence.clone()),
            pause_reasons: RwSignal::new(Vec::new()),
            queues: RwSignal::new(Vec::new()),
            accounts: RwSignal::new(Vec::new()),
            offers: RwSignal::new(Vec::new()),
            sessions: RwSignal::new(Vec::new()),
            visited: RwSignal::new(Vec::new()),
            active: Memo::new(move |_| pathname.with(|path| interaction_in(path))),
            link: RwSignal::new(Link::CatchingUp),
            outdated: RwSignal::new(false),
            cursor: StoredValue::new(desktop.cursor.clone()),
            build: StoredValue::new(desktop.build.clone()),
            versions: StoredValue::new(HashMap::new()),
            listeners: StoredValue::new(Vec::new()),
            stood_at: StoredValue::new(None),
            alive: StoredValue::new(false),
            clock,
        };
        live.adopt(desktop);
        match (first, live.active.get_untracked()) {
            (Some(Ok(conversation)), _) => live.merge_newest(conversation),
            (Some(Err(error)), Some(id)) => live.session_or_visit(id).thread.loading.set(Loading::Failed(error)),
            _ => {}
        }
        provide_context(live);
        Effect::new(move || {
            live.alive.set_value(true);
            for session in live.sessions.get_untracked() {
                live.restore(&session);
            }
            stream::start(live);
        });
        // What the address names is loaded whenever it is not there yet or has gone stale.
        Effect::new(move || {
            if let Some(id) = live.active.get() {
                let session = live.session_or_visit(id);
                if session.thread.loading.get() == Loading::Not {
                    live.load(session);
                }
            }
        });
        live
    }

    /// A tab or a visited interaction.
    pub fn session(&self, id: InteractionId) -> Option<Session> {
        let find = |sessions: &Vec<Session>| sessions.iter().find(|session| session.id == id).cloned();
        self.sessions.with(find).or_else(|| self.visited.with(find))
    }

    /// Whether it is one of his tabs.
    pub fn owns(&self, id: InteractionId) -> bool {
        self.sessions.with(|sessions| sessions.iter().any(|session| session.id == id))
    }

    /// What an account's provider takes in one send.
    pub fn account_of(&self, interaction: &Interaction) -> Option<AccountBadge> {
        self.accounts.with(|accounts| accounts.iter().find(|account| account.id == interaction.account).cloned())
    }

    /// The page has been alive for a while: what appears now was asked for by a click.
    pub fn has_settled(&self) -> bool {
        self.stood_at.with_value(Option::is_some)
    }

    /// Calls `listener` with every event until the current owner goes. For screens with state of their own.
    pub fn listen(&self, listener: impl Fn(&Event) + Send + Sync + 'static) {
        let listeners = self.listeners;
        let id = listeners.try_update_value(|all| {
            let id = all.last().map_or(0, |(id, _)| id + 1);
            all.push((id, Arc::new(listener)));
            id
        });
        on_cleanup(move || {
            let _ = listeners.try_update_value(|all| all.retain(|(own, _)| Some(*own) != id));
        });
    }

    /// Reads everything again; events go on from there.
    pub fn resync(&self) {
        let live = *self;
        spawn_local(async move {
            match load_desktop().await {
                Ok(desktop) => live.adopt(desktop),
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                // The stream is about to break too, and brings us back here.
                Err(_) => live.set_link(Link::Offline),
            }
        });
    }

    /// Loads the newest messages.
    fn load(&self, session: Session) {
        let live = *self;
        session.thread.loading.set(Loading::Under);
        spawn_local(async move {
            match load_conversation(session.id, None).await {
                Ok(conversation) => live.merge_newest(conversation),
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) => session.thread.loading.set(Loading::Failed(error)),
            }
        });
    }

    /// Loads the messages before those that are there.
    pub async fn load_earlier(&self, session: &Session) -> Result<(), AppError> {
        let oldest = session.thread.entries.with_untracked(|entries| entries.first().map(|entry| entry.id));
        let conversation = load_conversation(session.id, oldest).await?;
        session.thread.merge_older(conversation.messages, conversation.more);
        Ok(())
    }

    fn merge_newest(&self, conversation: Conversation) {
        let session = self.session_or_visit(conversation.interaction.id);
        let unread = conversation.interaction.unread;
        self.interaction_changed(conversation.interaction.clone());
        if session.facts.with_untracked(Option::is_none) {
            session.facts.set(Some(conversation.interaction));
        }
        session.thread.merge_newest(conversation.messages, conversation.more);
        session.thread.mark_unread(unread);
    }

    /// An interaction to be read beside the one in hand, loaded when it is not there yet.
    pub fn visit(&self, id: InteractionId) -> Session {
        let session = self.session_or_visit(id);
        if session.thread.loading.get_untracked() == Loading::Not {
            self.load(session.clone());
        }
        session
    }

    /// The session with this id; a visit begins when there is none.
    fn session_or_visit(&self, id: InteractionId) -> Session {
        if let Some(session) = untrack(|| self.session(id)) {
            return session;
        }
        let session = Session::new(id, None);
        self.visited.update(|visited| {
            if visited.len() == MOST_VISITED {
                visited.remove(0);
            }
            visited.push(session.clone());
        });
        session
    }

    fn set_link(&self, link: Link) {
        let _ = self.link.try_maybe_update(|current| {
            let changed = *current != link;
            *current = link;
            (changed, ())
        });
    }

    /// Takes a card away.
    pub fn drop_card(&self, offer: OfferId) {
        self.offers.try_update(|cards| cards.retain(|card| card.offer.id != offer));
    }

    /// Says why a card goes, and takes it away two seconds later.
    pub fn end_card(&self, offer: OfferId, end: CardEnd) {
        let card = self.offers.with_untracked(|cards| cards.iter().find(|card| card.offer.id == offer).cloned());
        let Some(card) = card else { return };
        if card.end.get_untracked().is_some() {
            return;
        }
        card.end.set(Some(end));
        // The list itself has not changed, but the number of those that can be answered has.
        self.offers.notify();
        let live = *self;
        browser::after(CARD_LINGERS, move || live.drop_card(offer));
    }

    /// Offers that can still be answered.
    pub fn pending_offers(&self) -> usize {
        self.offers.with(|cards| cards.iter().filter(|card| card.end.with(Option::is_none)).count())
    }
}

const MOST_VISITED: usize = 20;
const CARD_LINGERS: u32 = 2_000;

pub fn use_live() -> Live {
    expect_context()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_an_interaction_and_back() {
        assert_eq!(interaction_in(&path_of(InteractionId(4711))), Some(InteractionId(4711)));
        assert_eq!(interaction_in("/s/12/"), Some(InteractionId(12)));
        assert_eq!(interaction_in("/"), None);
        assert_eq!(interaction_in("/admin/s/1"), None);
    }
}
