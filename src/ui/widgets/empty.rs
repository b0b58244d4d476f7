//! What stands where content is missing: nothing yet, still coming, or failed.

use leptos::prelude::*;

use super::{Button, Glyph, Icon};
use crate::{api::AppError, ui::words::use_words};

/// Says why a place is empty and what to do; the children are the buttons.
#[component]
pub fn EmptyState(
    glyph: Glyph,
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] text: Signal<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon glyph=glyph />
            <h2>{move || title.get()}</h2>
            <p>{move || text.get()}</p>
            {children.map(|children| view! { <div class="empty-actions">{children()}</div> })}
        </div>
    }
}

/// The shape of what is coming.
#[component]
pub fn Skeleton(#[prop(default = 5)] lines: usize) -> impl IntoView {
    let words = use_words();
    view! {
        <div class="skeleton" role="status" aria-label=words.common.loading>
            {(0..lines).map(|_| view! { <i></i> }).collect_view()}
        </div>
    }
}

/// What failed, why, and a way to try again.
#[component]
pub fn ErrorNote(
    /// What was being done: "The conversation could not be loaded."
    #[prop(into)]
    what: Signal<String>,
    #[prop(into)] error: Signal<Option<AppError>>,
    /// Called by "Try again"; without it there is no button.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let words = use_words();
    view! {
        <div class="error-note" role="alert">
            <Icon glyph=Glyph::Alert />
            <p>
                <strong>{move || what.get()}</strong>
                " "
                {move || error.get().map(|error| words.common.error(&error))}
            </p>
            {retry.map(|retry| view! {
                <Button small=true glyph=Glyph::Refresh on:click=move |_| retry.run(())>{words.common.try_again}</Button>
            })}
        </div>
    }
}
