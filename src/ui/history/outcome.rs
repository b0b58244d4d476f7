//! What became of doing something to several: how many it was done to, and why not to the others.

use std::collections::HashMap;

use leptos::prelude::*;

use super::listing::Listing;
use crate::{
    domain::{InteractionId, history::Outcome},
    ui::{
        widgets::{Button, ButtonKind, Show},
        words::use_words,
    },
};

/// A deed on its way through a dialog.
#[derive(Clone, Copy)]
pub(super) struct Deed {
    /// Those that were selected when it was begun.
    pub ids: RwSignal<Vec<InteractionId>>,
    pub busy: RwSignal<bool>,
    pub failed: RwSignal<Option<crate::api::AppError>>,
    /// Some were refused.
    pub partly: RwSignal<Option<Outcome>>,
}

impl Deed {
    pub(super) fn new() -> Deed {
        Deed {
            ids: RwSignal::new(Vec::new()),
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
            partly: RwSignal::new(None),
        }
    }

    pub(super) fn begin(self, listing: Listing) {
        self.ids.set(listing.selected());
        self.busy.set(false);
        self.failed.set(None);
        self.partly.set(None);
    }

    pub(super) fn count(self) -> usize {
        self.ids.with(Vec::len)
    }
}

/// Ends a dialog that was not wholly done.
#[component]
pub(super) fn OutcomeNote(
    listing: Listing,
    outcome: Outcome,
    /// How many were, how many were not.
    told: Signal<String>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let words = use_words();
    let w = &words.history;
    let names: HashMap<InteractionId, String> = listing.lines.with_untracked(|lines| {
        lines
            .iter()
            .map(|line| (line.id, line.row.with_untracked(|row| row.interaction.contact_name.clone())))
            .collect()
    });
    let not: Vec<InteractionId> = outcome.not.iter().map(|not| not.interaction).collect();
    let selected = move || listing.picked.with(|picked| not.iter().any(|id| picked.contains(id)));
    let refused = outcome.not.into_iter().map(|not| {
        let name = names.get(&not.interaction).cloned().unwrap_or_default();
        let why = words.common.told(not.why);
        view! { <li><strong dir="auto">{name}</strong>" · "{not.interaction.0}<span class="soft">{move || why.get()}</span></li> }
    });
    view! {
        <div role="alert">
            <p>{move || told.get()}</p>
            <ul class="history-refused">{refused.collect_view()}</ul>
        </div>
        <Show when=selected><p class="soft">{w.still_selected}</p></Show>
        <div class="dialog-actions">
            <Button kind=ButtonKind::Primary attr:autofocus=true on:click=move |_| open.set(false)>{words.common.close}</Button>
        </div>
    }
}
