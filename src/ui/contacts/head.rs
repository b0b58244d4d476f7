//! What is looked for and in which order. The address holds it: a reload, the way back and a shared link show the same; and
//! without script the form asks for it.

use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{PATH, address, listing::Listing};
use crate::{
    domain::contact_list::{Order, Query},
    ui::{
        browser,
        keys::{Act, Place, pressed},
        widgets::{Glyph, Icon, Show},
        words::use_words,
    },
};

/// How long nothing must be typed before it is looked for, ms.
const SETTLED: u32 = 250;

#[component]
pub(super) fn Head(listing: Listing) -> impl IntoView {
    let w = &use_words().contact_list;
    let query = listing.query;
    let navigate = StoredValue::new(use_navigate());
    let typed = RwSignal::new(query.with_untracked(|query| query.text.clone()));
    let turn = StoredValue::new(0_u32);
    let apply = move || {
        let wanted = Query { text: typed.get_untracked().trim().to_owned(), ..query.get_untracked() };
        if wanted != query.get_untracked() {
            let options = NavigateOptions { replace: true, scroll: false, ..Default::default() };
            navigate.with_value(|go| go(&address(&wanted), options));
        }
    };
    // The way back, or a link: what is typed follows.
    Effect::new(move || {
        let text = query.with(|query| query.text.clone());
        if typed.with_untracked(|typed| typed.trim() != text) {
            typed.set(text);
        }
    });
    let on_input = move |event: ev::Event| {
        typed.set(event_target_value(&event));
        let mine = turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        browser::after(SETTLED, move || {
            if mine.is_some() && turn.try_get_value() == mine {
                apply();
            }
        });
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        if pressed(&event, Place::Lists) == Some(Act::Next) {
            event.prevent_default();
            listing.step(0);
        }
    };
    let chip = move |order: Order| {
        let chosen = Memo::new(move |_| query.with(|query| query.order == order));
        let href = move || address(&Query { order, ..query.get() });
        view! {
            <a class="history-chip" href=href aria-current=move || chosen.get().then_some("true")>
                {move || (w.order_name)(order)}
            </a>
        }
    };
    let count = move || {
        let n = listing.lines.with(Vec::len);
        let more = listing.next.with(Option::is_some) || listing.cut.get();
        (!listing.busy.get()).then(|| (w.found)(n, more))
    };
    let fresh = Memo::new(move |_| listing.fresh.with(std::collections::BTreeSet::len));
    view! {
        <div class="history-head">
            <form
                class="contacts-search" role="search" action=PATH method="get"
                on:submit=move |event: ev::SubmitEvent| {
                    event.prevent_default();
                    apply();
                }
            >
                <input
                    class="input" type="search" name="q" autocomplete="off" spellcheck="false" enterkeyhint="search"
                    aria-label=w.search placeholder=w.search_hint prop:value=move || typed.get()
                    value=typed.get_untracked() on:input=on_input on:keydown=on_keydown
                />
            </form>
            <p class="sr-only" role="status">{count}</p>
            // What is looked for stands with the newest first.
            <Show when=move || query.with(|query| query.text.is_empty())>
                <div class="history-chips" role="group" aria-label=w.order>
                    {Order::ALL.map(chip).into_iter().collect_view()}
                </div>
            </Show>
            <div class="history-fresh" role="status">
                <Show when=move || { fresh.get() > 0 }>
                    <button type="button" class="button small" on:click=move |_| listing.reload()>
                        <Icon glyph=Glyph::ArrowUp small=true />
                        {move || (w.fresh)(fresh.get())}
                    </button>
                </Show>
            </div>
        </div>
    }
}
