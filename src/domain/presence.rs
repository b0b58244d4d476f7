//! Whether an agent can be offered anything.

use serde::{Deserialize, Serialize};

use super::{Timestamp, UserId};

/// What the agent chose, and whether a browser of his is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    Online,
    Paused,
    Offline,
}

impl Availability {
    pub const ALL: [Availability; 3] = [Availability::Online, Availability::Paused, Availability::Offline];

    pub fn as_str(self) -> &'static str {
        match self {
            Availability::Online => "online",
            Availability::Paused => "paused",
            Availability::Offline => "offline",
        }
    }

    pub fn parse(text: &str) -> Option<Availability> {
        Self::ALL.into_iter().find(|a| a.as_str() == text)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    pub user: UserId,
    pub availability: Availability,
    /// Why he paused; one of the house's reasons.
    pub reason: Option<String>,
    pub since: Timestamp,
    /// A browser of his holds a live stream, or lost it less than the grace period ago.
    pub connected: bool,
    /// `false` once he was taken out of routing because no page of his could make him notice a request; a click brings
    /// him back.
    pub audible: bool,
    /// Interactions he owns that are open.
    pub open: i64,
    /// How many he may own before offers stop.
    pub capacity: i64,
}

impl Presence {
    /// He can be asked, if he has room.
    pub fn is_there(&self) -> bool {
        self.availability == Availability::Online && self.connected
    }
}
