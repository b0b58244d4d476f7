//! Puts the focus where the next thing is to be done.

/// Focuses the first element that matches, once what is being drawn stands. Nothing happens where none matches.
pub fn focus_soon(selector: String) {
    #[cfg(feature = "hydrate")]
    leptos::prelude::request_animation_frame(move || {
        use leptos::{prelude::document, wasm_bindgen::JsCast};
        if let Ok(Some(found)) = document().query_selector(&selector)
            && let Ok(found) = found.dyn_into::<leptos::web_sys::HtmlElement>()
        {
            crate::ui::browser::focus(&found);
        }
    });
    #[cfg(not(feature = "hydrate"))]
    drop(selector);
}
