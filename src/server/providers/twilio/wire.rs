//! What Twilio writes: JSON answers to our calls, forms in its own.

use serde::Deserialize;
use serde_json::Value;
use url::form_urlencoded;

use super::codes;
use crate::{
    domain::{Delivery, Peer, Timestamp},
    server::providers::{
        Accepted, HttpResponse, InboundMedia, InboundText, Incoming, MessageReference, OptWord, Problem, RawWebhook,
        Receipt, SendError, Unreadable,
    },
};

/// A message as the API answers it.
#[derive(Deserialize)]
struct Message {
    sid: String,
    /// A number in quotes; `"0"` as long as a Messaging Service has not chosen a sender.
    #[serde(default)]
    num_segments: Value,
}

/// An error as the API answers it.
#[derive(Deserialize)]
struct ApiError {
    code: i64,
}

/// What a probe answers: an account has a status, a list of messages has none.
#[derive(Deserialize)]
struct Probe {
    status: Option<String>,
}

pub(super) fn read_send(answer: &HttpResponse) -> Result<Accepted, SendError> {
    if !is_success(answer) {
        return Err(refusal(answer));
    }
    match serde_json::from_slice::<Message>(&answer.body) {
        Ok(message) if !message.sid.is_empty() => {
            let segments =
                message.num_segments.as_str().and_then(|count| count.parse().ok()).filter(|count| *count > 0);
            Ok(Accepted { external_id: message.sid, segments })
        }
        _ => Err(SendError::Unknown(Problem::words("Twilio answered in a way that can't be read."))),
    }
}

pub(super) fn read_probe(answer: &HttpResponse) -> Result<(), SendError> {
    if !is_success(answer) {
        return Err(match refusal(answer) {
            SendError::Unknown(problem) => {
                SendError::Temporary(Problem { words: "Twilio did not answer properly.".into(), ..problem })
            }
            known => known,
        });
    }
    match serde_json::from_slice::<Probe>(&answer.body) {
        Ok(Probe { status: None }) => Ok(()),
        Ok(Probe { status: Some(status) }) if status == "active" => Ok(()),
        Ok(_) => Err(SendError::Account(Problem::words("The Twilio account is suspended or closed."))),
        Err(_) => Err(SendError::Account(Problem::words("Something other than Twilio answers at this address."))),
    }
}

fn is_success(answer: &HttpResponse) -> bool {
    (200..300).contains(&answer.status)
}

/// Why nothing was sent, as far as the answer tells.
///
/// A code speaks for the API itself, whatever the status. Without one, a 5xx may be a gateway that lost the answer of an
/// API that did take the message: only 503 says that nobody was there. Twilio has no key that would make a second try
/// harmless, so the rest is unknown.
fn refusal(answer: &HttpResponse) -> SendError {
    let code = serde_json::from_slice::<ApiError>(&answer.body).ok().map(|error| error.code);
    if let Some((code, (class, words))) = code.and_then(|code| Some((code, codes::explain(code)?))) {
        return class.error(Problem::coded(code.to_string(), words), answer.retry_after());
    }
    let problem = |words: &str| Problem::coded(code.unwrap_or(answer.status.into()).to_string(), words);
    match answer.status {
        401 | 403 => SendError::Account(problem(
            "Twilio does not accept the credentials of this account. An administrator must check them.",
        )),
        300..400 | 404 => SendError::Account(problem(
            "This is not the address of Twilio's API. An administrator must check the account.",
        )),
        408 => SendError::Temporary(problem("Twilio did not receive the whole request.")),
        429 => SendError::Throttled(
            answer.retry_after(),
            problem("Twilio is receiving messages faster than it accepts them."),
        ),
        400..500 => SendError::Permanent(problem("Twilio refused the request.")),
        503 => SendError::Temporary(problem("Twilio is not available at the moment.")),
        _ => SendError::Unknown(problem("Twilio failed to answer, so it may or may not have taken the message.")),
    }
}

