//! The native half: everything that needs a socket, a disk or a secret.

pub mod providers;
