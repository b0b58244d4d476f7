//! A modal dialog on the native element, which traps focus and closes on Escape; focus returns to where it was.

use leptos::{ev, html, prelude::*, web_sys};

use super::Show;

use crate::ui::browser;

/// Shown while `open` holds. `label` names it; the children bring heading and buttons.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    /// Its name for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// A further class of the box.
    #[prop(default = "")]
    class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();

    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            // Refused only when the element has left the page: then there is nothing to show.
            let _ = dialog.show_modal();
            // The element looked for what wants the focus before its content was there.
            request_animation_frame(move || browser::focus_wanted(&dialog));
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    // Escape and `close` end here; the element itself gives the focus back. The word of a close comes a moment late: who
    // has opened it again by then is not interrupted.
    let on_cancel = move |event: ev::Event| {
        if is_itself(&event) {
            open.set(false);
        }
    };
    let on_close = move |_: ev::Event| {
        if node.get_untracked().is_none_or(|dialog| !dialog.open()) {
            open.set(false);
            browser::go_on_writing();
        }
    };
    // A press beside the box lands on the dialog element itself; so does the click of one that only begins or ends there,
    // as where a text is marked.
    let beside = StoredValue::new(false);
    let on_click = move |event: ev::MouseEvent| {
        if is_itself(&event) && beside.get_value() {
            open.set(false);
        }
    };
    view! {
        <dialog
            node_ref=node class=format!("dialog {class}") aria-label=move || label.get()
            on:cancel=on_cancel on:close=on_close on:click=on_click
            on:mousedown=move |event| beside.set_value(is_itself(&event))
            on:mouseup=move |event| beside.update_value(|beside| *beside &= is_itself(&event))
        >
            <Show when=move || open.get()>
                <div class="dialog-box">{children()}</div>
            </Show>
        </dialog>
    }
}

/// It happened to the element that hears of it, not to something in it.
fn is_itself(event: &web_sys::Event) -> bool {
    event.target() == event.current_target()
}