/// Name and value, decoded, in the order they came.
pub(super) type Fields = Vec<(String, String)>;

/// Where a call carries its fields; it decides what the signature covers and what may be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Payload {
    Form(Fields),
    Query(Fields),
    /// Anything else, such as JSON.
    Document,
}

impl Payload {
    pub(super) fn of(call: &RawWebhook) -> Payload {
        if call.method != "POST" {
            return Payload::Query(decode(call.query().as_bytes()));
        }
        let content_type = call.header("content-type").unwrap_or(FORM);
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        if media_type.eq_ignore_ascii_case(FORM) { Payload::Form(decode(&call.body)) } else { Payload::Document }
    }
}

pub(super) const FORM: &str = "application/x-www-form-urlencoded";

fn decode(form: &[u8]) -> Fields {
    form_urlencoded::parse(form).into_owned().collect()
}

/// Reads a genuine call. What it says decides, not the address it came to: a receipt address pasted into the wrong field
/// must not cost a text.
pub(super) fn read_webhook(call: &RawWebhook) -> Result<Vec<Incoming>, Unreadable> {
    let (Payload::Form(fields) | Payload::Query(fields)) = Payload::of(call) else {
        return Err(Unreadable("neither a form nor a query".into()));
    };
    let fields = Reader(&fields);
    let status = fields.get("MessageStatus").or(fields.get("SmsStatus"));
    match status {
        None | Some("received" | "receiving") => text(&fields).map(Incoming::Text),
        Some(status) => receipt(&fields, status, call.parameter(MessageReference::PARAMETER)),
    }
    .map(|incoming| vec![incoming])
}

struct Reader<'a>(&'a [(String, String)]);

impl<'a> Reader<'a> {
    /// First value of a field, `None` when it is missing or empty.
    fn get(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    fn need(&self, name: &str) -> Result<&'a str, Unreadable> {
        self.get(name).ok_or_else(|| Unreadable(format!("no {name}")))
    }

    /// Every call names the message under this, and older ones under `SmsSid` alone.
    fn sid(&self) -> Result<String, Unreadable> {
        self.get("MessageSid").map_or_else(|| self.need("SmsSid"), Ok).map(str::to_owned)
    }
}

fn text(fields: &Reader<'_>) -> Result<InboundText, Unreadable> {
    let media = (0..)
        .map_while(|index| {
            let url = fields.get(&format!("MediaUrl{index}"))?.to_owned();
            let content_type = fields.get(&format!("MediaContentType{index}")).unwrap_or_default().to_owned();
            Some(InboundMedia { url, content_type })
        })
        .collect();
    let opt = match fields.get("OptOutType") {
        Some("STOP") => Some(OptWord::Stop),
        Some("START") => Some(OptWord::Start),
        Some("HELP") => Some(OptWord::Help),
        _ => None,
    };
    Ok(InboundText {
        external_id: fields.sid()?,
        from: Peer::parse(fields.need("From")?),
        to: fields.need("To")?.to_owned(),
        text: fields.get("Body").unwrap_or_default().to_owned(),
        sent_at: None,
        media,
        opt,
    })
}

fn receipt(fields: &Reader<'_>, status: &str, reference: Option<String>) -> Result<Incoming, Unreadable> {
    let (state, words) = match status {
        // Twilio holds it: for us that is sent, and it settles a send whose answer was lost.
        "accepted" | "scheduled" | "queued" | "sending" | "sent" => (Delivery::Sent, None),
        "delivered" | "read" => (Delivery::Delivered, None),
        "undelivered" => (Delivery::Undelivered, Some("The carrier did not deliver the message.")),
        "failed" => (Delivery::Failed, Some("Twilio could not send the message.")),
        "canceled" => (Delivery::Failed, Some("The message was cancelled at Twilio.")),
        other => return Ok(Incoming::Ignored(format!("status {other} means nothing to us"))),
    };
    let code = fields.get("ErrorCode").and_then(|code| code.parse::<i64>().ok()).filter(|code| *code != 0);
    let problem = words.map(|words| match code {
        Some(code) => Problem::coded(code.to_string(), codes::explain(code).map_or(words, |(_, words)| words)),
        None => Problem::words(words),
    });
    Ok(Incoming::Receipt(Receipt {
        external_id: fields.sid()?,
        reference: reference.as_deref().and_then(MessageReference::parse),
        state,
        problem,
        opted_out: code == Some(codes::OPTED_OUT),
        at: fields.get("RawDlrDoneDate").and_then(carrier_time),
    }))
}

