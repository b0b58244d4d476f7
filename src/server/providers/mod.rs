//! What carries SMS. An adapter is pure: bytes in, values out. The core owns the HTTP client, time-outs, retries, pacing,
//! metrics and masking, so no adapter can forget them; and nothing outside this folder knows a provider by name.

mod http;
pub mod italian;
pub mod registry;
pub mod sandbox;
mod twilio;

use std::{collections::BTreeMap, fmt, time::Duration};

pub use http::{Hook, HttpRequest, HttpResponse, RawWebhook, same_origin};
pub use registry::Registry;

use crate::domain::{Delivery, MessageId, Peer, Timestamp, sentence::Sentence};

/// One way to send and receive. No default bodies: an adapter that forgets authenticity does not compile.
pub trait Provider: Send + Sync {
    fn capabilities(&self) -> &'static Capabilities;

    /// What can't be right about an account's sender and its credentials, by the form the provider gives them: the field
    /// of the form (`sender`, `credentials.auth_token`), and why. A required field that is missing is not its business; one
    /// that another needs is.
    fn vet(&self, sender: &str, credentials: &Credentials) -> Vec<(&'static str, Sentence)>;

    /// The call that hands `message` over. `Err` when it can't be sent at all (the reason is for the agent).
    fn build_send(&self, message: &Outgoing<'_>, credentials: &Credentials) -> Result<HttpRequest, SendError>;

    /// What the provider's answer means.
    fn read_send(&self, answer: &HttpResponse) -> Result<Accepted, SendError>;

    /// A call without side effects whose answer tells whether the credentials are right; `read_probe` reads it.
    fn build_probe(&self, api_base: &str, credentials: &Credentials) -> Result<HttpRequest, SendError>;

    fn read_probe(&self, answer: &HttpResponse) -> Result<(), SendError>;

    /// Whether the provider itself made this call. Rotation: credentials may hold two secrets, either will do.
    fn verify(&self, call: &RawWebhook, credentials: &Credentials) -> Result<Verified, Forged>;

    /// What a genuine call says. One call may carry several texts and receipts.
    fn read_webhook(&self, call: &RawWebhook, genuine: Verified) -> Result<Vec<Incoming>, Unreadable>;

    /// What the provider expects to hear once everything it said is durable.
    fn acknowledge(&self) -> HttpResponse;

    /// The headers with which a picture or file of an inbound message is asked for at `url`: those that sign in where `url`
    /// is the provider's own, none anywhere else. Asked again for each address a redirect leads to.
    fn media_headers(&self, url: &str, api_base: &str, credentials: &Credentials) -> Vec<(&'static str, String)>;
}

/// What the rest of the house may know about a provider.
#[derive(Debug)]
pub struct Capabilities {
    /// As stored with an account: `twilio`.
    pub key: &'static str,
    /// As people read it: `Twilio`.
    pub name: &'static str,
    /// Where its API stands unless the account overrides it. No trailing slash. Empty for the sandbox: only the house
    /// knows where its own simulator stands.
    pub api_base: &'static str,
    /// The credentials an administrator enters.
    pub credentials: &'static [CredentialField],
    /// Help under the sender field.
    pub sender_help: &'static str,
    /// Where to paste the webhook URLs at the provider, one sentence each.
    pub webhook_help: &'static str,
    /// Receipts come at all; without them `sent` is as far as a message gets.
    pub receipts: bool,
    /// Receipts come to a URL given with each send, so the administrator has nothing to paste for them.
    pub receipt_url_per_message: bool,
    /// Pictures and files; `None` when it carries texts only.
    pub mms: Option<Mms>,
    /// How it wants the recipient's number.
    pub recipients: NumberForm,
    /// Characters the provider takes in one send.
    pub max_chars: usize,
    /// Segments a second an ordinary sender may send.
    pub default_rate: f64,
}

/// How a provider writes international numbers. Everybody else knows them as E.164.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberForm {
    /// `+393471234567`.
    WithPlus,
    /// `393471234567`.
    WithoutPlus,
}

/// What a provider takes of pictures and files in one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mms {
    pub files: usize,
    /// Bytes of all together.
    pub total_size: i64,
    /// Every sender can; else just some of the provider's numbers, and an administrator says which.
    pub every_sender: bool,
}

/// One field of the credentials form.
#[derive(Debug)]
pub struct CredentialField {
    /// As stored: `auth_token`.
    pub key: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    pub required: bool,
    /// Write-only: never sent back to a browser.
    pub secret: bool,
}

/// A message about to leave.
#[derive(Debug)]
pub struct Outgoing<'a> {
    pub message: MessageId,
    /// Counts from 1; a resend is a new attempt under the same message.
    pub attempt: i64,
    /// The account's number or name.
    pub from: &'a str,
    pub to: &'a Peer,
    pub text: &'a str,
    /// Public URLs of attachments.
    pub media: &'a [String],
    /// Where receipts for this message are wanted.
    pub status_url: &'a str,
    /// No trailing slash.
    pub api_base: &'a str,
}

impl Outgoing<'_> {
    /// The recipient in the provider's own form. Short codes are the same in every form.
    pub fn recipient(&self, form: NumberForm) -> &str {
        let number = self.to.as_str();
        match form {
            NumberForm::WithPlus => number,
            NumberForm::WithoutPlus => number.strip_prefix('+').unwrap_or(number),
        }
    }
}

