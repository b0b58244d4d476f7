//! What an account does with a new interaction: ordered steps, each with a way on.

use serde::{Deserialize, Serialize};

use super::{QueueId, UserId, message::LONGEST_TEXT};

/// The steps of an account, in order. Past the last one an interaction waits for a supervisor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Flow(pub Vec<Step>);

/// One step. `branch`es of later kinds name the step they lead to, so the list stays flat and readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// Offer to the agents of a queue. After `timeout` seconds the next step takes over; `None` waits for as long as it
    /// takes.
    Queue { queue: QueueId, timeout: Option<i64> },
    /// Offer to one agent for `timeout` seconds, then go on.
    Agent { agent: UserId, timeout: i64 },
    /// Send a text of the house and go on at once.
    AutoReply { text: String, when: AutoReplyWhen },
}

impl Step {
    /// What is wrong with it by itself.
    pub fn wrong(&self) -> Option<[&'static str; 2]> {
        const TIMES: std::ops::RangeInclusive<i64> = 5..=86_400;
        match self {
            Step::Queue { timeout: Some(timeout), .. } if !TIMES.contains(timeout) => Some([
                "Between 5 and 86400 seconds, or empty to wait on.",
                "Tra 5 e 86400 secondi, o vuoto per aspettare senza limite.",
            ]),
            Step::Agent { timeout, .. } if !TIMES.contains(timeout) => {
                Some(["Between 5 and 86400 seconds.", "Tra 5 e 86400 secondi."])
            }
            Step::AutoReply { text, .. } if text.trim().is_empty() => {
                Some(["Write what the customer gets.", "Scrivere il testo per il cliente."])
            }
            Step::AutoReply { text, .. } if text.chars().count() > LONGEST_TEXT => {
                Some(["At most 1600 characters.", "Al massimo 1600 caratteri."])
            }
            _ => None,
        }
    }
}

/// How often an automatic reply is sent. Within one interaction never more than one a minute, so that two machines can't
/// talk for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AutoReplyWhen {
    /// Once, when the interaction begins.
    OncePerInteraction,
    /// Once for a peer, ever.
    FirstContact,
    /// For each text of the peer.
    EachMessage,
}

impl AutoReplyWhen {
    pub const ALL: [AutoReplyWhen; 3] =
        [AutoReplyWhen::OncePerInteraction, AutoReplyWhen::FirstContact, AutoReplyWhen::EachMessage];

    pub fn as_str(self) -> &'static str {
        match self {
            AutoReplyWhen::OncePerInteraction => "once_per_interaction",
            AutoReplyWhen::FirstContact => "first_contact",
            AutoReplyWhen::EachMessage => "each_message",
        }
    }

    pub fn parse(text: &str) -> Option<AutoReplyWhen> {
        Self::ALL.into_iter().find(|w| w.as_str() == text)
    }
}