/// `YYMMDDhhmm`, passed on from the carrier without its zone; most write UTC.
fn carrier_time(text: &str) -> Option<Timestamp> {
    if text.len() != 10 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let pair = |at: usize| text.get(at..at + 2).and_then(|digits| digits.parse::<i64>().ok());
    let (year, month, day, hour, minute) = (2000 + pair(0)?, pair(2)?, pair(4)?, pair(6)?, pair(8)?);
    let leap = year % 4 == 0;
    let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let length = usize::try_from(month - 1).ok().and_then(|index| lengths.get(index))?;
    if !(1..=*length).contains(&day) || hour > 23 || minute > 59 {
        return None;
    }
    // Two digits never leave 2000–2099, where every fourth year is a leap year.
    const DAYS_TO_2000: i64 = 10_957;
    let years = year - 2000;
    let before: i64 = lengths.iter().take(month as usize - 1).sum();
    let days = DAYS_TO_2000 + years * 365 + (years + 3) / 4 + before + day - 1;
    Some(Timestamp(((days * 24 + hour) * 60 + minute) * 60_000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::MessageId, server::providers::Hook};

    fn call(hook: Hook, url: &str, body: &str) -> RawWebhook {
        let headers = vec![("content-type".into(), "application/x-www-form-urlencoded; charset=UTF-8".into())];
        RawWebhook { hook, method: "POST".into(), url: url.into(), headers, body: body.trim().into() }
    }

    fn read_text(body: &str) -> InboundText {
        match read_webhook(&call(Hook::Inbound, "https://cc.example.com/in", body)).unwrap().remove(0) {
            Incoming::Text(text) => text,
            other => panic!("{other:?}"),
        }
    }

    fn read_receipt(body: &str) -> Receipt {
        match read_webhook(&call(Hook::Status, "https://cc.example.com/status?m=42-2", body)).unwrap().remove(0) {
            Incoming::Receipt(receipt) => receipt,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_text_is_read_with_its_empty_fields_ignored() {
        let text = read_text(include_str!("fixtures/text.form"));
        assert_eq!(text.external_id, "SM00000000000000000000000000000101");
        assert_eq!(text.from, Peer::parse("+15550100123"));
        assert_eq!(text.to, "+15550100199");
        assert_eq!(text.text, "Ciao è € + & 🎉\nWhere is my order?");
        assert_eq!((text.media.len(), text.opt, text.sent_at), (0, None, None));
    }

    #[test]
    fn every_attachment_is_read() {
        let text = read_text(include_str!("fixtures/pictures.form"));
        assert_eq!(text.text, "");
        let kinds: Vec<_> = text.media.iter().map(|media| media.content_type.as_str()).collect();
        assert_eq!(kinds, ["image/jpeg", "application/pdf"]);
        assert!(text.media[1].url.ends_with("/Media/ME00000000000000000000000000000002"));
    }

    #[test]
    fn a_word_that_twilio_acted_upon_is_told() {
        assert_eq!(read_text(include_str!("fixtures/stop.form")).opt, Some(OptWord::Stop));
        assert_eq!(read_text("MessageSid=SM1&From=38438&To=1&OptOutType=START").opt, Some(OptWord::Start));
        assert_eq!(read_text("MessageSid=SM1&From=38438&To=1&OptOutType=NEW").opt, None);
    }

    #[test]
    fn a_text_at_the_receipt_address_is_still_a_text() {
        let at_status = call(Hook::Status, "https://cc.example.com/status", include_str!("fixtures/text.form"));
        assert!(matches!(read_webhook(&at_status).unwrap()[..], [Incoming::Text(_)]));
    }

    #[test]
    fn a_get_carries_its_fields_in_the_query() {
        let mut get =
            call(Hook::Inbound, "https://cc.example.com/in?MessageSid=SM1&From=%2B15550100123&To=1&Body=a+b", "");
        get.method = "GET".into();
        assert!(matches!(&read_webhook(&get).unwrap()[..], [Incoming::Text(text)] if text.text == "a b"));
    }

    #[test]
    fn a_receipt_finds_its_message_by_id_and_by_our_reference() {
        let receipt = read_receipt(include_str!("fixtures/delivered.form"));
        assert_eq!(receipt.external_id, "SM00000000000000000000000000000042");
        assert_eq!(receipt.reference, Some(MessageReference { message: MessageId(42), attempt: 2 }));
        assert_eq!((receipt.state, receipt.problem, receipt.opted_out), (Delivery::Delivered, None, false));
        assert_eq!(receipt.at, Some(Timestamp(1_795_364_880_000)), "2026-11-22T16:28Z");
    }

    #[test]
    fn a_failure_says_why_in_plain_words() {
        let receipt = read_receipt(include_str!("fixtures/undelivered.form"));
        assert_eq!(receipt.state, Delivery::Undelivered);
        let problem = receipt.problem.unwrap();
        assert_eq!(problem.code.as_deref(), Some("30005"));
        assert_eq!(problem.words, "The recipient's number is unknown or no longer in use.");

        let unlisted = read_receipt("MessageSid=SM1&MessageStatus=failed&ErrorCode=39999").problem.unwrap();
        assert_eq!(unlisted, Problem::coded("39999", "Twilio could not send the message."));
        let bare = read_receipt("MessageSid=SM1&MessageStatus=canceled").problem.unwrap();
        assert_eq!(bare, Problem::words("The message was cancelled at Twilio."));
        assert!(read_receipt("MessageSid=SM1&MessageStatus=failed&ErrorCode=21610").opted_out);
    }

    #[test]
    fn twilios_states_become_ours() {
        for (status, state) in [
            ("accepted", Delivery::Sent),
            ("scheduled", Delivery::Sent),
            ("queued", Delivery::Sent),
            ("sending", Delivery::Sent),
            ("sent", Delivery::Sent),
            ("delivered", Delivery::Delivered),
            ("read", Delivery::Delivered),
            ("undelivered", Delivery::Undelivered),
            ("failed", Delivery::Failed),
            ("canceled", Delivery::Failed),
        ] {
            let receipt = read_receipt(&format!("MessageSid=SM1&MessageStatus={status}&SmsStatus=sent"));
            assert_eq!(receipt.state, state, "{status}");
        }
        let odd = call(Hook::Status, "https://cc.example.com/s", "MessageSid=SM1&MessageStatus=partially_delivered");
        assert!(matches!(read_webhook(&odd).unwrap()[..], [Incoming::Ignored(_)]));
    }

    #[test]
    fn what_lacks_an_id_or_a_sender_is_unreadable() {
        for body in ["", "From=1&To=2&Body=x", "MessageSid=SM1&From=&To=2", "MessageStatus=sent"] {
            assert!(read_webhook(&call(Hook::Inbound, "https://cc.example.com/in", body)).is_err(), "{body}");
        }
    }

    #[test]
    fn carrier_times_are_read_or_left_out() {
        for (text, at) in [
            ("0001010000", Some(946_684_800_000)),
            ("2402292359", Some(1_709_251_140_000)),
            ("2302290000", None),
            ("2613010000", None),
            ("2600010000", None),
            ("2611222460", None),
            ("26112216", None),
            ("20261122162", None),
            ("２６１１", None),
        ] {
            assert_eq!(carrier_time(text), at.map(Timestamp), "{text}");
        }
    }
}
