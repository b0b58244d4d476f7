//! Digits of a one-time code: a click copies them.

use leptos::prelude::*;

use crate::ui::{
    widgets::{copy_text, use_notices},
    words::use_words,
};

#[component]
pub(super) fn Code(code: String) -> impl IntoView {
    let words = use_words();
    let notices = use_notices();
    let (of, digits) = (code.clone(), code.clone());
    let label = Signal::derive(move || (words.conversation.copy_code)(&of));
    let copy = move |_| {
        copy_text(digits.clone(), move |copied| {
            notices.say(if copied { words.common.copied } else { words.common.copy_refused });
        });
    };
    view! { <button type="button" class="code" title=move || label.get() aria-label=move || label.get() on:click=copy>{code}</button> }
}
