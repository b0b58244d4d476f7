//! Writing to a customer first, and writing later.

use serde::{Deserialize, Serialize};

use super::{
    AccountId, ContactId, InteractionId, Timestamp,
    interaction::Interaction,
    message::Message,
    phone::{Number, Reading},
    quiet::Outlook,
};

/// What the dialog knows about the recipient while somebody types.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recipient {
    pub number: Reading,
    /// Everything else; `None` while the number is wrong.
    pub known: Option<Known>,
}

/// A number that can be texted, and what stands in the way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The contact's name; empty where it has none.
    pub name: String,
    pub opted_out_at: Option<Timestamp>,
    /// The customer is in a conversation with this account already.
    pub existing: Option<Existing>,
    pub outlook: Outlook,
}

/// An open interaction that a second one would stand beside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Existing {
    pub interaction: InteractionId,
    pub whose: Whose,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "whose", rename_all = "snake_case")]
pub enum Whose {
    Mine,
    Colleague {
        name: String,
        /// The caller may look at it.
        visible: bool,
    },
    /// Nobody has it yet.
    Waiting {
        queue: Option<String>,
        /// The caller serves that queue, or is being asked: he may take it.
        takable: bool,
    },
}

/// A contact that can be texted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    pub contact: ContactId,
    /// Empty: known by number only.
    pub name: String,
    pub number: Number,
    pub opted_out: bool,
}

/// A first message as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSms {
    pub account: AccountId,
    /// In any usual form.
    pub to: String,
    pub text: String,
    /// The browser's name for it, so a second click sends nothing.
    pub compose_key: String,
    pub later: Option<Later>,
    /// Why it is sent although the customer opted out or it is quiet. Needs the right.
    pub despite: Option<String>,
}

/// When a text leaves that does not leave at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Later {
    pub at: Timestamp,
    /// The customer's writing first cancels it.
    pub cancel_if_they_write: bool,
}

/// How far ahead a text may be written, ms.
const FARTHEST: i64 = 366 * 24 * 3_600_000;

/// Why nothing can be written for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongTime {
    Past,
    TooFar,
}

impl WrongTime {
    /// What is wrong with `at`, seen from `now`.
    pub fn of(at: Timestamp, now: Timestamp) -> Option<WrongTime> {
        match at.since(now) {
            ..=0 => Some(WrongTime::Past),
            ahead if ahead > FARTHEST => Some(WrongTime::TooFar),
            _ => None,
        }
    }
}

/// What became of a first message. Somebody else being faster is an answer, not an error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "started", rename_all = "snake_case")]
pub enum Started {
    Sent { interaction: Box<Interaction>, message: Box<Message> },
    Exists { existing: Existing },
}
