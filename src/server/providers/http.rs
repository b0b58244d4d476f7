//! The bytes that pass between an adapter and the core: calls we make, answers we get, calls providers make to us.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};

/// The longest pause a provider may ask of us; beyond it, the header is a mistake.
const LONGEST_PAUSE: u64 = 24 * 60 * 60;

/// A call to a provider. No `Debug`: it holds secrets, numbers and texts.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    pub method: &'static str,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// The value of an `Authorization` header by name and password.
pub(super) fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

/// Whether `url` lies at the same scheme, host and port as `base`.
pub fn same_origin(url: &str, base: &str) -> bool {
    let origin = |text: &str| url::Url::parse(text).ok().filter(url::Url::has_host).map(|url| url.origin());
    origin(url).is_some_and(|url| Some(url) == origin(base))
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpResponse {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// First value of a header; `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        first(&self.headers, name)
    }

    /// The pause asked for in seconds. A date is not read: an adapter knows no time, and the outbox has its own pause.
    pub fn retry_after(&self) -> Option<Duration> {
        let seconds: u64 = self.header("retry-after")?.trim().parse().ok()?;
        Some(Duration::from_secs(seconds.min(LONGEST_PAUSE)))
    }
}

/// Which of an account's two addresses was called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hook {
    Inbound,
    Status,
}

/// A provider's call, byte for byte.
#[derive(Clone, Debug)]
pub struct RawWebhook {
    pub hook: Hook,
    /// Upper case.
    pub method: String,
    /// What the provider believes it called: the configured public base, then path and query exactly as received.
    pub url: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl RawWebhook {
    /// First value of a header; `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        first(&self.headers, name)
    }

    /// The query exactly as received, without its `?`; empty when there is none.
    pub fn query(&self) -> &str {
        let url = self.url.split('#').next().unwrap_or_default();
        url.split_once('?').map_or("", |(_, query)| query)
    }

    /// First value of a query parameter, decoded.
    pub fn parameter(&self, name: &str) -> Option<String> {
        url::form_urlencoded::parse(self.query().as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }
}

fn first<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pause(value: &str) -> Option<Duration> {
        HttpResponse { status: 429, headers: vec![("retry-after".into(), value.into())], body: vec![] }.retry_after()
    }

    #[test]
    fn a_pause_is_read_in_seconds_and_kept_within_a_day() {
        assert_eq!(pause(" 30 "), Some(Duration::from_secs(30)));
        assert_eq!(pause("18446744073709551615"), Some(Duration::from_secs(86_400)));
        assert_eq!(pause("Sun, 22 Nov 2026 10:00:00 GMT"), None);
        assert_eq!(pause("-1"), None);
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let base = "https://api.example.com/v1";
        for same in ["https://api.example.com/media/1", "https://API.example.com:443/x?y#z"] {
            assert!(same_origin(same, base), "{same}");
        }
        for other in [
            "http://api.example.com/",
            "https://api.example.com:8443/",
            "https://api.example.com.evil.test/",
            "https://api.example.com@evil.test/",
            "https://evil.test/?https://api.example.com/",
            "data:text/plain,x",
            "",
        ] {
            assert!(!same_origin(other, base), "{other}");
        }
        assert!(!same_origin("", ""));
    }

    #[test]
    fn the_query_is_found_and_decoded() {
        let call = |url: &str| RawWebhook {
            hook: Hook::Status,
            method: "POST".into(),
            url: url.into(),
            headers: vec![],
            body: vec![],
        };
        assert_eq!(call("https://cc.example.com/s?a=1&m=7-1&m=8-1").parameter("m").as_deref(), Some("7-1"));
        assert_eq!(call("https://cc.example.com/s?q=%2B1#m=2").parameter("q").as_deref(), Some("+1"));
        assert_eq!(call("https://cc.example.com/s#x?m=2").parameter("m"), None);
        assert_eq!(call("https://cc.example.com/s").query(), "");
    }
}
