//! What a tab in the background shows: how much waits, in its title and on its icon.

use leptos::{prelude::*, text_prop::TextProp};
use leptos_router::hooks::use_location;

use crate::{
    domain::presence::Availability,
    ui::{browser, live::Live, offers::Alerts, words::Words},
};

/// Requests to answer, sessions with unread texts, and unread mentions.
fn waiting(live: Live) -> usize {
    let unread = live.sessions.with(|sessions| {
        let unread = |facts: &Option<_>| {
            facts.as_ref().is_some_and(|it: &crate::domain::interaction::Interaction| it.unread > 0)
        };
        sessions.iter().filter(|session| session.facts.with(unread)).count()
    });
    let mentions = live.mentions.with(|mentions| usize::try_from(mentions.unread).unwrap_or_default());
    live.pending_offers() + unread + mentions
}

/// `(2) +1 555 010 0001 · smsdesk`, kept up to date in the browser.
pub(super) fn title(live: Live, alerts: Alerts, words: &'static Words) -> TextProp {
    let pathname = use_location().pathname;
    let title = move || {
        let title = title_at(&pathname.get(), live, words);
        // The only thing of a page in the background that can still be seen.
        let online = live.presence.with(|presence| presence.availability == Availability::Online);
        let deaf = online && !live.visible.get() && alerts.depends_on_sight.get();
        if deaf { format!("⚠ {} · {title}", words.people.deaf) } else { title }
    };
    if cfg!(feature = "hydrate") {
        title.into()
    } else {
        // The server writes it when the page is rendered and its signals may be gone already.
        untrack(title).into()
    }
}

fn title_at(path: &str, live: Live, words: &Words) -> String {
    let page = if let Some(session) = live.active.get().and_then(|id| live.session(id)) {
        session.facts.with(|facts| facts.as_ref().map(|facts| facts.contact_name.clone()).unwrap_or_default())
    } else if path.starts_with("/admin") {
        words.frame.administration.to_string()
    } else if path.starts_with("/simulator") {
        words.frame.simulator.to_string()
    } else {
        words.frame.desktop.to_string()
    };
    let house = live.house_name.get();
    (words.frame.title)(waiting(live), &page, if house.is_empty() { *words.common.product } else { &house })
}

/// Puts the number on the icon of the tab.
pub(super) fn show_on_favicon(live: Live) {
    let count = Memo::new(move |_| waiting(live));
    Effect::new(move |before: Option<usize>| {
        let count = count.get();
        if before.is_some() || count > 0 {
            browser::set_favicon(&icon(count));
        }
        count
    });
}

/// The address of the icon with a number; the plain file for none.
fn icon(count: usize) -> String {
    if count == 0 {
        return "/favicon.svg".to_owned();
    }
    let text = if count > 9 { "9+".to_owned() } else { count.to_string() };
    let size = if count > 9 { 13 } else { 16 };
    format!(
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E\
         %3Cpath fill='%230b7a75' d='M6 4h20a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H15l-7 6v-6H6a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4z'/%3E\
         %3Ccircle cx='21' cy='20' r='11' fill='%23bd3427'/%3E\
         %3Ctext x='21' y='25.5' font-family='sans-serif' font-weight='bold' font-size='{size}' text-anchor='middle' fill='%23fff'%3E{text}%3C/text%3E\
         %3C/svg%3E"
    )
}
