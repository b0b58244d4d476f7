//! The provider that comes with the house: its network is our own phone simulator. For trying things out, for
//! demonstrations and for tests; it takes the same way through the house as a real one.

pub mod wire;

use super::{
    Accepted, Capabilities, CredentialField, Credentials, Forged, HttpRequest, HttpResponse, InboundMedia, InboundText,
    Incoming, MessageReference, Mms, NumberForm, Outgoing, Problem, Provider, RawWebhook, Receipt, SendError,
    Unreadable, Verified, same_origin,
};
use crate::domain::{Peer, sentence::Sentence};

static CAPABILITIES: Capabilities = Capabilities {
    key: "sandbox",
    name: "Sandbox (simulated phones)",
    api_base: "",
    credentials: &[CredentialField {
        key: "secret",
        label: "Secret",
        help: "Nothing to enter: it is made when the account is created.",
        required: false,
        secret: true,
    }],
    sender_help: "Any number or name. Nothing leaves this server.",
    webhook_help: "Nothing to do: the simulated phones know where to write.",
    receipts: true,
    receipt_url_per_message: true,
    mms: Some(Mms { files: 10, total_size: 5 * 1024 * 1024, every_sender: true }),
    recipients: NumberForm::WithPlus,
    max_chars: 1600,
    default_rate: 10.0,
};

pub(super) struct Sandbox;

impl Provider for Sandbox {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    /// The simulated network knows any name, and a secret is what we made.
    fn vet(&self, _sender: &str, _credentials: &Credentials) -> Vec<(&'static str, Sentence)> {
        Vec::new()
    }

    fn build_send(&self, message: &Outgoing<'_>, credentials: &Credentials) -> Result<HttpRequest, SendError> {
        let authorization = authorization(credentials)?;
        if message.text.is_empty() && message.media.is_empty() {
            return Err(SendError::Permanent(Problem::words("The message is empty.")));
        }
        let reference = MessageReference { message: message.message, attempt: message.attempt };
        let body = serde_json::to_vec(&wire::Message {
            from: message.from.to_owned(),
            to: message.recipient(CAPABILITIES.recipients).to_owned(),
            text: message.text.to_owned(),
            media: message.media.to_vec(),
            reference: reference.to_string(),
            status_url: message.status_url.to_owned(),
        });
        Ok(HttpRequest {
            method: "POST",
            url: format!("{}/messages", message.api_base),
            headers: vec![("authorization", authorization), ("content-type", "application/json".to_owned())],
            body: body.map_err(|_| SendError::Permanent(Problem::words("The message can't be written down.")))?,
        })
    }

    fn read_send(&self, answer: &HttpResponse) -> Result<Accepted, SendError> {
        if !is_success(answer) {
            return Err(refusal(answer));
        }
        match serde_json::from_slice::<wire::Sent>(&answer.body) {
            Ok(sent) if !sent.id.is_empty() => Ok(Accepted { external_id: sent.id, segments: sent.segments }),
            _ => Err(SendError::Unknown(Problem::words("The simulator answered in a way that can't be read."))),
        }
    }

    fn build_probe(&self, api_base: &str, credentials: &Credentials) -> Result<HttpRequest, SendError> {
        Ok(HttpRequest {
            method: "GET",
            url: format!("{api_base}/messages"),
            headers: vec![("authorization", authorization(credentials)?)],
            body: Vec::new(),
        })
    }

    fn read_probe(&self, answer: &HttpResponse) -> Result<(), SendError> {
        if is_success(answer) { Ok(()) } else { Err(refusal(answer)) }
    }

    fn verify(&self, call: &RawWebhook, credentials: &Credentials) -> Result<Verified, Forged> {
        let secret = credentials.get("secret").ok_or_else(|| Forged("the account has no secret".into()))?;
        let claimed = call.header(wire::SIGNATURE).ok_or_else(|| Forged(format!("no {} header", wire::SIGNATURE)))?;
        if wire::is_signed(claimed, secret, &call.url, &call.body) {
            Ok(Verified::checked())
        } else {
            Err(Forged("the signature does not match: another secret or another public address".into()))
        }
    }

    fn read_webhook(&self, call: &RawWebhook, _genuine: Verified) -> Result<Vec<Incoming>, Unreadable> {
        let event = serde_json::from_slice(&call.body).map_err(|error| Unreadable(error.to_string()))?;
        Ok(vec![match event {
            wire::Event::Text { id, from, to, text, sent_at, media } => Incoming::Text(InboundText {
                external_id: id,
                from: Peer::parse(&from),
                to,
                text,
                sent_at,
                media: media.into_iter().map(|m| InboundMedia { url: m.url, content_type: m.content_type }).collect(),
                opt: None,
            }),
            wire::Event::Receipt { id, reference, state, code, message, at } => Incoming::Receipt(Receipt {
                external_id: id,
                reference: reference.as_deref().and_then(MessageReference::parse),
                state: state.into(),
                opted_out: code.as_deref() == Some(wire::OPTED_OUT),
                problem: problem(state, code, message),
                at,
            }),
        }])
    }

