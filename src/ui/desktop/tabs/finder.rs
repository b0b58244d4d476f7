//! All sessions under one button, to be searched; it counts what is unread out of sight.

use leptos::{ev, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::tail;
use crate::{
    domain::fold::fold,
    ui::{
        browser,
        clock::use_clock,
        live::{Session, path_of, use_live},
        widgets::{Badge, For, Glyph, Icon, Pick, Show, Tone},
        words::use_words,
    },
};

#[component]
pub(super) fn Finder(
    /// Unread texts in tabs out of sight.
    unread: Memo<i64>,
) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let navigate = StoredValue::new(use_navigate());
    let (open, wanted) = (RwSignal::new(false), RwSignal::new(String::new()));
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let input = NodeRef::<html::Input>::new();
    let count = Memo::new(move |_| live.sessions.with(Vec::len));
    let label = move || (words.desktop.all_sessions)(count.get(), unread.get());
    let found = move || {
        let wanted = fold(wanted.get().trim());
        let all = live.sessions.get();
        all.into_iter().filter(|session| matches(session, &wanted)).collect::<Vec<_>>()
    };
    let close = move || {
        open.set(false);
        wanted.set(String::new());
    };
    Effect::new(move || {
        if let Some(input) = input.get()
            && open.get()
        {
            browser::focus(&input);
        }
    });
    let focus_item = move |pick: Pick| {
        if let Some(root) = root.get_untracked() {
            browser::focus_among(&root, "#find-session, .finder-item", pick);
        }
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        if !open.get_untracked() {
            return;
        }
        match event.key().as_str() {
            "Escape" => {
                close();
                if let Some(button) = button.get_untracked() {
                    browser::focus(&button);
                }
            }
            "ArrowDown" => focus_item(Pick::Next),
            "ArrowUp" => focus_item(Pick::Previous),
            "Enter" if browser::focused().is_some_and(|it| it.id() == "find-session") => {
                if let Some(first) = untrack(found).first() {
                    close();
                    navigate.with_value(|go| go(&path_of(first.id), NavigateOptions::default()));
                }
            }
            _ => return,
        }
        event.stop_propagation();
        event.prevent_default();
    };
    let on_focusout = move |event: ev::FocusEvent| {
        if browser::leaves(root, &event) {
            close();
        }
    };
    view! {
        <div class="finder" node_ref=root on:keydown=on_keydown on:focusout=on_focusout>
            <button
                type="button" class="button quiet small" node_ref=button aria-haspopup="dialog" aria-label=label title=label
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| if open.get_untracked() { close() } else { open.set(true) }
            >
                <span>{move || count.get()}</span>
                <Show when=move || { unread.get() > 0 }><Badge tone=Tone::Count>{move || unread.get()}</Badge></Show>
                <Icon glyph=Glyph::ChevronDown small=true />
            </button>
            <Show when=move || open.get()>
                <div class="finder-panel" role="dialog" aria-label=words.desktop.sessions>
                    <input
                        type="search" id="find-session" class="input" node_ref=input aria-label=words.desktop.find_session
                        placeholder=words.desktop.find_session prop:value=move || wanted.get()
                        on:input:target=move |event| wanted.set(event.target().value())
                    />
                    <ul class="finder-list">
                        <For each=found key=|session| session.id let:session>
                            <li><Found session=session close=Callback::new(move |()| close()) /></li>
                        </For>
                    </ul>
                    <Show when=move || found().is_empty()><p class="soft">{words.desktop.no_session_found}</p></Show>
                </div>
            </Show>
        </div>
    }
}

/// Whether the name, the number or the account's key holds what is wanted.
fn matches(session: &Session, wanted: &str) -> bool {
    session.facts.with(|facts| {
        facts.as_ref().is_some_and(|facts| {
            [&facts.contact_name, facts.peer.as_str(), &facts.account_key]
                .iter()
                .any(|text| fold(text).contains(wanted))
        })
    })
}

#[component]
fn Found(session: Session, close: Callback<()>) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let clock = use_clock();
    let id = session.id;
    let facts = RwSignal::from(session.facts.clone());
    let fact = move |read: fn(&crate::domain::interaction::Interaction) -> String| {
        facts.with(|facts| facts.as_ref().map(read).unwrap_or_default())
    };
    let unread = move || facts.with(|facts| facts.as_ref().map_or(0, |facts| facts.unread));
    let age = move || {
        let at = facts.with(|facts| facts.as_ref().and_then(|facts| facts.last_inbound_at));
        at.map(|at| clock.age(at, words)).unwrap_or_default()
    };
    view! {
        <a
            class="finder-item" href=path_of(id) on:click=move |_| close.run(())
            aria-current=move || (live.active.get() == Some(id)).then_some("page")
        >
            <Badge tone=Tone::Key>{move || fact(|facts| facts.account_key.clone())}</Badge>
            <span class="grow clip" dir="auto">{move || fact(|facts| facts.contact_name.clone())}</span>
            <span class="tab-age">{move || tail(&session, live)}</span>
            <span class="tab-age">{age}</span>
            <Show when=move || { unread() > 0 }>
                <Badge tone=Tone::Count>
                    <span aria-hidden="true">{unread}</span>
                    <span class="sr-only">{move || (words.desktop.unread)(unread())}</span>
                </Badge>
            </Show>
        </a>
    }
}
