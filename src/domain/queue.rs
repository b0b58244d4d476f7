//! Groups of agents that share work, and in which order they are asked.

use serde::{Deserialize, Serialize};

use super::{QueueId, TeamId, UserId, error::Invalid};

/// Whom a queue asks first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// Everybody at once; the first to accept has it.
    RingAll,
    /// One after the other in a fixed circle, going on where it stopped last time.
    RoundRobin,
    /// Who was asked longest ago.
    LeastRecentlyOffered,
    /// Who has been without work longest.
    LongestIdle,
    /// Who has the fewest open interactions.
    FewestOpen,
}

impl Strategy {
    pub const ALL: [Strategy; 5] = [
        Strategy::RingAll,
        Strategy::RoundRobin,
        Strategy::LeastRecentlyOffered,
        Strategy::LongestIdle,
        Strategy::FewestOpen,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Strategy::RingAll => "ring_all",
            Strategy::RoundRobin => "round_robin",
            Strategy::LeastRecentlyOffered => "least_recently_offered",
            Strategy::LongestIdle => "longest_idle",
            Strategy::FewestOpen => "fewest_open",
        }
    }

    pub fn parse(text: &str) -> Option<Strategy> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    pub id: QueueId,
    pub name: String,
    pub strategy: Strategy,
    /// Seconds an agent has to answer an offer.
    pub agent_timeout: i64,
    /// Seconds between the rounds when nobody took it.
    pub round_pause: i64,
    /// Higher is served first.
    pub priority: i64,
    pub agents: Vec<UserId>,
    pub teams: Vec<TeamId>,
}

/// What a form says about a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueDraft {
    pub name: String,
    pub strategy: Strategy,
    pub agent_timeout: i64,
    pub round_pause: i64,
    pub priority: i64,
    pub agents: Vec<UserId>,
    pub teams: Vec<TeamId>,
}

impl From<&Queue> for QueueDraft {
    fn from(queue: &Queue) -> QueueDraft {
        QueueDraft {
            name: queue.name.clone(),
            strategy: queue.strategy,
            agent_timeout: queue.agent_timeout,
            round_pause: queue.round_pause,
            priority: queue.priority,
            agents: queue.agents.clone(),
            teams: queue.teams.clone(),
        }
    }
}

impl QueueDraft {
    /// What is wrong with it by itself.
    pub fn check(&self) -> Result<(), Invalid> {
        let mut invalid = Invalid::default();
        if self.name.is_empty() || self.name.chars().count() > 60 {
            invalid.add(
                "name",
                [
                    "Give the queue a name of at most 60 characters.",
                    "Dare alla coda un nome di al massimo 60 caratteri.",
                ],
            );
        }
        if !(5..=600).contains(&self.agent_timeout) {
            invalid.add("agent_timeout", ["Between 5 and 600 seconds.", "Tra 5 e 600 secondi."]);
        }
        if !(1..=600).contains(&self.round_pause) {
            invalid.add("round_pause", ["Between 1 and 600 seconds.", "Tra 1 e 600 secondi."]);
        }
        if !(0..=100).contains(&self.priority) {
            invalid.add("priority", ["Between 0 and 100.", "Tra 0 e 100."]);
        }
        invalid.check()
    }
}

/// A queue as the top bar shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueLoad {
    pub id: QueueId,
    pub name: String,
    /// Interactions nobody has taken yet.
    pub waiting: i64,
}
