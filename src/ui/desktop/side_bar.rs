//! The facts beside a conversation: contact and interaction.

use leptos::prelude::*;

use super::{Panes, dispositions::DispositionFact};
use crate::{
    domain::interaction::{Interaction, State},
    ui::{
        browser,
        live::Session,
        widgets::{Avatar, Badge, Glyph, IconButton, RelativeTime, Skeleton, Tone, use_notices},
        words::use_words,
    },
};

#[component]
pub(super) fn SideBar(session: Session) -> impl IntoView {
    let words = use_words();
    let panes: Panes = expect_context();
    let facts = session.facts;
    view! {
        <aside class="side-bar" aria-label=words.desktop.facts>
            <header class="side-head">
                <h2>{words.desktop.facts}</h2>
                <IconButton
                    glyph=Glyph::Close small=true label=words.desktop.hide_facts
                    on:click=move |_| {
                        panes.facts_instead.set(false);
                        panes.fold(false);
                    }
                />
            </header>
            {move || match facts.get() {
                Some(facts) => view! { <Facts facts=facts /> }.into_any(),
                None => view! { <Skeleton lines=8 /> }.into_any(),
            }}
        </aside>
    }
}

#[component]
fn Facts(facts: Interaction) -> impl IntoView {
    let words = use_words();
    let notices = use_notices();
    let number = facts.peer.as_str().to_owned();
    let named = facts.contact_name != number;
    let copied = number.clone();
    let state = match facts.state {
        State::Open => view! { <Badge tone=Tone::Good>{words.desktop.open}</Badge> },
        State::Closed => view! { <Badge>{words.desktop.closed}</Badge> },
    };
    let queue = facts.queue_name.unwrap_or_else(|| words.common.none.to_owned());
    let first_handler = facts.first_handler_name.unwrap_or_else(|| words.common.none.to_owned());
    let owner = facts.owner_name.unwrap_or_else(|| words.desktop.nobody.to_owned());
    let first_response = match facts.first_response_at {
        Some(at) => view! { <RelativeTime at=at /> }.into_any(),
        None => words.desktop.not_yet.into_any(),
    };
    view! {
        <section class="side-facts">
            <h3>{words.desktop.contact}</h3>
            <div class="facts-contact">
                <Avatar name=facts.contact_name.clone() large=true />
                <div class="grow">
                    <p class="facts-name">{facts.contact_name.clone()}</p>
                    {named.then(|| view! { <p class="soft">{number}</p> })}
                </div>
                <IconButton
                    glyph=Glyph::Copy small=true label=words.desktop.copy_number
                    on:click=move |_| {
                        browser::copy(&copied);
                        notices.say(words.desktop.copied);
                    }
                />
            </div>
        </section>
        <section class="side-facts">
            <h3>{words.desktop.interaction}</h3>
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
                <div><dt>{words.desktop.started}</dt><dd><RelativeTime at=facts.started_at /></dd></div>
                <div><dt>{words.desktop.first_response}</dt><dd>{first_response}</dd></div>
                {facts.closed_at.map(|at| view! {
                    <div><dt>{words.desktop.closed_at}</dt><dd><RelativeTime at=at /></dd></div>
                })}
                {facts.disposition.map(|path| view! { <DispositionFact path=path remark=facts.remark /> })}
            </dl>
        </section>
    }
}
