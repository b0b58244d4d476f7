//! A session changes hands: to a colleague, who is asked, or to a queue, whose strategy decides.

use serde::{Deserialize, Serialize};

use super::{QueueId, UserId, presence::Availability};

/// Characters of the note that goes with a transfer.
pub const LONGEST_NOTE: usize = 2_000;

/// Where a session may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Destination {
    Agent(UserId),
    Queue(QueueId),
}

/// What the dialog of a transfer chooses from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    /// Those who could take it now first.
    pub agents: Vec<AgentTarget>,
    pub queues: Vec<QueueTarget>,
    /// What a colleague has to answer.
    pub seconds: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentTarget {
    pub id: UserId,
    pub name: String,
    pub availability: Availability,
    /// Why he paused.
    pub reason: Option<String>,
    pub connected: bool,
    pub open: i64,
    pub capacity: i64,
}

impl AgentTarget {
    /// He is there and may own one more.
    pub fn is_ready(&self) -> bool {
        self.availability == Availability::Online && self.connected && self.has_room()
    }

    pub fn has_room(&self) -> bool {
        self.open < self.capacity
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueTarget {
    pub id: QueueId,
    pub name: String,
    /// Interactions nobody has taken yet.
    pub waiting: i64,
    /// Members who are there.
    pub online: i64,
}

/// Why a session came back to whom wanted to transfer it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Returned {
    Rejected,
    TimedOut,
    /// The colleague paused, left, or has no room any more.
    Unavailable,
    /// The sender thought better of it.
    Cancelled,
}
