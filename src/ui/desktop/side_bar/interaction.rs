//! The interaction: where it came from, who has it, how it went.

use leptos::prelude::*;

use super::{beside::use_beside, routing::Routing, tags::InteractionTags};
use crate::{
    domain::{
        follow_up::FollowUp,
        interaction::{Interaction, State},
    },
    ui::{
        clock::use_clock,
        desktop::dispositions::DispositionFact,
        live::Session,
        widgets::{Badge, RelativeTime, Show, Skeleton, Tone},
        words::use_words,
    },
};

#[component]
pub(super) fn InteractionPanel(session: Session) -> impl IntoView {
    let words = use_words();
    let beside = use_beside();
    let facts = session.facts;
    let fixed = beside.read(|facts| !facts.choices.tag_interaction);
    view! {
        <section class="side-part">
            {move || match facts.get() {
                Some(facts) => view! { <Outline facts=facts /> }.into_any(),
                None => view! { <Skeleton lines=8 /> }.into_any(),
            }}
        </section>
        <section class="side-part" aria-label=words.contacts.side.tags>
            <h3>{words.contacts.side.tags}</h3>
            <Show when=move || beside.loaded() fallback=|| view! { <Skeleton lines=1 /> }>
                <fieldset
                    class="changing" disabled=move || fixed.get()
                    aria-describedby=move || fixed.get().then_some("tags-fixed")
                >
                    <InteractionTags />
                </fieldset>
                <Show when=move || fixed.get()>
                    <p class="field-help" id="tags-fixed">{words.contacts.tags.only_who_answers}</p>
                </Show>
            </Show>
        </section>
        <section class="side-part" aria-label=words.contacts.routing.title>
            <h3>{words.contacts.routing.title}</h3>
            <Show when=move || beside.loaded() fallback=|| view! { <Skeleton lines=3 /> }><Routing /></Show>
        </section>
    }
}

#[component]
fn Outline(facts: Interaction) -> impl IntoView {
    let words = use_words();
    let clock = use_clock();
    let state = match facts.state {
        State::Open => view! { <Badge tone=Tone::Good>{words.desktop.open}</Badge> },
        State::Closed => view! { <Badge>{words.desktop.closed}</Badge> },
    };
    let queue = words.common.none.unless(facts.queue_name);
    let first_handler = words.common.none.unless(facts.first_handler_name);
    let owner = words.desktop.nobody.unless(facts.owner_name);
    let started = facts.started_at;
    let first_response = match facts.first_response_at {
        Some(at) => {
            let after = move || (words.contacts.side.first_response_after)(at.since(started));
            view! { <RelativeTime at=at /> <span class="soft">{after}</span> }.into_any()
        }
        None => words.desktop.not_yet.into_any(),
    };
    view! {
        <dl class="facts-list">
            <div><dt>{words.desktop.id}</dt><dd>{facts.id.to_string()}</dd></div>
            <div><dt>{words.desktop.state}</dt><dd>{state}</dd></div>
            <div>
                <dt>{words.desktop.account}</dt>
                <dd><Badge tone=Tone::Key>{facts.account_key}</Badge> {facts.account_name}</dd>
            </div>
            <div><dt>{words.desktop.queue}</dt><dd>{queue}</dd></div>
            <div><dt>{words.desktop.first_handler}</dt><dd>{first_handler}</dd></div>
            <div><dt>{words.desktop.owner}</dt><dd>{owner}</dd></div>
            <div><dt>{words.desktop.started}</dt><dd><RelativeTime at=started /></dd></div>
            <div><dt>{words.desktop.first_response}</dt><dd>{first_response}</dd></div>
            {facts.follow_up.map(|FollowUp { at, reason }| view! {
                <div><dt>{words.follow_up.fact}</dt><dd>{move || clock.when(at, words)} " " <span class="soft">{reason}</span></dd></div>
            })}
            {facts.closed_at.map(|at| view! {
                <div><dt>{words.desktop.closed_at}</dt><dd><RelativeTime at=at /></dd></div>
            })}
            {facts.disposition.map(|path| view! { <DispositionFact path=path remark=facts.remark /> })}
        </dl>
    }
}
