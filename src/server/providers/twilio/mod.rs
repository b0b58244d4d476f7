//! Twilio Programmable Messaging: a form per message, signed forms for texts and receipts.

mod codes;
mod signature;
mod wire;

use url::form_urlencoded;

use super::{
    Accepted, Capabilities, CredentialField, Credentials, Forged, HttpRequest, HttpResponse, Incoming, Mms, NumberForm,
    Outgoing, Problem, Provider, RawWebhook, SendError, Unreadable, Verified, http, same_origin,
};
use crate::{domain::sentence::Sentence, server::phones};

/// Twilio refuses more.
const MAX_CHARS: usize = 1600;
/// Of a sender that is a name.
const LONGEST_NAME: usize = 11;
const MAX_MEDIA: usize = 10;
/// Bytes of all attachments of one message.
const MAX_MEDIA_SIZE: i64 = 5 * 1024 * 1024;

static CAPABILITIES: Capabilities = Capabilities {
    key: "twilio",
    name: "Twilio",
    api_base: "https://api.twilio.com",
    credentials: &[
        CredentialField {
            key: "account_sid",
            label: "Account SID",
            help: "Starts with AC. On the first page of the Twilio console.",
            required: true,
            secret: false,
        },
        CredentialField {
            key: "auth_token",
            label: "Auth token",
            help: "Below the Account SID. Incoming calls are signed with it, so it is needed beside an API key too.",
            required: true,
            secret: true,
        },
        CredentialField {
            key: "auth_token_previous",
            label: "Previous auth token",
            help: "While you change the auth token: calls signed with the old one are still accepted. Clear it afterwards.",
            required: false,
            secret: true,
        },
        CredentialField {
            key: "api_key_sid",
            label: "API key SID",
            help: "Starts with SK. If given, messages are sent with this key instead of the auth token.",
            required: false,
            secret: false,
        },
        CredentialField {
            key: "api_key_secret",
            label: "API key secret",
            help: "Shown once by Twilio when the key was made.",
            required: false,
            secret: true,
        },
        CredentialField {
            key: "shared_key_id",
            label: "Shared key ID",
            help: "Only if Twilio signs your webhooks with a shared key instead of the auth token.",
            required: false,
            secret: false,
        },
        CredentialField {
            key: "shared_key_secret",
            label: "Shared key secret",
            help: "The secret of that shared key.",
            required: false,
            secret: true,
        },
        CredentialField {
            key: "shared_key_secret_previous",
            label: "Previous shared key secret",
            help: "While you change the shared key: calls signed with the old one are still accepted. Clear it afterwards.",
            required: false,
            secret: true,
        },
    ],
    sender_help: "A Twilio number (+15550100199), a short code, a name of up to 11 characters that can't be answered, or the \
                  SID of a Messaging Service (starts with MG).",
    webhook_help: "In the Twilio console, open the number (or the Messaging Service) and paste the address under “A message \
                   comes in”, method HTTP POST.",
    receipts: true,
    receipt_url_per_message: true,
    // Numbers of the United States and Canada.
    mms: Some(Mms { files: MAX_MEDIA, total_size: MAX_MEDIA_SIZE, every_sender: false }),
    recipients: NumberForm::WithPlus,
    max_chars: MAX_CHARS,
    default_rate: 1.0,
};

pub(super) struct Twilio;

