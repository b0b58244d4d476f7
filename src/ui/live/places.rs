//! Where somebody had scrolled to, kept for this window over a reload.

use leptos::{ev, prelude::*};

use super::{Anchor, Live, Session};
use crate::{api::wire, ui::browser};

impl Live {
    /// Keeps where each conversation is scrolled to when the page is left.
    pub(super) fn watch_places(&self) {
        let live = *self;
        let hidden = window_event_listener(ev::visibilitychange, move |_| {
            if !browser::visible() {
                for session in live.sessions.get_untracked().iter().chain(&live.visited.get_untracked()) {
                    let anchor = session.anchor.get_untracked();
                    let text = anchor.and_then(|anchor| serde_json::to_string(&anchor).ok()).unwrap_or_default();
                    browser::keep_here(&live.key_of("place", session), &text);
                }
            }
        });
        on_cleanup(move || hidden.remove());
    }

    pub(super) fn recall_place(&self, session: &Session) -> Option<Anchor> {
        wire::read(&browser::recall_here(&self.key_of("place", session))?).ok()
    }
}