    fn acknowledge(&self) -> HttpResponse {
        HttpResponse { status: 204, headers: Vec::new(), body: Vec::new() }
    }

    fn media_headers(&self, url: &str, api_base: &str, credentials: &Credentials) -> Vec<(&'static str, String)> {
        match authorization(credentials) {
            Ok(bearer) if same_origin(url, api_base) => vec![("authorization", bearer)],
            _ => Vec::new(),
        }
    }
}

fn authorization(credentials: &Credentials) -> Result<String, SendError> {
    let secret = credentials.get("secret").ok_or_else(|| {
        SendError::Account(Problem::words("The sandbox account has no secret. An administrator must save it again."))
    })?;
    Ok(format!("Bearer {secret}"))
}

fn is_success(answer: &HttpResponse) -> bool {
    (200..300).contains(&answer.status)
}

fn refusal(answer: &HttpResponse) -> SendError {
    use wire::RefusalKind::{Account, OptedOut, Permanent, Temporary, Throttled};
    let Ok(wire::Refusal { error }) = serde_json::from_slice(&answer.body) else {
        let problem = Problem::coded(answer.status.to_string(), "The simulator did not answer properly.");
        return match answer.status {
            429 => SendError::Throttled(answer.retry_after(), problem),
            503 => SendError::Temporary(problem),
            300..500 => SendError::Account(problem),
            _ => SendError::Unknown(problem),
        };
    };
    let problem = Problem::coded(error.code, error.message);
    match error.kind {
        Permanent => SendError::Permanent(problem),
        OptedOut => SendError::OptedOut(problem),
        Account => SendError::Account(problem),
        Throttled => SendError::Throttled(answer.retry_after(), problem),
        Temporary => SendError::Temporary(problem),
    }
}

