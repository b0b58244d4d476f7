//! One tab. X closes the session, after a question; so does the middle button.

use leptos::{ev, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::tail;
use crate::ui::{
    browser,
    clock::use_clock,
    desktop::{Panes, lookers::TabEye},
    keys::{self, Act, Place},
    live::{Session, path_of, use_live},
    widgets::{Badge, Glyph, Icon, IconButton, Show, Tone},
    words::use_words,
};

/// The middle button of a mouse.
const MIDDLE: i16 = 1;

#[component]
pub(super) fn SessionTab(session: Session) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let clock = use_clock();
    let panes: Panes = expect_context();
    let navigate = use_navigate();
    let id = session.id;
    let facts = session.facts.clone();
    let facts = Signal::derive(move || facts.get());
    let name = Memo::new(move |_| facts.with(|it| it.as_ref().map(|it| it.contact_name.clone()).unwrap_or_default()));
    let of_tail = session.clone();
    let tail = Memo::new(move |_| tail(&of_tail, live));
    let key = Memo::new(move |_| facts.with(|it| it.as_ref().map(|it| it.account_key.clone()).unwrap_or_default()));
    let called = move || match tail.get() {
        Some(tail) => [name.get(), tail].join(" "),
        None => name.get(),
    };
    let unread = Memo::new(move |_| facts.with(|it| it.as_ref().map_or(0, |it| it.unread)));
    let last_text = Memo::new(move |_| facts.with(|it| it.as_ref().and_then(|it| it.last_inbound_at)));
    let ago = Memo::new(move |_| last_text.get().map(|at| clock.ago(at, words)).unwrap_or_default());
    let age = Memo::new(move |_| last_text.get().map(|at| clock.age(at, words)).unwrap_or_default());
    let follow_up =
        Memo::new(move |_| facts.with(|it| it.as_ref().and_then(|it| it.follow_up.as_ref().map(|it| it.at))));
    let drafts = [session.draft.clone(), session.aside.clone()];
    let has_draft = Memo::new(move |_| drafts.iter().any(|draft| draft.with(|draft| !draft.trim().is_empty())));
    let digit = Memo::new(move |_| {
        let at = live.sessions.with(|all| all.iter().position(|other| other.id == id));
        at.filter(|at| *at < 9).map(|at| format!("Alt+{}", at + 1))
    });
    let active = Memo::new(move |_| live.active.get() == Some(id));
    let first = Memo::new(move |_| {
        live.active.get().is_none_or(|active| !live.owns(active))
            && live.sessions.with(|all| all.first().is_some_and(|first| first.id == id))
    });
    let node = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if active.get()
            && let Some(node) = node.get()
        {
            browser::reveal(&node);
        }
    });
    // A link, so that it works before script and can be opened elsewhere; Space and Enter act alike.
    let on_keydown = move |event: ev::KeyboardEvent| {
        if event.key() == " " {
            event.prevent_default();
            navigate(&path_of(id), NavigateOptions::default());
        } else if keys::pressed(&event, Place::Tabs) == Some(Act::CloseTab) {
            panes.closing.set(live.session(id));
        }
    };
    // It would begin to scroll, and then open the link elsewhere.
    let on_mousedown = move |event: ev::MouseEvent| {
        if event.button() == MIDDLE {
            event.prevent_default();
        }
    };
    let on_auxclick = move |event: ev::MouseEvent| {
        if event.button() == MIDDLE {
            event.prevent_default();
            panes.closing.set(live.session(id));
        }
    };
    view! {
        <div class="tab" node_ref=node data-tab=id.0 class:active=move || active.get() class:unread=move || { unread.get() > 0 } role="listitem">
            <a
                class="tab-link" href=path_of(id) id=format!("tab-{id}")
                aria-keyshortcuts=move || digit.get() on:mousedown=on_mousedown on:auxclick=on_auxclick
                aria-current=move || active.get().then_some("page")
                tabindex=move || if active.get() || first.get() { "0" } else { "-1" } on:keydown=on_keydown
            >
                <Badge tone=Tone::Key>{move || key.get()}</Badge>
                // Numbers of one country begin alike: what tells them apart is their end.
                <span class="tab-name clip" dir="auto" class:number=move || name.with(|name| name.starts_with('+'))>
                    <span>{move || name.get()}</span>
                </span>
                {move || tail.get().map(|tail| view! { <span class="tab-age">{tail}</span> })}
                <span class="tab-age">
                    <span class="sr-only">{move || (words.desktop.last_text)(&ago.get())}</span>
                    <span aria-hidden="true">{move || age.get()}</span>
                </span>
                <TabEye id=id />
                {move || follow_up.get().map(|at| {
                    let said = move || (words.follow_up.comes_back)(&clock.when(at, words));
                    view! {
                        <span class="tab-draft" title=said>
                            <Icon glyph=Glyph::Clock small=true /><span class="sr-only">{said}</span>
                        </span>
                    }
                })}
                <Show when=move || { has_draft.get() && !active.get() }>
                    <span class="tab-draft"><Icon glyph=Glyph::Edit small=true /></span>
                </Show>
                <Show when=move || { unread.get() > 0 }>
                    <Badge tone=Tone::Count>
                        <span aria-hidden="true">{move || unread.get()}</span>
                        <span class="sr-only">{move || (words.desktop.unread)(unread.get())}</span>
                    </Badge>
                </Show>
            </a>
            <IconButton
                glyph=Glyph::Close small=true label=Signal::derive(move || (words.desktop.close_session)(&called()))
                on:click=move |_| panes.closing.set(live.session(id))
            />
        </div>
    }
}
