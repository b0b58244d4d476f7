//! Why the interaction came to whom: round by round, who was asked and who was passed over.

use leptos::prelude::*;

use super::beside::use_beside;
use crate::{
    domain::{facts::Asking, interaction::State, queue::Strategy},
    ui::{
        clock::use_clock,
        words::{Word, Words, use_words},
    },
};

#[component]
pub(super) fn Routing() -> impl IntoView {
    let words = use_words();
    let beside = use_beside();
    let askings = beside.of_session(|facts| facts.routing.clone());
    let closed = beside.of_session(|facts| facts.interaction.state == State::Closed);
    move || {
        let askings = askings.get();
        if askings.is_empty() {
            let w = &words.contacts.routing;
            return view! { <p class="soft">{if closed.get() { w.none_known } else { w.none }}</p> }.into_any();
        }
        let rounds = askings.into_iter().map(|asking| view! { <Round asking=asking /> });
        view! { <ol class="routing">{rounds.collect_view()}</ol> }.into_any()
    }
}

fn strategy_name(words: &Words, strategy: Strategy) -> Word {
    let w = &words.admin.queues;
    match strategy {
        Strategy::RingAll => w.ring_all.parts().0,
        Strategy::RoundRobin => w.round_robin.parts().0,
        Strategy::LeastRecentlyOffered => w.least_recently_offered.parts().0,
        Strategy::LongestIdle => w.longest_idle.parts().0,
        Strategy::FewestOpen => w.fewest_open.parts().0,
    }
}

#[component]
fn Round(asking: Asking) -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.routing;
    let clock = use_clock();
    let at = asking.at;
    let (queue, strategy, round) = (asking.queue, asking.strategy, asking.round);
    let head = move || match queue.clone() {
        Some(queue) => {
            let strategy = strategy.map(|strategy| strategy_name(words, strategy));
            let round = (round > 1).then(|| (w.round)(round));
            let parts = [Some(queue), strategy.map(String::from), round];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
        None => w.by_flow.to_string(),
    };
    let named = move |name: String| move || if name.is_empty() { w.somebody.to_string() } else { name.clone() };
    let asked = asking.asked.into_iter().map(move |asked| {
        let outcome = move || (w.outcome)(asked.state, asked.after);
        view! { <li><strong>{named(asked.name)}</strong> " " {outcome}</li> }
    });
    let passed = asking.passed_over.into_iter().map(move |passed| {
        let why = move || (w.why)(passed.why);
        view! { <li>{named(passed.name)} <span class="soft">" – " {why}</span></li> }
    });
    let passed: Vec<_> = passed.collect();
    view! {
        <li>
            <p class="routing-head">
                <time datetime=clock.iso(at) title=move || clock.exact(at, words)>{move || clock.time_exact(at)}</time>
                " " {head}
            </p>
            <ul aria-label=w.asked>{asked.collect_view()}</ul>
            {(!passed.is_empty()).then(|| view! {
                <p class="soft">{w.passed_over}</p>
                <ul aria-label=w.passed_over>{passed}</ul>
            })}
        </li>
    }
}
