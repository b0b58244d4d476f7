//! The house as a whole: the real router, reached as a browser or a provider would.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

#[macro_use]
mod house;
mod postgres;
mod process;
mod twilio;

mod attention;
mod auth;
mod canned;
mod claims;
mod closing;
mod consent;
mod contact_list;
mod contacts;
mod conversation;
mod directions;
mod drafts;
mod events;
mod finder;
mod follow_up;
mod forms;
mod history;
mod inbound;
mod kill;
mod language;
mod media;
mod mentions;
mod migrations;
mod new_sms;
mod nodes;
mod outbox;
mod overtaken;
mod pacing;
mod readers;
mod retention;
mod routing;
mod scheduled;
mod setup;
mod site;
mod stop;
mod transfers;
mod walk;

/// Tests want their PostgreSQL quick: nothing of it outlives them.
const DURABLE: bool = false;
