//! The first steps: what the house needs before the first text reaches an agent, and what is there already.

use leptos::prelude::*;
use leptos_router::components::A;

use super::shell::{PageHead, loaded};
use crate::{
    api::admin::{load_accounts, load_queues, load_users},
    domain::{account::Account, queue::Queue, user::User},
    ui::{
        widgets::{Glyph, Icon},
        words::use_words,
    },
};

#[component]
pub fn Overview() -> impl IntoView {
    let w = &use_words().admin.overview;
    let users = Resource::new(|| (), |()| load_users());
    let queues = Resource::new(|| (), |()| load_queues());
    let accounts = Resource::new(|| (), |()| load_accounts());
    let retry = move || {
        users.refetch();
        queues.refetch();
        accounts.refetch();
    };
    let load = move || async move { Ok((users.await?, queues.await?, accounts.await?)) };
    view! {
        <PageHead title=w.title text=w.text />
        {loaded(w.failed, 4, retry, load, |(users, queues, accounts)| {
            view! { <FirstSteps users=users queues=queues accounts=accounts /> }
        })}
    }
}

#[component]
fn FirstSteps(users: Vec<User>, queues: Vec<Queue>, accounts: Vec<Account>) -> impl IntoView {
    let w = &use_words().admin.overview;
    let people = users.iter().filter(|user| user.active).count();
    let staffed = queues.iter().filter(|queue| !queue.agents.is_empty() || !queue.teams.is_empty()).count();
    let open = accounts.iter().filter(|account| account.draft.active).count();
    let routed = accounts.iter().filter(|account| account.draft.active && !account.draft.flow.0.is_empty()).count();
    let (all_queues, all_accounts) = (queues.len(), accounts.len());
    let steps = [
        // Whoever reads this is one of the people.
        (people > 1, "/admin/users", w.people, Signal::derive(move || (w.people_count)(people))),
        (staffed > 0, "/admin/queues", w.queues, Signal::derive(move || (w.queue_count)(all_queues, staffed))),
        (open > 0, "/admin/accounts", w.accounts, Signal::derive(move || (w.account_count)(all_accounts))),
        (open > 0 && routed == open, "/admin/accounts", w.flows, Signal::derive(move || (w.flow_count)(routed, open))),
    ];
    let rows = steps
        .into_iter()
        .map(|(done, href, name, state)| {
            view! {
                <li class:done=done>
                    <Icon glyph=if done { Glyph::Check } else { Glyph::Clock } />
                    <div>
                        <strong>{name}</strong>
                        <span class="row-under">{move || state.get()}</span>
                    </div>
                    <A href=href attr:class="button" attr:aria-label=move || (w.open_named)(&name)>
                        {if done { w.open } else { w.set_up }}
                    </A>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="panel steps-list">{rows}</ol> }
}
