//! What the signed-in person's screens show, kept fresh by the event stream.
//!
//! `Live` is begun from a snapshot, on the server too, so the first paint is complete. From then on `stream` hands it one
//! event after the other and `apply` changes just what the event speaks of: lists hold signals, so a new tick redraws a
//! tick. Applying an event twice, late or out of order does no harm.
#![cfg_attr(not(feature = "hydrate"), allow(dead_code, reason = "events come to browsers only"))]

mod apply;
mod attached;
mod attention;
mod drafts;
mod entries;
mod outgoing;
mod places;
mod reading;
mod session;
mod stream;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;

pub use crate::domain::draft::Mode;
pub use attached::{Attached, Upload};
pub use attention::tell_whether_it_hears;
pub use entries::{Entries, Entry};
pub use outgoing::{Outgoing, Progress};
pub use session::{Anchor, Loading, Past, Session};

use super::{browser, clock::Clock};
use crate::{
    api::{AppError, desktop::load_desktop},
    domain::{
        AccountId, ContactId, InteractionId, OfferId, Timestamp,
        account::AccountBadge,
        alerts::AlertChoice,
        attention::Looker,
        desktop::Desktop,
        event::Event,
        interaction::{Conversation, Stretch},
        mention::Mentions,
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
    /// Its time is up and the server can't be heard: what became of it is known when the connection is back.
    RanOut,
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
    /// The accounts he may use.
    pub accounts: RwSignal<Vec<AccountBadge>>,
    /// Those of sessions he took over.
    other_accounts: RwSignal<Vec<AccountBadge>>,
    /// The accounts whose sessions may be transferred.
    pub transfer: RwSignal<Vec<AccountId>>,
    pub offers: RwSignal<Vec<Card>>,
    /// The tabs: open interactions he owns, in the order they came.
    pub sessions: RwSignal<Vec<Session>>,
    /// Interactions looked at that are no tab: closed meanwhile, or somebody else's.
    visited: RwSignal<Vec<Session>>,
    /// The interaction the address names.
    pub active: Memo<Option<InteractionId>>,
    /// The one that is read beside it.
    pub beside: RwSignal<Option<InteractionId>>,
    pub link: RwSignal<Link>,
    /// The page is on the screen.
    pub visible: RwSignal<bool>,
    /// The notes in which he was named.
    pub mentions: RwSignal<Mentions>,
    /// How requests sound for him.
    pub alerts: RwSignal<AlertChoice>,
    /// Who else has an interaction on the screen.
    looking: RwSignal<Vec<(InteractionId, Vec<Looker>)>>,
    /// The name under which this page tells of itself.
    page: StoredValue<String>,
    /// The server was renewed: this page is of an older build.
    pub outdated: RwSignal<bool>,
    cursor: StoredValue<String>,
    build: StoredValue<String>,
    versions: StoredValue<HashMap<InteractionId, i64>>,
    listeners: StoredValue<Vec<(u64, Listener)>>,
    drafts: StoredValue<HashMap<(InteractionId, Mode), drafts::Begun>>,
    /// A look at drafts that are not saved yet is on its way.
    saving_soon: StoredValue<bool>,
    /// When the stream last stood; `None` before the page is alive.
    stood_at: StoredValue<Option<Timestamp>>,
    /// The first paint is over: what this browser keeps may be shown.
    alive: StoredValue<bool>,
    /// Sessions that this person is just closing or giving away: no news when they go.
    letting_go: StoredValue<HashSet<InteractionId>>,
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

/// The address of all that is known of a contact.
pub fn path_of_contact(contact: ContactId) -> String {
    format!("/contacts/{contact}")
}

impl Live {
    /// Begins from a snapshot and, where the address names an interaction, its conversation. Call it where the router's
    /// context is.
    pub fn provide(desktop: Desktop, first: Option<(Stretch, Result<Conversation, AppError>)>, clock: Clock) -> Live {
        let pathname = use_location().pathname;
        let live = Live {
            me: RwSignal::new(desktop.me.clone()),
            house_name: RwSignal::new(desktop.house_name.clone()),
            simulator: RwSignal::new(desktop.simulator),
            presence: RwSignal::new(desktop.presence.clone()),
            pause_reasons: RwSignal::new(Vec::new()),
            queues: RwSignal::new(Vec::new()),
            accounts: RwSignal::new(Vec::new()),
            other_accounts: RwSignal::new(Vec::new()),
            transfer: RwSignal::new(Vec::new()),
            offers: RwSignal::new(Vec::new()),
            sessions: RwSignal::new(Vec::new()),
            visited: RwSignal::new(Vec::new()),
            active: Memo::new(move |_| pathname.with(|path| interaction_in(path))),
            beside: RwSignal::new(None),
            link: RwSignal::new(Link::CatchingUp),
            visible: RwSignal::new(true),
            mentions: RwSignal::new(Mentions::default()),
            alerts: RwSignal::new(desktop.alerts),
            looking: RwSignal::new(Vec::new()),
            page: StoredValue::new(String::new()),
            outdated: RwSignal::new(false),
            cursor: StoredValue::new(desktop.cursor.clone()),
            build: StoredValue::new(desktop.build.clone()),
            versions: StoredValue::new(HashMap::new()),
            listeners: StoredValue::new(Vec::new()),
            drafts: StoredValue::new(HashMap::new()),
            saving_soon: StoredValue::new(false),
            stood_at: StoredValue::new(None),
            alive: StoredValue::new(false),
            letting_go: StoredValue::new(HashSet::new()),
            clock,
        };
        live.adopt(desktop);
        match (first, live.active.get_untracked()) {
            (Some((Stretch::Newest, Ok(conversation))), _) => live.merge_newest(conversation),
            (Some((_, Ok(conversation))), _) => live.begin_further_up(conversation),
            (Some((_, Err(error))), Some(id)) => live.session_or_visit(id).thread.loading.set(Loading::Failed(error)),
            _ => {}
        }
        provide_context(live);
        attention::tell_what_is_shown(live);
        Effect::new(move || {
            live.alive.set_value(true);
            for session in live.sessions.get_untracked().iter().chain(&live.visited.get_untracked()) {
                live.restore(session);
            }
            live.watch_drafts();
            live.watch_places();
            stream::start(live);
        });
        // What the address names is loaded whenever it is not there yet or has gone stale; what failed, when somebody
        // comes back to it.
        Effect::new(move |before: Option<Option<InteractionId>>| {
            let active = live.active.get();
            if let Some(id) = active {
                let session = live.session_or_visit(id);
                let comes_back = before.is_some_and(|before| before != active);
                let loading = session.thread.loading.get();
                if loading == Loading::Not || (comes_back && session.thread.wants_the_link()) {
                    live.load(session);
                }
            }
            active
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

    /// An account of his, or one of a session of his.
    pub fn account(&self, id: AccountId) -> Option<AccountBadge> {
        let find = |accounts: &Vec<AccountBadge>| accounts.iter().find(|account| account.id == id).cloned();
        self.accounts.with(find).or_else(|| self.other_accounts.with(find))
    }

    /// Closing it or giving it away was clicked here. Taken back with `false` when it failed.
    pub fn let_go(&self, id: InteractionId, going: bool) {
        self.letting_go.try_update_value(|all| if going { all.insert(id) } else { all.remove(&id) });
    }

    /// Whether it goes by a click made here.
    pub fn lets_go(&self, id: InteractionId) -> bool {
        self.letting_go.with_value(|all| all.contains(&id))
    }

    /// The tab to go to when this one is gone: the one after it, else the one before.
    pub fn neighbour(&self, id: InteractionId) -> Option<Session> {
        self.sessions.with_untracked(|all| {
            let at = all.iter().position(|other| other.id == id)?;
            all.get(at + 1).or_else(|| at.checked_sub(1).and_then(|before| all.get(before))).cloned()
        })
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

    /// Events were missed: reads everything again; events go on from there.
    pub fn resync(&self) {
        let live = *self;
        spawn_local(async move {
            live.read_again(true).await;
        });
    }

    /// Reads the desktop again. Events go on meanwhile, so the conversations are what they are.
    fn refresh(&self) {
        let live = *self;
        spawn_local(async move {
            live.read_again(false).await;
        });
    }

    /// The same, awaited. Whether everything is as the server has it.
    async fn read_again(&self, missed: bool) -> bool {
        match load_desktop().await {
            Ok(desktop) => {
                self.adopt(desktop);
                if missed {
                    self.go_stale();
                }
                true
            }
            Err(AppError::Unauthenticated) => {
                browser::go("/sign-in");
                false
            }
            // The stream is about to break too, and brings us back here.
            Err(_) => {
                self.set_link(Link::Offline);
                false
            }
        }
    }

    /// The session with this id; a visit begins when there is none.
    fn session_or_visit(&self, id: InteractionId) -> Session {
        if let Some(session) = untrack(|| self.session(id)) {
            return session;
        }
        let session = Session::new(id, None);
        self.fill_drafts(&session);
        if self.alive.get_value() {
            self.restore(&session);
        }
        self.visited.update(|visited| {
            if visited.len() == MOST_VISITED {
                visited.remove(0);
            }
            visited.push(session.clone());
        });
        session
    }

    /// Calls `again` when the link is back and something had failed.
    pub fn when_back(&self, failed: RwSignal<Option<AppError>>, again: impl Fn() + 'static) {
        let link = self.link;
        Effect::new(move || {
            if link.get() == Link::Live && failed.with_untracked(Option::is_some) {
                untrack(&again);
            }
        });
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
        if !matches!(card.end.get_untracked(), None | Some(CardEnd::RanOut)) {
            return;
        }
        card.end.set(Some(end));
        // The list itself has not changed, but the number of those that can be answered has.
        self.offers.notify();
        let live = *self;
        browser::after(CARD_LINGERS, move || live.drop_card(offer));
    }

    /// Whether its time is up while the server can't be heard: until it can, nobody answers this card.
    pub fn ran_out(&self, card: &Card, ran_out: bool) {
        let end = match (card.end.get_untracked(), ran_out) {
            (None, true) => Some(CardEnd::RanOut),
            (Some(CardEnd::RanOut), false) => None,
            _ => return,
        };
        card.end.set(end);
        self.offers.notify();
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
