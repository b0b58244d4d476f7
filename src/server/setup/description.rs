//! A described set-up, as its file says it: names instead of ids, and of each thing only what was written. What is absent
//! stays as it is, or takes its default when the thing is new.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_saphyr::Spanned;

use crate::domain::{contact_field::FieldKind, flow::AutoReplyWhen, queue::Strategy, tag::TagColour, user::Role};

/// A whole file. Each entry knows its line.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Description {
    /// Any of the fields of [`Settings`](crate::domain::settings::Settings).
    pub settings: BTreeMap<String, Spanned<serde_json::Value>>,
    pub teams: Vec<Spanned<String>>,
    pub users: Vec<Spanned<UserPart>>,
    pub queues: Vec<Spanned<QueuePart>>,
    pub accounts: Vec<Spanned<AccountPart>>,
    pub canned_answers: Vec<Spanned<AnswerPart>>,
    pub dispositions: Vec<Spanned<DispositionPart>>,
    pub tags: Vec<Spanned<TagPart>>,
    pub contact_fields: Vec<Spanned<ContactFieldPart>>,
}

impl Description {
    /// The error names the line and shows what stands there.
    pub fn parse(text: &str) -> Result<Description, String> {
        // YAML 1.2: a reply of "Yes" and a variable named Y are texts.
        let options = serde_saphyr::options! { strict_booleans: true };
        serde_saphyr::from_str_with_options(text, options)
            .map_err(|error| error.to_string().trim_start_matches("error: ").to_owned())
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserPart {
    pub login: String,
    pub name: Option<String>,
    /// What customers may read; empty goes back to the name.
    pub alias: Option<String>,
    /// `en` or `it`: what is read until the person chooses.
    pub language: Option<String>,
    pub role: Option<Role>,
    pub active: Option<bool>,
    /// `null` goes back to the house's default.
    #[serde(default, deserialize_with = "written")]
    pub capacity: Option<Option<i64>>,
    pub teams: Option<Vec<String>>,
    pub password: Option<PasswordPart>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordPart {
    /// The variable of the environment that holds it.
    pub env: String,
    /// Also for a person who is there already.
    #[serde(default)]
    pub reset: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueuePart {
    pub name: String,
    pub strategy: Option<Strategy>,
    pub agent_timeout: Option<i64>,
    pub round_pause: Option<i64>,
    pub priority: Option<i64>,
    pub agents: Option<Vec<String>>,
    pub teams: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountPart {
    pub key: String,
    pub name: Option<String>,
    pub provider: Option<String>,
    pub sender: Option<String>,
    pub country: Option<String>,
    pub rate: Option<f64>,
    pub public_url: Option<String>,
    pub api_base: Option<String>,
    pub active: Option<bool>,
    pub mms: Option<bool>,
    pub flow: Option<Vec<StepPart>>,
    pub rules: Option<RulesPart>,
    /// `null` takes them away.
    #[serde(default, deserialize_with = "written")]
    pub quiet_hours: Option<Option<QuietHoursPart>>,
    pub agents: Option<Vec<String>>,
    pub teams: Option<Vec<String>>,
    #[serde(default)]
    pub credentials: BTreeMap<String, CredentialPart>,
}

/// A canned answer of everybody, or of an account.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerPart {
    pub shortcut: String,
    /// The key of its account; without it, it is everybody's.
    pub account: Option<String>,
    pub title: Option<String>,
    pub text: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagPart {
    pub name: String,
    pub colour: Option<TagColour>,
    pub archived: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactFieldPart {
    pub name: String,
    pub kind: Option<FieldKind>,
    pub options: Option<Vec<String>>,
    pub position: Option<i64>,
    pub archived: Option<bool>,
}

/// How sessions of an account end and change hands; see [`Rules`](crate::domain::account::Rules).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesPart {
    pub reopen_minutes: Option<i64>,
    pub auto_close_hours: Option<i64>,
    /// A path, e.g. `Sales > Lost`.
    pub auto_close_disposition: Option<String>,
    pub disposition_required: Option<bool>,
    pub transfer: Option<bool>,
}

/// A disposition: its name alone, or with what belongs to it.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a disposition is a name or { name: …, children: […] }")]
pub enum DispositionPart {
    Name(String),
    Branch(BranchPart),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BranchPart {
    pub name: String,
    /// Keys of the accounts it is offered in; on the first level only, as the next.
    pub accounts: Option<Vec<String>>,
    pub queues: Option<Vec<String>>,
    pub archived: Option<bool>,
    #[serde(default)]
    pub children: Vec<DispositionPart>,
}

impl DispositionPart {
    pub fn name(&self) -> &str {
        match self {
            DispositionPart::Name(name) => name,
            DispositionPart::Branch(branch) => &branch.name,
        }
    }

    fn branch(&self) -> Option<&BranchPart> {
        match self {
            DispositionPart::Name(_) => None,
            DispositionPart::Branch(branch) => Some(branch),
        }
    }

    pub fn accounts(&self) -> Option<&Vec<String>> {
        self.branch()?.accounts.as_ref()
    }

    pub fn queues(&self) -> Option<&Vec<String>> {
        self.branch()?.queues.as_ref()
    }

    pub fn archived(&self) -> Option<bool> {
        self.branch()?.archived
    }

    pub fn children(&self) -> &[DispositionPart] {
        self.branch().map_or(&[], |branch| branch.children.as_slice())
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuietHoursPart {
    /// `"21:00"`.
    pub from: String,
    pub to: String,
    /// IANA name.
    pub zone: String,
    /// Those on which the quiet time begins; all of them unless written.
    pub days: Option<Vec<DayPart>>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DayPart {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// A credential: written here when it is no secret, otherwise the name of a variable. `""` removes either.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a credential is \"a text in quotes\" or { env: NAME }")]
pub enum CredentialPart {
    Plain(String),
    Environment(EnvironmentPart),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvironmentPart {
    pub env: String,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
pub enum StepPart {
    Queue {
        queue: String,
        timeout: Option<i64>,
    },
    Agent {
        agent: String,
        #[serde(default = "half_a_minute")]
        timeout: i64,
    },
    AutoReply {
        text: String,
        #[serde(default = "once")]
        when: AutoReplyWhen,
    },
}

fn half_a_minute() -> i64 {
    30
}

fn once() -> AutoReplyWhen {
    AutoReplyWhen::OncePerInteraction
}

/// Tells `null` from absent.
fn written<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_written_is_not_there() {
        let description = Description::parse("users: [{ login: anna, capacity: null }, { login: ben }]").unwrap();
        let [anna, ben] = description.users.as_slice() else { panic!("two people") };
        assert_eq!((anna.value.capacity, ben.value.capacity), (Some(None), None));
        assert!(anna.value.name.is_none() && description.accounts.is_empty());
    }

    #[test]
    fn a_number_is_a_sender_without_quotes() {
        let description = Description::parse("accounts: [{ key: MAIN, sender: +15550100100 }]").unwrap();
        assert_eq!(description.accounts[0].value.sender.as_deref(), Some("+15550100100"));
    }

    #[test]
    fn entries_know_their_line() {
        let description = Description::parse("teams:\n  - Support\nqueues:\n  - name: Sales\n").unwrap();
        assert_eq!(description.teams[0].referenced.line(), 2);
        assert_eq!(description.queues[0].referenced.line(), 4);
    }

    #[test]
    fn a_field_nobody_knows_is_named_with_its_line() {
        for (text, field, line) in [
            ("users:\n  - login: anna\n    rôle: agent\n", "rôle", "line 3"),
            ("users:\n  - login: anna\n    role: boss\n", "boss", "line 3"),
            (
                "accounts:\n  - key: MAIN\n    flow:\n      - { step: queue, queue: Sales, tmeout: 3 }\n",
                "tmeout",
                "line 4",
            ),
            ("accounts:\n  - key: MAIN\n    flow:\n      - { step: ring }\n", "ring", "line 4"),
            ("people: []\n", "people", "line 1"),
        ] {
            let error = Description::parse(text).unwrap_err();
            assert!(error.contains(field) && error.contains(line), "{error}");
        }
    }

    #[test]
    fn a_credential_is_a_text_or_a_variable() {
        let text = "accounts:\n  - key: A\n    credentials: { account_sid: AC1, auth_token: { env: Y } }\n";
        let description = Description::parse(text).unwrap();
        let credentials = &description.accounts[0].value.credentials;
        assert!(matches!(&credentials["account_sid"], CredentialPart::Plain(text) if text == "AC1"));
        assert!(matches!(&credentials["auth_token"], CredentialPart::Environment(part) if part.env == "Y"));
        let error =
            Description::parse("accounts: [{ key: A, credentials: { account_sid: { file: x } } }]").unwrap_err();
        assert!(error.contains("{ env: NAME }"), "{error}");
    }
}
