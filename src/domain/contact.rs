//! A person in the Contacts Manager: what is known of them beside what they write.

use serde::{Deserialize, Serialize};

use super::{ContactId, FieldId, ListId, Peer, Timestamp, contact_field::ContactField, tag::Tag};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberKind {
    #[default]
    Mobile,
    Home,
    Work,
    Other,
}

impl NumberKind {
    pub const ALL: [NumberKind; 4] = [NumberKind::Mobile, NumberKind::Home, NumberKind::Work, NumberKind::Other];

    pub fn as_str(self) -> &'static str {
        match self {
            NumberKind::Mobile => "mobile",
            NumberKind::Home => "home",
            NumberKind::Work => "work",
            NumberKind::Other => "other",
        }
    }

    pub fn parse(text: &str) -> Option<NumberKind> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactNumber {
    pub number: Peer,
    pub kind: NumberKind,
}

/// What stands in a field of the house's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldValue {
    pub field: ContactField,
    /// Empty: nothing yet.
    pub value: String,
}

/// The contact wants no more texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptOut {
    pub since: Timestamp,
    pub how: Origin,
}

/// Where an opt-out comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// The customer texted this word.
    Texted(String),
    /// Who noted it, and why.
    Noted(String),
    /// The provider told us.
    Provider,
}

/// A list of the Contacts Manager.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactList {
    pub id: ListId,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub id: ContactId,
    /// Grows with every change; an older copy never replaces a newer one.
    pub version: i64,
    /// Empty: known by number only.
    pub name: String,
    pub list: ContactList,
    /// The one that texted first stands first.
    pub numbers: Vec<ContactNumber>,
    pub email: String,
    pub company: String,
    pub notes: String,
    pub tags: Vec<Tag>,
    /// Every field in use, in order, the empty ones too.
    pub fields: Vec<FieldValue>,
    pub opted_out: Option<OptOut>,
}

impl Contact {
    /// What to call them: the name, or a number where there is none.
    pub fn title(&self) -> &str {
        match (self.name.as_str(), self.numbers.first()) {
            ("", Some(first)) => first.number.as_str(),
            (name, _) => name,
        }
    }

    /// What stands in a part, as an edit names it.
    pub fn value_of(&self, part: Part) -> String {
        match part {
            Part::Name => self.name.clone(),
            Part::Email => self.email.clone(),
            Part::Company => self.company.clone(),
            Part::Notes => self.notes.clone(),
            Part::List => self.list.id.to_string(),
            Part::Own(id) => {
                let own = self.fields.iter().find(|own| own.field.id == id);
                own.map(|own| own.value.clone()).unwrap_or_default()
            }
        }
    }
}

/// A field of a contact that is edited by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "part", content = "field", rename_all = "snake_case")]
pub enum Part {
    Name,
    Email,
    Company,
    Notes,
    List,
    Own(FieldId),
}

impl Part {
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Name => "name",
            Part::Email => "email",
            Part::Company => "company",
            Part::Notes => "notes",
            Part::List => "list",
            Part::Own(_) => "field",
        }
    }
}

/// One change of a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub enum ContactEdit {
    /// Puts `value` where `was` stood when the person began to type. A list is named by its id.
    Set {
        part: Part,
        was: String,
        value: String,
    },
    AddNumber {
        number: String,
        kind: NumberKind,
    },
    SetNumberKind {
        number: Peer,
        kind: NumberKind,
    },
    RemoveNumber {
        number: Peer,
    },
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edited", rename_all = "snake_case")]
pub enum Edited {
    Done {
        contact: Contact,
    },
    /// A colleague changed the same field meanwhile: nothing was written, `contact` is how it stands now.
    Overtaken {
        contact: Contact,
    },
    /// The number belongs to somebody else, who may be the same person.
    KnownElsewhere {
        proposal: Box<MergeProposal>,
    },
}

/// Two contacts that share a number and so may be one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeProposal {
    /// Stays, and wins where both say something.
    pub kept: MergeSide,
    /// Goes into the other.
    pub gone: MergeSide,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeSide {
    pub contact: Contact,
    pub interactions: i64,
}

/// Characters of a contact's fields.
pub const LONGEST_LINE: usize = 120;
pub const LONGEST_NOTES: usize = 5_000;
pub const LONGEST_REASON: usize = 300;
/// Numbers a contact may have.
pub const MOST_NUMBERS: usize = 20;

/// A number as somebody types it, as a peer; `None` when it can't be one. International, with `+` or `00`, or a short code.
pub fn typed_number(typed: &str) -> Option<Peer> {
    let typed = typed.trim();
    let international = typed.strip_prefix("00").map(|rest| format!("+{rest}"));
    let peer = Peer::parse(international.as_deref().unwrap_or(typed));
    let digits = peer.as_str().strip_prefix('+').unwrap_or(peer.as_str()).len();
    // No country's code begins with a zero: that is a national number, and nobody said of which country.
    let national = peer.as_str().starts_with("+0");
    let fits = if peer.as_str().starts_with('+') { (8..=15).contains(&digits) } else { (3..=8).contains(&digits) };
    let fits = fits && !national;
    (peer.can_be_answered() && fits).then_some(peer)
}

/// Whether this may be an address of e-mail. The only proof is a mail that arrives.
pub fn is_email(text: &str) -> bool {
    let Some((user, host)) = text.rsplit_once('@') else { return false };
    let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let dotted = host.split('.').count() > 1 && host.split('.').all(|label| !label.is_empty());
    !user.is_empty() && plain && dotted && !user.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_number_becomes_a_peer_or_nothing() {
        for (typed, peer) in [
            ("+1 (555) 010-0001", Some("+15550100001")),
            ("0039 347 1234567", Some("+393471234567")),
            ("15550100001", Some("+15550100001")),
            ("38438", Some("38438")),
            ("555", Some("555")),
            ("12", None),
            ("+12", None),
            ("My Bank", None),
            ("", None),
            ("+1234567890123456", None),
            ("034712345", None),
        ] {
            assert_eq!(typed_number(typed).as_ref().map(Peer::as_str), peer, "{typed}");
        }
    }

    #[test]
    fn an_address_of_email_has_two_sides() {
        for good in ["a@example.com", "first.last+tag@mail.example.co.uk"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a", "@example.com", "a@b", "a b@example.com", "a@@example.com", "a@example..com"] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
