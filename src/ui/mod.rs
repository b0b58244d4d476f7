//! What people see. Runs twice: on the server for the first paint, in the browser from then on. Components call server
//! functions of `api` and show types of `domain`; they never name `server`.
//!
//! `widgets` are the building blocks, `words` every visible text, `browser` what only a browser can do, `live` the state
//! that the event stream keeps fresh. The rest are screens. A browser downloads the desktop first; `pages` and `extras` are
//! parts that come later, by way of `part`, and Italian is one that only those fetch who read it.

pub mod admin;
pub mod answers;
mod app;
mod asked;
pub mod browser;
pub mod clock;
mod contacts;
mod desktop;
mod extras;
mod files;
pub mod frame;
mod history;
pub mod keys;
pub mod live;
pub mod new_sms;
mod not_found;
pub mod offers;
mod pages;
mod palette;
mod part;
mod sign_in;
pub mod simulator;
pub mod widgets;
pub mod words;

pub use app::{App, PageFiles, shell};
#[cfg(feature = "hydrate")]
pub use part::start;
