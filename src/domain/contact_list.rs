//! The list of contacts: in which order, what is looked for, and where one stands in it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{ContactId, Peer, Timestamp, tag::Tag};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Whom we know the shortest time first.
    #[default]
    Newest,
    /// Those without a name last.
    Name,
}

impl Order {
    pub const ALL: [Order; 2] = [Order::Newest, Order::Name];

    pub fn as_str(self) -> &'static str {
        match self {
            Order::Newest => "newest",
            Order::Name => "name",
        }
    }

    pub fn parse(text: &str) -> Option<Order> {
        Self::ALL.into_iter().find(|order| order.as_str() == text)
    }
}

/// What the list shows. Of what is looked for the newest stand first, whatever the order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Query {
    /// As somebody typed it.
    pub text: String,
    pub order: Order,
}

/// Where a contact stands in the list; the next ones are behind it. Travels as a word: `newest-4711`, `name-4711-maria rossi`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Place {
    Newest(ContactId),
    /// By the name as the database folds it.
    Named(ContactId, String),
    /// Behind all that have a name.
    Unnamed(ContactId),
}

impl Place {
    pub fn contact(&self) -> ContactId {
        match self {
            Place::Newest(id) | Place::Named(id, _) | Place::Unnamed(id) => *id,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Newest(id) => write!(f, "newest-{id}"),
            Place::Named(id, name) => write!(f, "name-{id}-{name}"),
            Place::Unnamed(id) => write!(f, "unnamed-{id}"),
        }
    }
}

impl FromStr for Place {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let read = || match text.split_once('-')? {
            ("newest", id) => Some(Place::Newest(id.parse().ok()?)),
            ("unnamed", id) => Some(Place::Unnamed(id.parse().ok()?)),
            ("name", rest) => {
                let (id, name) = rest.split_once('-')?;
                Some(Place::Named(id.parse().ok()?, name.to_owned()))
            }
            _ => None,
        };
        read().ok_or_else(|| format!("no place in a list: {text}"))
    }
}

impl From<Place> for String {
    fn from(place: Place) -> String {
        place.to_string()
    }
}

impl TryFrom<String> for Place {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactRow {
    pub id: ContactId,
    /// Grows with every change; an older copy never replaces a newer one.
    pub version: i64,
    /// Empty: known by number only.
    pub name: String,
    pub numbers: Vec<Peer>,
    pub email: String,
    /// The list's name.
    pub list: String,
    pub tags: Vec<Tag>,
    pub opted_out: bool,
    /// When something was last written in the newest interaction.
    pub last_at: Option<Timestamp>,
}

impl ContactRow {
    /// What to call them: the name, or a number where there is none.
    pub fn title(&self) -> &str {
        match (self.name.as_str(), self.numbers.first()) {
            ("", Some(first)) => first.as_str(),
            (name, _) => name,
        }
    }
}

/// A stretch of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactsPage {
    pub rows: Vec<ContactRow>,
    /// Where it goes on.
    pub next: Option<Place>,
    /// More fit than are looked at.
    pub cut: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_travels_as_a_word_whatever_the_name() {
        for place in [
            Place::Newest(ContactId(47)),
            Place::Unnamed(ContactId(1)),
            Place::Named(ContactId(0), String::new()),
            Place::Named(ContactId(9), "müller-rossi & co".into()),
        ] {
            assert_eq!(place.to_string().parse(), Ok(place));
        }
        for nothing in ["", "newest", "newest-x", "name-1", "name--a", "4711", "other-1"] {
            assert!(nothing.parse::<Place>().is_err(), "{nothing}");
        }
    }
}
