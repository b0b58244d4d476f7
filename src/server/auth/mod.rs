//! Who somebody is.

pub mod password;
pub mod sessions;
pub mod throttle;
