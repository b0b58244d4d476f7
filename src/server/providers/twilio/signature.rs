//! Whether a call is Twilio's own. The signature covers the URL that Twilio believes it called and, for forms, every
//! field; for documents the URL holds a hash of the body.

use std::collections::BTreeSet;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac, digest::Digest};
use sha1::Sha1;
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::wire::Payload;
use crate::server::providers::{Credentials, Forged, RawWebhook};

const SIGNATURE: &str = "x-twilio-signature";
/// `key=<id of the shared key>,algorithm=HMAC_SHA256`; absent on calls signed with the auth token.
const SETTINGS: &str = "x-twilio-webhooks-signature-settings";
/// The query parameter that ties a document to the URL.
const BODY_HASH: &str = "bodySHA256";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Algorithm {
    /// Keyed with the auth token.
    Sha1,
    /// Keyed with a shared key.
    Sha256,
}

/// Checks a call against the secrets of the account, and during a rotation against those before.
pub(super) fn verify(call: &RawWebhook, credentials: &Credentials) -> Result<(), Forged> {
    let claimed = call.header(SIGNATURE).ok_or_else(|| Forged(format!("no {SIGNATURE} header")))?;
    let claimed = STANDARD.decode(claimed.trim()).map_err(|_| Forged("the signature is not base64".into()))?;
    let settings = Settings::parse(call.header(SETTINGS).unwrap_or_default());
    let algorithm = settings.algorithm.ok_or_else(|| Forged("unknown signature algorithm".into()))?;

    let payload = Payload::of(call);
    if payload == Payload::Document && !body_hash_matches(call) {
        return Err(Forged("the body does not match the hash in the URL".into()));
    }
    let secrets = match algorithm {
        Algorithm::Sha1 => ["auth_token", "auth_token_previous"],
        Algorithm::Sha256 => ["shared_key_secret", "shared_key_secret_previous"],
    };
    let genuine = secrets.into_iter().filter_map(|field| credentials.get(field)).any(|secret| {
        url_variants(&call.url).iter().any(|url| matches(algorithm, secret, &signed_text(url, &payload), &claimed))
    });
    if genuine { Ok(()) } else { Err(Forged(settings.mismatch(credentials))) }
}

/// What Twilio says about how it signed.
#[derive(Debug, PartialEq, Eq)]
struct Settings<'a> {
    key: Option<&'a str>,
    /// `None` when we don't know the one it names.
    algorithm: Option<Algorithm>,
}

impl<'a> Settings<'a> {
    fn parse(header: &'a str) -> Self {
        let value = |name| {
            let mut pairs = header.split(',').filter_map(|part| part.split_once('='));
            pairs.find(|(key, value)| key.trim() == name && !value.trim().is_empty()).map(|(_, value)| value.trim())
        };
        let algorithm = match value("algorithm").map(str::to_ascii_uppercase).as_deref() {
            None | Some("HMAC_SHA1") => Some(Algorithm::Sha1),
            Some("HMAC_SHA256") => Some(Algorithm::Sha256),
            Some(_) => None,
        };
        Settings { key: value("key"), algorithm }
    }

    /// Tells the administrator which of the two usual mistakes it is: another key, or another secret.
    fn mismatch(&self, credentials: &Credentials) -> String {
        match (self.algorithm, self.key) {
            (Some(Algorithm::Sha256), key) if credentials.get("shared_key_secret").is_none() => {
                format!("signed with the shared key {}, and the account holds none", key.unwrap_or("(unnamed)"))
            }
            (Some(Algorithm::Sha256), Some(key))
                if credentials.get("shared_key_id").is_some_and(|ours| ours != key) =>
            {
                format!("signed with the shared key {key}, which is not the account's")
            }
            _ => "the signature does not match: another secret or another public address".into(),
        }
    }
}

/// The URL without a port and with one. Twilio signs either form, and which it is says nothing about the caller.
fn url_variants(url: &str) -> [String; 2] {
    let Some((scheme, rest)) = url.split_once("://") else { return [url.to_owned(), url.to_owned()] };
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    // The colon of a port stands after any password and after the bracket of an IPv6 address.
    let host_at = authority.rfind(['@', ']']).map_or(0, |at| at + 1);
    let port_at = authority[host_at..].find(':').map_or(authority.len(), |at| host_at + at);
    let (host, port) = authority.split_at(port_at);
    let default_port = if scheme.eq_ignore_ascii_case("https") { ":443" } else { ":80" };
    let port = if port.is_empty() { default_port } else { port };
    [format!("{scheme}://{host}{path}"), format!("{scheme}://{host}{port}{path}")]
}

