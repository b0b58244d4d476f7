//! The house as a whole: the real router, reached as a browser or a provider would.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

mod setup;
mod site;
