//! The words by which customers steer what they receive.

use serde::{Deserialize, Serialize};

/// What a customer asks for with a single word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// No more texts.
    Stop,
    /// Texts again. Means something only from somebody who wanted none.
    Start,
}

/// The words everybody knows, in English. A provider that keeps a list of its own tells us itself.
const STOP: [&str; 8] = ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"];
const START: [&str; 3] = ["START", "UNSTOP", "YES"];

/// The wish of a text that is nothing but one of the words, and the word; punctuation and case don't matter.
pub fn wish_of(text: &str) -> Option<(Wish, &'static str)> {
    let word = text.trim_matches(|c: char| !c.is_alphanumeric());
    // No word is longer: a long text is not looked at letter by letter.
    if word.len() > 11 {
        return None;
    }
    let among = |words: &[&'static str]| words.iter().find(|known| known.eq_ignore_ascii_case(word)).copied();
    let stop = among(&STOP).map(|word| (Wish::Stop, word));
    stop.or_else(|| among(&START).map(|word| (Wish::Start, word)))
}

/// Why a text may not leave for a customer now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hindrance {
    OptedOut,
    QuietHours,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_nothing_but_the_word_is_a_wish() {
        for text in ["STOP", "stop", " Stop. ", "\"Stop!\"", "STOPALL\n", "Unsubscribe", "quit", "OptOut"] {
            assert_eq!(wish_of(text).map(|(wish, _)| wish), Some(Wish::Stop), "{text}");
        }
        for text in ["start", "UNSTOP", "Yes!"] {
            assert_eq!(wish_of(text).map(|(wish, _)| wish), Some(Wish::Start), "{text}");
        }
    }

    #[test]
    fn a_word_in_a_sentence_is_no_wish() {
        for text in ["Please stop by tomorrow", "stop it", "the end", "", "...", "STOPP", "yes please", "cancel 12"] {
            assert_eq!(wish_of(text), None, "{text}");
        }
    }
}
