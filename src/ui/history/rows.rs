//! The table: a head that stays, a row for each interaction, more as one nears the end.

use leptos::{ev, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{filters::PATH, listing::Listing, row::Row};
use crate::{
    domain::{
        history::{Filter, Status},
        interaction::State,
    },
    ui::{
        browser,
        keys::{Act, Place, pressed},
        live::path_of,
        widgets::{Button, ButtonKind, EmptyState, ErrorNote, For, Glyph, Icon, Show, Skeleton},
        words::{Word, use_words},
    },
};

/// Pixels before the end at which more are loaded.
const NEAR: i32 = 600;

#[component]
pub(super) fn Rows(listing: Listing) -> impl IntoView {
    let words = use_words();
    let w = &words.history;
    let navigate = StoredValue::new(use_navigate());
    let scroller = NodeRef::<html::Div>::new();
    let near_the_end = move || {
        let near =
            scroller.get_untracked().is_some_and(|it| it.scroll_top() + it.client_height() > it.scroll_height() - NEAR);
        if near {
            listing.load_older();
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
            Act::Select => listing.toggle(at),
            Act::SelectTo => listing.toggle_to(at),
            Act::Deselect if listing.picked.with_untracked(|picked| !picked.is_empty()) => {
                listing.picked.update(|picked| picked.clear());
            }
            Act::Open => navigate.with_value(|go| go(&path_of(at), NavigateOptions::default())),
            _ => return,
        }
        event.prevent_default();
    };
    let is_empty = Memo::new(move |_| listing.lines.with(Vec::is_empty));
    let nothing = move || is_empty.get() && !listing.busy.get() && listing.failed.with(Option::is_none);
    view! {
        <div class="history-scroll" node_ref=scroller on:scroll=move |_| near_the_end()>
            <Show when=move || { listing.failed.with(Option::is_some) && !listing.asked_older.get() }>
                <div class="history-lone"><LoadError listing=listing /></div>
            </Show>
            <Show when=move || { is_empty.get() && listing.busy.get() }><Skeleton lines=12 /></Show>
            <Show when=move || !is_empty.get()>
                <div
                    class="history-grid" class:busy=move || listing.busy.get() role="grid" aria-label=words.frame.interactions
                    aria-multiselectable="true" aria-busy=move || listing.busy.get().then_some("true")
                >
                    <Head listing=listing />
                    <div role="rowgroup" on:keydown=on_keydown>
                        <For each=move || listing.lines.get() key=|line| line.id let:line>
                            <Row listing=listing line=line />
                        </For>
                    </div>
                </div>
            </Show>
            <Show when=nothing><Nothing listing=listing /></Show>
            <div class="history-end">
                <Show
                    when=move || listing.failed.with(Option::is_some)
                    fallback=move || view! {
                        <Show when=move || !is_empty.get()>
                            <Show
                                when=move || listing.next.with(Option::is_some)
                                fallback=move || view! { <p class="soft">{w.end}</p> }
                            >
                                <Button
                                    small=true kind=ButtonKind::Quiet glyph=Glyph::ArrowDown busy=listing.busy
                                    on:click=move |_| listing.load_older()
                                >
                                    {w.more}
                                </Button>
                            </Show>
                        </Show>
                    }
                >
                    <Show when=move || listing.asked_older.get()><LoadError listing=listing /></Show>
                </Show>
            </div>
        </div>
    }
}

#[component]
fn LoadError(listing: Listing) -> impl IntoView {
    let w = &use_words().history;
    view! { <ErrorNote what=w.failed error=listing.failed retry=Callback::new(move |()| listing.retry()) /> }
}

#[component]
fn Head(listing: Listing) -> impl IntoView {
    let w = &use_words().history;
    let all = Memo::new(move |_| {
        listing.lines.with(|lines| {
            let mut open =
                lines.iter().filter(|line| line.row.with(|row| row.interaction.state == State::Open)).peekable();
            open.peek().is_some() && listing.picked.with(|picked| open.all(|line| picked.contains(&line.id)))
        })
    });
    let some = move || !all.get() && listing.picked.with(|picked| !picked.is_empty());
    let column = |class: &'static str, name: Word| {
        view! { <div role="columnheader" class=class>{name}</div> }
    };
    view! {
        <div role="row" class="history-row history-columns">
            <div role="columnheader" class="of-check">
                <label class="history-check" title=w.select_all>
                    <input
                        type="checkbox" aria-label=w.select_all prop:checked=move || all.get() prop:indeterminate=some
                        on:change=move |_| listing.toggle_all()
                    />
                </label>
            </div>
            {column("of-number", w.number)}
            <div role="columnheader" class="of-eye">
                <Icon glyph=Glyph::Eye small=true /><span class="sr-only">{w.eye}</span>
            </div>
            {column("of-contact", w.contact)}
            {column("of-account", w.account)}
            {column("of-started", w.started)}
            {column("of-last", w.last)}
            {column("of-status", w.status)}
            {column("of-agent", w.agent)}
            {column("of-tags", w.tags)}
            {column("of-disposition", w.disposition)}
        </div>
    }
}

/// Says why there is nothing, and what to do.
#[component]
fn Nothing(listing: Listing) -> impl IntoView {
    let w = &use_words().history;
    move || {
        let narrowed = listing.filter.get() != Filter::default();
        if narrowed {
            view! {
                <EmptyState glyph=Glyph::Search title=w.none_fit text=w.none_fit_text>
                    <a class="button" href=PATH>{w.every_open}</a>
                </EmptyState>
            }
            .into_any()
        } else {
            let all = format!("{PATH}?status={}", Status::All.as_str());
            view! {
                <EmptyState glyph=Glyph::Inbox title=w.empty text=w.empty_text>
                    <a class="button" href=all>{w.all_too}</a>
                </EmptyState>
            }
            .into_any()
        }
    }
}
