//! Every interaction with a contact, over all accounts.

use serde::{Deserialize, Serialize};

use super::{AccountId, InteractionId, Peer, Timestamp, interaction::State};

/// One interaction of the journey.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct JourneyRow {
    pub interaction: InteractionId,
    pub account: AccountId,
    pub account_key: String,
    pub account_name: String,
    pub peer: Peer,
    pub state: State,
    pub started_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    /// The owner, else who had it first.
    pub agent: Option<String>,
    /// The customer's; empty when we began.
    pub first_words: String,
    /// Texts in both directions; notes and system lines don't count.
    pub messages: i64,
    /// Whether it may be read. Whoever was merely named in one session reads that one; of the others he sees that they were.
    pub readable: bool,
}

/// A stretch of the journey, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JourneyPage {
    pub rows: Vec<JourneyRow>,
    /// There are older ones.
    pub more: bool,
}