impl Provider for Twilio {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    fn vet(&self, sender: &str, credentials: &Credentials) -> Vec<(&'static str, Sentence)> {
        const SIDS: [(&str, &str, &str, [&str; 2]); 2] = [
            (
                "account_sid",
                "credentials.account_sid",
                "AC",
                [
                    "An Account SID is AC and 32 more characters, 0 to 9 and a to f.",
                    "Un Account SID è AC seguito da 32 caratteri, da 0 a 9 e da a a f.",
                ],
            ),
            (
                "api_key_sid",
                "credentials.api_key_sid",
                "SK",
                [
                    "An API key SID is SK and 32 more characters, 0 to 9 and a to f.",
                    "Un SID di chiave API è SK seguito da 32 caratteri, da 0 a 9 e da a a f.",
                ],
            ),
        ];
        // What would be passed over: the field that is given, the one it needs, and where that is told.
        const PAIRS: [(&str, &str, &str, [&str; 2]); 3] = [
            (
                "api_key_sid",
                "api_key_secret",
                "credentials.api_key_secret",
                [
                    "An API key needs its secret too; or leave both empty.",
                    "Una chiave API richiede anche il suo segreto; oppure lasciare vuoti entrambi.",
                ],
            ),
            (
                "api_key_secret",
                "api_key_sid",
                "credentials.api_key_sid",
                [
                    "The secret of an API key needs the key's SID too; or leave both empty.",
                    "Il segreto di una chiave API richiede anche il SID della chiave; oppure lasciare vuoti entrambi.",
                ],
            ),
            (
                "shared_key_id",
                "shared_key_secret",
                "credentials.shared_key_secret",
                [
                    "A shared key needs its secret too; or leave both empty.",
                    "Una chiave condivisa richiede anche il suo segreto; oppure lasciare vuoti entrambi.",
                ],
            ),
        ];
        let mut wrong = Vec::new();
        if !is_sender(sender) {
            let words = [
                "A number such as +15550100199, a short code, a name of at most 11 letters and digits, or the SID of a \
                 Messaging Service (MG and 32 more characters).",
                "Un numero come +15550100199, un codice breve, un nome di al massimo 11 lettere e cifre, o il SID di un \
                 Messaging Service (MG e altri 32 caratteri).",
            ];
            wrong.push(("sender", words.into()));
        }
        for (key, field, prefix, words) in SIDS {
            if credentials.get(key).is_some_and(|sid| !is_sid(sid, prefix)) {
                wrong.push((field, words.into()));
            }
        }
        for (given, missing, field, words) in PAIRS {
            if credentials.get(given).is_some() && credentials.get(missing).is_none() {
                wrong.push((field, words.into()));
            }
        }
        wrong
    }

    fn build_send(&self, message: &Outgoing<'_>, credentials: &Credentials) -> Result<HttpRequest, SendError> {
        let login = Login::of(credentials)?;
        check(message).map_err(|words| SendError::Permanent(Problem::words(words)))?;
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("To", message.recipient(CAPABILITIES.recipients));
        let sender = if is_messaging_service(message.from) { "MessagingServiceSid" } else { "From" };
        form.append_pair(sender, message.from);
        if !message.text.is_empty() {
            form.append_pair("Body", message.text);
        }
        for url in message.media {
            form.append_pair("MediaUrl", url);
        }
        if !message.status_url.is_empty() {
            form.append_pair("StatusCallback", message.status_url);
        }
        Ok(HttpRequest {
            method: "POST",
            url: format!("{}/2010-04-01/Accounts/{}/Messages.json", message.api_base, login.account),
            headers: vec![
                ("authorization", login.authorization()),
                ("content-type", wire::FORM.to_owned()),
                ("accept", "application/json".to_owned()),
            ],
            body: form.finish().into_bytes(),
        })
    }

    fn read_send(&self, answer: &HttpResponse) -> Result<Accepted, SendError> {
        wire::read_send(answer)
    }

    /// Asks for the account, whose status tells of a suspension. An ordinary API key may not see the account, so with one
    /// it is the newest message that is asked for, and thrown away.
    fn build_probe(&self, api_base: &str, credentials: &Credentials) -> Result<HttpRequest, SendError> {
        let login = Login::of(credentials)?;
        let resource = if login.by_key { "/Messages.json?PageSize=1" } else { ".json" };
        Ok(HttpRequest {
            method: "GET",
            url: format!("{api_base}/2010-04-01/Accounts/{}{resource}", login.account),
            headers: vec![("authorization", login.authorization()), ("accept", "application/json".to_owned())],
            body: Vec::new(),
        })
    }

    fn read_probe(&self, answer: &HttpResponse) -> Result<(), SendError> {
        wire::read_probe(answer)
    }

    fn verify(&self, call: &RawWebhook, credentials: &Credentials) -> Result<Verified, Forged> {
        signature::verify(call, credentials).map(|()| Verified::checked())
    }

    fn read_webhook(&self, call: &RawWebhook, _genuine: Verified) -> Result<Vec<Incoming>, Unreadable> {
        wire::read_webhook(call)
    }

