//! The phone simulator: handsets of customers that don't exist, on accounts of the sandbox provider.

use serde::{Deserialize, Serialize};

use super::{AccountId, Timestamp};

/// What the simulated network does wrong, per account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Faults {
    /// Milliseconds before anything is carried on.
    pub delay_ms: i64,
    /// What becomes of the next texts we send.
    pub reject: Reject,
    /// Receipts never come.
    pub no_receipt: bool,
    /// Every call to us is made twice.
    pub duplicate: bool,
    /// Receipts come in the wrong order, and texts overtake each other.
    pub reorder: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reject {
    #[default]
    Nothing,
    /// Refused at once, for good.
    Permanently,
    /// Refused for now: try again later.
    Temporarily,
    /// Too fast: wait a few seconds.
    Throttled,
    /// The recipient has opted out.
    OptedOut,
    /// Taken, and the carrier gives up on it.
    Undelivered,
}

impl Reject {
    pub const ALL: [Reject; 6] = [
        Reject::Nothing,
        Reject::Permanently,
        Reject::Temporarily,
        Reject::Throttled,
        Reject::OptedOut,
        Reject::Undelivered,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Reject::Nothing => "nothing",
            Reject::Permanently => "permanently",
            Reject::Temporarily => "temporarily",
            Reject::Throttled => "throttled",
            Reject::OptedOut => "opted_out",
            Reject::Undelivered => "undelivered",
        }
    }

    pub fn parse(text: &str) -> Option<Reject> {
        Self::ALL.into_iter().find(|r| r.as_str() == text)
    }
}

/// An account the simulator can text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SandboxAccount {
    pub id: AccountId,
    pub key: String,
    pub name: String,
    pub sender: String,
    pub faults: Faults,
}

/// A handset in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handset {
    pub number: String,
    pub last_text: String,
    pub last_at: Timestamp,
}

/// One bubble on a handset's screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandsetText {
    pub id: i64,
    /// Typed on the handset, rather than received.
    pub mine: bool,
    pub text: String,
    pub at: Timestamp,
    pub media: Vec<HandsetMedia>,
}

/// A picture or file of a simulated phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandsetMedia {
    /// Names it: `/sandbox/media/{token}`.
    pub token: String,
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// Pixels, of pictures whose format tells.
    pub width: Option<i64>,
    pub height: Option<i64>,
}

/// The simulator's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Simulator {
    pub accounts: Vec<SandboxAccount>,
    /// Where the event stream goes on.
    pub cursor: String,
}
