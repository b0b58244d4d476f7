//! One conversation session between a peer and an account.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{
    AccountId, ContactId, InteractionId, MessageId, Peer, QueueId, Timestamp, UserId,
    follow_up::FollowUp,
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
    /// Who accepted it first.
    #[serde(default)]
    pub first_handler: Option<UserId>,
    pub first_handler_name: Option<String>,
    /// Colleagues who were named in a note: they may see it and write notes.
    #[serde(default)]
    pub guests: Vec<UserId>,
    pub started_at: Timestamp,
    pub first_response_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    /// Who closed it; nobody when it was silence.
    #[serde(default)]
    pub closed_by_name: Option<String>,
    /// Closed so lately that a text of the customer opens it again until then.
    #[serde(default)]
    pub reopens_until: Option<Timestamp>,
    /// The disposition chosen at close, as its path read then.
    pub disposition: Option<String>,
    /// What was written beside it.
    pub remark: Option<String>,
    /// Whom the owner is handing it to just now; he owns it until the other accepts.
    pub transfer_to: Option<UserId>,
    pub transfer_to_name: Option<String>,
    /// Time of the newest message.
    pub last_at: Timestamp,
    /// Time of the customer's newest text.
    pub last_inbound_at: Option<Timestamp>,
    pub last_direction: Direction,
    /// Texts of the customer that the owner has not seen.
    pub unread: i64,
    /// The contact wants no texts since then.
    #[serde(default)]
    pub opted_out_at: Option<Timestamp>,
    /// Texts to the customer that wait for their time.
    #[serde(default)]
    pub scheduled: i64,
    /// When it comes back to its owner.
    #[serde(default)]
    pub follow_up: Option<FollowUp>,
    /// Grows with every change; an older copy never replaces a newer one.
    pub version: i64,
}

impl Interaction {
    /// Put off by who has it: until it comes back it takes none of his room.
    pub fn sleeps(&self) -> bool {
        self.state == State::Open && self.owner.is_some() && self.follow_up.is_some()
    }

    /// Whether this person may see it and write notes in it: who answers, who was named in a note, and supervisors.
    pub fn is_visible_to(&self, me: &Me) -> bool {
        self.owner == Some(me.id) || self.guests.contains(&me.id) || me.role.may(Right::Supervise)
    }
}

/// Which stretch of a conversation is asked for. Stretches join by the id of the message they lie beside, so nothing falls
/// between two of them; `Around` is for a jump into what was never seen. Travels as a word: `newest`, `before-4711`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Stretch {
    #[default]
    Newest,
    Oldest,
    /// The messages right before this one.
    Before(MessageId),
    /// The messages right after this one.
    After(MessageId),
    /// Those around a position, counted from the oldest, which is 0.
    Around(i64),
}

impl fmt::Display for Stretch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stretch::Newest => f.write_str("newest"),
            Stretch::Oldest => f.write_str("oldest"),
            Stretch::Before(id) => write!(f, "before-{id}"),
            Stretch::After(id) => write!(f, "after-{id}"),
            Stretch::Around(position) => write!(f, "around-{position}"),
        }
    }
}

impl FromStr for Stretch {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || format!("no stretch of a conversation: {text}");
        let stretch = match text.split_once('-') {
            None if text == "newest" => Some(Stretch::Newest),
            None if text == "oldest" => Some(Stretch::Oldest),
            Some(("before", id)) => id.parse().ok().map(Stretch::Before),
            Some(("after", id)) => id.parse().ok().map(Stretch::After),
            Some(("around", position)) => position.parse().ok().filter(|at| *at >= 0).map(Stretch::Around),
            _ => None,
        };
        stretch.ok_or_else(unknown)
    }
}

impl From<Stretch> for String {
    fn from(stretch: Stretch) -> String {
        stretch.to_string()
    }
}

impl TryFrom<String> for Stretch {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// A stretch of a conversation, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    pub interaction: Interaction,
    pub messages: Vec<Message>,
    /// How many messages are older than the first of these: its position.
    pub older: i64,
}

impl Conversation {
    /// There are older messages.
    pub fn more(&self) -> bool {
        self.older > 0
    }
}

/// An earlier session of the same peer and account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastSession {
    pub interaction: Interaction,
    /// How many messages it holds.
    pub messages: i64,
}

/// The sessions before one, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastSessions {
    pub sessions: Vec<PastSession>,
    /// There are still older ones.
    pub more: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_travels_as_a_word() {
        for (stretch, word) in [
            (Stretch::Newest, "newest"),
            (Stretch::Oldest, "oldest"),
            (Stretch::Before(MessageId(4711)), "before-4711"),
            (Stretch::After(MessageId(0)), "after-0"),
            (Stretch::Around(250), "around-250"),
        ] {
            assert_eq!(stretch.to_string(), word);
            assert_eq!(word.parse(), Ok(stretch));
        }
        for nothing in ["", "later", "before", "before-", "before-x", "around--1", "newest-1"] {
            assert!(nothing.parse::<Stretch>().is_err(), "{nothing}");
        }
    }
}
