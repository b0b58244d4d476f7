//! What somebody has begun to write and not sent.

use serde::{Deserialize, Serialize};

use super::{InteractionId, Timestamp};

/// Where the composer's text goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// To the customer.
    #[default]
    Reply,
    /// To colleagues.
    Note,
}

impl Mode {
    pub const ALL: [Mode; 2] = [Mode::Reply, Mode::Note];

    pub fn as_str(self) -> &'static str {
        match self {
            Mode::Reply => "reply",
            Mode::Note => "note",
        }
    }

    pub fn parse(text: &str) -> Option<Mode> {
        Mode::ALL.into_iter().find(|mode| mode.as_str() == text)
    }

    /// The one it is not.
    pub fn other(self) -> Mode {
        match self {
            Mode::Reply => Mode::Note,
            Mode::Note => Mode::Reply,
        }
    }
}

/// One person's unsent text in one interaction; a reply and a note are apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub interaction: InteractionId,
    pub mode: Mode,
    /// Empty: it was sent or thrown away. It is kept so that an older one that arrives late doesn't come back.
    pub text: String,
    /// When it was typed, by the clock of the browser, but always after the draft it was typed over: the newest typing
    /// wins, whichever reaches the server first.
    pub at: Timestamp,
    /// The name of the message it is to become, made with its first character. Whoever takes the draft over takes the
    /// name along, so that one draft sent from two windows is one message.
    #[serde(default)]
    pub compose_key: String,
}

/// Characters of a draft that the server keeps.
pub const LONGEST_DRAFT: usize = 10_000;
