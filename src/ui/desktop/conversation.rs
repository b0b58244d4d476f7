//! The conversation in hand: its head, its messages, the composer at its foot.

use leptos::{ev, prelude::*, task::spawn_local};

use super::{
    Panes, composer::Composer, follow_up::FollowUpBar, lookers::Lookers, session_menu::SessionMenu, thread::ThreadView,
    under_way::UnderWay,
};
use crate::{
    api::{AppError, desktop::seen},
    domain::interaction::State,
    ui::{
        browser,
        live::{Entries, Loading, Session, use_live},
        widgets::{Badge, EmptyState, ErrorNote, Glyph, Icon, IconButton, Show, Skeleton, Tone},
        words::use_words,
    },
};

#[component]
pub(super) fn ConversationPane(session: Session) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let id = session.id;
    let loading = RwSignal::from(session.thread.loading.clone());
    let entries = RwSignal::from(session.thread.entries.clone());
    // The owner is scrolled up: what is new is not on the screen.
    let away = RwSignal::new(false);
    tell_what_is_seen(&session, away);

    let is_gone = Memo::new(move |_| loading.get() == Loading::Failed(AppError::NotFound));
    let failed = Memo::new(move |_| match loading.get() {
        Loading::Failed(error) if error != AppError::NotFound => Some(error),
        _ => None,
    });
    // Not even who it is with: nothing can be written.
    let facts = RwSignal::from(session.facts.clone());
    let is_unknown = Memo::new(move |_| failed.with(Option::is_some) && facts.with(Option::is_none));
    let is_coming =
        Memo::new(move |_| matches!(loading.get(), Loading::Not | Loading::Under) && entries.with(Entries::is_empty));
    // Who writes can look up what was said without leaving the composer.
    let on_keydown = move |event: ev::KeyboardEvent| {
        let screens = match event.key().as_str() {
            "PageUp" => -0.9,
            "PageDown" => 0.9,
            _ => return,
        };
        let elsewhere = event.default_prevented() || event.ctrl_key() || event.alt_key() || event.shift_key();
        if !elsewhere && browser::focused().is_some_and(|it| it.id() == "composer") {
            event.prevent_default();
            browser::turn_page("thread", screens);
        }
    };
    let (head, state, later, body, foot) =
        (session.clone(), session.clone(), session.clone(), session.clone(), session);
    view! {
        <section
            class="conversation" id="conversation" role="tabpanel"
            aria-labelledby=move || live.owns(id).then(|| format!("tab-{id}")) on:keydown=on_keydown
        >
            <ConversationHead session=head />
            <UnderWay session=state />
            <FollowUpBar session=later />
            <Show when=move || failed.with(Option::is_some)>
                <div class="conversation-note">
                    <ErrorNote
                        what=words.conversation.load_failed error=failed
                        retry=Callback::new(move |()| loading.set(Loading::Not))
                    />
                </div>
            </Show>
            {move || if is_gone.get() {
                view! {
                    <div class="conversation-gone">
                        <EmptyState
                            glyph=Glyph::Search title=words.common.not_found text=words.common.not_found_text
                        >
                            <a class="button" href="/">{words.common.to_desktop}</a>
                        </EmptyState>
                    </div>
                }.into_any()
            } else if is_coming.get() {
                view! { <div class="conversation-gone"><Skeleton lines=6 /></div> }.into_any()
            } else if is_unknown.get() {
                ().into_any()
            } else {
                view! { <ThreadView session=body.clone() away=away /> <Composer session=foot.clone() /> }.into_any()
            }}
        </section>
    }
}

/// The customer's texts count as seen once the owner has them on the screen.
fn tell_what_is_seen(session: &Session, away: RwSignal<bool>) {
    let live = use_live();
    let id = session.id;
    let facts = session.facts.clone();
    let loading = session.thread.loading.clone();
    let visible = RwSignal::new(false);
    let telling = StoredValue::new(false);

    Effect::new(move || {
        visible.set(browser::visible());
        let listener = window_event_listener(ev::visibilitychange, move |_| visible.set(browser::visible()));
        on_cleanup(move || listener.remove());
    });
    Effect::new(move || {
        let unread = facts.with(|facts| facts.as_ref().map_or(0, |facts| facts.unread));
        let looked_at = unread > 0 && visible.get() && !away.get() && live.owns(id) && loading.get() == Loading::Ready;
        if looked_at && !telling.get_value() {
            telling.set_value(true);
            spawn_local(async move {
                // Not told now, told with the next text: nothing depends on it.
                let _ = seen(id).await;
                telling.try_set_value(false);
            });
        }
    });
}

#[component]
fn ConversationHead(session: Session) -> impl IntoView {
    let words = use_words();
    let panes: Panes = expect_context();
    let id = session.id;
    let facts = session.facts;
    let facts = Signal::derive(move || facts.get());
    let name = Memo::new(move |_| facts.with(|it| it.as_ref().map(|it| it.contact_name.clone()).unwrap_or_default()));
    let number = Memo::new(move |_| {
        let number = facts.with(|it| it.as_ref().map(|it| it.peer.as_str().to_owned())).unwrap_or_default();
        if number == name.get() { String::new() } else { number }
    });
    let account = Memo::new(move |_| facts.with(|it| it.as_ref().map(|it| it.account_key.clone())));
    let closed = Memo::new(move |_| facts.with(|it| it.as_ref().is_some_and(|it| it.state == State::Closed)));
    view! {
        <header class="conversation-head">
            <a class="button quiet small back" href="/"><Icon glyph=Glyph::ArrowLeft /><span class="sr-only">{words.desktop.back_to_sessions}</span></a>
            {move || (!name.with(String::is_empty)).then(|| view! { <h2 class="clip" dir="auto">{name.get()}</h2> })}
            <span class="soft clip">{move || number.get()}</span>
            {move || account.get().map(|key| view! { <Badge tone=Tone::Key>{key}</Badge> })}
            <Show when=move || closed.get()><Badge>{words.desktop.closed}</Badge></Show>
            <Lookers id=id />
            <span class="grow"></span>
            <SessionMenu id=id />
            <span class="facts-wide">
                <IconButton
                    glyph=Glyph::Pane small=true
                    label=Signal::derive(move || {
                        let label = if panes.facts.get() { words.desktop.hide_facts } else { words.desktop.show_facts };
                        label.to_string()
                    })
                    attr:aria-expanded=move || if panes.facts.get() { "true" } else { "false" }
                    on:click=move |_| panes.fold(!panes.facts.get_untracked())
                />
            </span>
            <span class="facts-narrow">
                <IconButton
                    glyph=Glyph::Info small=true label=words.desktop.show_facts
                    on:click=move |_| panes.facts_instead.set(true)
                />
            </span>
        </header>
    }
}
