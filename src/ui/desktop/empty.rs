//! The desktop without a session in hand: what will happen next, how many wait, and what to do about it.

use leptos::prelude::*;

use crate::{
    domain::presence::Availability,
    ui::{
        frame::{GoOnline, PullButton},
        live::use_live,
        widgets::{EmptyState, Glyph, Icon, Show},
        words::use_words,
    },
};

#[component]
pub(super) fn EmptyDesktop() -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let availability = Memo::new(move |_| live.presence.with(|presence| presence.availability));
    let away = Memo::new(move |_| availability.get() != Availability::Online);
    let waiting = Memo::new(move |_| live.queues.with(|queues| queues.iter().map(|queue| queue.waiting).sum::<i64>()));
    let full = Memo::new(move |_| live.presence.with(|it| (it.open >= it.capacity).then_some(it.open)));
    let choosing = Memo::new(move |_| !away.get() && live.sessions.with(|sessions| !sessions.is_empty()));
    // Online, but nothing is offered: the banner above says why, and what to do.
    let deaf = Memo::new(move |_| !away.get() && live.presence.with(|presence| !presence.audible));

    let title = move || {
        let title = match () {
            () if deaf.get() => *words.people.deaf,
            () if choosing.get() => *words.desktop.choose_title,
            () => (words.desktop.empty_title)(availability.get()),
        };
        title.to_owned()
    };
    let text = move || match full.get() {
        _ if deaf.get() => (words.desktop.empty_text)(Availability::Paused, waiting.get()),
        Some(open) if !away.get() => (words.desktop.full_text)(open),
        _ if choosing.get() => words.desktop.choose_text.to_string(),
        _ => (words.desktop.empty_text)(availability.get(), waiting.get()),
    };
    view! {
        <section class="empty-desktop" data-choosing=move || choosing.get().then_some("yes")>
            <EmptyState glyph=Glyph::Inbox title=Signal::derive(title) text=Signal::derive(text)>
                <Show when=move || away.get()><GoOnline /></Show>
                <PullButton />
                <Show when=move || { live.simulator.get() && !choosing.get() }>
                    <a class="button" href="/simulator"><Icon glyph=Glyph::Phone /> {words.desktop.to_simulator}</a>
                </Show>
            </EmptyState>
        </section>
    }
}
