//! What people see. Runs twice: on the server for the first paint, in the browser from then on.

mod app;
mod not_found;

pub use app::{App, PageFiles, shell};
