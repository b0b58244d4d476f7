//! Says in words when a session leaves somebody's desktop by somebody else's act, or comes back to it.

use leptos::prelude::*;

use crate::{
    domain::{
        event::Event,
        interaction::{Interaction, State},
    },
    ui::{
        live::Live,
        widgets::use_notices,
        words::{Words, use_words},
    },
};

pub(super) fn tell_what_changes_hands(live: Live) {
    let (words, notices) = (use_words(), use_notices());
    // Hears an event before it is applied: what the screen shows is still how it was.
    live.listen(move |event| {
        if let Event::InteractionChanged { interaction } = event
            && let Some(news) = news(live, words, interaction)
        {
            notices.say(news);
        }
    });
}

fn news(live: Live, words: &'static Words, now: &Interaction) -> Option<String> {
    let w = &words.hands;
    let before = untrack(|| if live.owns(now.id) { live.session(now.id) } else { None })?;
    let before = before.facts.get_untracked()?;
    if now.version <= before.version || live.lets_go(now.id) {
        return None;
    }
    let me = live.me.with_untracked(|me| me.id);
    let contact = &now.contact_name;
    match (now.state, now.owner) {
        (State::Closed, _) => match &now.closed_by_name {
            // By himself it was in another window.
            Some(by) if live.me.with_untracked(|me| me.name != *by) => Some((w.now_closed_by)(by, contact)),
            _ => Some((w.now_closed)(contact)),
        },
        (State::Open, None) => Some((w.now_waiting)(contact)),
        (State::Open, Some(owner)) if owner != me => {
            Some((w.now_with)(contact, now.owner_name.as_deref().unwrap_or_default()))
        }
        (State::Open, Some(_)) => {
            let came_back = before.transfer_to.is_some() && now.transfer_to.is_none();
            came_back.then(|| (w.came_back)(contact))
        }
    }
}
