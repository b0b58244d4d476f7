//! Which providers there are. Adding one is a folder and a line here.

use std::sync::Arc;

use super::{Provider, sandbox::Sandbox, twilio::Twilio};

/// The providers an account may choose from. Cheap to clone.
#[derive(Clone)]
pub struct Registry {
    providers: Vec<Arc<dyn Provider>>,
}

impl Registry {
    pub fn builtin() -> Registry {
        Registry { providers: vec![Arc::new(Twilio), Arc::new(Sandbox)] }
    }

    /// By the key stored with an account.
    pub fn get(&self, key: &str) -> Option<&dyn Provider> {
        self.all().find(|provider| provider.capabilities().key == key)
    }

    /// The same, for keeping.
    pub fn shared(&self, key: &str) -> Option<Arc<dyn Provider>> {
        self.providers.iter().find(|provider| provider.capabilities().key == key).cloned()
    }

    /// In the order people read them.
    pub fn all(&self) -> impl Iterator<Item = &dyn Provider> {
        self.providers.iter().map(Arc::as_ref)
    }
}

/// What holds for every adapter, the next one included.
#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::server::providers::{Credentials, Hook, HttpResponse, RawWebhook, Secret, SendError, Verified};

    #[test]
    fn every_provider_is_found_under_its_own_key() {
        let registry = Registry::builtin();
        let keys: Vec<_> = registry.all().map(|provider| provider.capabilities().key).collect();
        assert_eq!(keys, ["twilio", "sandbox"]);
        for key in keys {
            assert_eq!(registry.get(key).map(|provider| provider.capabilities().key), Some(key));
        }
        assert!(registry.get("").is_none());
    }

    #[test]
    fn what_people_read_about_a_provider_is_complete() {
        for capabilities in Registry::builtin().all().map(Provider::capabilities) {
            let key = capabilities.key;
            assert!(!capabilities.api_base.ends_with('/'), "{key}");
            assert!(capabilities.max_chars > 0 && capabilities.default_rate > 0.0, "{key}");
            for sentence in [capabilities.sender_help, capabilities.webhook_help] {
                assert!(sentence.ends_with('.'), "{key}: {sentence}");
            }
            let fields: BTreeSet<_> = capabilities.credentials.iter().map(|field| field.key).collect();
            assert_eq!(fields.len(), capabilities.credentials.len(), "{key}: two fields of one name");
            for field in capabilities.credentials {
                assert!(!field.label.is_empty() && field.help.ends_with('.'), "{key}: {}", field.key);
            }
        }
    }

    #[test]
    fn without_credentials_nothing_is_called_and_nobody_believed() {
        let call = RawWebhook {
            hook: Hook::Inbound,
            method: "POST".into(),
            url: "https://cc.example.com/in".into(),
            headers: vec![],
            body: vec![],
        };
        for provider in Registry::builtin().all() {
            let nothing = Credentials::default();
            assert!(provider.verify(&call, &nothing).is_err());
            let probe = provider.build_probe("https://api.example.com", &nothing);
            assert!(matches!(probe, Err(SendError::Account(_))));
        }
    }

    fn filled(provider: &dyn Provider) -> Credentials {
        let fields = provider.capabilities().credentials.iter();
        Credentials(fields.map(|field| (field.key.to_owned(), Secret::new("x1"))).collect())
    }

    /// Noise, and things that look like what adapters expect.
    fn any_body() -> impl Strategy<Value = Vec<u8>> {
        let snippet = proptest::sample::select(vec![
            "MessageSid=",
            "From=",
            "To=",
            "&",
            "MessageStatus=failed",
            "ErrorCode=",
            "RawDlrDoneDate=2613",
            "MediaUrl0=",
            "%",
            "%zz",
            "{",
            "}",
            "\"",
            ":",
            ",",
            "\"sid\"",
            "\"code\"",
            "99999999999999999999",
            "\"error\"",
            "\"type\":\"text\"",
            "\"id\"",
            "null",
            "é",
            "\0",
        ]);
        prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..300),
            proptest::collection::vec(snippet, 0..30).prop_map(|parts| parts.concat().into_bytes()),
        ]
    }

    fn any_headers() -> impl Strategy<Value = Vec<(String, String)>> {
        let name = proptest::sample::select(vec![
            "content-type",
            "retry-after",
            "x-twilio-signature",
            "x-twilio-webhooks-signature-settings",
            "x-sandbox-signature",
        ]);
        let value = prop_oneof![
            ".{0,40}",
            Just("application/x-www-form-urlencoded".to_owned()),
            Just("key=,algorithm=HMAC_SHA256".to_owned()),
            Just("AAAA".to_owned()),
            "sha256=[0-9a-fé]{0,64}",
        ];
        proptest::collection::vec((name.prop_map(str::to_owned), value), 0..5)
    }

    proptest! {
        #[test]
        fn no_answer_makes_an_adapter_panic(status in any::<u16>(), headers in any_headers(), body in any_body()) {
            let answer = HttpResponse { status, headers, body };
            for provider in Registry::builtin().all() {
                let _ = provider.read_probe(&answer);
                if let Ok(accepted) = provider.read_send(&answer) {
                    prop_assert!(!accepted.external_id.is_empty());
                }
            }
        }

        #[test]
        fn no_call_makes_an_adapter_panic_or_passes_for_genuine(
            method in proptest::sample::select(vec!["GET", "POST", "", "é"]),
            url in prop_oneof![".{0,80}", "https?://[a-z@:\\[\\]]{0,9}(/[a-z?&=%#]{0,20})?(bodySHA256=[0-9a-f]{0,64})?"],
            headers in any_headers(),
            body in any_body(),
        ) {
            let call = RawWebhook { hook: Hook::Status, method: method.into(), url, headers, body };
            for provider in Registry::builtin().all() {
                prop_assert!(provider.verify(&call, &filled(provider)).is_err());
                let _ = provider.read_webhook(&call, Verified::checked());
            }
        }
    }
}
