//! The customer's number or name, as the provider gave it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The other end of a conversation: E.164 (`+393471234567`) where it is a number, verbatim where it is a short code or a
/// name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Peer(String);

/// The fewest digits that are taken for an international number rather than for a short code.
const SHORTEST_NUMBER: usize = 8;
/// E.164 allows fifteen digits.
const LONGEST_NUMBER: usize = 15;

impl Peer {
    /// Reads a sender as providers write it. Pure digits long enough for an international number get their `+`; spaces
    /// and punctuation inside a `+` number go; everything else (short codes, names) stays as it came, trimmed.
    pub fn parse(raw: &str) -> Peer {
        let raw = raw.trim();
        let digits: String = raw.chars().filter(char::is_ascii_digit).collect();
        let only_number_signs =
            raw.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.'));
        let long_enough = (SHORTEST_NUMBER..=LONGEST_NUMBER).contains(&digits.len());
        let international = raw.starts_with('+') || raw.chars().all(|c| c.is_ascii_digit());
        if only_number_signs && long_enough && international {
            Peer(format!("+{digits}"))
        } else {
            Peer(raw.to_owned())
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a reply can reach it: an international number or a short code, not a name.
    pub fn can_be_answered(&self) -> bool {
        let digits = self.0.strip_prefix('+').unwrap_or(&self.0);
        !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_e164_and_everything_else_stays() {
        for (raw, peer) in [
            ("+15551234567", "+15551234567"),
            ("15551234567", "+15551234567"),
            (" +1 (555) 123-4567 ", "+15551234567"),
            ("38438", "38438"),
            ("XCALLY", "XCALLY"),
            ("My Bank", "My Bank"),
            ("+12", "+12"),
            ("1234567890123456", "1234567890123456"),
        ] {
            assert_eq!(Peer::parse(raw).as_str(), peer, "{raw}");
        }
    }

    #[test]
    fn only_numbers_can_be_answered() {
        assert!(Peer::parse("+15551234567").can_be_answered());
        assert!(Peer::parse("38438").can_be_answered());
        assert!(!Peer::parse("My Bank").can_be_answered());
        assert!(!Peer::parse("").can_be_answered());
    }
}
