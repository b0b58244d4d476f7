//! Writing to a customer first, and writing later: the dialog behind **+**, and what the composer shares with it.

mod despite;
mod dialog;
mod hits;
mod later;
mod outlook;
mod recipient;
mod standing;
mod writing;

use leptos::{ev, prelude::*, wasm_bindgen::JsCast, web_sys};

pub use despite::DespiteDialog;
pub use dialog::NewSmsDialog;
pub use later::{LaterDialog, LaterPicker, Picked};
pub use outlook::{Here, quiet_until, use_outlook};

use super::{
    browser,
    widgets::{Glyph, Icon},
    words::use_words,
};

/// Opens the dialog from anywhere.
#[derive(Clone, Copy)]
pub struct NewSmsDoor {
    pub open: RwSignal<bool>,
    /// Whom to write to; taken by the dialog when it opens.
    to: RwSignal<Option<String>>,
}

impl NewSmsDoor {
    /// Also opens it at the key N, where nobody is typing.
    pub fn provide() -> NewSmsDoor {
        let door = NewSmsDoor { open: RwSignal::new(false), to: RwSignal::new(None) };
        provide_context(door);
        Effect::new(move || {
            let listener = window_event_listener(ev::keydown, move |event| {
                if is_new_key(&event) && !is_busy() {
                    event.prevent_default();
                    door.open.set(true);
                }
            });
            on_cleanup(move || listener.remove());
        });
        door
    }

    /// Opens it with a recipient.
    pub fn write_to(&self, to: impl Into<String>) {
        self.to.set(Some(to.into()));
        self.open.set(true);
    }
}

pub fn use_new_sms() -> NewSmsDoor {
    expect_context()
}

fn is_new_key(event: &ev::KeyboardEvent) -> bool {
    let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key() && !event.is_composing();
    plain && !event.repeat() && event.key().eq_ignore_ascii_case("n")
}

/// Somebody types, or a dialog is open: a letter is a letter.
fn is_busy() -> bool {
    let typing = browser::focused().is_some_and(|element| {
        element.is_content_editable()
            || element.dyn_ref::<web_sys::HtmlTextAreaElement>().is_some()
            || element.dyn_ref::<web_sys::HtmlSelectElement>().is_some()
            || element.dyn_ref::<web_sys::HtmlInputElement>().is_some()
    });
    typing || document().query_selector("dialog[open]").is_ok_and(|found| found.is_some())
}

/// **+** in the top bar.
#[component]
pub fn NewSmsButton() -> impl IntoView {
    let words = use_words();
    let door = use_new_sms();
    view! {
        <button
            type="button" class="button new-sms" title=words.new_sms.open_hint aria-keyshortcuts="n"
            on:click=move |_| door.open.set(true)
        >
            <Icon glyph=Glyph::Plus />
            <span class="new-sms-label">{words.new_sms.open}</span>
        </button>
    }
}
