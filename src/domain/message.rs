//! One entry of a conversation.

use serde::{Deserialize, Serialize};

use super::{
    Delivery, InteractionId, MessageId, Timestamp, UserId, consent::Hindrance, media::Media, new_sms::Later,
    sentence::Sentence, tagged::tagged, transfer::Returned,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub id: MessageId,
    pub interaction: InteractionId,
    /// When it reached us, or was written.
    pub at: Timestamp,
    pub content: Content,
}

/// Travels under its name, as [`super::event::Event`] does and for the same reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// From the customer.
    Inbound {
        text: String,
        /// When the provider says it was sent; shown too when it differs from `at` by more than a minute.
        sent_at: Option<Timestamp>,
        media: Vec<Media>,
    },
    /// To the customer.
    Outbound {
        text: String,
        author: Author,
        delivery: Delivery,
        /// Why it failed, in words, with the provider's code.
        problem: Option<Problem>,
        /// Counts from 1; a resend is a new attempt under the same message.
        attempt: i64,
        /// The browser's name for it, so an optimistic copy can be replaced.
        compose_key: Option<String>,
        /// When it was written for, if not for at once.
        #[serde(default)]
        later: Option<Later>,
        #[serde(default)]
        media: Vec<Media>,
    },
    /// Among colleagues; never leaves the house.
    Note { text: String, author: Author },
    /// What happened: accepted, closed, came back to the queue …
    System { what: Happening },
}

impl Content {
    /// Its pictures and files.
    pub fn media(&self) -> &[Media] {
        match self {
            Content::Inbound { media, .. } | Content::Outbound { media, .. } => media,
            Content::Note { .. } | Content::System { .. } => &[],
        }
    }

    /// The same, to change them; `None` for what can have none.
    pub fn media_mut(&mut self) -> Option<&mut Vec<Media>> {
        match self {
            Content::Inbound { media, .. } | Content::Outbound { media, .. } => Some(media),
            Content::Note { .. } | Content::System { .. } => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// `None`: the house itself (an automatic reply).
    pub id: Option<UserId>,
    pub name: String,
}

/// What went wrong with a send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub words: Sentence,
    /// The provider's own code.
    pub code: Option<String>,
}

tagged! {
    /// A system line. Names are kept as they were, so history reads the same for ever.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Happening tagged "happening" as "Happening" {
        Accepted {
            by: String,
        },
        Closed {
            by: String,
            /// The path of what was chosen.
            #[serde(default)]
            disposition: Option<String>,
            #[serde(default)]
            remark: Option<String>,
        },
        /// Nobody wrote for so many hours.
        ClosedInSilence {
            hours: i64,
            disposition: Option<String>,
        },
        /// The customer texted again soon after the close. `to`: who has it again; `None`: it is offered anew.
        Reopened {
            to: Option<String>,
        },
        BackToQueue {
            from: String,
        },
        /// A colleague is asked to take it over.
        TransferBegun {
            by: String,
            to: String,
        },
        Transferred {
            from: String,
            to: String,
        },
        /// It stays with the sender.
        TransferReturned {
            to: String,
            why: Returned,
        },
        SentToQueue {
            by: String,
            queue: String,
        },
        /// None of those asked there took it: back to its sender.
        NotTaken {
            queue: String,
            to: String,
        },
        /// A supervisor took it. `from`: who had it.
        TakenOver {
            by: String,
            from: Option<String>,
        },
        /// A supervisor gave it to somebody.
        Assigned {
            by: String,
            to: String,
            from: Option<String>,
        },
        /// Taken from the queue without being asked.
        Pulled {
            by: String,
        },
        /// The time has come to look at it again.
        FollowUpDue {
            reason: String,
        },
        /// The flow sent its automatic reply, or why it did not.
        AutoReplySkipped {
            why: Sentence,
        },
        /// An agent wrote first.
        Started {
            by: String,
        },
        /// The customer wants no more texts.
        OptedOut {
            word: String,
        },
        /// The customer wants texts again.
        OptedIn {
            word: String,
        },
        /// Somebody who may sent a text although something stood in its way.
        SentDespite {
            by: String,
            hindrance: Hindrance,
            why: String,
        },
    }
}

/// One step of a message's way, for the story behind the ticks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryStep {
    pub at: Timestamp,
    pub attempt: i64,
    pub state: Delivery,
    /// Reached the message; `false` for a late or repeated report that was kept but changed nothing.
    pub applied: bool,
    pub problem: Option<Problem>,
}

/// How many characters a reply may have, whatever the provider.
pub const LONGEST_TEXT: usize = 1600;
