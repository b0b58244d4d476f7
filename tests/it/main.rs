//! The house as a whole: the real router, reached as a browser or a provider would.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

#[macro_use]
mod house;
mod postgres;
mod twilio;

mod auth;
mod claims;
mod contacts;
mod directions;
mod events;
mod inbound;
mod kill;
mod media;
mod migrations;
mod outbox;
mod pacing;
mod routing;
mod setup;
mod site;
mod walk;
