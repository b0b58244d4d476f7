//! What the server made of a number as somebody typed it. The numbering plans themselves stay on the server.

use serde::{Deserialize, Serialize};

use super::Peer;

/// A number that can be right, or why it can't.
pub type Reading = Result<Number, WrongNumber>;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// E.164.
    pub peer: Peer,
    /// As people read it: `+39 347 123 4567`.
    pub international: String,
    /// ISO 3166; `None` for numbers of no country (satellites, international freephone).
    pub country: Option<String>,
    pub line: Line,
}

/// What kind of line a number belongs to, as far as its plan tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    Mobile,
    Fixed,
    /// The plan does not tell the two apart, as in North America.
    FixedOrMobile,
    Voip,
    TollFree,
    Premium,
    SharedCost,
    Personal,
    Pager,
    Other,
}

impl Line {
    /// An SMS to it hardly ever arrives: worth a warning, not a refusal.
    pub fn is_unlikely(self) -> bool {
        !matches!(self, Line::Mobile | Line::FixedOrMobile | Line::Voip | Line::Personal | Line::Other)
    }
}

/// Why no number can be made of what was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum WrongNumber {
    /// Nothing typed yet.
    Empty,
    /// Letters, or signs that no number has.
    NotANumber,
    /// Typed the national way, and the account has no country of its own.
    NoCountry,
    /// With an extension (`x12`), which no text reaches.
    Extension,
    /// No country has this code.
    NoSuchCode,
    TooShort {
        country: Option<String>,
    },
    TooLong {
        country: Option<String>,
    },
    /// As long as a number of that country, but its plan has none like it.
    NotOfPlan {
        country: Option<String>,
    },
}
