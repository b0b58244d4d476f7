//! Up, down and remove: the acts on one entry of an ordered list.

use leptos::prelude::*;

use super::focus::focus_soon;
use crate::ui::{
    widgets::{Glyph, IconButton},
    words::use_words,
};

/// Buttons of the entry `name` (as screen readers say it). `key` is unique on the page; after a move the focus stays on
/// the button that was pressed, or goes to its neighbour at the end of the list.
#[component]
pub fn Moves(
    key: String,
    #[prop(into)] name: Signal<String>,
    #[prop(into)] first: Signal<bool>,
    #[prop(into)] last: Signal<bool>,
    shift: Callback<isize>,
    remove: Callback<()>,
) -> impl IntoView {
    let w = &use_words().admin.form;
    let id = |act: &str| format!("{key}-{act}");
    let move_by = move |by: isize, own: String, other: String| {
        shift.run(by);
        focus_soon(format!("#{own}:not(:disabled), #{other}:not(:disabled)"));
    };
    let (up, down) = (id("up"), id("down"));
    let go_up = {
        let (up, down) = (up.clone(), down.clone());
        move |_| move_by(-1, up.clone(), down.clone())
    };
    let go_down = {
        let (up, down) = (up.clone(), down.clone());
        move |_| move_by(1, down.clone(), up.clone())
    };
    view! {
        <div class="moves">
            <IconButton
                glyph=Glyph::ArrowUp
                small=true
                label=Signal::derive(move || (w.move_up)(&name.get()))
                disabled=first
                attr:id=up
                on:click=go_up
            />
            <IconButton
                glyph=Glyph::ArrowDown
                small=true
                label=Signal::derive(move || (w.move_down)(&name.get()))
                disabled=last
                attr:id=down
                on:click=go_down
            />
            <IconButton
                glyph=Glyph::Trash
                small=true
                label=Signal::derive(move || (w.remove_named)(&name.get()))
                on:click=move |_| remove.run(())
            />
        </div>
    }
}
