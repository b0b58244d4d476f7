//! The native half: everything that needs a socket, a disk or a secret.

pub mod http;
pub mod providers;
pub mod router;
pub mod shutdown;
pub mod state;
pub mod telemetry;
