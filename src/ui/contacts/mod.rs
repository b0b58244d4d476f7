//! Contacts: the list of those one may see, and each on a page of its own. The server checks every call again.

mod head;
mod listing;
mod page;
mod row;
mod rows;

use leptos::prelude::*;
use leptos_router::{
    hooks::{use_location, use_query_map},
    params::ParamsMap,
};
use serde::{Deserialize, Serialize};

pub use page::ContactPage;

use super::{
    live::{Link, use_live},
    widgets::{ErrorNote, Skeleton},
    words::use_words,
};
use crate::{
    api::{AppError, contacts::load_contacts},
    domain::contact_list::{self, Order, Query},
};
use head::Head;
use listing::Listing;
use rows::Rows;

/// Where the list stands.
const PATH: &str = "/contacts";

/// What an address says; what it says wrongly counts as not said.
fn query_in(address: &ParamsMap) -> Query {
    let said = |name: &str| address.get_str(name).unwrap_or_default().to_owned();
    Query { text: said("q").trim().to_owned(), order: Order::parse(&said("order")).unwrap_or_default() }
}

/// The other way round.
fn address(query: &Query) -> String {
    let mut said = ParamsMap::new();
    if !query.text.is_empty() {
        said.insert("q", query.text.clone());
    }
    if query.order != Order::default() {
        said.insert("order", query.order.as_str().to_owned());
    }
    format!("{PATH}{}", said.to_query_string())
}

/// What the page begins with.
#[derive(Clone, Serialize, Deserialize)]
struct Start {
    text: String,
    order: Order,
    page: contact_list::ContactsPage,
}

impl Start {
    async fn load(Query { text, order }: Query) -> Result<Start, AppError> {
        let page = load_contacts(text.clone(), order, None).await?;
        Ok(Start { text, order, page })
    }
}

#[component]
pub fn ContactsPage() -> impl IntoView {
    let words = use_words();
    let query = use_query_map();
    let start = Resource::new(|| (), move |()| Start::load(query.with_untracked(query_in)));
    let retry = Callback::new(move |()| start.refetch());
    view! {
        <main class="history">
            <h1 class="sr-only">{words.frame.contacts}</h1>
            <Suspense fallback=|| view! { <Skeleton lines=12 /> }>
                {move || Suspend::new(async move {
                    match start.await {
                        Ok(start) => view! { <Contacts start=start /> }.into_any(),
                        Err(error) => view! {
                            <div class="history-lone">
                                <ErrorNote what=words.contact_list.failed error=Some(error) retry=retry />
                            </div>
                        }
                            .into_any(),
                    }
                })}
            </Suspense>
        </main>
    }
}

#[component]
fn Contacts(start: Start) -> impl IntoView {
    let live = use_live();
    let Start { text, order, page } = start;
    let first = Query { text, order };
    let (address, pathname) = (use_query_map(), use_location().pathname);
    // On the way to another page the address is not ours any more.
    let query = Memo::new(move |before: Option<&Query>| match before {
        Some(before) if pathname.with(|path| path != PATH) => before.clone(),
        _ => address.with(query_in),
    });
    let listing = Listing::begin(query, page, live);
    Effect::new(move |before: Option<Query>| {
        let now = query.get();
        if before.as_ref().unwrap_or(&first) != &now {
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
    view! {
        <Head listing=listing />
        <Rows listing=listing />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_holds_what_is_looked_for() {
        let query = |text: &str, order| Query { text: text.into(), order };
        assert_eq!(address(&Query::default()), "/contacts");
        assert_eq!(address(&query("", Order::Name)), "/contacts?order=name");
        assert!(address(&query("+39 347", Order::Newest)).starts_with("/contacts?q=%2B39"));
        let said = |pairs: &[(&'static str, &str)]| {
            let mut map = ParamsMap::new();
            for (name, value) in pairs {
                map.insert(*name, (*value).to_owned());
            }
            query_in(&map)
        };
        assert_eq!(said(&[("q", " maria "), ("order", "name")]), query("maria", Order::Name));
        assert_eq!(said(&[("order", "best")]), Query::default());
    }
}
