//! What both halves share: types and pure rules. No I/O, no clock, no framework; compiles to WASM.

pub mod delivery;
pub mod ids;
pub mod peer;
pub mod segments;
pub mod time;

pub use delivery::Delivery;
pub use ids::*;
pub use peer::Peer;
pub use segments::{Encoding, Segments};
pub use time::Timestamp;