/// The URL, then each distinct field in order of name and value. A name that comes twice with the same value counts once,
/// as in Twilio's own libraries.
fn signed_text(url: &str, payload: &Payload) -> String {
    let mut text = url.to_owned();
    if let Payload::Form(fields) = payload {
        for (name, value) in fields.iter().collect::<BTreeSet<_>>() {
            text.push_str(name);
            text.push_str(value);
        }
    }
    text
}

/// Takes the same time wherever the first difference is.
fn matches(algorithm: Algorithm, secret: &str, text: &str, claimed: &[u8]) -> bool {
    match algorithm {
        Algorithm::Sha1 => <Hmac<Sha1>>::new_from_slice(secret.as_bytes())
            .is_ok_and(|mac| mac.chain_update(text).verify_slice(claimed).is_ok()),
        Algorithm::Sha256 => <Hmac<Sha256>>::new_from_slice(secret.as_bytes())
            .is_ok_and(|mac| mac.chain_update(text).verify_slice(claimed).is_ok()),
    }
}

fn body_hash_matches(call: &RawWebhook) -> bool {
    let Some(claimed) = call.parameter(BODY_HASH) else { return false };
    let hash: String = Sha256::digest(&call.body).iter().map(|byte| format!("{byte:02x}")).collect();
    hash.as_bytes().ct_eq(claimed.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::providers::{Hook, Secret};

    const TOKEN: &str = "12345678901234567890123456789012";
    const URL: &str = "https://cc.example.com/sms/tw/in?k=1";
    const FORM: &str = "Body=Ciao+%C3%A8+%E2%82%AC+%2B+%26+%F0%9F%8E%89&From=%2B15558675310&FromCity=&MessageSid=SM1\
                        &NumMedia=0&To=%2B15557122661";
    const SHA1: &str = "IlWuPWirfsX1vHaETa0WZJuMJQE=";
    const SHA1_WITH_PORT: &str = "Z4Gw85avHBG0RoxzCvnEwGYW3U0=";
    const SHA256: &str = "NjlCF0eKi3Gw3O0dp4j6rNICeY9OTAmsTA8Q6nUAWsE=";
    const SETTINGS_SHA256: &str = "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256";

    fn credentials(pairs: &[(&str, &str)]) -> Credentials {
        Credentials(pairs.iter().map(|(key, value)| ((*key).to_owned(), Secret::new(*value))).collect())
    }

    fn call(url: &str, content_type: &str, body: &str, signature: &str, settings: Option<&str>) -> RawWebhook {
        let mut headers =
            vec![("content-type".to_owned(), content_type.to_owned()), (SIGNATURE.to_owned(), signature.to_owned())];
        headers.extend(settings.map(|value| (SETTINGS.to_owned(), value.to_owned())));
        RawWebhook { hook: Hook::Inbound, method: "POST".into(), url: url.into(), headers, body: body.into() }
    }

    fn form(url: &str, body: &str, signature: &str) -> RawWebhook {
        call(url, "application/x-www-form-urlencoded; charset=UTF-8", body, signature, None)
    }

    fn token() -> Credentials {
        credentials(&[("auth_token", TOKEN)])
    }

    #[test]
    fn twilios_own_signature_is_accepted_with_and_without_port() {
        for url in [URL, "https://cc.example.com:443/sms/tw/in?k=1"] {
            for signature in [SHA1, SHA1_WITH_PORT] {
                assert_eq!(verify(&form(url, FORM, signature), &token()), Ok(()), "{url} {signature}");
            }
        }
    }

    #[test]
    fn a_call_that_differs_in_anything_is_forged() {
        for forged in [
            form("http://cc.example.com/sms/tw/in?k=1", FORM, SHA1),
            form("https://cc.example.com/sms/tw/in?k=2", FORM, SHA1),
            form("https://cc.example.com/sms/tw/in", FORM, SHA1),
            form(URL, &FORM.replace("Ciao", "ciao"), SHA1),
            form(URL, &FORM.replace("&FromCity=", ""), SHA1),
            form(URL, &format!("{FORM}&Body=more"), SHA1),
            form(URL, FORM, SHA256),
            form(URL, FORM, ""),
            form(URL, FORM, "not base64!"),
            call(URL, "text/plain", FORM, SHA1, None),
        ] {
            assert!(verify(&forged, &token()).is_err(), "{} {:?}", forged.url, forged.headers);
        }
        let mut unsigned = form(URL, FORM, SHA1);
        unsigned.headers.retain(|(name, _)| name != SIGNATURE);
        assert!(verify(&unsigned, &token()).is_err());
        assert!(verify(&form(URL, FORM, SHA1), &credentials(&[])).is_err());
        assert!(verify(&form(URL, FORM, SHA1), &credentials(&[("auth_token", "another")])).is_err());
    }

    #[test]
    fn the_secret_before_is_accepted_during_a_rotation() {
        let rotated = credentials(&[("auth_token", "new"), ("auth_token_previous", TOKEN)]);
        assert_eq!(verify(&form(URL, FORM, SHA1), &rotated), Ok(()));
        let rotated = credentials(&[("shared_key_secret", "new"), ("shared_key_secret_previous", TOKEN)]);
        assert_eq!(
            verify(&call(URL, "application/x-www-form-urlencoded", FORM, SHA256, Some(SETTINGS_SHA256)), &rotated),
            Ok(())
        );
    }

    #[test]
    fn a_shared_key_signs_with_sha256_and_only_its_own_secret_counts() {
        let shared = |settings| call(URL, "application/x-www-form-urlencoded", FORM, SHA256, Some(settings));
        let keys = credentials(&[("shared_key_id", "webhooks_sharedkey_1"), ("shared_key_secret", TOKEN)]);
        assert_eq!(verify(&shared(SETTINGS_SHA256), &keys), Ok(()));
        assert_eq!(verify(&shared(" key=a , algorithm=hmac_sha256 "), &keys), Ok(()));
        assert!(verify(&shared("key=webhooks_sharedkey_1"), &keys).is_err(), "no algorithm means SHA1");
        assert!(verify(&shared("algorithm=HMAC_SHA512"), &keys).is_err());
        assert!(verify(&shared(SETTINGS_SHA256), &token()).is_err(), "the auth token is no shared key");
    }

    #[test]
    fn the_journal_names_the_key_that_is_missing() {
        let shared = call(URL, "application/x-www-form-urlencoded", FORM, SHA256, Some(SETTINGS_SHA256));
        let words = |keys: &[(&str, &str)]| verify(&shared, &credentials(keys)).unwrap_err().0;
        assert!(words(&[("auth_token", TOKEN)]).contains("webhooks_sharedkey_1, and the account holds none"));
        assert!(words(&[("shared_key_secret", "x"), ("shared_key_id", "other")]).contains("not the account's"));
        assert!(words(&[("shared_key_secret", "x")]).contains("does not match"));
    }

    #[test]
    fn a_document_needs_its_hash_in_the_url() {
        let url = "https://cc.example.com/sms/tw/in?bodySHA256=\
                   015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862";
        let signature = "I3mVLRin+0jc67a4Lsq9GttSGaE=";
        let json = |url, body| verify(&call(url, "application/json", body, signature, None), &token());
        assert_eq!(json(url, r#"{"a":1}"#), Ok(()));
        assert!(json(url, r#"{"a":2}"#).is_err());
        assert!(json("https://cc.example.com/sms/tw/in", r#"{"a":1}"#).is_err());
    }

    #[test]
    fn a_get_is_covered_by_its_url() {
        // Computed with twilio-python 9.13.0.
        let mut get = form("https://cc.example.com/sms/tw/in?Body=Ciao+%C3%A8&From=%2B15550100", "", GET_SHA1);
        get.method = "GET".into();
        assert_eq!(verify(&get, &token()), Ok(()));
        get.url.push('x');
        assert!(verify(&get, &token()).is_err());
    }

    #[test]
    fn repeated_fields_count_once_per_distinct_value() {
        // Computed with twilio-python 9.13.0 from {"A": ["y", "x", "y"], "a": ["1"]}.
        for body in ["A=y&A=x&A=y&a=1", "a=1&A=x&A=y"] {
            assert_eq!(verify(&form(URL, body, REPEATED_SHA1), &token()), Ok(()), "{body}");
        }
        assert!(verify(&form(URL, "A=x&a=1", REPEATED_SHA1), &token()).is_err());
    }

    #[test]
    fn ports_are_found_where_ports_stand() {
        for (url, without, with) in [
            ("https://a.example", "https://a.example", "https://a.example:443"),
            ("http://a.example?x=1:2", "http://a.example?x=1:2", "http://a.example:80?x=1:2"),
            ("https://a.example:8443/b", "https://a.example/b", "https://a.example:8443/b"),
            ("https://[2001:db8::1]/b", "https://[2001:db8::1]/b", "https://[2001:db8::1]:443/b"),
            ("https://[2001:db8::1]:8443/b", "https://[2001:db8::1]/b", "https://[2001:db8::1]:8443/b"),
            ("https://u:p@a.example/b", "https://u:p@a.example/b", "https://u:p@a.example:443/b"),
            ("nonsense", "nonsense", "nonsense"),
        ] {
            assert_eq!(url_variants(url), [without, with], "{url}");
        }
    }

    const GET_SHA1: &str = "citikyEt3u5Dw9QD2g/WbBY5P8Q=";
    const REPEATED_SHA1: &str = "pW3jo7gCT23PQs7uMEA2pL4Uk1Q=";
}
