//! The queues of the house.

use leptos::prelude::*;
use leptos_router::components::A;

use super::strategy_words;
use crate::{
    api::admin::load_queues,
    domain::queue::Queue,
    ui::{
        admin::{
            form::Drafts,
            shell::{AddLink, PageHead, loaded},
        },
        widgets::{Badge, EmptyState, Glyph, Tone},
        words::use_words,
    },
};

#[component]
pub fn QueueList() -> impl IntoView {
    let w = &use_words().admin.queues;
    let queues = Resource::new(|| (), |()| load_queues());
    view! {
        <PageHead title=w.title text=w.text><AddLink href="/admin/queues/new" label=w.add /></PageHead>
        {loaded(w.list_failed, 4, move || queues.refetch(), move || async move { queues.await }, move |queues| {
            if queues.is_empty() {
                view! {
                    <EmptyState glyph=Glyph::Inbox title=w.empty text=w.empty_text>
                        <AddLink href="/admin/queues/new" label=w.add />
                    </EmptyState>
                }
                    .into_any()
            } else {
                view! { <QueueTable queues=queues /> }.into_any()
            }
        })}
    }
}

#[component]
fn QueueTable(queues: Vec<Queue>) -> impl IntoView {
    let words = use_words();
    let w = &words.admin.queues;
    let drafts = expect_context::<Drafts>();
    let rows = queues
        .into_iter()
        .map(|queue| {
            let place = format!("/admin/queues/{}", queue.id);
            let unsaved = drafts.waits(&place);
            let staffed = !queue.agents.is_empty() || !queue.teams.is_empty();
            let (agents, teams) = (queue.agents.len(), queue.teams.len());
            let members = move || (w.member_count)(agents, teams);
            view! {
                <tr>
                    <td>
                        <A href=place attr:class="row-link">{queue.name}</A>
                        {unsaved.then(|| view! { " " <Badge tone=Tone::Warn>{words.admin.form.unsaved}</Badge> })}
                        <span class="row-under">{strategy_words(w, queue.strategy).0}</span>
                    </td>
                    <td>
                        {if staffed {
                            view! { <span>{members}</span> }.into_any()
                        } else {
                            view! { <Badge tone=Tone::Warn>{w.no_members}</Badge> }.into_any()
                        }}
                    </td>
                    <td class="wide-only number">{move || (w.seconds)(queue.agent_timeout)}</td>
                    <td class="wide-only number">{queue.priority}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="panel">
            <table class="admin-table">
                <thead>
                    <tr>
                        <th scope="col">{w.name}</th>
                        <th scope="col">{w.members}</th>
                        <th scope="col" class="wide-only number">{w.agent_timeout}</th>
                        <th scope="col" class="wide-only number">{w.priority}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
