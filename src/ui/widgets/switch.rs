//! An on-off switch with its label beside it.

use leptos::prelude::*;

#[component]
pub fn Switch(
    checked: RwSignal<bool>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="switch"
            role="switch"
            aria-checked=move || if checked.get() { "true" } else { "false" }
            disabled=move || disabled.get()
            on:click=move |_| checked.update(|on| *on = !*on)
        >
            <span class="switch-track"></span>
            <span>{move || label.get()}</span>
        </button>
    }
}
