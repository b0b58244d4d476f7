//! The requests, above everything at the top right (on a phone from below). They never take the focus: a key gives it
//! (see `keys`), then A accepts and R rejects.

use leptos::{ev, html, prelude::*};

use super::card::{OfferCard, answer_accept, answer_reject};
use crate::{
    domain::OfferId,
    ui::{
        browser,
        keys::{self, Act, Place, shown, use_keys},
        live::use_live,
        widgets::{For, Pick, use_notices},
        words::use_words,
    },
};
use leptos_router::hooks::use_navigate;

#[component]
pub fn OfferStack() -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let notices = use_notices();
    let navigate = StoredValue::new(use_navigate());
    let stack = NodeRef::<html::Section>::new();
    let focused = RwSignal::new(None::<OfferId>);

    use_keys().on(Act::Requests, move || match stack.get_untracked() {
        Some(stack) if untrack(|| live.pending_offers()) > 0 => {
            browser::focus_among(&stack, ".offer", Pick::First);
            true
        }
        _ => false,
    });
    let on_keydown = move |event: ev::KeyboardEvent| {
        let Some(act) = keys::pressed(&event, Place::Requests).filter(|_| !event.repeat()) else { return };
        let card = live.offers.with_untracked(|cards| {
            let open = |card: &&crate::ui::live::Card| card.end.with_untracked(Option::is_none);
            let of_focus = cards.iter().filter(open).find(|card| Some(card.offer.id) == focused.get_untracked());
            of_focus.or_else(|| cards.iter().find(open)).cloned()
        });
        match (act, card, stack.get_untracked()) {
            (Act::Accept, Some(card), _) => {
                navigate.with_value(|go| answer_accept(live, notices, words, card, go.clone()))
            }
            (Act::Reject, Some(card), _) => answer_reject(live, notices, words, card),
            (Act::Next, _, Some(stack)) => browser::focus_among(&stack, ".offer", Pick::Next),
            (Act::Previous, _, Some(stack)) => browser::focus_among(&stack, ".offer", Pick::Previous),
            _ => return,
        }
        event.prevent_default();
    };
    let count = Memo::new(move |_| live.offers.with(Vec::len));
    let announced = move || {
        live.offers.with(|cards| {
            let newest = cards.iter().rev().find(|card| card.end.with(Option::is_none));
            newest.map(|card| {
                (words.offers.announce)(
                    &card.offer.contact_name,
                    &card.offer.account_name,
                    &shown(Act::Requests, words),
                )
            })
        })
    };
    view! {
        <p class="sr-only" role="status" aria-live="polite">{announced}</p>
        <section
            class="offers" aria-label=words.offers.stack node_ref=stack hidden=move || count.get() == 0
            on:keydown=on_keydown
        >
            <header class="offers-head">
                <h2>{move || (words.offers.several)(count.get())}</h2>
                <kbd>{move || shown(Act::Requests, words)}</kbd>
            </header>
            <ul class="offers-list">
                <For each=move || live.offers.get() key=|card| card.offer.id let:card>
                    <li><OfferCard card=card focused=focused /></li>
                </For>
            </ul>
        </section>
    }
}
