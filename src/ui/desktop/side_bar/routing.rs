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

/// Names told one by one; more with the same fate are counted, and unfold. In a large queue nearly everybody shares one.
const NAMED: usize = 3;

/// What became of somebody, by name.
type Fate = (String, String);

/// Names by what became of them, in the order of the first of each.
fn by_fate(fates: Vec<Fate>) -> Vec<(String, Vec<String>)> {
    let mut shared: Vec<(String, Vec<String>)> = Vec::new();
    for (name, fate) in fates {
        match shared.iter_mut().find(|(known, _)| *known == fate) {
            Some((_, names)) => names.push(name),
            None => shared.push((fate, vec![name])),
        }
    }
    shared
}

#[component]
fn Fates(label: Word, #[prop(into)] fates: Signal<Vec<Fate>>) -> impl IntoView {
    let w = &use_words().contacts.routing;
    let named = move |name: String| if name.is_empty() { w.somebody.to_string() } else { name };
    let told = move |(fate, names): (String, Vec<String>)| {
        if names.len() > NAMED {
            let count = (w.agents)(names.len());
            let names = names.into_iter().map(named).collect::<Vec<_>>().join(", ");
            let all = view! {
                <li>
                    <details>
                        <summary><strong>{count}</strong> <span class="soft">" – " {fate}</span></summary>
                        <p>{names}</p>
                    </details>
                </li>
            };
            all.into_any()
        } else {
            let each = names.into_iter().map(|name| {
                view! { <li><strong>{named(name)}</strong> <span class="soft">" – " {fate.clone()}</span></li> }
            });
            each.collect_view().into_any()
        }
    };
    view! { <ul aria-label=label>{move || by_fate(fates.get()).into_iter().map(told).collect_view()}</ul> }
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
    let (asked, passed) = (asking.asked, asking.passed_over);
    let anybody_passed = !passed.is_empty();
    let asked = move || asked.iter().map(|it| (it.name.clone(), (w.outcome)(it.state, it.after))).collect::<Vec<_>>();
    let passed = move || passed.iter().map(|it| (it.name.clone(), (w.why)(it.why).to_string())).collect::<Vec<_>>();
    view! {
        <li>
            <p class="routing-head">
                <time datetime=clock.iso(at) title=move || clock.exact(at, words)>{move || clock.time_exact(at)}</time>
                " " {head}
            </p>
            <Fates label=w.asked fates=Signal::derive(asked) />
            {anybody_passed.then(|| view! {
                <p class="soft">{w.passed_over}</p>
                <Fates label=w.passed_over fates=Signal::derive(passed) />
            })}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::by_fate;

    #[test]
    fn names_come_together_by_what_became_of_them() {
        let told = [("Ann", "accepted"), ("Ben", "withdrawn"), ("Cleo", "rejected"), ("Dan", "withdrawn")];
        let fates = by_fate(told.map(|(name, fate)| (name.into(), fate.into())).into());
        let fates: Vec<_> = fates.iter().map(|(fate, names)| (fate.as_str(), names.join(" "))).collect();
        let expected = [("accepted", "Ann"), ("withdrawn", "Ben Dan"), ("rejected", "Cleo")];
        assert_eq!(fates, expected.map(|(fate, names)| (fate, names.to_string())));
    }
}
