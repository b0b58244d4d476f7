//! The journal of providers' calls, as an administrator reads it.

use serde::{Deserialize, Serialize};

use super::{AccountId, CallId, Timestamp, sentence::Sentence};

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallVerdict {
    Accepted,
    /// Genuine, and known already.
    Duplicate,
    BadSignature,
    Unreadable,
    NoAccount,
    /// A text to an account that is switched off: it can be taken again when the account is on.
    SwitchedOff,
}

impl CallVerdict {
    pub const ALL: [CallVerdict; 6] = [
        CallVerdict::Accepted,
        CallVerdict::Duplicate,
        CallVerdict::BadSignature,
        CallVerdict::Unreadable,
        CallVerdict::NoAccount,
        CallVerdict::SwitchedOff,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            CallVerdict::Accepted => "accepted",
            CallVerdict::Duplicate => "duplicate",
            CallVerdict::BadSignature => "bad_signature",
            CallVerdict::Unreadable => "unreadable",
            CallVerdict::NoAccount => "no_account",
            CallVerdict::SwitchedOff => "switched_off",
        }
    }

    pub fn parse(text: &str) -> Option<CallVerdict> {
        Self::ALL.into_iter().find(|v| v.as_str() == text)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRow {
    pub id: CallId,
    pub at: Timestamp,
    pub account: Option<AccountId>,
    /// `inbound` or `status`.
    pub hook: String,
    /// The address that was called.
    pub url: String,
    pub verdict: CallVerdict,
    pub reason: Option<Sentence>,
    /// The body as text, as far as it is text.
    pub body: String,
}
