//! The HTTP client for everything that leaves: time-outs, no redirects, answers of bounded size.

use std::time::Duration;

use futures::StreamExt;

use crate::server::providers::{HttpRequest, HttpResponse};

/// Bytes read of an answer; what follows is dropped.
const LONGEST_ANSWER: usize = 256 * 1024;

#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum NoAnswer {
    /// Nothing was sent: the provider can't have taken anything.
    NotSent(String),
    /// The line broke after the request was written.
    InDoubt(String),
}

impl Client {
    /// Panics when the TLS provider was not installed, which `main` and the test harness do first.
    pub fn new() -> Client {
        Client::with_time_outs(Duration::from_secs(5), Duration::from_secs(20))
    }

    /// `connect`: until somebody answers at all; `whole`: until the answer is read.
    pub fn with_time_outs(connect: Duration, whole: Duration) -> Client {
        let http = reqwest::Client::builder()
            .connect_timeout(connect)
            .timeout(whole)
            .redirect(reqwest::redirect::Policy::none())
            .pool_max_idle_per_host(32)
            .user_agent(concat!("smsdesk/", env!("CARGO_PKG_VERSION")))
            .build()
            .expect("a client with these options can be built");
        Client { http }
    }

    pub async fn call(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let method = reqwest::Method::from_bytes(request.method.as_bytes())
            .map_err(|_| NoAnswer::NotSent("not a method".into()))?;
        let mut call = self.http.request(method, &request.url).body(request.body);
        for (name, value) in request.headers {
            call = call.header(name, value);
        }
        // A reqwest error prints its URL, which may hold a secret: only its kind is kept.
        let answer = call.send().await.map_err(|error| {
            if error.is_connect() || error.is_builder() {
                NoAnswer::NotSent("The provider can't be reached.".into())
            } else if error.is_timeout() {
                NoAnswer::InDoubt("The provider did not answer in time.".into())
            } else {
                NoAnswer::InDoubt("The connection to the provider broke.".into())
            }
        })?;
        let status = answer.status().as_u16();
        let headers = answer
            .headers()
            .iter()
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
            .collect();
        let mut body = Vec::new();
        let mut chunks = answer.bytes_stream();
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|_| NoAnswer::InDoubt("The connection to the provider broke.".into()))?;
            body.extend_from_slice(&chunk[..chunk.len().min(LONGEST_ANSWER - body.len())]);
            if body.len() == LONGEST_ANSWER {
                break;
            }
        }
        Ok(HttpResponse { status, headers, body })
    }
}

impl Default for Client {
    fn default() -> Self {
        Self::new()
    }
}
