//! Where a session begins, and where everything does.

use leptos::{ev, prelude::*};

use super::scroller::Scroller;
use crate::{
    domain::{InteractionId, interaction::Interaction},
    ui::{
        clock::use_clock,
        live::{Session, path_of},
        widgets::{Glyph, Icon, Show},
        words::use_words,
    },
};

/// At the very top: the way to what is older, or the beginning. A link, so that it works before script.
#[component]
pub(super) fn TopEnd(session: Session, scroller: Scroller) -> impl IntoView {
    let words = use_words();
    let entries = RwSignal::from(session.thread.entries.clone());
    let past = RwSignal::from(session.thread.past.clone());
    let id = session.id;
    // The oldest that can be read without script.
    let oldest = Memo::new(move |_| {
        let first = entries.with(|entries| (entries.first_of_the_newest(), entries.first_of_the_newest_id()));
        match first {
            (0, _) => None,
            (_, id) => id,
        }
    });
    let all_here = Memo::new(move |_| oldest.get().is_none() && past.with(|past| past.more == Some(false)));
    let known = move || oldest.get().is_some() || past.with(|past| past.more.is_some());
    let on_click = move |event: ev::MouseEvent| {
        if event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        event.prevent_default();
        scroller.try_again();
        scroller.to_oldest();
    };
    view! {
        <div class="earlier">
            <Show
                when=move || all_here.get()
                fallback=move || view! {
                    <a
                        class="button quiet small" hidden=move || !known() on:click=on_click
                        href=move || match oldest.get() {
                            Some(oldest) => format!("{}?before={oldest}", path_of(id)),
                            None => path_of(id),
                        }
                        aria-busy=move || scroller.loading.get().then_some("true")
                    >
                        <Icon glyph=Signal::derive(move || {
                            if scroller.loading.get() { Glyph::Spinner } else { Glyph::ArrowUp }
                        }) />
                        {words.conversation.load_earlier}
                    </a>
                }
            >
                <p class="soft">{words.conversation.beginning}</p>
            </Show>
        </div>
    }
}

/// The line above a session. `facts` of an earlier one; without, it is the session in hand.
#[component]
pub(super) fn SessionHead(of: InteractionId, facts: Option<Box<Interaction>>) -> impl IntoView {
    let words = use_words();
    let clock = use_clock();
    let body = match facts {
        None => view! { <strong>{words.conversation.this_session}</strong> }.into_any(),
        Some(facts) => {
            let (started, closed) = (facts.started_at, facts.closed_at);
            let agent = facts.owner_name.or(facts.first_handler_name).map(|name| format!(" · {name}"));
            view! {
                <strong>{move || (words.conversation.session)(of)}</strong>
                " · "
                <time datetime=clock.iso(started) title=move || clock.exact(started, words)>
                    {move || clock.ago(started, words)}
                </time>
                {agent}
                {closed.map(|at| view! {
                    " · "
                    <time datetime=clock.iso(at) title=move || clock.exact(at, words)>
                        {move || (words.conversation.closed_at)(&clock.ago(at, words))}
                    </time>
                })}
            }
            .into_any()
        }
    };
    view! { <p class="session-head" data-session=of.0>{body}</p> }
}
