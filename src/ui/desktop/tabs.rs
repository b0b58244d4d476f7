//! One tab per open interaction, in the order they came. X closes the session, after a question.
//!
//! They look like tabs and are a list of links: an ARIA tab list may hold nothing but tabs, and these can be closed.

use leptos::{ev, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::Panes;
use crate::ui::{
    browser,
    clock::use_clock,
    live::{Session, path_of, use_live},
    widgets::{Badge, Glyph, IconButton, Pick, Tone},
    words::use_words,
};

#[component]
pub(super) fn SessionTabs() -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let strip = NodeRef::<html::Div>::new();
    let on_keydown = move |event: ev::KeyboardEvent| {
        let pick = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => Pick::Next,
            "ArrowLeft" | "ArrowUp" => Pick::Previous,
            "Home" => Pick::First,
            "End" => Pick::Last,
            _ => return,
        };
        if let Some(strip) = strip.get_untracked() {
            event.prevent_default();
            browser::focus_among(&strip, ".tab-link", pick);
        }
    };
    view! {
        <div class="tabs-pane" hidden=move || live.sessions.with(Vec::is_empty)>
            <div
                class="tabs" role="list" aria-label=words.desktop.sessions node_ref=strip on:keydown=on_keydown
            >
                <For each=move || live.sessions.get() key=|session| session.id let:session>
                    <SessionTab session=session />
                </For>
            </div>
        </div>
    }
}

#[component]
fn SessionTab(session: Session) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let clock = use_clock();
    let panes: Panes = expect_context();
    let navigate = use_navigate();
    let id = session.id;
    let facts = session.facts.clone();
    let facts = Signal::derive(move || facts.get());
    let name = Memo::new(move |_| facts.with(|it| it.as_ref().map(|it| it.contact_name.clone()).unwrap_or_default()));
    let key = Memo::new(move |_| facts.with(|it| it.as_ref().map(|it| it.account_key.clone()).unwrap_or_default()));
    let unread = Memo::new(move |_| facts.with(|it| it.as_ref().map_or(0, |it| it.unread)));
    let last_text = Memo::new(move |_| facts.with(|it| it.as_ref().and_then(|it| it.last_inbound_at)));
    let ago = Memo::new(move |_| last_text.get().map(|at| clock.ago(at, words)).unwrap_or_default());
    let age = Memo::new(move |_| last_text.get().map(|at| clock.age(at, words)).unwrap_or_default());
    let draft = session.draft.clone();
    let has_draft = Memo::new(move |_| draft.with(|draft| !draft.trim().is_empty()));
    let active = Memo::new(move |_| live.active.get() == Some(id));
    let first = Memo::new(move |_| {
        live.active.get().is_none_or(|active| !live.owns(active))
            && live.sessions.with(|all| all.first().is_some_and(|first| first.id == id))
    });
    let node = NodeRef::<html::A>::new();
    Effect::new(move || {
        if active.get()
            && let Some(node) = node.get()
        {
            browser::reveal(&node);
        }
    });
    // A link, so that it works before script and can be opened elsewhere; Space and Enter act alike.
    let on_keydown = move |event: ev::KeyboardEvent| match event.key().as_str() {
        " " => {
            event.prevent_default();
            navigate(&path_of(id), NavigateOptions::default());
        }
        "Delete" => panes.closing.set(live.session(id)),
        _ => {}
    };
    view! {
        <div class="tab" class:active=move || active.get() class:unread=move || { unread.get() > 0 } role="listitem">
            <a
                class="tab-link" href=path_of(id) id=format!("tab-{id}")
                aria-current=move || active.get().then_some("page") node_ref=node
                tabindex=move || if active.get() || first.get() { "0" } else { "-1" } on:keydown=on_keydown
            >
                <Badge tone=Tone::Key>{move || key.get()}</Badge>
                <span class="tab-name clip">{move || name.get()}</span>
                <span class="tab-age">
                    <span class="sr-only">{move || (words.desktop.last_text)(&ago.get())}</span>
                    <span aria-hidden="true">{move || age.get()}</span>
                </span>
                <Show when=move || { has_draft.get() && !active.get() }>
                    <span class="tab-draft"><crate::ui::widgets::Icon glyph=Glyph::Edit small=true /></span>
                </Show>
                <Show when=move || { unread.get() > 0 }>
                    <Badge tone=Tone::Count>
                        <span aria-hidden="true">{move || unread.get()}</span>
                        <span class="sr-only">{move || (words.desktop.unread)(unread.get())}</span>
                    </Badge>
                </Show>
            </a>
            <IconButton
                glyph=Glyph::Close small=true label=Signal::derive(move || (words.desktop.close_session)(&name.get()))
                on:click=move |_| panes.closing.set(live.session(id))
            />
        </div>
    }
}
