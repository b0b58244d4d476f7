//! The page for addresses that lead nowhere.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    widgets::{EmptyState, Glyph},
    words::use_words,
};

#[component]
pub fn NotFound() -> impl IntoView {
    let words = use_words();
    view! {
        <Title text=words.common.not_found />
        <main class="lone">
            <h1 class="sr-only">{words.common.product}</h1>
            <EmptyState glyph=Glyph::Search title=words.common.not_found text=words.common.not_found_text>
                <a class="button" href="/">{words.common.to_desktop}</a>
            </EmptyState>
        </main>
    }
}
