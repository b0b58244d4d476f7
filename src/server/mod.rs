//! The native half: everything that needs a socket, a disk or a secret.

pub mod accounts;
pub mod auth;
pub mod clock;
pub mod config;
pub mod desktop;
pub mod events;
pub mod failure;
pub mod house;
pub mod houses;
pub mod http;
pub mod inbox;
pub mod jobs;
pub mod outbox;
pub mod providers;
pub mod queues;
pub mod router;
pub mod routing;
pub mod sandbox;
pub mod shutdown;
pub mod signals;
pub mod state;
pub mod store;
pub mod telemetry;
pub mod users;
pub mod vault;
pub mod web;
