//! What this page tells of itself: what it shows, and whether a request would be noticed here. Told when it changes and
//! whenever the stream stands anew; while the stream stands the server takes it for true.

use leptos::{ev, prelude::*, task::spawn_local};

use super::{Link, Live};
use crate::{
    api::attention::{look, tell_hearing},
    domain::{InteractionId, attention::Looker, mention::Mention},
    ui::browser,
};

/// Tells the newest of a value: one call at a time, so that an older one never comes last.
#[derive(Clone, Copy)]
struct Telling<T: Send + Sync + 'static> {
    newest: StoredValue<Option<T>>,
    busy: StoredValue<bool>,
}

impl<T: Copy + PartialEq + Send + Sync + 'static> Telling<T> {
    fn new() -> Self {
        Telling { newest: StoredValue::new(None), busy: StoredValue::new(false) }
    }

    fn tell<F: Future<Output = ()> + 'static>(self, value: T, call: impl Fn(T) -> F + 'static) {
        self.newest.set_value(Some(value));
        if self.busy.get_value() {
            return;
        }
        self.busy.set_value(true);
        spawn_local(async move {
            while let Some(value) = self.newest.try_get_value().flatten() {
                call(value).await;
                let still = self.newest.try_update_value(|newest| {
                    if *newest == Some(value) {
                        *newest = None;
                    }
                });
                if still.is_none() {
                    return;
                }
            }
            let _ = self.busy.try_set_value(false);
        });
    }
}

/// Begins to tell what this page shows.
pub(super) fn tell_what_is_shown(live: Live) {
    let telling = Telling::new();
    Effect::new(move || {
        live.visible.set(browser::visible());
        let listener = window_event_listener(ev::visibilitychange, move |_| live.visible.set(browser::visible()));
        on_cleanup(move || listener.remove());
    });
    // What was told since the stream stands.
    Effect::new(move |told: Option<Option<Shows>>| {
        if live.link.get() != Link::Live {
            return None;
        }
        let shows = if live.visible.get() { (live.active.get(), live.beside.get()) } else { (None, None) };
        let known = told.flatten();
        let first_nothing = known.is_none() && shows == (None, None);
        if known != Some(shows) && !first_nothing {
            telling.tell(shows, move |shows| tell_shown(live, shows));
        }
        Some(shows)
    });
}

/// What is in hand, and what is read beside it.
type Shows = (Option<InteractionId>, Option<InteractionId>);

async fn tell_shown(live: Live, (shown, beside): Shows) {
    // Not told now, told when the stream stands again.
    let answer = look(live.page(), shown, beside).await;
    if let (Some(shown), Ok(people)) = (shown, answer) {
        live.set_lookers(shown, people);
    }
}

/// Begins to tell whether a request would be noticed here.
pub fn tell_whether_it_hears(live: Live, hears: Memo<bool>) {
    let telling = Telling::new();
    Effect::new(move |told: Option<Option<bool>>| {
        if live.link.get() != Link::Live {
            return None;
        }
        let hears = hears.get();
        if told.flatten() != Some(hears) {
            telling.tell((hears, false), move |(hears, acted)| tell_heard(live, hears, acted));
        }
        Some(hears)
    });
    // Whoever was taken out of routing is back with his first click or key.
    let back = move || {
        let out = live.presence.try_with_untracked(|presence| !presence.audible) == Some(true);
        if out && hears.try_get_untracked() == Some(true) {
            telling.tell((true, true), move |(hears, acted)| tell_heard(live, hears, acted));
        }
    };
    Effect::new(move || {
        let click = window_event_listener(ev::click, move |_| back());
        let key = window_event_listener(ev::keydown, move |_| back());
        on_cleanup(move || {
            click.remove();
            key.remove();
        });
    });
}

async fn tell_heard(live: Live, hears: bool, acted: bool) {
    // The stream is about to break too, and tells it again when it stands.
    let _ = tell_hearing(live.page(), hears, acted).await;
}

impl Live {
    /// The name of this page: made up in the browser, empty on the server.
    pub(super) fn page(&self) -> String {
        self.page
            .try_update_value(|page| {
                if page.is_empty() {
                    *page = browser::random_key();
                }
                page.clone()
            })
            .unwrap_or_default()
    }

    /// From here on this page is told what happens in these. What only their being on the screen gives a right to is read
    /// once more: something may have happened between the reading and the telling.
    pub(super) fn shown(&self, interactions: &[InteractionId]) {
        for session in interactions.iter().filter_map(|id| untrack(|| self.session(*id))) {
            let told_anyway = session.facts.with_untracked(|facts| {
                facts.as_ref().is_some_and(|facts| self.me.with_untracked(|me| facts.is_visible_to(me)))
            });
            if !told_anyway {
                session.thread.read_again();
            }
        }
    }

    /// The names of those who look at it too.
    pub fn lookers(&self, id: InteractionId) -> Vec<String> {
        self.looking.with(|all| {
            let people = all.iter().find(|(known, _)| *known == id);
            people.map(|(_, people)| people.iter().map(|person| person.name.clone()).collect()).unwrap_or_default()
        })
    }

    pub(super) fn set_lookers(&self, id: InteractionId, people: Vec<Looker>) {
        let _ = self.looking.try_maybe_update(|all| {
            let known = all.iter().position(|(known, _)| *known == id);
            match (known, people.is_empty()) {
                (Some(at), true) => drop(all.remove(at)),
                (Some(at), false) if all[at].1 == people => return (false, ()),
                (Some(at), false) => all[at].1 = people,
                (None, true) => return (false, ()),
                (None, false) => all.push((id, people)),
            }
            (true, ())
        });
    }

    pub(super) fn mentioned(&self, mention: Mention) {
        let _ = self.mentions.try_maybe_update(|mentions| {
            if mentions.newest.iter().any(|known| known.id == mention.id) {
                return (false, ());
            }
            let read = mention.read;
            mentions.newest.insert(0, mention);
            mentions.newest.truncate(MOST_MENTIONS);
            mentions.unread += i64::from(!read);
            (true, ())
        });
    }

    pub(super) fn mentions_read(&self, interaction: Option<InteractionId>) {
        self.mentions.update(|mentions| mentions.read(interaction));
    }
}

const MOST_MENTIONS: usize = 30;
