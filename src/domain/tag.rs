//! Tags: short coloured words on contacts and interactions.

use serde::{Deserialize, Serialize};

use super::{TagId, error::Invalid, line::line};

/// One of a few colours that can be read in both themes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagColour {
    #[default]
    Grey,
    Red,
    Orange,
    Yellow,
    Green,
    Teal,
    Blue,
    Purple,
}

impl TagColour {
    pub const ALL: [TagColour; 8] = [
        TagColour::Grey,
        TagColour::Red,
        TagColour::Orange,
        TagColour::Yellow,
        TagColour::Green,
        TagColour::Teal,
        TagColour::Blue,
        TagColour::Purple,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            TagColour::Grey => "grey",
            TagColour::Red => "red",
            TagColour::Orange => "orange",
            TagColour::Yellow => "yellow",
            TagColour::Green => "green",
            TagColour::Teal => "teal",
            TagColour::Blue => "blue",
            TagColour::Purple => "purple",
        }
    }

    pub fn parse(text: &str) -> Option<TagColour> {
        Self::ALL.into_iter().find(|colour| colour.as_str() == text)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    pub id: TagId,
    pub name: String,
    pub colour: TagColour,
    /// Stays where it is, and can't be added any more.
    pub archived: bool,
}

/// What a form says about a tag.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagDraft {
    pub name: String,
    pub colour: TagColour,
    pub archived: bool,
}

/// The tag that somebody adds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "pick", content = "tag", rename_all = "snake_case")]
pub enum TagPick {
    Known(TagId),
    /// By this name; made when there is none.
    Named(String),
}

/// Characters of a tag's name.
pub const LONGEST_TAG: usize = 40;

/// How a name is compared: two tags never differ by capitals or spaces alone.
pub fn folded(name: &str) -> String {
    line(name).to_lowercase()
}

impl From<&Tag> for TagDraft {
    fn from(tag: &Tag) -> TagDraft {
        TagDraft { name: tag.name.clone(), colour: tag.colour, archived: tag.archived }
    }
}

impl TagDraft {
    /// As it is stored: spaces made one.
    pub fn tidy(&mut self) {
        self.name = line(&self.name);
    }

    /// What is wrong with it by itself.
    pub fn check(&self) -> Result<(), Invalid> {
        if self.name.is_empty() || self.name.chars().count() > LONGEST_TAG || self.name.contains('\0') {
            return Err(Invalid::one(
                "name",
                [
                    format!("Give the tag a name of at most {LONGEST_TAG} characters."),
                    format!("Dare all'etichetta un nome di al massimo {LONGEST_TAG} caratteri."),
                ],
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_whatever_their_capitals_and_spaces() {
        assert_eq!(folded("  Very  Important "), folded("very important"));
        assert_ne!(folded("veryimportant"), folded("very important"));
    }

    #[test]
    fn a_tag_needs_a_name_that_fits_on_it() {
        let named = |name: &str| {
            let mut draft = TagDraft { name: name.into(), ..TagDraft::default() };
            draft.tidy();
            draft.check()
        };
        assert!(named("  ").is_err());
        assert!(named(&"x".repeat(LONGEST_TAG + 1)).is_err());
        assert!(named(&"é".repeat(LONGEST_TAG)).is_ok());
    }
}
