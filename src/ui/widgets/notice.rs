//! Short messages at the edge of what one works in, read aloud politely. They never take the focus.

use leptos::prelude::*;

use super::{For, Glyph, IconButton};
use crate::ui::{
    browser,
    words::{Word, use_words},
};

/// How long a notice without an act stays.
const STAYS: u32 = 6_000;

/// Says something for a moment, from anywhere.
#[derive(Clone, Copy)]
pub struct Notices {
    shown: RwSignal<Vec<Notice>>,
    next: StoredValue<u64>,
}

#[derive(Clone)]
struct Notice {
    id: u64,
    text: Text,
    act: Option<(Word, Callback<()>)>,
}

/// What a notice says: a word follows the language of the page, what was made from one is as it was when it was said.
#[derive(Clone)]
pub enum Text {
    Word(Word),
    Made(String),
}

impl Text {
    fn now(&self) -> String {
        match self {
            Text::Word(word) => word.to_string(),
            Text::Made(text) => text.clone(),
        }
    }
}

impl From<Word> for Text {
    fn from(word: Word) -> Text {
        Text::Word(word)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text::Made(text)
    }
}

impl Notices {
    pub fn provide() -> Notices {
        let notices = Notices { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
        provide_context(notices);
        notices
    }

    /// Goes by itself.
    pub fn say(&self, text: impl Into<Text>) {
        let id = self.push(text.into(), None);
        let notices = *self;
        browser::after(STAYS, move || notices.dismiss(id));
    }

    /// Stays until it is answered or dismissed.
    pub fn ask(&self, text: impl Into<Text>, button: Word, act: Callback<()>) {
        self.push(text.into(), Some((button, act)));
    }

    /// The same text twice would only be noise.
    fn push(&self, text: Text, act: Option<(Word, Callback<()>)>) -> u64 {
        let id = self.next.try_update_value(|next| {
            *next += 1;
            *next
        });
        let id = id.unwrap_or_default();
        self.shown.try_update(|shown| {
            let said = untrack(|| text.now());
            shown.retain(|notice| untrack(|| notice.text.now()) != said);
            shown.push(Notice { id, text, act });
        });
        id
    }

    fn dismiss(&self, id: u64) {
        self.shown.try_update(|shown| shown.retain(|notice| notice.id != id));
    }
}

pub fn use_notices() -> Notices {
    expect_context()
}

/// Where notices appear; once per page.
#[component]
pub fn NoticeRegion() -> impl IntoView {
    let words = use_words();
    let notices = use_notices();
    view! {
        <div class="notices" role="status" aria-live="polite">
            <For each=move || notices.shown.get() key=|notice| notice.id let:notice>
                <div class="notice">
                    <span class="grow">{move || notice.text.now()}</span>
                    {notice.act.map(|(label, act)| view! {
                        <button type="button" class="button small" on:click=move |_| {
                            notices.dismiss(notice.id);
                            act.run(());
                        }>{label}</button>
                    })}
                    <IconButton
                        glyph=Glyph::Close
                        label=words.common.dismiss
                        small=true
                        on:click=move |_| notices.dismiss(notice.id)
                    />
                </div>
            </For>
        </div>
    }
}
