//! The sandbox's protocol, both sides: the adapter writes and reads one half, the simulator the other.
//!
//! | call | who | body | answer |
//! |---|---|---|---|
//! | `POST {api_base}/messages` | adapter | [`Message`] | 201 [`Sent`], or 4xx/5xx [`Refusal`] |
//! | `GET {api_base}/messages` | adapter | | 200 when the bearer is right, else 401 |
//! | `GET {api_base}/media/…` | adapter | | a picture or file of a phone, when the bearer is right |
//! | `POST` an inbound or status URL | simulator | [`Event`] | 2xx |
//!
//! Calls of the adapter carry `Authorization: Bearer <secret>`, calls of the simulator [`SIGNATURE`].

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::domain::{Delivery, Timestamp};

/// The header that holds [`sign`]'s result, in lower case.
pub const SIGNATURE: &str = "x-sandbox-signature";

/// A message on its way to a simulated phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub from: String,
    pub to: String,
    pub text: String,
    /// Addresses of pictures and files, to be fetched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<String>,
    /// `<message>-<attempt>`, to be handed back with each receipt.
    pub reference: String,
    /// Where receipts go.
    pub status_url: String,
}

/// The simulator took a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// `sb-…`
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segments: Option<i64>,
}

/// The simulator did not take a message: `{"error": {…}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub error: RefusalReason,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalReason {
    pub code: String,
    /// A sentence for the agent.
    pub message: String,
    pub kind: RefusalKind,
}

/// What the outbox is to do; a throttled answer may say how long in `Retry-After`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    Permanent,
    OptedOut,
    Account,
    Throttled,
    Temporary,
}

impl RefusalKind {
    /// The status to answer with. The body decides; the status is for those who read logs.
    pub fn status(self) -> u16 {
        match self {
            RefusalKind::Permanent => 422,
            RefusalKind::OptedOut => 403,
            RefusalKind::Account => 401,
            RefusalKind::Throttled => 429,
            RefusalKind::Temporary => 503,
        }
    }
}

/// What the simulator tells the house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// Somebody typed on a simulated phone.
    Text {
        id: String,
        from: String,
        to: String,
        text: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sent_at: Option<Timestamp>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        media: Vec<Media>,
    },
    /// A message came further, or no further.
    Receipt {
        /// As in [`Sent::id`].
        id: String,
        /// As in [`Message::reference`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        state: ReceiptState,
        /// [`OPTED_OUT`] marks the contact.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Timestamp>,
    },
}

/// A picture or file of a simulated phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// Below `{api_base}`, asked for with the bearer.
    pub url: String,
    pub content_type: String,
}

/// The code of a receipt that failed because the recipient sent STOP.
pub const OPTED_OUT: &str = "opted_out";

/// The states a network can report; the others are the house's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptState {
    Sent,
    Delivered,
    Failed,
    Undelivered,
    Expired,
}

impl From<ReceiptState> for Delivery {
    fn from(state: ReceiptState) -> Delivery {
        match state {
            ReceiptState::Sent => Delivery::Sent,
            ReceiptState::Delivered => Delivery::Delivered,
            ReceiptState::Failed => Delivery::Failed,
            ReceiptState::Undelivered => Delivery::Undelivered,
            ReceiptState::Expired => Delivery::Expired,
        }
    }
}

/// The signature of a call to `url` with these bytes.
pub fn sign(secret: &str, url: &str, body: &[u8]) -> String {
    let code = mac(secret, url, body).map(|mac| mac.finalize().into_bytes()).unwrap_or_default();
    let hex: String = code.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={hex}")
}

/// Whether `signature` is that of the call; takes the same time wherever the first difference is.
pub fn is_signed(signature: &str, secret: &str, url: &str, body: &[u8]) -> bool {
    let Some(claimed) = signature.strip_prefix("sha256=").and_then(from_hex) else { return false };
    mac(secret, url, body).is_some_and(|mac| mac.verify_slice(&claimed).is_ok())
}

fn mac(secret: &str, url: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
    let mac = <Hmac<Sha256>>::new_from_slice(secret.as_bytes()).ok()?;
    Some(mac.chain_update(url).chain_update("\n").chain_update(body))
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_one_secret_one_url_and_one_body() {
        let signed = sign("key", "https://cc.example.com/in", b"{}");
        // printf 'https://cc.example.com/in\n{}' | openssl dgst -sha256 -hmac key
        assert_eq!(signed, "sha256=b14aa2d620d4664d057f97f273fd74cf2dcdc696a2b2f927d5a2fb674c705a90");
        assert!(is_signed(&signed, "key", "https://cc.example.com/in", b"{}"));
        assert!(!is_signed(&signed, "yek", "https://cc.example.com/in", b"{}"));
        assert!(!is_signed(&signed, "key", "https://cc.example.com/status", b"{}"));
        assert!(!is_signed(&signed, "key", "https://cc.example.com/in", b"{ }"));
        for nonsense in ["", "sha256=", "sha256=0", "sha256=zz", "sha256=é", &signed[..20], "sha1=00"] {
            assert!(!is_signed(nonsense, "key", "https://cc.example.com/in", b"{}"), "{nonsense}");
        }
    }

    #[test]
    fn events_are_written_as_documented() {
        let receipt = Event::Receipt {
            id: "sb-1".into(),
            reference: Some("42-1".into()),
            state: ReceiptState::Undelivered,
            code: Some("unreachable".into()),
            message: None,
            at: Some(Timestamp(5)),
        };
        let json =
            r#"{"type":"receipt","id":"sb-1","reference":"42-1","state":"undelivered","code":"unreachable","at":5}"#;
        assert_eq!(serde_json::to_string(&receipt).unwrap(), json);
        assert_eq!(serde_json::from_str::<Event>(json).unwrap(), receipt);
        let text = r#"{"type":"text","id":"sb-2","from":"+15550100123","to":"+15550100199","text":"Ciao","sent_at":7}"#;
        assert_eq!(serde_json::to_string(&serde_json::from_str::<Event>(text).unwrap()).unwrap(), text);
    }
}
