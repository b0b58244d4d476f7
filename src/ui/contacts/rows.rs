//! The table: a head that stays, a row for each contact, more as one nears the end.

use leptos::{ev, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{PATH, listing::Listing, row::Row};
use crate::{
    domain::{contact_list::Query, find::Wanted},
    ui::{
        browser,
        keys::{Act, Place, pressed},
        live::path_of_contact,
        widgets::{Button, ButtonKind, EmptyState, ErrorNote, For, Glyph, Show, Skeleton},
        words::{Word, use_words},
    },
};

/// Pixels before the end at which more are loaded.
const NEAR: i32 = 600;

#[component]
pub(super) fn Rows(listing: Listing) -> impl IntoView {
    let words = use_words();
    let w = &words.contact_list;
    let navigate = StoredValue::new(use_navigate());
    let scroller = NodeRef::<html::Div>::new();
    let near_the_end = move || {
        let near =
            scroller.get_untracked().is_some_and(|it| it.scroll_top() + it.client_height() > it.scroll_height() - NEAR);
        if near {
            listing.load_more();
        }
    };
    // Rows that don't fill the page can't be scrolled.
    Effect::new(move || {
        listing.lines.track();
        if listing.next.with(Option::is_some) {
            browser::after(50, move || {
                if listing.busy.try_get_untracked() == Some(false) {
                    near_the_end();
                }
            });
        }
    });
    let on_keydown = move |event: ev::KeyboardEvent| {
        let (Some(act), Some(at)) = (pressed(&event, Place::Rows), listing.at.get_untracked()) else { return };
        match act {
            Act::Next => listing.step(1),
            Act::Previous => listing.step(-1),
            Act::First => listing.step(isize::MIN + 1),
            Act::Last => listing.step(isize::MAX),
            Act::Open => navigate.with_value(|go| go(&path_of_contact(at), NavigateOptions::default())),
            _ => return,
        }
        event.prevent_default();
    };
    let is_empty = Memo::new(move |_| listing.lines.with(Vec::is_empty));
    let failed = Memo::new(move |_| listing.failed.with(Option::is_some));
    let nothing = move || is_empty.get() && !listing.busy.get() && !failed.get();
    let end = move || if listing.cut.get() { w.cut } else { w.end };
    view! {
        <div class="history-scroll" node_ref=scroller on:scroll=move |_| near_the_end()>
            <Show when=move || failed.get() && !listing.asked_more.get()>
                <div class="history-lone"><LoadError listing=listing /></div>
            </Show>
            <Show when=move || is_empty.get() && listing.busy.get()><Skeleton lines=12 /></Show>
            <Show when=move || !is_empty.get()>
                <div
                    class="history-grid contacts-grid" class:busy=move || listing.busy.get() role="grid"
                    aria-label=words.frame.contacts aria-busy=move || listing.busy.get().then_some("true")
                >
                    <Columns />
                    <div role="rowgroup" on:keydown=on_keydown>
                        <For each=move || listing.lines.get() key=|line| line.id let:line>
                            <Row listing=listing line=line />
                        </For>
                    </div>
                </div>
                <div class="history-end">
                    <Show
                        when=move || failed.get()
                        fallback=move || view! {
                            <Show
                                when=move || listing.next.with(Option::is_some)
                                fallback=move || view! { <p class="soft">{end}</p> }
                            >
                                <Button
                                    small=true kind=ButtonKind::Quiet glyph=Glyph::ArrowDown busy=listing.busy
                                    on:click=move |_| listing.load_more()
                                >
                                    {w.more}
                                </Button>
                            </Show>
                        }
                    >
                        <Show when=move || listing.asked_more.get()><LoadError listing=listing /></Show>
                    </Show>
                </div>
            </Show>
            <Show when=nothing><Nothing listing=listing /></Show>
        </div>
    }
}

#[component]
fn LoadError(listing: Listing) -> impl IntoView {
    let w = &use_words().contact_list;
    view! { <ErrorNote what=w.failed error=listing.failed retry=Callback::new(move |()| listing.retry()) /> }
}

#[component]
fn Columns() -> impl IntoView {
    let words = use_words();
    let (w, card) = (&words.contact_list, &words.contacts.card);
    let column = |class: &'static str, name: Word| {
        view! { <div role="columnheader" class=class>{name}</div> }
    };
    view! {
        <div role="row" class="history-row history-columns">
            {column("of-contact", w.name)}
            {column("of-number", w.numbers)}
            {column("of-disposition", card.email)}
            {column("of-agent", w.list)}
            {column("of-tags", card.tags)}
            {column("of-status", w.consent)}
            {column("of-last", w.last)}
        </div>
    }
}

/// Says why there is nothing, and what to do.
#[component]
fn Nothing(listing: Listing) -> impl IntoView {
    let w = &use_words().contact_list;
    move || {
        let Query { text, .. } = listing.query.get();
        let wanted = Wanted::read(&text);
        let meant = wanted.digits.is_some() || wanted.email.is_some() || !wanted.words.is_empty();
        let (glyph, title, said) = match (text.is_empty(), meant, listing.supervises()) {
            (true, _, true) => (Glyph::User, w.empty, w.empty_text),
            (true, _, false) => (Glyph::User, w.none_served, w.none_served_text),
            (false, true, _) => (Glyph::Search, w.none_fit, w.none_fit_text),
            (false, false, _) => (Glyph::Search, w.too_short, w.too_short_text),
        };
        if text.is_empty() {
            return view! { <EmptyState glyph=glyph title=title text=said /> }.into_any();
        }
        view! {
            <EmptyState glyph=glyph title=title text=said>
                <a class="button" href=PATH>{w.all}</a>
            </EmptyState>
        }
        .into_any()
    }
}
