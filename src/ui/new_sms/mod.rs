//! Writing to a customer first, and writing later: the dialog behind **+**, and what the composer shares with it.

mod despite;
mod dialog;
mod hits;
mod later;
mod outlook;
mod recipient;
mod standing;
mod writing;

use leptos::prelude::*;

pub use despite::DespiteDialog;
pub use dialog::NewSmsDialog;
pub use later::{LaterDialog, LaterPicker, Picked};
pub use outlook::{Here, quiet_until, use_outlook};

use super::{
    keys::{Act, use_keys},
    widgets::{Glyph, Icon},
    words::use_words,
};

/// Opens the dialog from anywhere.
#[derive(Clone, Copy)]
pub struct NewSmsDoor {
    pub open: RwSignal<bool>,
    /// Whom to write to, where that is known.
    to: RwSignal<Option<String>>,
}

impl NewSmsDoor {
    /// Opens it to write to this number; what was begun to be written stays.
    pub fn write_to(self, number: String) {
        self.to.set(Some(number));
        self.open.set(true);
    }

    /// Also opens it at the key N, where nobody is typing.
    pub fn provide() -> NewSmsDoor {
        let door = NewSmsDoor { open: RwSignal::new(false), to: RwSignal::new(None) };
        provide_context(door);
        use_keys().on(Act::NewSms, move || {
            door.open.set(true);
            true
        });
        door
    }
}

pub fn use_new_sms() -> NewSmsDoor {
    expect_context()
}

/// **+** in the top bar.
#[component]
pub fn NewSmsButton() -> impl IntoView {
    let words = use_words();
    let door = use_new_sms();
    view! {
        <button
            type="button" class="button new-sms" title=words.later.open_hint aria-keyshortcuts="n"
            on:click=move |_| door.open.set(true)
        >
            <Icon glyph=Glyph::Plus />
            <span class="new-sms-label">{words.later.open}</span>
        </button>
    }
}
