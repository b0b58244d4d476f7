//! What arrives over HTTP and is not a server function.

pub mod assets;
pub mod health;
pub mod live;
pub mod sandbox;
pub mod webhooks;
