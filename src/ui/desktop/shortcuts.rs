//! What the keys of the whole window do on the desktop: going from session to session, closing, writing.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    Panes,
    transfer::{Leaving, Purpose, may_transfer},
};
use crate::{
    domain::{InteractionId, interaction::State, user::Right},
    ui::{
        browser,
        keys::{Act, use_keys},
        live::{Live, Session, path_of},
    },
};

/// Where the composer stands.
pub(super) const COMPOSER: &str = "composer";

pub(super) fn provide(live: Live, panes: Panes) {
    let keys = use_keys();
    let navigate = StoredValue::new(use_navigate());
    let go = move |session: Option<Session>| {
        if let Some(session) = &session {
            navigate.with_value(|go| go(&path_of(session.id), NavigateOptions::default()));
        }
        session.is_some()
    };
    keys.on_numbered(Act::Session, move |digit| go(nth(live, digit)));
    keys.on(Act::NextSession, move || go(beside(live, 1)));
    keys.on(Act::PreviousSession, move || go(beside(live, -1)));
    keys.on(Act::Transfer, move || {
        let own = live.active.get_untracked().filter(|id| untrack(|| may_transfer(live, *id)));
        let session = own.and_then(|id| untrack(|| live.session(id)));
        let there = session.is_some();
        if let Some(session) = session {
            panes.leaving.set(Some(Leaving { session, purpose: Purpose::Transfer }));
        }
        there
    });
    keys.on(Act::CloseSession, move || {
        let own = live.active.get_untracked().filter(|id| untrack(|| live.owns(*id)));
        let session = own.and_then(|id| untrack(|| live.session(id)));
        let there = session.is_some();
        if there {
            panes.closing.set(session);
        }
        there
    });
    keys.on(Act::FollowUp, move || {
        let session = live.active.get_untracked().filter(|id| may_follow_up(live, *id));
        let session = session.and_then(|id| untrack(|| live.session(id)));
        let there = session.is_some();
        if there {
            panes.follow_up.set(session);
        }
        there
    });
    keys.on(Act::Composer, || browser::focus_id(COMPOSER));
}

/// It is open, and this person's or under this person's eyes.
pub(in crate::ui) fn may_follow_up(live: Live, id: InteractionId) -> bool {
    let facts = untrack(|| live.session(id)).and_then(|session| session.facts.get_untracked());
    let open = facts.is_some_and(|facts| facts.state == State::Open);
    open && (untrack(|| live.owns(id)) || live.me.with_untracked(|me| me.role.may(Right::Supervise)))
}

fn nth(live: Live, digit: usize) -> Option<Session> {
    live.sessions.with_untracked(|sessions| sessions.get(digit.checked_sub(1)?).cloned())
}

/// The tab `step` further round the circle from the one in hand.
fn beside(live: Live, step: isize) -> Option<Session> {
    let active = live.active.get_untracked();
    live.sessions.with_untracked(|sessions| {
        let count = isize::try_from(sessions.len()).ok().filter(|count| *count > 0)?;
        let at = sessions.iter().position(|session| Some(session.id) == active);
        let next = match at {
            Some(at) => (isize::try_from(at).ok()? + step).rem_euclid(count),
            None if step > 0 => 0,
            None => count - 1,
        };
        sessions.get(usize::try_from(next).ok()?).cloned()
    })
}
