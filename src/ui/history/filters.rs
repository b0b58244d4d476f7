//! What the list is narrowed to. The address holds it: a reload, the way back and a shared link show the same.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate, params::ParamsMap};

use super::listing::Listing;
use crate::{
    domain::history::{Filter, HistoryChoices, Status},
    ui::{
        widgets::{Glyph, Icon, Show},
        words::{Word, use_words},
    },
};

/// Where the page stands.
pub(super) const PATH: &str = "/interactions";

/// What an address says; what it says wrongly counts as not said.
pub(super) fn filter_in(query: &ParamsMap) -> Filter {
    let id = |name: &str| query.get_str(name).and_then(|id| id.parse::<i64>().ok());
    Filter {
        status: query.get_str("status").and_then(Status::parse).unwrap_or_default(),
        account: id("account").map(crate::domain::AccountId),
        agent: id("agent").map(crate::domain::UserId),
        owner: id("with").map(crate::domain::UserId),
    }
}

/// The other way round.
pub(super) fn address(filter: &Filter) -> String {
    let status = Some(filter.status).filter(|status| *status != Status::default());
    let said = [
        ("status", status.map(|status| status.as_str().to_owned())),
        ("account", filter.account.map(|id| id.to_string())),
        ("agent", filter.agent.map(|id| id.to_string())),
        ("with", filter.owner.map(|id| id.to_string())),
    ];
    let said: Vec<String> = said.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?))).collect();
    if said.is_empty() { PATH.to_owned() } else { format!("{PATH}?{}", said.join("&")) }
}

#[component]
pub(super) fn Filters(filter: Memo<Filter>, choices: HistoryChoices) -> impl IntoView {
    let w = &use_words().history;
    let navigate = StoredValue::new(use_navigate());
    let narrow = move |change: &dyn Fn(&mut Filter)| {
        let mut wanted = filter.get_untracked();
        change(&mut wanted);
        navigate.with_value(|go| go(&address(&wanted), NavigateOptions { scroll: false, ..Default::default() }));
    };
    let chips = Status::ALL.into_iter().map(|status| {
        let chosen = Memo::new(move |_| filter.get().status == status);
        let href = move || address(&Filter { status, ..filter.get() });
        view! {
            <a class="history-chip" href=href aria-current=move || chosen.get().then_some("true")>
                {move || (w.status_name)(status)}
            </a>
        }
    });
    let chips = chips.collect_view();
    let accounts = choices.accounts.into_iter().map(|it| (it.id.to_string(), format!("{} · {}", it.key, it.name)));
    let agents: Vec<(String, String)> = choices.agents.into_iter().map(|it| (it.id.to_string(), it.name)).collect();
    view! {
        <div class="history-filters" role="group" aria-label=w.filters>
            <div class="history-chips" role="group" aria-label=w.status>{chips}</div>
            <Narrowing
                name="history-account" label=w.account every=w.every_account choices=accounts.collect()
                chosen=Signal::derive(move || filter.get().account.map(|id| id.to_string()))
                choose=Callback::new(move |id: String| narrow(&|it| it.account = id.parse().ok()))
            />
            <Narrowing
                name="history-agent" label=w.first_agent every=w.anybody choices=agents.clone()
                chosen=Signal::derive(move || filter.get().agent.map(|id| id.to_string()))
                choose=Callback::new(move |id: String| narrow(&|it| it.agent = id.parse().ok()))
            />
            <Narrowing
                name="history-owner" label=w.owner every=w.anybody choices=agents
                chosen=Signal::derive(move || filter.get().owner.map(|id| id.to_string()))
                choose=Callback::new(move |id: String| narrow(&|it| it.owner = id.parse().ok()))
            />
        </div>
    }
}

#[component]
fn Narrowing(
    name: &'static str,
    label: Word,
    every: Word,
    /// Value and label.
    choices: Vec<(String, String)>,
    chosen: Signal<Option<String>>,
    choose: Callback<String>,
) -> impl IntoView {
    let options = choices.into_iter().map(|(value, label)| {
        let own = value.clone();
        view! { <option value=value selected=move || chosen.with(|it| it.as_ref() == Some(&own))>{label}</option> }
    });
    view! {
        <div class="history-narrowing" class:on=move || chosen.with(Option::is_some)>
            <label for=name>{label}</label>
            <select
                class="input" id=name prop:value=move || chosen.get().unwrap_or_default()
                on:change:target=move |event| choose.run(event.target().value())
            >
                <option value="" selected=move || chosen.with(Option::is_none)>{every}</option>
                {options.collect_view()}
            </select>
        </div>
    }
}

/// What came meanwhile is announced, and comes in when somebody wants it: nothing moves under the pointer.
#[component]
pub(super) fn FreshButton(listing: Listing) -> impl IntoView {
    let w = &use_words().history;
    let count = Memo::new(move |_| listing.fresh.with(std::collections::BTreeSet::len));
    view! {
        <div class="history-fresh" role="status">
            <Show when=move || { count.get() > 0 }>
                <button type="button" class="button small" on:click=move |_| listing.reload()>
                    <Icon glyph=Glyph::ArrowUp small=true />
                    {move || (w.fresh)(count.get())}
                </button>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AccountId, UserId};

    #[test]
    fn an_address_holds_the_whole_filter() {
        let params = |text: &str| {
            let mut params = ParamsMap::new();
            for pair in text.split_once('?').map(|(_, query)| query).unwrap_or_default().split('&') {
                if let Some((name, value)) = pair.split_once('=') {
                    params.insert(name.to_owned(), value.to_owned());
                }
            }
            params
        };
        let whole =
            Filter { status: Status::All, account: Some(AccountId(3)), agent: Some(UserId(7)), owner: Some(UserId(8)) };
        assert_eq!(address(&whole), "/interactions?status=all&account=3&agent=7&with=8");
        for filter in [whole, Filter::default(), Filter { status: Status::Waiting, ..Filter::default() }] {
            assert_eq!(filter_in(&params(&address(&filter))), filter);
        }
        assert_eq!(filter_in(&params("?status=lost&agent=me")), Filter::default());
    }
}
