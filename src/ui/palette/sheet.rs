//! The sheet of all keys, made from the table that the handlers ask.

use leptos::prelude::*;

use super::PaletteDoor;
use crate::ui::{
    keys::{KEYS, Key, Place},
    widgets::{Button, ButtonKind, Dialog},
    words::{Words, use_words},
};

#[component]
pub fn KeySheet() -> impl IntoView {
    let words = use_words();
    let w = &words.keyboard;
    let PaletteDoor { sheet: open, .. } = expect_context();
    let places = move || {
        let places = Place::ALL.into_iter().map(|place| {
            let rows = KEYS.iter().filter(move |key| key.place == place).map(|key| row(key, words)).collect_view();
            view! {
                <section class="key-place">
                    <h3>{(w.place)(place)}</h3>
                    <dl>{rows}</dl>
                </section>
            }
        });
        places.collect_view()
    };
    view! {
        <Dialog open=open label=w.sheet class="key-sheet">
            // The last one here to be pressed stands at the foot: this opens at its top.
            <h2 tabindex="-1" autofocus=true>{w.sheet}</h2>
            <p class="soft">{w.sheet_text}</p>
            <div class="key-places">{places}</div>
            <div class="dialog-actions">
                <Button kind=ButtonKind::Primary on:click=move |_| open.set(false)>{words.common.close}</Button>
            </div>
        </Dialog>
    }
}

fn row(key: &'static Key, words: &'static Words) -> impl IntoView {
    let strokes = key.strokes.iter().enumerate().map(move |(index, stroke)| {
        let keys = stroke.shown(words).into_iter().map(|key| view! { <kbd>{key}</kbd> }).collect_view();
        view! {
            {(index > 0).then(|| view! { <span class="soft">{words.keyboard.or}</span> })}
            {keys}
        }
    });
    view! {
        <div>
            <dt>{(words.keyboard.act)(key.act)}</dt>
            <dd>{strokes.collect_view()}</dd>
        </div>
    }
}
