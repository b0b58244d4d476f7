//! The interactions of everybody, for supervisors: narrowed by the address, fresh by events, several closed or reassigned
//! at once. The server checks every call again.

mod assign;
mod close;
mod filters;
mod listing;
mod outcome;
mod row;
mod rows;
mod selection;

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use serde::{Deserialize, Serialize};

use super::{
    live::{Link, use_live},
    widgets::{EmptyState, ErrorNote, Glyph, Show, Skeleton},
    words::use_words,
};
use crate::{
    api::{
        AppError,
        history::{load_choices, load_history},
    },
    domain::{
        history::{Filter, HistoryChoices, HistoryPage},
        user::Right,
    },
};
use assign::AssignMany;
use close::CloseMany;
use filters::{Filters, FreshButton, PATH, filter_in};
use listing::Listing;
use rows::Rows;
use selection::SelectionBar;

/// What the page begins with.
#[derive(Clone, Serialize, Deserialize)]
struct Start {
    filter: Filter,
    page: HistoryPage,
    choices: HistoryChoices,
}

impl Start {
    async fn load(filter: Filter) -> Result<Start, AppError> {
        let choices = load_choices().await?;
        let page = load_history(filter.status, filter.account, filter.agent, filter.owner, None).await?;
        Ok(Start { filter, page, choices })
    }
}

/// Closes the moment somebody stops being a supervisor: what it shows is everybody's.
#[component]
pub fn InteractionsPage() -> impl IntoView {
    let live = use_live();
    let may = Memo::new(move |_| live.me.with(|me| me.role.may(Right::Supervise)));
    view! { <Show when=move || may.get() fallback=NotAllowed><Everybody /></Show> }
}

#[component]
fn NotAllowed() -> impl IntoView {
    let words = use_words();
    let w = &words.history;
    view! {
        <main class="lone-page">
            <h1 class="sr-only">{words.frame.interactions}</h1>
            <EmptyState glyph=Glyph::List title=w.not_allowed text=w.not_allowed_text>
                <a class="button" href="/">{words.common.to_desktop}</a>
            </EmptyState>
        </main>
    }
}

#[component]
fn Everybody() -> impl IntoView {
    let words = use_words();
    let w = &words.history;
    let query = use_query_map();
    let start = Resource::new(|| (), move |()| Start::load(query.with_untracked(filter_in)));
    let retry = Callback::new(move |()| start.refetch());
    view! {
        <main class="history">
            <h1 class="sr-only">{words.frame.interactions}</h1>
            <Suspense fallback=|| view! { <Skeleton lines=12 /> }>
                {move || Suspend::new(async move {
                    match start.await {
                        Ok(start) => view! { <Interactions start=start /> }.into_any(),
                        Err(error) => view! {
                            <div class="history-lone"><ErrorNote what=w.failed error=Some(error) retry=retry /></div>
                        }
                            .into_any(),
                    }
                })}
            </Suspense>
        </main>
    }
}

#[component]
fn Interactions(start: Start) -> impl IntoView {
    let live = use_live();
    let Start { filter: first, page, choices } = start;
    let (query, pathname) = (use_query_map(), use_location().pathname);
    // On the way to another page the address is not ours any more.
    let filter = Memo::new(move |before: Option<&Filter>| match before {
        Some(before) if pathname.with(|path| path != PATH) => *before,
        _ => query.with(filter_in),
    });
    let listing = Listing::begin(filter, page, live.me.with_untracked(|me| me.id));
    Effect::new(move |before: Option<Filter>| {
        let now = filter.get();
        if before.unwrap_or(first) != now {
            listing.turn_to_another();
        }
        now
    });
    live.listen(move |event| listing.hear(event));
    // After a break in the stream something may have been missed.
    Effect::new(move |before: Option<(bool, Link)>| {
        let link = live.link.get();
        let (stood, last) = before.unwrap_or((false, link));
        if link == Link::Live && last != Link::Live && stood {
            listing.look_again();
        }
        (stood || link == Link::Live, link)
    });
    let (closing, assigning) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <div class="history-head">
            <Filters filter=filter choices=choices />
            <FreshButton listing=listing />
        </div>
        <Rows listing=listing />
        <SelectionBar listing=listing closing=closing assigning=assigning />
        <CloseMany listing=listing open=closing />
        <AssignMany listing=listing open=assigning />
    }
}
