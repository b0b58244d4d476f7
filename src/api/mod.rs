//! The only door between browser and server. Each function checks the right, calls one service, returns a domain type.

pub mod admin;
pub mod attention;
pub mod canned;
pub mod closing;
pub mod contacts;
pub mod desktop;
pub mod dispositions;
pub mod error;
pub mod history;
pub mod media;
pub mod new_sms;
pub mod sandbox;
pub mod session;
pub mod wire;

pub use error::AppError;