    /// An empty reply in Twilio's own language: plain text would be sent to the customer as an SMS.
    fn acknowledge(&self) -> HttpResponse {
        HttpResponse {
            status: 200,
            headers: vec![("content-type".to_owned(), "text/xml".to_owned())],
            body: br#"<?xml version="1.0" encoding="UTF-8"?><Response/>"#.to_vec(),
        }
    }

    /// The API sends on to a store of files whose addresses are signed: no password of ours belongs there.
    fn media_headers(&self, url: &str, api_base: &str, credentials: &Credentials) -> Vec<(&'static str, String)> {
        match Login::of(credentials) {
            Ok(login) if same_origin(url, api_base) => vec![("authorization", login.authorization())],
            _ => Vec::new(),
        }
    }
}

/// Who calls: always for the account, by its token or by a key.
struct Login<'a> {
    account: &'a str,
    by_key: bool,
    user: &'a str,
    password: &'a str,
}

impl<'a> Login<'a> {
    fn of(credentials: &'a Credentials) -> Result<Self, SendError> {
        let missing = |words| SendError::Account(Problem::words(words));
        // It becomes a piece of the path.
        let account = credentials
            .get("account_sid")
            .filter(|sid| sid.bytes().all(|byte| byte.is_ascii_alphanumeric()))
            .ok_or_else(|| missing("The account has no valid Account SID. An administrator must enter it."))?;
        if let (Some(user), Some(password)) = (credentials.get("api_key_sid"), credentials.get("api_key_secret")) {
            return Ok(Login { account, by_key: true, user, password });
        }
        let password = credentials
            .get("auth_token")
            .ok_or_else(|| missing("The account has no auth token. An administrator must enter it."))?;
        Ok(Login { account, by_key: false, user: account, password })
    }

    fn authorization(&self) -> String {
        http::basic(self.user, self.password)
    }
}

