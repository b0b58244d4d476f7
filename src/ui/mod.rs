//! What people see. Components call server functions of `api` and show types of `domain`; they never name `server`.
//!
//! `widgets` are the building blocks, `words` every visible text, `browser` what only a browser can do, `live` the state
//! that the event stream keeps fresh. The rest are screens.

pub mod browser;
pub mod clock;
pub mod live;
pub mod widgets;
pub mod words;