/// A secret in memory. Prints as `•••`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(value: impl Into<String>) -> Self {
        Secret(value.into())
    }

    /// The value itself, for the one line that signs or sends with it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

/// What an administrator entered, by field key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credentials(pub BTreeMap<String, Secret>);

impl Credentials {
    /// The value of a field, `None` when it is missing or empty.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(Secret::expose).filter(|value| !value.is_empty())
    }
}

/// The provider took the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The provider's id, by which receipts will find it.
    pub external_id: String,
    /// Parts billed, where the answer says so.
    pub segments: Option<i64>,
}

/// Why a send did not succeed: just the cases the outbox treats differently.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// This message will never go. Not tried again.
    #[error("{0}")]
    Permanent(Problem),
    /// The recipient refuses our texts. Not tried again; the contact is marked.
    #[error("{0}")]
    OptedOut(Problem),
    /// Wrong credentials, no credit, sender not allowed: every message of this account will fail until someone mends it.
    #[error("{0}")]
    Account(Problem),
    /// Too fast. Nothing was taken; try again after the given time.
    #[error("{1}")]
    Throttled(Option<Duration>, Problem),
    /// Nothing was taken; try again later.
    #[error("{0}")]
    Temporary(Problem),
    /// It can't be known whether the provider took it. Never tried again blindly.
    #[error("{0}")]
    Unknown(Problem),
}

impl SendError {
    pub fn problem(&self) -> &Problem {
        match self {
            SendError::Permanent(problem)
            | SendError::OptedOut(problem)
            | SendError::Account(problem)
            | SendError::Throttled(_, problem)
            | SendError::Temporary(problem)
            | SendError::Unknown(problem) => problem,
        }
    }
}

/// What went wrong, for the agent (plain words) and for the operator (the provider's code).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// The provider's own code, e.g. `21610`.
    pub code: Option<String>,
    /// One plain sentence. Never holds a secret, a phone number or the text.
    pub words: String,
}

impl Problem {
    pub fn words(words: impl Into<String>) -> Self {
        Problem { code: None, words: words.into() }
    }

    pub fn coded(code: impl Into<String>, words: impl Into<String>) -> Self {
        Problem { code: Some(code.into()), words: words.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.code {
            Some(code) => write!(f, "{} ({code})", self.words),
            None => f.write_str(&self.words),
        }
    }
}

/// Proof that a call is genuine; only an adapter's `verify` makes one.
#[derive(Debug)]
pub struct Verified(());

impl Verified {
    pub(in crate::server::providers) fn checked() -> Self {
        Verified(())
    }
}

/// Why a call is not the provider's, for the journal.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Forged(pub String);

/// Why a genuine call can't be read, for the journal.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub String);

/// One thing a provider told us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming {
    Text(InboundText),
    Receipt(Receipt),
    /// Nothing to do; the reason goes into the journal.
    Ignored(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboundText {
    /// The provider's id; with the account it makes the text unique.
    pub external_id: String,
    pub from: Peer,
    /// Which of the account's numbers it came to.
    pub to: String,
    pub text: String,
    /// When the provider says it was sent, where it says so.
    pub sent_at: Option<Timestamp>,
    pub media: Vec<InboundMedia>,
    /// What the provider itself made of the text, where it keeps the list of those who want no texts.
    pub opt: Option<OptWord>,
}

/// A word by which people steer what they receive. The provider has already answered it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptWord {
    Stop,
    Start,
    Help,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboundMedia {
    pub url: String,
    pub content_type: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The provider's id of our message.
    pub external_id: String,
    /// Our own reference, where the provider carries one back: finds a message whose send answer was lost.
    pub reference: Option<MessageReference>,
    pub state: Delivery,
    pub problem: Option<Problem>,
    /// The provider says the recipient has opted out.
    pub opted_out: bool,
    /// When it happened, where the provider says so.
    pub at: Option<Timestamp>,
}

/// Which message and attempt a receipt speaks of, as we wrote it into the status URL: `m=<message>-<attempt>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageReference {
    pub message: MessageId,
    pub attempt: i64,
}

impl MessageReference {
    /// The query parameter that carries it.
    pub const PARAMETER: &'static str = "m";

    pub fn parse(text: &str) -> Option<Self> {
        let (message, attempt) = text.split_once('-')?;
        Some(MessageReference { message: message.parse().ok()?, attempt: attempt.parse().ok()? })
    }
}

impl fmt::Display for MessageReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.message, self.attempt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipient_is_written_as_its_provider_wants_it() {
        let written = |to: &str, form| {
            let to = Peer::parse(to);
            let message = Outgoing {
                message: MessageId(1),
                attempt: 1,
                from: "+15550100199",
                to: &to,
                text: "hi",
                media: &[],
                status_url: "",
                api_base: "",
            };
            message.recipient(form).to_owned()
        };
        assert_eq!(written("+39 347 123 4567", NumberForm::WithPlus), "+393471234567");
        assert_eq!(written("+39 347 123 4567", NumberForm::WithoutPlus), "393471234567");
        assert_eq!(written("38438", NumberForm::WithoutPlus), "38438");
    }
}
