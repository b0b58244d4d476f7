//! smsdesk: the SMS channel of a contact centre.
//!
//! `domain` is shared by both halves; `api` is the only door between them; `ui` is what people see; `server` is native.
//! Direction: `domain ← api ← ui` and `domain ← server`.
#![recursion_limit = "256"]

pub mod api;
pub mod domain;
#[cfg(feature = "ssr")]
pub mod server;
pub mod ui;

/// Where the browser's half starts: the boot script calls it once the WASM is loaded.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    ui::start(ui::App);
}
