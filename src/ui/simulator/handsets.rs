//! The phones at hand: those that have texted the account, and numbers for new ones.

use leptos::{ev, prelude::*};

use super::board::Table;
use crate::{
    domain::{Peer, sandbox::Handset},
    ui::{
        asked::Asked,
        widgets::{Button, Glyph, RelativeTime, TextInput},
        words::use_words,
    },
};

/// Numbers of the range that is set aside for fiction: they belong to nobody.
const SUGGESTED: [&str; 5] = ["+15550100001", "+15550100002", "+15550100003", "+15550100004", "+15550100005"];

#[component]
pub fn HandsetList(table: Table, handsets: Asked<Vec<Handset>>) -> impl IntoView {
    let w = &use_words().simulator;
    view! {
        <div>
            <h2>{w.handsets}</h2>
            {handsets.view(w.handsets_failed, 3, move |handsets| view! { <Handsets table=table handsets=handsets /> })}
        </div>
        <TakePhone table=table />
    }
}

#[component]
fn Handsets(table: Table, handsets: Vec<Handset>) -> impl IntoView {
    let w = &use_words().simulator;
    let known: Vec<String> = handsets.iter().map(|handset| handset.number.clone()).collect();
    let none = handsets.is_empty();
    let rows = handsets
        .into_iter()
        .map(|handset| {
            let (held, toggled) = (handset.number.clone(), handset.number.clone());
            view! {
                <li>
                    <button
                        type="button"
                        class="handset"
                        aria-pressed=move || if table.holds(&held) { "true" } else { "false" }
                        on:click=move |_| table.toggle(&toggled)
                    >
                        <b>{handset.number}</b>
                        <RelativeTime at=handset.last_at />
                        <span class="clip">{handset.last_text}</span>
                    </button>
                </li>
            }
        })
        .collect_view();
    let suggested = SUGGESTED
        .into_iter()
        .filter(|number| !known.iter().any(|known| known == number))
        .map(|number| {
            view! {
                <button
                    type="button"
                    class="button small"
                    aria-pressed=move || if table.holds(number) { "true" } else { "false" }
                    on:click=move |_| table.toggle(number)
                >
                    {number}
                </button>
            }
        })
        .collect_view();
    view! {
        {none.then(|| view! { <p class="soft">{w.no_handsets}</p> })}
        <ul class="handsets">{rows}</ul>
        <div class="suggestions" role="group" aria-label=w.suggestions>{suggested}</div>
    }
}

/// Takes a phone with a number of one's own.
#[component]
fn TakePhone(table: Table) -> impl IntoView {
    let w = &use_words().simulator;
    let number = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let take = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let peer = Peer::parse(&number.get_untracked());
        // A comma would part the number in the address.
        if !peer.can_be_answered() {
            wrong.set(Some(w.number_wrong.to_string()));
            return;
        }
        wrong.set(None);
        table.take(peer.as_str());
        number.set(String::new());
    };
    view! {
        <form class="handset-add" novalidate on:submit=take>
            <TextInput name="handset-number" label=w.take value=number help=w.number_help error=wrong kind="tel" />
            <div><Button submit=true glyph=Glyph::Plus>{w.open}</Button></div>
        </form>
    }
}
