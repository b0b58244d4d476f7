//! Gets a file from an address that a provider named: only from the open internet, encrypted, within a size, following
//! few redirects by hand, so that each address is checked and none gets a password that is another's.

use std::{error::Error, time::Duration};

use futures::StreamExt;
use url::{Host, Url};

use super::guard::{Closed, GuardedNames, Reach};
use crate::{domain::media::MediaProblem, server::providers::same_origin};

/// Addresses followed after the first.
const REDIRECTS: usize = 3;
const CONNECT: Duration = Duration::from_secs(5);
/// One address, from the call to the last byte.
const WHOLE: Duration = Duration::from_secs(60);
/// The longest pause a provider may ask for, s.
const LONGEST_PAUSE: i64 = 3_600;

#[derive(Clone)]
pub struct Fetcher {
    reach: Reach,
    /// For addresses strangers name.
    guarded: reqwest::Client,
    /// For the origin an administrator entered.
    trusting: reqwest::Client,
}

/// Why there is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFile {
    /// It will not be better later.
    Never(MediaProblem),
    /// To be tried again, not before so many seconds where the other side says so.
    Later(MediaProblem, Option<i64>),
}

impl Fetcher {
    /// Panics when the TLS provider was not installed, which `main` and the test harness do first.
    pub fn new(reach: Reach) -> Fetcher {
        let client = || {
            reqwest::Client::builder()
                .connect_timeout(CONNECT)
                .timeout(WHOLE)
                .redirect(reqwest::redirect::Policy::none())
                .no_proxy()
                .user_agent(concat!("smsdesk/", env!("CARGO_PKG_VERSION")))
        };
        let built =
            |builder: reqwest::ClientBuilder| builder.build().expect("a client with these options can be built");
        Fetcher {
            reach,
            guarded: built(client().dns_resolver(std::sync::Arc::new(GuardedNames(reach)))),
            trusting: built(client()),
        }
    }

    /// The file at `url`, at most `longest` bytes of it. `trusted` is an address an administrator entered, such as that of
    /// a provider's API: what lies at its origin is opened wherever that stands. `headers` says what each address is
    /// asked with.
    pub async fn get(
        &self,
        url: &str,
        trusted: &str,
        longest: i64,
        headers: impl Fn(&str) -> Vec<(&'static str, String)>,
    ) -> Result<Vec<u8>, NoFile> {
        let mut url = Url::parse(url).map_err(|_| NoFile::Never(MediaProblem::Address))?;
        for _ in 0..=REDIRECTS {
            let mut call = self.client(&url, trusted)?.get(url.clone());
            for (name, value) in headers(url.as_str()) {
                call = call.header(name, value);
            }
            let answer = call.send().await.map_err(|error| no_answer(&error))?;
            match answer.status().as_u16() {
                200 => return read(answer, longest).await,
                301 | 302 | 303 | 307 | 308 => {
                    let place = answer.headers().get("location").and_then(|place| place.to_str().ok());
                    url = place.and_then(|place| url.join(place).ok()).ok_or(NoFile::Never(MediaProblem::Redirects))?;
                }
                401 | 403 => return Err(NoFile::Never(MediaProblem::Credentials)),
                404 | 410 => return Err(NoFile::Never(MediaProblem::Gone)),
                408 | 425 | 429 | 500.. => {
                    let pause = answer.headers().get("retry-after").and_then(|pause| pause.to_str().ok()?.parse().ok());
                    let pause = pause.map(|seconds: i64| seconds.clamp(0, LONGEST_PAUSE));
                    return Err(NoFile::Later(MediaProblem::Provider, pause));
                }
                _ => return Err(NoFile::Never(MediaProblem::Provider)),
            }
        }
        Err(NoFile::Never(MediaProblem::Redirects))
    }

    /// The client for an address, when it may be opened at all.
    fn client(&self, url: &Url, trusted: &str) -> Result<&reqwest::Client, NoFile> {
        if same_origin(url.as_str(), trusted) {
            return Ok(&self.trusting);
        }
        // A number in place of a name is never resolved, so it is looked at here.
        let number = match url.host() {
            Some(Host::Ipv4(address)) => Some(address.into()),
            Some(Host::Ipv6(address)) => Some(address.into()),
            // What a resolver makes of the many ways to write this machine's own name is not left to it.
            Some(Host::Domain(name)) if is_this_machine(name) && self.reach == Reach::OpenInternet => {
                return Err(NoFile::Never(MediaProblem::Address));
            }
            Some(Host::Domain(_)) => None,
            None => return Err(NoFile::Never(MediaProblem::Address)),
        };
        let unencrypted = url.scheme() == "http" && self.reach == Reach::ThisMachineToo;
        if (url.scheme() == "https" || unencrypted) && number.is_none_or(|address| self.reach.allows(address)) {
            Ok(&self.guarded)
        } else {
            Err(NoFile::Never(MediaProblem::Address))
        }
    }
}

/// Names that RFC 6761 keeps for the machine they are used on.
fn is_this_machine(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

fn no_answer(error: &reqwest::Error) -> NoFile {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<Closed>() {
            return NoFile::Never(MediaProblem::Address);
        }
        cause = error.source();
    }
    NoFile::Later(MediaProblem::Unreachable, None)
}

async fn read(answer: reqwest::Response, longest: i64) -> Result<Vec<u8>, NoFile> {
    let longest = usize::try_from(longest).unwrap_or(0);
    let announced = answer.content_length().unwrap_or(0);
    if announced > longest as u64 {
        return Err(NoFile::Never(MediaProblem::TooLarge));
    }
    let mut bytes = Vec::with_capacity(announced as usize);
    let mut chunks = answer.bytes_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| NoFile::Later(MediaProblem::Unreachable, None))?;
        if bytes.len() + chunk.len() > longest {
            return Err(NoFile::Never(MediaProblem::TooLarge));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_address_that_is_not_open_is_not_even_called() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let fetcher = Fetcher::new(Reach::OpenInternet);
        for url in [
            "http://example.com/a.png",
            "ftp://example.com/a.png",
            "file:///etc/passwd",
            "data:image/png;base64,AAAA",
            "https://127.0.0.1/a.png",
            "https://2130706433/a.png",
            "https://0x7f.1/a.png",
            "https://127.1/a.png",
            "https://[::1]/a.png",
            "https://[::ffff:10.0.0.1]/a.png",
            "https://169.254.169.254/latest/meta-data/",
            "https://localhost/a.png",
            "https://localhost.:8443/a.png",
            "https://files.localhost/a.png",
            "not an address",
        ] {
            let got = fetcher.get(url, "https://api.example.com", 100, |_| vec![]).await;
            assert_eq!(got, Err(NoFile::Never(MediaProblem::Address)), "{url}");
        }
    }
}
