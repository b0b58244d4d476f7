//! Contacts that begin as typed, under the recipient's field. The arrows move, Enter takes one, Escape closes.

use leptos::{prelude::*, task::spawn_local};

use super::writing::{Checked, PAUSE, Writing};
use crate::{
    api::new_sms::search_recipients,
    domain::new_sms::Hit,
    ui::{
        browser,
        widgets::{Avatar, Badge, Tone},
        words::use_words,
    },
};

/// The list as the field moves through it. Copies are the same thing.
#[derive(Clone, Copy)]
pub(super) struct Hits {
    pub found: RwSignal<Vec<Hit>>,
    pub active: RwSignal<Option<usize>>,
    checked: RwSignal<Checked>,
    round: StoredValue<u64>,
}

pub(super) const LIST: &str = "new-sms-hits";

pub(super) fn option_id(index: usize) -> String {
    format!("{LIST}-{index}")
}

impl Hits {
    pub(super) fn new(checked: RwSignal<Checked>) -> Hits {
        let (found, active) = (RwSignal::new(Vec::new()), RwSignal::new(None));
        Hits { found, active, checked, round: StoredValue::new(0) }
    }

    /// There is something to choose. Whose number is typed in full is chosen: nothing covers what is said of it.
    pub(super) fn open(self) -> bool {
        let is_typed = |hit: &Hit| {
            self.checked.with(|it| matches!(it, Checked::Right(number, _) if number.peer == hit.number.peer))
        };
        self.found.with(|found| !found.iter().all(is_typed))
    }

    pub(super) fn close(self) {
        // The field may lose the focus because the dialog is gone already.
        self.round.try_update_value(|round| *round += 1);
        self.found.try_set(Vec::new());
        self.active.try_set(None);
    }

    /// Looks for what was typed, once somebody pauses.
    pub(super) fn look(self, writing: Writing, typed: String) {
        self.round.update_value(|round| *round += 1);
        let round = self.round.get_value();
        if typed.trim().is_empty() {
            return self.close();
        }
        browser::after(PAUSE, move || {
            if self.round.try_get_value() != Some(round) {
                return;
            }
            let Some(account) = writing.account_id() else { return };
            spawn_local(async move {
                // What is not found can still be typed in full.
                let found = search_recipients(account, typed).await.unwrap_or_default();
                if self.round.try_get_value() == Some(round) {
                    self.active.set(None);
                    self.found.set(found);
                }
            });
        });
    }

    /// Moves by one, round the ends.
    pub(super) fn step(self, forward: bool) {
        let count = self.found.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        self.active.update(|active| {
            *active = Some(match (*active, forward) {
                (None, true) => 0,
                (None, false) => count - 1,
                (Some(at), true) => (at + 1) % count,
                (Some(at), false) => (at + count - 1) % count,
            });
        });
    }

    pub(super) fn chosen(self) -> Option<Hit> {
        let at = self.active.get_untracked()?;
        self.found.with_untracked(|found| found.get(at).cloned())
    }
}

#[component]
pub(super) fn HitList(hits: Hits, take: Callback<Hit>) -> impl IntoView {
    let words = use_words();
    let options = move || {
        let each = hits.found.get().into_iter().enumerate().map(|(index, hit)| {
            let active = move || hits.active.get() == Some(index);
            let name = if hit.name.is_empty() { words.new_sms.unnamed.to_string() } else { hit.name.clone() };
            let avatar = if hit.name.is_empty() { hit.number.peer.as_str().to_owned() } else { hit.name.clone() };
            let number = hit.number.international.clone();
            let opted_out = hit.opted_out;
            let hit = StoredValue::new(hit);
            view! {
                <li
                    id=option_id(index) role="option" class="hit" class:active=active
                    aria-selected=move || if active() { "true" } else { "false" }
                    // Before the field loses the focus.
                    on:mousedown=move |event| {
                        event.prevent_default();
                        take.run(hit.get_value());
                    }
                >
                    <Avatar name=avatar />
                    <span class="hit-name clip" dir="auto">{name}</span>
                    <span class="hit-number">{number}</span>
                    {opted_out.then(|| view! { <Badge tone=Tone::Bad>{words.new_sms.hit_opted_out}</Badge> })}
                </li>
            }
        });
        each.collect_view()
    };
    view! {
        <ul id=LIST role="listbox" class="hits" aria-label=words.new_sms.hits hidden=move || !hits.open()>{options}</ul>
        <p class="sr-only" role="status">{move || (words.new_sms.hits_found)(if hits.open() { hits.found.with(Vec::len) } else { 0 })}</p>
    }
}