/// Why a message came no further; none for one that did.
fn problem(state: wire::ReceiptState, code: Option<String>, message: Option<String>) -> Option<Problem> {
    let words = match state {
        wire::ReceiptState::Sent | wire::ReceiptState::Delivered => return None,
        wire::ReceiptState::Failed => "The simulator refused the message.",
        wire::ReceiptState::Undelivered => "The simulated phone did not receive the message.",
        wire::ReceiptState::Expired => "The message grew too old before the simulated phone could receive it.",
    };
    Some(Problem { code, words: message.unwrap_or_else(|| words.to_owned()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{Delivery, MessageId, Timestamp},
        server::providers::{Hook, Secret},
    };

    fn credentials() -> Credentials {
        Credentials([("secret".to_owned(), Secret::new("key"))].into())
    }

    /// A call as the simulator makes it.
    fn call(event: &wire::Event) -> RawWebhook {
        let (url, body) = ("https://cc.example.com/hooks/7/in", serde_json::to_vec(event).unwrap());
        let headers = vec![(wire::SIGNATURE.to_owned(), wire::sign("key", url, &body))];
        RawWebhook { hook: Hook::Inbound, method: "POST".into(), url: url.into(), headers, body }
    }

    fn read(event: &wire::Event) -> Incoming {
        let call = call(event);
        let genuine = Sandbox.verify(&call, &credentials()).unwrap();
        Sandbox.read_webhook(&call, genuine).unwrap().remove(0)
    }

    fn receipt(state: wire::ReceiptState, code: Option<&str>) -> Receipt {
        let code = code.map(str::to_owned);
        let reference = Some("42-3".to_owned());
        match read(&wire::Event::Receipt { id: "sb-9".into(), reference, state, code, message: None, at: None }) {
            Incoming::Receipt(receipt) => receipt,
            other => panic!("{other:?}"),
        }
    }

    fn answer(status: u16, body: &str) -> HttpResponse {
        HttpResponse { status, headers: vec![("retry-after".into(), "2".into())], body: body.into() }
    }

    fn outgoing<'a>(to: &'a Peer, text: &'a str, media: &'a [String]) -> Outgoing<'a> {
        Outgoing {
            message: MessageId(42),
            attempt: 3,
            from: "+15550100199",
            to,
            text,
            media,
            status_url: "https://cc.example.com/hooks/7/status?m=42-3",
            api_base: "http://127.0.0.1:9/sandbox",
        }
    }

    #[test]
    fn the_simulator_reads_what_the_adapter_sends() {
        let peer = Peer::parse("+15550100123");
        let request = Sandbox.build_send(&outgoing(&peer, "Ciao è 🎉", &[]), &credentials()).unwrap();
        assert_eq!((request.method, &*request.url), ("POST", "http://127.0.0.1:9/sandbox/messages"));
        assert_eq!(request.headers[0], ("authorization", "Bearer key".to_owned()));
        let sent: wire::Message = serde_json::from_slice(&request.body).unwrap();
        assert_eq!((&*sent.to, &*sent.text, &*sent.reference), ("+15550100123", "Ciao è 🎉", "42-3"));
        assert!(sent.status_url.ends_with("?m=42-3"));
    }

    #[test]
    fn what_simulated_phones_cannot_take_is_not_tried() {
        let (peer, media) = (Peer::parse("+15550100123"), ["https://cc.example.com/a.png".to_owned()]);
        let send =
            |text, media, credentials: Credentials| Sandbox.build_send(&outgoing(&peer, text, media), &credentials);
        assert!(matches!(send("", &[], credentials()), Err(SendError::Permanent(_))));
        let sent = send("", &media, credentials()).ok().map(|sent| String::from_utf8(sent.body).unwrap());
        assert!(sent.is_some_and(|sent| sent.contains(r#""media":["https://cc.example.com/a.png"]"#)));
        assert!(matches!(send("x", &[], Credentials::default()), Err(SendError::Account(_))));
    }

    #[test]
    fn the_adapter_reads_what_the_simulator_answers() {
        let accepted = Sandbox.read_send(&answer(201, r#"{"id":"sb-9","segments":2}"#)).unwrap();
        assert_eq!(accepted, Accepted { external_id: "sb-9".into(), segments: Some(2) });
        for kind in ["permanent", "opted_out", "account", "throttled", "temporary"] {
            let body = format!(r#"{{"error":{{"code":"c","message":"Words.","kind":"{kind}"}}}}"#);
            let error = Sandbox.read_send(&answer(400, &body)).unwrap_err();
            assert_eq!(error.problem(), &Problem::coded("c", "Words."));
            let pause = Some(std::time::Duration::from_secs(2));
            assert!(match kind {
                "permanent" => matches!(error, SendError::Permanent(_)),
                "opted_out" => matches!(error, SendError::OptedOut(_)),
                "account" => matches!(error, SendError::Account(_)),
                "throttled" => matches!(error, SendError::Throttled(after, _) if after == pause),
                _ => matches!(error, SendError::Temporary(_)),
            });
        }
        assert!(matches!(Sandbox.read_send(&answer(201, "{}")), Err(SendError::Unknown(_))));
        assert!(matches!(Sandbox.read_send(&answer(502, "")), Err(SendError::Unknown(_))));
        assert!(matches!(Sandbox.read_probe(&answer(401, "")), Err(SendError::Account(_))));
        assert_eq!(Sandbox.read_probe(&answer(200, "")), Ok(()));
    }

    #[test]
    fn a_simulated_text_arrives() {
        let text = read(&wire::Event::Text {
            id: "sb-1".into(),
            from: "+15550100123".into(),
            to: "+15550100199".into(),
            text: "Ciao".into(),
            sent_at: Some(Timestamp(7)),
            media: vec![wire::Media { url: "http://127.0.0.1:9/p".into(), content_type: "image/png".into() }],
        });
        let Incoming::Text(text) = text else { panic!("{text:?}") };
        assert_eq!((&*text.external_id, text.from.as_str(), &*text.text), ("sb-1", "+15550100123", "Ciao"));
        assert_eq!(text.sent_at, Some(Timestamp(7)));
        assert_eq!((&*text.media[0].url, &*text.media[0].content_type), ("http://127.0.0.1:9/p", "image/png"));
    }

    #[test]
    fn a_receipt_says_how_far_and_why_not() {
        let delivered = receipt(wire::ReceiptState::Delivered, None);
        assert_eq!((delivered.state, delivered.problem), (Delivery::Delivered, None));
        assert_eq!(delivered.reference, Some(MessageReference { message: MessageId(42), attempt: 3 }));
        let refused = receipt(wire::ReceiptState::Failed, Some(wire::OPTED_OUT));
        assert!(refused.opted_out);
        assert_eq!(refused.problem, Some(Problem::coded("opted_out", "The simulator refused the message.")));
    }

    #[test]
    fn a_call_with_another_body_or_secret_is_forged() {
        let state = wire::ReceiptState::Sent;
        let event =
            wire::Event::Receipt { id: "sb-9".into(), reference: None, state, code: None, message: None, at: None };
        let mut changed = call(&event);
        changed.body.push(b' ');
        assert!(Sandbox.verify(&changed, &credentials()).is_err());
        assert!(Sandbox.verify(&call(&event), &Credentials::default()).is_err());
        let mut unsigned = call(&event);
        unsigned.headers.clear();
        assert!(Sandbox.verify(&unsigned, &credentials()).is_err());
    }
}
