//! A reply becomes an SMS: leased, paced, handed over, and its outcome written. See `store/outbox.rs` for the rows.

pub mod client;
pub mod worker;

use std::time::Duration;

use super::{
    house::HouseAccount,
    providers::{self, Accepted, MessageReference, Outgoing, SendError, italian::told},
    store::{Departure, Outcome},
};
use crate::domain::{Timestamp, message::Problem};

/// Waits between the tries of one attempt, s. When they are used up the message has failed.
const BACK_OFF: [i64; 8] = [2, 5, 15, 60, 180, 600, 1200, 1800];
/// Waits when the provider says "slower" without saying how long, s.
const THROTTLED: i64 = 5;

/// What an answer means for the message.
fn outcome(result: Result<Accepted, SendError>, departure: &Departure, now: Timestamp) -> Outcome {
    let plain = |problem: providers::Problem| Problem { words: told(&problem.words), code: problem.code };
    match result {
        Ok(Accepted { external_id, segments }) => Outcome::Accepted { external_id, segments },
        Err(SendError::Permanent(problem)) => Outcome::Failed { problem: plain(problem), opted_out: false },
        Err(SendError::OptedOut(problem)) => Outcome::Failed { problem: plain(problem), opted_out: true },
        Err(SendError::Account(problem)) => Outcome::AccountProblem { problem: plain(problem) },
        Err(SendError::Unknown(problem)) => Outcome::Unknown { problem: plain(problem) },
        Err(SendError::Throttled(after, problem)) => {
            let asked = after.map(|after: Duration| i64::try_from(after.as_secs()).unwrap_or(i64::MAX / 1000));
            again(departure, plain(problem), asked.or(Some(THROTTLED)), true, now)
        }
        Err(SendError::Temporary(problem)) => again(departure, plain(problem), None, false, now),
    }
}

/// Tries again later, or gives up when it was tried often enough.
fn again(departure: &Departure, problem: Problem, asked: Option<i64>, pause_account: bool, now: Timestamp) -> Outcome {
    let index = usize::try_from(departure.tries).unwrap_or(usize::MAX);
    match BACK_OFF.get(index) {
        Some(wait) => {
            Outcome::Again { due_at: now + asked.map_or(*wait, |asked| asked.max(1)) * 1000, problem, pause_account }
        }
        None => Outcome::Failed {
            problem: Problem {
                words: told(&format!("Given up after several tries: {}", problem.words)),
                code: problem.code,
            },
            opted_out: false,
        },
    }
}

/// The call that hands a message over.
fn request(account: &HouseAccount, departure: &Departure) -> Result<providers::HttpRequest, SendError> {
    let reference = MessageReference { message: departure.message, attempt: departure.attempt };
    let status_url = format!("{}?{}={reference}", account.status_url(), MessageReference::PARAMETER);
    let media: Vec<String> = departure.media.iter().map(|token| account.media_url(token)).collect();
    let outgoing = Outgoing {
        message: departure.message,
        attempt: departure.attempt,
        from: &account.sender,
        to: &departure.to,
        text: &departure.text,
        media: &media,
        status_url: &status_url,
        api_base: &account.api_base,
    };
    account.provider.build_send(&outgoing, &account.credentials)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AccountId, MessageId, Peer};

    fn departure(tries: i64) -> Departure {
        Departure {
            message: MessageId(1),
            account: AccountId(1),
            attempt: 1,
            to: Peer::parse("+15550100001"),
            text: "hi".into(),
            media: vec![],
            tries,
            lease: "".into(),
            not_before: Timestamp(0),
        }
    }

    fn temporary() -> Result<Accepted, SendError> {
        Err(SendError::Temporary(providers::Problem { code: None, words: "busy".into() }))
    }

    #[test]
    fn a_provider_that_stays_away_is_tried_less_and_less_and_then_given_up() {
        let mut last = 0;
        for tries in 0..8 {
            let Outcome::Again { due_at, .. } = outcome(temporary(), &departure(tries), Timestamp(0)) else {
                panic!("given up after {tries}")
            };
            assert!(due_at.0 > last);
            last = due_at.0;
        }
        assert!(matches!(outcome(temporary(), &departure(8), Timestamp(0)), Outcome::Failed { .. }));
    }

    #[test]
    fn a_throttled_account_waits_as_long_as_the_provider_asks() {
        let problem = providers::Problem { code: None, words: "slower".into() };
        let result = Err(SendError::Throttled(Some(Duration::from_secs(42)), problem));
        let Outcome::Again { due_at, pause_account, .. } = outcome(result, &departure(0), Timestamp(1000)) else {
            panic!("not tried again")
        };
        assert!(pause_account);
        assert_eq!(due_at, Timestamp(43_000));
    }
}
