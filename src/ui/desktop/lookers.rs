//! The eye: who else has this interaction on the screen.

use leptos::prelude::*;

use crate::{
    domain::InteractionId,
    ui::{
        live::use_live,
        widgets::{Glyph, Icon, Show},
        words::use_words,
    },
};

/// In the head of a conversation, with names.
#[component]
pub(super) fn Lookers(id: InteractionId) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let names = Memo::new(move |_| live.lookers(id));
    let said = move || (words.people.looking)(&(words.people.and)(&names.get()));
    view! {
        <span role="status" class="lookers">
            <Show when=move || names.with(|names| !names.is_empty())>
                <Icon glyph=Glyph::Eye small=true />
                <span class="clip" title=said>{said}</span>
            </Show>
        </span>
    }
}

/// On a session tab.
#[component]
pub(super) fn TabEye(id: InteractionId) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let names = Memo::new(move |_| live.lookers(id));
    let said = move || (words.people.looking)(&(words.people.and)(&names.get()));
    view! {
        <Show when=move || names.with(|names| !names.is_empty())>
            <span class="tab-eye" title=said>
                <Icon glyph=Glyph::Eye small=true />
                <span class="sr-only">{said}</span>
            </span>
        </Show>
    }
}
