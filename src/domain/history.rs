//! The list of interactions: what it shows, what it is narrowed to, and what is done to several of them at once.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{
    AccountId, InteractionId, Timestamp, UserId,
    attention::Looker,
    interaction::{Interaction, State},
    sentence::Sentence,
    tag::Tag,
};

/// As many are closed or reassigned at once at most.
pub const MOST_AT_ONCE: usize = 200;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    #[default]
    Open,
    /// Open, and nobody has it.
    Waiting,
    Closed,
    All,
}

impl Status {
    pub const ALL: [Status; 4] = [Status::Open, Status::Waiting, Status::Closed, Status::All];

    pub fn as_str(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Waiting => "waiting",
            Status::Closed => "closed",
            Status::All => "all",
        }
    }

    pub fn parse(text: &str) -> Option<Status> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// What the list is narrowed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Filter {
    pub status: Status,
    pub account: Option<AccountId>,
    /// Who managed it first.
    pub agent: Option<UserId>,
    /// Who has it now: nobody has a closed one.
    pub owner: Option<UserId>,
}

impl Filter {
    /// The states it can find.
    pub fn states(&self) -> &'static [State] {
        match (self.status, self.owner) {
            (Status::Closed, Some(_)) => &[],
            (Status::Closed, None) => &[State::Closed],
            (Status::All, None) => &[State::Open, State::Closed],
            _ => &[State::Open],
        }
    }

    pub fn fits(&self, it: &Interaction) -> bool {
        self.states().contains(&it.state)
            && (self.status != Status::Waiting || it.owner.is_none())
            && self.account.is_none_or(|account| it.account == account)
            && self.agent.is_none_or(|agent| it.first_handler == Some(agent))
            && self.owner.is_none_or(|owner| it.owner == Some(owner))
    }
}

/// Where an interaction stands in the list; the newest comes first. Travels as a word: `1800000000000-4711`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Place {
    pub at: Timestamp,
    pub id: InteractionId,
}

impl Place {
    pub fn of(interaction: &Interaction) -> Place {
        Place { at: interaction.last_at, id: interaction.id }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.at.0, self.id)
    }
}

impl FromStr for Place {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let place = text
            .split_once('-')
            .and_then(|(at, id)| Some(Place { at: Timestamp(at.parse().ok()?), id: id.parse().ok()? }));
        place.ok_or_else(|| format!("no place in a list: {text}"))
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
pub struct HistoryRow {
    pub interaction: Interaction,
    pub tags: Vec<Tag>,
    /// Who has it on the screen, without the reader.
    pub looking: Vec<Looker>,
}

/// A stretch of the list, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    pub rows: Vec<HistoryRow>,
    /// Where older ones go on.
    pub next: Option<Place>,
}

/// What the list can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryChoices {
    pub accounts: Vec<AccountChoice>,
    pub agents: Vec<AgentChoice>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountChoice {
    pub id: AccountId,
    pub key: String,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentChoice {
    pub id: UserId,
    pub name: String,
}

/// What became of doing something to several at once: each is decided by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub done: Vec<InteractionId>,
    pub not: Vec<NotDone>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotDone {
    pub interaction: InteractionId,
    pub why: Sentence,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_travels_as_a_word_and_orders_by_time_then_number() {
        let place = |at, id| Place { at: Timestamp(at), id: InteractionId(id) };
        assert_eq!(place(1_800, 47).to_string().parse(), Ok(place(1_800, 47)));
        assert!(place(2, 1) > place(1, 9) && place(1, 9) > place(1, 8));
        for nothing in ["", "1800", "-", "x-1", "1-x"] {
            assert!(nothing.parse::<Place>().is_err(), "{nothing}");
        }
    }

    #[test]
    fn nobody_has_a_closed_one() {
        let with = |status| Filter { status, owner: Some(UserId(1)), ..Filter::default() };
        assert_eq!(with(Status::All).states(), [State::Open]);
        assert!(with(Status::Closed).states().is_empty());
    }
}
