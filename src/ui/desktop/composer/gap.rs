//! A gap of a canned answer that this conversation can't fill in: the agent has to, before it can be sent.

use std::ops::Range;

use leptos::prelude::*;

use super::pen::Pen;
use crate::{
    domain::canned::{Template, Variable},
    ui::words::use_words,
};

/// Where the first one stands, in bytes of the draft.
pub(super) type Gap = Option<(Variable, Range<usize>)>;

pub(super) fn first_gap(draft: &str) -> Gap {
    // Most drafts have no brace at all.
    if draft.contains('{') { Template::parse(draft).first_gap() } else { None }
}

/// Names the gap and marks it on a click.
#[component]
pub(super) fn GapNote(gap: Memo<Gap>, pen: Pen) -> impl IntoView {
    let w = &use_words().picker;
    view! {
        <p class="composer-gap" role="status">
            {move || gap.get().map(|(variable, range)| view! {
                {move || (w.gap)(variable)} " "
                <button type="button" class="text-button" on:click=move |_| pen.select(range.clone())>{w.show_gap}</button>
            })}
        </p>
    }
}
