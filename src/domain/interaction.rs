//! One conversation session between a peer and an account.

use serde::{Deserialize, Serialize};

use super::{
    AccountId, ContactId, InteractionId, Peer, QueueId, Timestamp, UserId,
    message::Message,
    user::{Me, Right},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Open,
    Closed,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Closed => "closed",
        }
    }

    pub fn parse(text: &str) -> Option<State> {
        [State::Open, State::Closed].into_iter().find(|s| s.as_str() == text)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Inbound,
    Outbound,
}

impl Direction {
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Inbound => "inbound",
            Direction::Outbound => "outbound",
        }
    }

    pub fn parse(text: &str) -> Option<Direction> {
        [Direction::Inbound, Direction::Outbound].into_iter().find(|d| d.as_str() == text)
    }
}

/// An interaction as a tab, a card or a row shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interaction {
    pub id: InteractionId,
    pub account: AccountId,
    pub account_key: String,
    pub account_name: String,
    pub peer: Peer,
    pub contact: ContactId,
    /// The contact's name, or the number where there is none.
    pub contact_name: String,
    pub state: State,
    pub queue: Option<QueueId>,
    pub queue_name: Option<String>,
    pub owner: Option<UserId>,
    pub owner_name: Option<String>,
    pub first_handler_name: Option<String>,
    /// Colleagues who were named in a note: they may see it and write notes.
    #[serde(default)]
    pub guests: Vec<UserId>,
    pub started_at: Timestamp,
    pub first_response_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    /// Time of the newest message.
    pub last_at: Timestamp,
    /// Time of the customer's newest text.
    pub last_inbound_at: Option<Timestamp>,
    pub last_direction: Direction,
    /// Texts of the customer that the owner has not seen.
    pub unread: i64,
    /// Grows with every change; an older copy never replaces a newer one.
    pub version: i64,
}

impl Interaction {
    /// Whether this person may see it and write notes in it: who answers, who was named in a note, and supervisors.
    pub fn is_visible_to(&self, me: &Me) -> bool {
        self.owner == Some(me.id) || self.guests.contains(&me.id) || me.role.may(Right::Supervise)
    }
}

/// A stretch of a conversation, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    pub interaction: Interaction,
    pub messages: Vec<Message>,
    /// There are older messages.
    pub more: bool,
}
