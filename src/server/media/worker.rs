//! Fetches what customers sent: one task a node, woken by commits and by time. A row is leased, the file fetched, and what
//! came of it written in a second transaction; fetching twice does no harm.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use super::{MediaLibrary, fetcher::NoFile, sniff};
use crate::{
    domain::{Timestamp, media::MediaProblem},
    server::{
        failure::Failure,
        signals::Signals,
        store::{Fetch, Fetched, StoreError},
    },
};

/// Waits between the tries of one file, s. When they are used up it is given up; a person can ask for it again.
const BACK_OFF: [i64; 6] = [2, 10, 60, 300, 1_800, 7_200];
/// How long a worker may be with a file, ms: longer than four addresses may take, and the writing.
const LEASE: i64 = 300_000;
const LONGEST_SLEEP: i64 = 5_000;

impl MediaLibrary {
    /// Starts fetching everything that is due now; tells when to come back.
    pub async fn run_due(&self) -> Result<Option<Timestamp>, Failure> {
        let room = self.fetches.available_permits() as i64;
        if room == 0 {
            return Ok(Some(self.clock.now() + 200));
        }
        let (fetches, next) = self.store.claim_fetches(room, LEASE, self.clock.now()).await?;
        for fetch in fetches {
            let Ok(turn) = self.fetches.clone().acquire_owned().await else { break };
            let library = self.clone();
            self.under_way.spawn(async move {
                library.fetch(fetch).await;
                drop(turn);
            });
        }
        Ok(next)
    }

    /// Waits until every file under way has been written.
    pub async fn settle(&self) {
        self.under_way.close();
        self.under_way.wait().await;
        self.under_way.reopen();
    }

    async fn fetch(&self, fetch: Fetch) {
        let media = fetch.media;
        let fetched = match self.try_to_fetch(&fetch).await {
            Ok(fetched) => fetched,
            Err(error) => {
                tracing::error!(%media, %error, "a file was fetched and could not be kept");
                return; // the lease runs out, and it is fetched again
            }
        };
        if let Err(error) = self.store.finish_fetch(fetch, fetched, self.clock.now()).await {
            tracing::error!(%media, %error, "what came of a file is not written");
        }
    }

    async fn try_to_fetch(&self, fetch: &Fetch) -> Result<Fetched, StoreError> {
        let house = self.houses.current();
        let Some(account) = house.account(fetch.account) else { return Ok(Fetched::Failed(MediaProblem::Gone)) };
        let longest = house.settings.media_size();
        let headers = |url: &str| account.provider.media_headers(url, &account.api_base, &account.credentials);
        let bytes = match self.fetcher.get(&fetch.url, &account.api_base, longest, headers).await {
            Ok(bytes) => bytes,
            Err(NoFile::Never(problem @ (MediaProblem::Address | MediaProblem::TooLarge))) => {
                return Ok(Fetched::Refused(problem));
            }
            Err(NoFile::Never(problem)) => return Ok(Fetched::Failed(problem)),
            Err(NoFile::Later(problem, pause)) => return Ok(again(fetch, problem, pause, self.clock.now())),
        };
        match sniff::contents(&bytes, longest, &house.settings.media_kinds) {
            Err(problem) => Ok(Fetched::Refused(problem)),
            Ok(contents) => {
                self.store.keep_content(contents.sha256.clone(), Arc::new(bytes), self.clock.now()).await?;
                Ok(Fetched::Stored(contents))
            }
        }
    }

    /// Runs until `stop`, then lets the files under way be written.
    pub async fn run(self, signals: Arc<Signals>, stop: CancellationToken) {
        loop {
            let next = match self.run_due().await {
                Ok(next) => next,
                Err(error) => {
                    tracing::error!(%error, "what is to be fetched can't be read");
                    Some(self.clock.now() + 1_000)
                }
            };
            let sleep = next.map_or(LONGEST_SLEEP, |at| at.since(self.clock.now()).clamp(0, LONGEST_SLEEP));
            tokio::select! {
                () = stop.cancelled() => break,
                () = signals.media.notified() => {}
                () = tokio::time::sleep(Duration::from_millis(sleep.unsigned_abs())) => {}
            }
        }
        self.settle().await;
    }
}

/// Tries again later, or gives up when it was tried often enough.
fn again(fetch: &Fetch, problem: MediaProblem, pause: Option<i64>, now: Timestamp) -> Fetched {
    let tried = usize::try_from(fetch.attempt - 1).unwrap_or(usize::MAX);
    match BACK_OFF.get(tried) {
        Some(wait) => Fetched::Again(now + (*wait).max(pause.unwrap_or(0)) * 1000),
        None => Fetched::Failed(problem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AccountId, MediaId};

    fn fetch(attempt: i64) -> Fetch {
        Fetch { media: MediaId(1), account: AccountId(1), url: String::new(), attempt }
    }

    #[test]
    fn a_provider_that_stays_away_is_asked_less_and_less_and_then_given_up() {
        let mut last = 0;
        for attempt in 1..=6 {
            let Fetched::Again(at) = again(&fetch(attempt), MediaProblem::Unreachable, None, Timestamp(0)) else {
                panic!("given up after {attempt}")
            };
            assert!(at.0 > last);
            last = at.0;
        }
        let end = again(&fetch(7), MediaProblem::Unreachable, Some(5), Timestamp(0));
        assert_eq!(end, Fetched::Failed(MediaProblem::Unreachable));
    }

    #[test]
    fn a_provider_that_asks_for_a_pause_gets_it() {
        let at = again(&fetch(1), MediaProblem::Provider, Some(42), Timestamp(1_000));
        assert_eq!(at, Fetched::Again(Timestamp(43_000)));
        let at = again(&fetch(3), MediaProblem::Provider, Some(1), Timestamp(0));
        assert_eq!(at, Fetched::Again(Timestamp(60_000)));
    }
}
