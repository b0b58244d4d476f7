//! What both halves share: types and pure rules. No I/O, no clock, no framework; compiles to WASM.

pub mod account;
pub mod contact;
pub mod contact_field;
pub mod delivery;
pub mod desktop;
pub mod error;
pub mod event;
pub mod facts;
pub mod flow;
pub mod ids;
pub mod interaction;
pub mod journal;
pub mod journey;
pub mod media;
pub mod message;
pub mod offer;
pub mod peer;
pub mod presence;
pub mod queue;
pub mod routing;
pub mod sandbox;
pub mod segments;
pub mod settings;
pub mod tag;
pub mod time;
pub mod user;

pub use delivery::Delivery;
pub use ids::*;
pub use peer::Peer;
pub use segments::{Encoding, Segments};
pub use time::Timestamp;
