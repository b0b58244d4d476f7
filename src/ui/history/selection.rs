//! What can be done with the selected ones. Stands over the end of the list, so that nothing moves when it comes.

use leptos::prelude::*;

use super::listing::Listing;
use crate::{
    domain::history::MOST_AT_ONCE,
    ui::{
        widgets::{Button, ButtonKind, Show},
        words::use_words,
    },
};

#[component]
pub(super) fn SelectionBar(listing: Listing, closing: RwSignal<bool>, assigning: RwSignal<bool>) -> impl IntoView {
    let w = &use_words().history;
    let count = Memo::new(move |_| listing.picked.with(std::collections::BTreeSet::len));
    let too_many = Memo::new(move |_| count.get() > MOST_AT_ONCE);
    let clear = move |_| {
        listing.picked.update(|picked| picked.clear());
        listing.refocus();
    };
    view! {
        <p class="sr-only" role="status">{move || (count.get() > 0).then(|| (w.selected)(count.get()))}</p>
        <Show when=move || { count.get() > 0 }>
            <div class="history-bar" role="region" aria-label=w.selection>
                <p>
                    <strong>{move || (w.selected)(count.get())}</strong>
                    <Show when=move || too_many.get()>
                        <span class="history-too-many">{move || (w.at_most)(MOST_AT_ONCE)}</span>
                    </Show>
                </p>
                <Button small=true disabled=too_many on:click=move |_| closing.set(true)>{w.close}</Button>
                <Button small=true disabled=too_many on:click=move |_| assigning.set(true)>{w.assign}</Button>
                <Button small=true kind=ButtonKind::Quiet on:click=clear>{w.clear}</Button>
            </div>
        </Show>
    }
}
