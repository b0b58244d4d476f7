//! SMS accounts: one sender at one provider, shared by agents.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    AccountId, DispositionId, TeamId, Timestamp, UserId, error::Invalid, flow::Flow, media::MediaLimits,
    quiet::QuietHours, sentence::Sentence,
};

/// An account as the desktop knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountBadge {
    pub id: AccountId,
    /// One to five letters or digits, unique; shown on tabs.
    pub key: String,
    pub name: String,
    /// The provider's stored name.
    pub provider: String,
    pub sender: String,
    /// Characters the provider takes in one send.
    pub max_chars: usize,
    /// Messages one text may be sent as before its author is warned; 0 warns of nothing.
    pub warn_messages: i64,
    /// It has quiet hours: when they are depends on the customer, so it is asked for each.
    #[serde(default)]
    pub quiet_hours: bool,
    /// What can be attached; `None` where the account sends texts only.
    pub media: Option<MediaLimits>,
}

/// An account as its form shows it. Secrets never travel: `secrets_set` says which there are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    pub id: AccountId,
    pub draft: AccountDraft,
    /// Credential fields that hold a value, with the time it was set.
    pub secrets_set: BTreeMap<String, Timestamp>,
    pub inbound_url: String,
    pub status_url: String,
    pub health: Health,
}

/// What a form says about an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountDraft {
    pub key: String,
    pub name: String,
    pub provider: String,
    pub sender: String,
    /// Where the provider reaches us; empty takes the server's own public address.
    pub public_url: String,
    /// ISO 3166 code for numbers typed the national way, e.g. `IT`.
    pub country: String,
    /// Segments a second.
    pub rate: f64,
    /// Empty takes the provider's own.
    pub api_base: String,
    pub active: bool,
    /// Sends pictures and files. Means nothing where the provider carries none.
    pub mms: bool,
    pub flow: Flow,
    #[serde(default)]
    pub rules: Rules,
    /// When nothing is sent unless a customer is in the middle of a conversation.
    #[serde(default)]
    pub quiet_hours: Option<QuietHours>,
    pub agents: Vec<UserId>,
    pub teams: Vec<TeamId>,
    /// Credential fields. An empty secret leaves the stored one as it is.
    pub credentials: BTreeMap<String, String>,
    /// Stored secrets that are to go.
    #[serde(default)]
    pub cleared: BTreeSet<String>,
}

impl AccountDraft {
    /// What is wrong with it by itself, its flow aside: that each step says.
    pub fn check(&self) -> Result<(), Invalid> {
        const TIMES: [(&str, i64); 2] = [("rules.reopen_minutes", 43_200), ("rules.auto_close_hours", 8_760)];
        let mut invalid = Invalid::default();
        if !(1..=5).contains(&self.key.len()) || !self.key.chars().all(|c| c.is_ascii_alphanumeric()) {
            invalid.add(
                "key",
                [
                    "One to five letters or digits; shown on tabs.",
                    "Da una a cinque lettere o cifre; compare sulle schede.",
                ],
            );
        }
        if self.name.is_empty() || self.name.chars().count() > 60 {
            invalid.add(
                "name",
                [
                    "Give the account a name of at most 60 characters.",
                    "Dare all'account un nome di al massimo 60 caratteri.",
                ],
            );
        }
        if self.sender.is_empty() || self.sender.chars().count() > 60 {
            invalid.add(
                "sender",
                ["Give the number or name that customers see.", "Indicare il numero o il nome che vedono i clienti."],
            );
        }
        if !(0.01..=1000.0).contains(&self.rate) {
            invalid.add("rate", ["Between 0.01 and 1000 segments a second.", "Tra 0,01 e 1000 segmenti al secondo."]);
        }
        for ((field, most), value) in TIMES.into_iter().zip([self.rules.reopen_minutes, self.rules.auto_close_hours]) {
            if !(0..=most).contains(&value) {
                invalid.add(
                    field,
                    [format!("Between 1 and {most}, or 0 for never."), format!("Tra 1 e {most}, o 0 per mai.")],
                );
            }
        }
        invalid.check()
    }
}

/// How sessions of an account end and change hands. What is absent takes its default, so that an older row can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// Minutes after a close in which a text of the customer reopens the session; 0: it begins a new one.
    pub reopen_minutes: i64,
    /// Hours without a text, from either side, after which a session is closed; 0: never.
    pub auto_close_hours: i64,
    /// What such a close is noted as.
    pub auto_close_disposition: Option<DispositionId>,
    /// Nobody closes without choosing a disposition.
    pub disposition_required: bool,
    /// Agents may transfer, where the house allows it at all.
    pub transfer: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Rules {
            reopen_minutes: 0,
            auto_close_hours: 0,
            auto_close_disposition: None,
            disposition_required: false,
            transfer: true,
        }
    }
}

/// How an account is doing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    pub last_inbound: Option<Timestamp>,
    pub last_receipt: Option<Timestamp>,
    pub last_sent: Option<Timestamp>,
    pub last_error: Option<(Timestamp, Sentence)>,
}

/// A provider as the account form shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProviderForm {
    pub key: String,
    pub name: Sentence,
    pub api_base: String,
    pub fields: Vec<ProviderField>,
    pub sender_help: Sentence,
    pub webhook_help: Sentence,
    pub default_rate: f64,
    /// It carries pictures and files, from some of its numbers at least.
    pub mms: bool,
    /// From all of them.
    pub mms_always: bool,
    /// Receipts come to a URL given with each send: only the inbound URL needs pasting.
    pub receipt_url_per_message: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderField {
    pub key: String,
    pub label: Sentence,
    pub help: Sentence,
    pub required: bool,
    pub secret: bool,
}
