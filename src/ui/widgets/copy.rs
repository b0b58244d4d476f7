//! A button that copies a text and says so.

use leptos::prelude::*;

use super::{Button, Glyph, use_notices};
use crate::ui::words::use_words;

#[component]
pub fn CopyButton(
    #[prop(into)] text: Signal<String>,
    /// What is copied: "Copy the address".
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let words = use_words();
    let notices = use_notices();
    let copy = move |_| {
        copy_text(text.get_untracked(), move |copied| {
            notices.say(if copied { words.common.copied } else { words.common.copy_refused });
        });
    };
    view! {
        <Button small=true glyph=Glyph::Copy attr:aria-label=move || label.get() attr:title=move || label.get() on:click=copy>
            {words.common.copy}
        </Button>
    }
}

/// Puts `text` on the clipboard. Browsers refuse that on pages that came over plain HTTP from another machine.
pub fn copy_text(text: String, told: impl FnOnce(bool) + 'static) {
    #[cfg(feature = "hydrate")]
    {
        if !window().is_secure_context() {
            told(false);
            return;
        }
        let writing = window().navigator().clipboard().write_text(&text);
        leptos::task::spawn_local(async move { told(wasm_bindgen_futures::JsFuture::from(writing).await.is_ok()) });
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = text;
        told(false);
    }
}
