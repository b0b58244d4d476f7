//! One interaction put before one agent.

use serde::{Deserialize, Serialize};

use super::{InteractionId, OfferId, Timestamp, UserId, tagged::tagged};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferState {
    Pending,
    Accepted,
    Rejected,
    TimedOut,
    /// Somebody else took it, or there is nothing left to take.
    Withdrawn,
}

impl OfferState {
    pub const ALL: [OfferState; 5] =
        [OfferState::Pending, OfferState::Accepted, OfferState::Rejected, OfferState::TimedOut, OfferState::Withdrawn];

    pub fn as_str(self) -> &'static str {
        match self {
            OfferState::Pending => "pending",
            OfferState::Accepted => "accepted",
            OfferState::Rejected => "rejected",
            OfferState::TimedOut => "timed_out",
            OfferState::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(text: &str) -> Option<OfferState> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
}

/// The card an agent sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub id: OfferId,
    pub agent: UserId,
    pub interaction: InteractionId,
    pub contact_name: String,
    pub peer: String,
    pub account_key: String,
    pub account_name: String,
    pub queue_name: Option<String>,
    /// The customer's first words.
    pub first_words: String,
    pub offered_at: Timestamp,
    /// When it is taken away.
    pub due_at: Timestamp,
    /// A colleague hands his session over.
    #[serde(default)]
    pub transfer: Option<TransferCard>,
}

/// What a card says about a transfer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferCard {
    /// Who transfers.
    pub from: String,
    /// What he wrote; may be empty.
    pub note: String,
}

tagged! {
    /// Why a card went.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum OfferEnd tagged "end" as "OfferEnd" {
        Accepted,
        Rejected,
        TimedOut,
        /// A colleague was faster.
        TakenBy {
            id: UserId,
            name: String,
        },
        /// Closed, or the agent is no longer available.
        Withdrawn,
    }
}

tagged! {
    /// What comes of clicking Accept. Losing is an answer, not an error.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Claim tagged "claim" as "Claim" {
        Won {
            interaction: InteractionId,
        },
        TakenBy {
            name: String,
        },
        /// The offer had already timed out, was rejected or withdrawn.
        Gone,
        /// He has as many open interactions as he may.
        Full {
            capacity: i64,
        },
    }
}
