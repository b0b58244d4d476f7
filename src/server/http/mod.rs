//! What answers over HTTP beside the pages and server functions.

pub mod assets;
pub mod encoding;
pub mod headers;
pub mod health;
pub mod live;
pub mod media;
pub mod page;
pub mod sandbox;
mod watched;
pub mod webhooks;