/// What Twilio would refuse anyway; told apart here because a refused call costs a slot of the sender's rate.
fn check(message: &Outgoing<'_>) -> Result<(), &'static str> {
    if !message.to.can_be_answered() {
        Err("This sender is a name without a number, so it can't be answered.")
    } else if message.text.is_empty() && message.media.is_empty() {
        Err("The message is empty.")
    } else if message.text.chars().count() > MAX_CHARS {
        Err("The message is longer than the 1600 characters Twilio takes.")
    } else if message.media.len() > MAX_MEDIA {
        Err("Twilio takes at most ten attachments in one message.")
    } else {
        Ok(())
    }
}

/// A SID, not a name that happens to begin like one.
fn is_messaging_service(sender: &str) -> bool {
    is_sid(sender, "MG")
}

/// Twilio's ids: two letters for what it is, and 32 hexadecimal digits.
fn is_sid(text: &str, prefix: &str) -> bool {
    let digits = text.strip_prefix(prefix).unwrap_or_default();
    digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What Twilio sends from: a number, a short code, a name, or whatever a Messaging Service picks.
fn is_sender(sender: &str) -> bool {
    if let Some(digits) = sender.strip_prefix('+') {
        return digits.bytes().all(|byte| byte.is_ascii_digit()) && phones::is_possible(sender);
    }
    let short_code = (3..=8).contains(&sender.len()) && sender.bytes().all(|byte| byte.is_ascii_digit());
    let of_a_name = |byte: u8| byte.is_ascii_alphanumeric() || b" -_&+".contains(&byte);
    let name = (1..=LONGEST_NAME).contains(&sender.len())
        && sender.bytes().all(of_a_name)
        && sender.bytes().any(|byte| byte.is_ascii_alphabetic());
    short_code || name || is_messaging_service(sender)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{
        domain::{MessageId, Peer},
        server::providers::Secret,
    };

    const SID: &str = "AC00000000000000000000000000000000";
    const SERVICE: &str = "MG00000000000000000000000000000000";

    fn credentials(more: &[(&str, &str)]) -> Credentials {
        let pairs = [("account_sid", SID), ("auth_token", "s3cret")];
        Credentials(pairs.iter().chain(more).map(|(key, value)| ((*key).to_owned(), Secret::new(*value))).collect())
    }

    fn send(from: &str, text: &str, media: &[String]) -> Result<HttpRequest, SendError> {
        let message = Outgoing {
            message: MessageId(42),
            attempt: 1,
            from,
            to: &Peer::parse("+15550100123"),
            text,
            media,
            status_url: "https://cc.example.com/hooks/7/status?m=42-1",
            api_base: "http://127.0.0.1:9",
        };
        Twilio.build_send(&message, &credentials(&[]))
    }

    fn answer(status: u16, body: &str) -> HttpResponse {
        HttpResponse { status, headers: vec![], body: body.into() }
    }

    fn header<'a>(request: &'a HttpRequest, name: &str) -> &'a str {
        request.headers.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value)
    }

    #[test]
    fn a_message_goes_over_the_wire_as_twilios_own_library_sends_it() {
        let media = ["https://cc.example.com/a.png".to_owned(), "https://cc.example.com/b.png".to_owned()];
        let request = send("+15550100199", "Ciao è € + & test", &media).unwrap();
        assert_eq!(request.method, "POST");
        assert_eq!(request.url, format!("http://127.0.0.1:9/2010-04-01/Accounts/{SID}/Messages.json"));
        assert_eq!(header(&request, "authorization"), http::basic(SID, "s3cret"));
        assert_eq!(
            String::from_utf8(request.body).unwrap(),
            "To=%2B15550100123&From=%2B15550100199&Body=Ciao+%C3%A8+%E2%82%AC+%2B+%26+test\
             &MediaUrl=https%3A%2F%2Fcc.example.com%2Fa.png&MediaUrl=https%3A%2F%2Fcc.example.com%2Fb.png\
             &StatusCallback=https%3A%2F%2Fcc.example.com%2Fhooks%2F7%2Fstatus%3Fm%3D42-1"
        );
    }

    #[test]
    fn a_messaging_service_is_named_as_such_and_a_name_is_not_taken_for_one() {
        let body = |from| String::from_utf8(send(from, "x", &[]).unwrap().body).unwrap();
        assert!(body(SERVICE).contains(&format!("&MessagingServiceSid={SERVICE}&")));
        assert!(body("MGM Grand").contains("&From=MGM+Grand&"));
    }

    #[test]
    fn an_api_key_signs_in_for_the_account() {
        let keys = credentials(&[("api_key_sid", "SK1"), ("api_key_secret", "k3y")]);
        let probe = Twilio.build_probe("https://api.twilio.com", &keys).unwrap();
        assert_eq!(header(&probe, "authorization"), http::basic("SK1", "k3y"));
        assert_eq!(probe.url, format!("https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages.json?PageSize=1"));
        let probe = Twilio.build_probe("https://api.twilio.com", &credentials(&[])).unwrap();
        assert_eq!(probe.url, format!("https://api.twilio.com/2010-04-01/Accounts/{SID}.json"));
    }

    #[test]
    fn half_a_key_is_refused_where_the_other_half_belongs() {
        const KEY: (&str, &str) = ("api_key_sid", "SK00000000000000000000000000000000");
        let wrong = |more: &[(&str, &str)]| {
            let wrong = Twilio.vet("+15550100199", &credentials(more));
            wrong.into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        assert_eq!(wrong(&[KEY]), ["credentials.api_key_secret"]);
        assert_eq!(wrong(&[("api_key_secret", "k3y")]), ["credentials.api_key_sid"]);
        assert_eq!(wrong(&[("shared_key_id", "k")]), ["credentials.shared_key_secret"]);
        // The id of a shared key only explains a refusal better.
        assert_eq!(wrong(&[KEY, ("api_key_secret", "k3y"), ("shared_key_secret", "s")]), [] as [&str; 0]);
    }

    #[test]
    fn only_twilio_itself_gets_the_password_for_a_picture() {
        let base = "https://api.twilio.com";
        let of = |url| Twilio.media_headers(url, base, &credentials(&[]));
        let picture = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1";
        assert_eq!(of(picture), [("authorization", http::basic(SID, "s3cret"))]);
        for other in
            ["https://mms.twiliocdn.com/AC1/x", "http://api.twilio.com/x", "https://api.twilio.com.evil.test/x"]
        {
            assert!(of(other).is_empty(), "{other}");
        }
        assert!(Twilio.media_headers(picture, base, &Credentials::default()).is_empty());
    }

    #[test]
    fn what_cannot_be_sent_is_not_tried() {
        for (text, media) in [("", 0), (&*"x".repeat(1601), 0), ("x", 11)] {
            let media = vec!["https://cc.example.com/a.png".to_owned(); media];
            assert!(matches!(send("+15550100199", text, &media), Err(SendError::Permanent(_))));
        }
        assert!(send("+15550100199", &"è".repeat(1600), &[]).is_ok());
        let odd = credentials(&[("account_sid", "AC1/../AC2")]);
        for bad in [&Credentials::default(), &odd] {
            assert!(matches!(Twilio.build_probe("https://api.twilio.com", bad), Err(SendError::Account(_))));
        }
    }

    #[test]
    fn an_accepted_message_has_its_id_and_its_parts() {
        let accepted = Twilio.read_send(&answer(201, include_str!("fixtures/accepted.json"))).unwrap();
        assert_eq!(accepted.external_id, "SM00000000000000000000000000000042");
        assert_eq!(accepted.segments, Some(1));
        let accepted = Twilio.read_send(&answer(201, include_str!("fixtures/accepted_by_service.json"))).unwrap();
        assert_eq!(accepted.external_id, "MM00000000000000000000000000000043");
        assert_eq!(accepted.segments, None, "a service has not counted yet");
    }

    #[test]
    fn answers_are_told_apart_by_code_then_by_status() {
        use SendError::{Account, OptedOut, Permanent, Temporary, Throttled, Unknown};
        let read = |status, body| Twilio.read_send(&answer(status, body)).unwrap_err();
        assert!(matches!(read(400, include_str!("fixtures/opted_out.json")), OptedOut(_)));
        assert!(matches!(read(401, r#"{"code":20003,"message":"Authenticate"}"#), Account(_)));
        assert!(matches!(read(400, r#"{"code":21211}"#), Permanent(_)));
        assert!(matches!(read(400, r#"{"code":99999}"#), Permanent(_)));
        assert!(matches!(read(400, r#"{"code":21611}"#), Throttled(None, _)));
        assert!(matches!(read(500, r#"{"code":20500}"#), Temporary(_)));
        assert!(matches!(read(503, "<html>Service Unavailable</html>"), Temporary(_)));
        assert!(matches!(read(500, r#"{"code":99999}"#), Unknown(_)));
        for status in [500, 502, 504] {
            assert!(matches!(read(status, "<html>Bad Gateway</html>"), Unknown(_)), "{status}");
        }
        for status in [301, 401, 403, 404] {
            assert!(matches!(read(status, ""), Account(_)), "{status}");
        }
        assert!(matches!(read(413, ""), Permanent(_)));
        assert!(matches!(read(201, "<html>welcome to the hotel</html>"), Unknown(_)));
        assert!(matches!(read(201, r#"{"sid":""}"#), Unknown(_)));
    }

    #[test]
    fn a_throttled_answer_says_for_how_long() {
        let mut throttled = answer(429, r#"{"code":20429,"message":"Too Many Requests","status":429}"#);
        throttled.headers.push(("retry-after".into(), "3".into()));
        assert!(
            matches!(Twilio.read_send(&throttled), Err(SendError::Throttled(Some(pause), _)) if pause == Duration::from_secs(3))
        );
        assert!(matches!(Twilio.read_send(&answer(429, "")), Err(SendError::Throttled(None, _))));
    }

    #[test]
    fn the_probe_finds_out_whether_the_account_works() {
        let probe = |status, body| Twilio.read_probe(&answer(status, body));
        assert_eq!(probe(200, include_str!("fixtures/account.json")), Ok(()));
        assert_eq!(probe(200, r#"{"messages":[],"page_size":1}"#), Ok(()));
        assert!(matches!(probe(200, r#"{"status":"suspended"}"#), Err(SendError::Account(_))));
        assert!(matches!(probe(200, "<html>"), Err(SendError::Account(_))));
        assert!(matches!(probe(401, r#"{"code":20003}"#), Err(SendError::Account(_))));
        assert!(matches!(probe(502, ""), Err(SendError::Temporary(_))));
    }

    #[test]
    fn the_acknowledgement_is_never_sent_to_the_customer() {
        assert_eq!(Twilio.acknowledge().header("content-type"), Some("text/xml"));
    }
}
