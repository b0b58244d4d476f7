//! How high may be what opens above the composer.

use leptos::{wasm_bindgen::JsCast, web_sys};

use crate::ui::{browser, desktop::shortcuts::COMPOSER};

/// What stays free above it, px.
const FREE: f64 = 8.0;

/// Keeps the style told (`--room`) until the current owner goes: texts and warnings make the composer higher, and where
/// the page is enlarged there is little left.
pub(super) fn measure_room() {
    let form = browser::by_id(COMPOSER).and_then(|text| text.closest("form").ok().flatten());
    let form = form.and_then(|form| form.dyn_into::<web_sys::HtmlElement>().ok());
    let (Some(form), Some(thread), Some(pane)) = (form, browser::by_id("thread"), browser::by_id("conversation"))
    else {
        return;
    };
    browser::watch_sizes(&[&thread], move || {
        let room = browser::edges(&form).0 - browser::edges(&pane).0 - FREE;
        // A length of ours is always valid.
        let _ = web_sys::HtmlElement::style(&form).set_property("--room", &format!("{}px", room as i64));
    });
}
