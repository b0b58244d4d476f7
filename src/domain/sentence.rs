//! A sentence for a person, made where nobody knows yet what language that person reads.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

use super::language::Language;

/// Says the same in every language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct Sentence {
    #[serde(rename = "en")]
    english: Cow<'static, str>,
    #[serde(rename = "it")]
    italian: Cow<'static, str>,
}

/// Older rows have the English alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    Both { en: String, it: String },
    One(String),
}

impl From<Stored> for Sentence {
    fn from(stored: Stored) -> Sentence {
        match stored {
            Stored::Both { en, it } => [en, it].into(),
            Stored::One(words) => [words.clone(), words].into(),
        }
    }
}

impl Sentence {
    pub fn is_empty(&self) -> bool {
        self.english.is_empty()
    }

    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::English => &self.english,
            Language::Italian => &self.italian,
        }
    }
}

/// In English, then in Italian.
impl From<[&'static str; 2]> for Sentence {
    fn from([english, italian]: [&'static str; 2]) -> Sentence {
        Sentence { english: english.into(), italian: italian.into() }
    }
}

impl From<[String; 2]> for Sentence {
    fn from([english, italian]: [String; 2]) -> Sentence {
        Sentence { english: english.into(), italian: italian.into() }
    }
}

/// For operators: logs and the command line are English.
impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.in_language(Language::English))
    }
}
