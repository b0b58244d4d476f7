//! Looking at a session again later.

use serde::{Deserialize, Serialize};

use super::Timestamp;

/// How many characters the reason may have.
pub const LONGEST_REASON: usize = 200;

/// A session comes back to its owner, as unread, at this time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    pub at: Timestamp,
    /// What is to be done then; may be empty.
    pub reason: String,
}
