//! An earlier interaction, to be read beside the one in hand or beside its contact. Escape closes it and the focus returns to where it was.

use leptos::{ev, html, prelude::*};

use super::{PastPane, thread::ThreadView};
use crate::{
    api::AppError,
    domain::InteractionId,
    ui::{
        browser,
        live::{Loading, path_of, use_live},
        widgets::{Badge, ErrorNote, Glyph, IconButton, RelativeTime, Show, Skeleton, Tone},
        words::use_words,
    },
};

#[component]
pub(super) fn Past(id: InteractionId) -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.journey;
    let PastPane(past) = expect_context();
    let live = use_live();
    let pane = NodeRef::<html::Section>::new();
    // Made by a click, so only ever in a browser.
    let session = live.visit(id);
    if !live.owns(id) {
        // Of what is not his, no event may have come: what is there is shown and loaded again.
        session.thread.go_stale();
    }
    live.beside.set(Some(id));
    on_cleanup(move || {
        live.beside.try_update(|beside| *beside = beside.take().filter(|shown| *shown != id));
    });
    let loading = RwSignal::from(session.thread.loading.clone());
    let entries = RwSignal::from(session.thread.entries.clone());
    let facts = RwSignal::from(session.facts.clone());
    let away = RwSignal::new(false);
    Effect::new(move || {
        if loading.get() == Loading::Not {
            live.visit(id);
        }
    });
    Effect::new(move || {
        if let Some(pane) = pane.get() {
            browser::focus(&pane);
        }
    });
    let close = move || {
        past.set(None);
        if let Some(row) = browser::by_id(&format!("journey-{id}")) {
            browser::focus(&row);
        }
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            close();
        }
    };
    let failed = Memo::new(move |_| match loading.get() {
        Loading::Failed(error) => Some(error),
        _ => None::<AppError>,
    });
    let coming = Memo::new(move |_| entries.with(|entries| entries.is_empty()) && failed.with(Option::is_none));
    view! {
        <section
            class="past-pane" tabindex="-1" node_ref=pane role="dialog" aria-label=move || (w.pane)(id.0) on:keydown=on_keydown
        >
            <header class="past-head">
                <div class="grow">
                    <h2>{move || (w.number)(id.0)}</h2>
                    <p class="soft">
                        {move || facts.get().map(|it| view! {
                            <Badge tone=Tone::Key>{it.account_key}</Badge> " " <RelativeTime at=it.started_at /> " · "
                        })}
                        {w.read_only}
                    </p>
                </div>
                <Show when=move || live.owns(id)>
                    <a class="button small" href=path_of(id)>{w.open_session}</a>
                </Show>
                <IconButton glyph=Glyph::Close small=true label=w.close_pane on:click=move |_| close() />
            </header>
            <Show when=move || failed.with(Option::is_some)>
                <div class="conversation-note">
                    <ErrorNote
                        what=words.conversation.load_failed error=failed
                        retry=Callback::new(move |()| loading.set(Loading::Not))
                    />
                </div>
            </Show>
            {move || if coming.get() {
                view! { <div class="conversation-gone"><Skeleton lines=6 /></div> }.into_any()
            } else if failed.with(Option::is_none) {
                view! { <ThreadView session=session.clone() away=away /> }.into_any()
            } else {
                ().into_any()
            }}
        </section>
    }
}
