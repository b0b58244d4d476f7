//! What the command palette finds on the server: by a name, a number or an id.

use serde::{Deserialize, Serialize};

use super::{ContactId, InteractionId, Timestamp, interaction::State};

/// An interaction this person may open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundInteraction {
    pub id: InteractionId,
    pub contact_name: String,
    pub number: String,
    pub account_key: String,
    pub state: State,
    pub owner_name: Option<String>,
    pub last_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundContact {
    pub id: ContactId,
    /// Empty where only the number is known.
    pub name: String,
    pub number: String,
    /// This person may see all that is known of it.
    pub opens: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub interactions: Vec<FoundInteraction>,
    pub contacts: Vec<FoundContact>,
}

/// What somebody types to find something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// It may be the number of an interaction.
    pub id: Option<InteractionId>,
    /// Part of a telephone number: three digits or more, in any writing.
    pub digits: Option<String>,
    /// Beginnings of the words of a name, in lower case.
    pub words: Vec<String>,
    /// The beginning of an address of e-mail.
    pub email: Option<String>,
}

/// The fewest digits that are looked for.
pub const FEWEST_DIGITS: usize = 3;
/// The fewest letters of an address that are looked for.
const SHORTEST_EMAIL: usize = 3;
/// More digits than any number has.
const MOST_DIGITS: usize = 15;
const MOST_WORDS: usize = 4;

impl Wanted {
    pub fn read(typed: &str) -> Wanted {
        let typed = typed.trim();
        let bare = typed.strip_prefix('#').unwrap_or(typed);
        let id = bare.parse::<i64>().ok().filter(|id| *id > 0 && !bare.starts_with('+')).map(InteractionId);
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let number_signs =
            typed.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.' | '/'));
        let digits = (number_signs && (FEWEST_DIGITS..=MOST_DIGITS).contains(&digits.len())).then_some(digits);
        let words = if number_signs {
            Vec::new()
        } else {
            let words = typed.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.take(MOST_WORDS).map(str::to_lowercase).collect()
        };
        let is_one = !number_signs && !typed.contains(|c: char| c.is_whitespace() || c.is_control());
        let email = (is_one && typed.chars().count() >= SHORTEST_EMAIL).then(|| typed.to_lowercase());
        Wanted { id, digits, words, email }
    }

    pub fn is_nothing(&self) -> bool {
        *self == Wanted::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(id: Option<i64>, digits: Option<&str>, words: &[&str], email: Option<&str>) -> Wanted {
        Wanted {
            email: email.map(str::to_owned),
            id: id.map(InteractionId),
            digits: digits.map(str::to_owned),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
        }
    }

    #[test]
    fn what_is_typed_is_an_id_a_number_or_a_name() {
        for (typed, expected) in [
            ("12", wanted(Some(12), None, &[], None)),
            ("4711", wanted(Some(4711), Some("4711"), &[], None)),
            ("#7", wanted(Some(7), None, &["7"], None)),
            ("+39 347 123", wanted(None, Some("39347123"), &[], None)),
            ("(555) 010-01", wanted(None, Some("55501001"), &[], None)),
            (" Maria  ROSSI ", wanted(None, None, &["maria", "rossi"], None)),
            ("o'neil", wanted(None, None, &["o", "neil"], Some("o'neil"))),
            ("Maria@Ex", wanted(None, None, &["maria", "ex"], Some("maria@ex"))),
            ("ma", wanted(None, None, &["ma"], None)),
            ("  ", wanted(None, None, &[], None)),
            ("\"*", wanted(None, None, &[], None)),
            ("1234567890123456", wanted(Some(1_234_567_890_123_456), None, &[], None)),
        ] {
            assert_eq!(Wanted::read(typed), expected, "{typed}");
        }
    }
}
