//! What stands beside a conversation: the contact, the interaction's tags, and why it came to whom.

use serde::{Deserialize, Serialize};

use super::{
    Timestamp,
    contact::{Contact, ContactList},
    interaction::Interaction,
    offer::OfferState,
    queue::Strategy,
    routing::PassedOver,
    tag::Tag,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub interaction: Interaction,
    pub contact: Contact,
    /// Of the interaction.
    pub tags: Vec<Tag>,
    /// Oldest first.
    pub routing: Vec<Asking>,
    pub choices: Choices,
}

/// A contact on a page of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactFacts {
    pub contact: Contact,
    pub choices: Choices,
}

/// What the person who asks may choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// Tags that can be added, by name.
    pub tags: Vec<Tag>,
    pub lists: Vec<ContactList>,
    /// A tag that does not exist yet may be made.
    pub new_tags: bool,
    /// An opt-out may be lifted.
    pub lift_opt_out: bool,
    /// He works with this contact: what is known of it may be changed.
    pub edit_contact: bool,
    /// The interaction's tags may be changed.
    pub tag_interaction: bool,
}

/// One time somebody was asked to take the interaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    pub at: Timestamp,
    /// Counts from 1 within its step of the flow.
    pub round: i64,
    /// `None`: the flow names the agent.
    pub queue: Option<String>,
    pub strategy: Option<Strategy>,
    pub asked: Vec<Asked>,
    pub passed_over: Vec<Passed>,
}

/// Who was asked, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub name: String,
    /// `None`: not known any more.
    pub state: Option<OfferState>,
    /// Milliseconds until it came to that; `None` while it is pending.
    pub after: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passed {
    pub name: String,
    pub why: PassedOver,
}
