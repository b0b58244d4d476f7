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
