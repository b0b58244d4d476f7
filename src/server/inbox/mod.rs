//! A provider's call becomes a message of an interaction.
//!
//! Verify → read → record. The calls that wait at the door are recorded as one batch; each is answered when the batch is
//! durable, and not before.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::sync::{mpsc, oneshot};

use super::{
    clock::Clock,
    failure::Failure,
    house::HouseAccount,
    houses::Houses,
    providers::{Hook, HttpResponse, Incoming, RawWebhook},
    store::{Arrival, Call, SignOfLife, Store, StoreError},
};
use crate::domain::{AccountId, CallId, Peer, Timestamp, journal::CallVerdict, user::Me};

/// Where the part of an address begins that is ours, whatever stands before it.
const HOOKS: &str = "/hooks/";
/// Calls recorded at once.
const BATCH: usize = 256;
/// Calls that may wait. More means the disk is far behind: the provider is asked to come back. Few enough that whoever is
/// let in is answered within a second on the slower of the databases.
const WAITING: usize = 1024;
/// An account's sign of life is noted once in this time, ms: in a rush it would be written with each batch, for people who
/// read it by the minute.
const NOTE_EVERY: i64 = 1_000;
/// How often it is said that calls are refused, ms. A line for each would be work for a disk that is behind.
const SAY_EVERY: i64 = 1_000;
/// Why a text to an account that is switched off was not taken.
const SWITCHED_OFF: &str = "the account is switched off";
/// Headers that may hold a secret of ours or a stranger's; not kept.
const UNKEPT_HEADERS: [&str; 4] = ["authorization", "proxy-authorization", "cookie", "forwarded"];

struct Waiting {
    arrival: Arrival,
    recorded: oneshot::Sender<Result<CallVerdict, Arc<StoreError>>>,
}

#[derive(Clone)]
pub struct Inbox {
    door: mpsc::Sender<Waiting>,
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
    refused: Arc<Refused>,
}

/// Calls that found no room, and when that was said last.
#[derive(Default)]
struct Refused {
    calls: AtomicU64,
    said_at: AtomicI64,
}

/// What the provider is to be told.
pub enum Answer {
    /// Durable, or known before.
    Taken(HttpResponse),
    /// Not genuine.
    Forbidden,
    /// No account has this address, or one that is switched off.
    Unknown,
    /// Genuine, but not to be understood; kept in the journal, so that it can be driven again.
    Unreadable,
    /// Longer than what providers send: not read at all.
    TooLarge,
}

impl Inbox {
    /// Starts the task that records. It ends when every [`Inbox`] is dropped.
    pub fn start(store: Store, houses: Arc<Houses>, clock: Clock) -> Inbox {
        let (door, mut waiting) = mpsc::channel::<Waiting>(WAITING);
        let inbox = Inbox { door, store: store.clone(), houses: houses.clone(), clock, refused: Arc::default() };
        tokio::spawn(async move {
            let (mut batch, mut signs) = (Vec::with_capacity(BATCH), SignsOfLife::default());
            while waiting.recv_many(&mut batch, BATCH).await > 0 {
                record_all(&store, &houses, &mut signs, std::mem::take(&mut batch)).await;
            }
        });
        inbox
    }

    /// Takes a call to the address `token`. When this returns, what the call said is durable.
    pub async fn take(&self, token: &str, raw: RawWebhook) -> Result<Answer, Failure> {
        let house = self.houses.current();
        let account = house.account_by_token(token);
        let arrival = self.read(account.map(Arc::as_ref), raw);
        let verdict = self.record(arrival).await?;
        Ok(match (verdict, account) {
            (CallVerdict::Accepted | CallVerdict::Duplicate, Some(account)) => {
                Answer::Taken(account.provider.acknowledge())
            }
            (CallVerdict::Unreadable, _) => Answer::Unreadable,
            (CallVerdict::BadSignature, _) => Answer::Forbidden,
            _ => Answer::Unknown,
        })
    }

    /// Notes a call to the address `token` whose body was too large to be read; `raw` has none.
    pub async fn refuse_too_large(&self, token: &str, raw: RawWebhook) -> Result<Answer, Failure> {
        let house = self.houses.current();
        let account = house.account_by_token(token);
        let why = match account {
            None => no_account(),
            Some(_) => (CallVerdict::Unreadable, "the body is too large".to_owned()),
        };
        let verdict = self.record(self.arrival(account.map(Arc::as_ref), raw, Err(why))).await?;
        Ok(if verdict == CallVerdict::NoAccount { Answer::Unknown } else { Answer::TooLarge })
    }

    /// Takes a call of the journal once more, as if it came now: by the secrets and the address the account has today. What it
    /// said may be known by now; nothing is stored twice. The old row stays, the new try has one of its own.
    pub async fn drive_again(&self, me: &Me, call: CallId) -> Result<CallVerdict, Failure> {
        let house = self.houses.current();
        let kept = self.store.call(call).await?.ok_or(Failure::NotFound)?;
        let account = kept.row.account.and_then(|id| house.account(id)).filter(|account| account.active);
        let Some(account) = account else {
            return Err(Failure::refused([
                "The account of this call is switched off.",
                "L'account di questa chiamata è disattivato.",
            ]));
        };
        let (_, called) = kept.row.url.split_once(HOOKS).unwrap_or_default();
        let raw = RawWebhook {
            hook: if kept.row.hook == "status" { Hook::Status } else { Hook::Inbound },
            method: kept.method,
            url: format!("{}{HOOKS}{called}", account.public_url),
            headers: serde_json::from_str(&kept.headers).unwrap_or_default(),
            body: kept.body,
        };
        let verdict = self.record(self.read(Some(account), raw)).await?;
        let (now, detail) = (self.clock.now(), verdict.as_str().to_owned());
        self.store.note_act(now, Some(me.id), "call.drive_again", format!("call {call}"), detail).await?;
        Ok(verdict)
    }

    /// What the provider believes it called.
    pub fn public_url(&self, token: &str, path_and_query: &str) -> String {
        let house = self.houses.current();
        let base = house.account_by_token(token).map_or("", |account| account.public_url.as_str());
        format!("{base}{path_and_query}")
    }

    fn read(&self, account: Option<&HouseAccount>, raw: RawWebhook) -> Arrival {
        let said = match account {
            None => Err(no_account()),
            Some(account) => match account.provider.verify(&raw, &account.credentials) {
                Err(forged) => Err((CallVerdict::BadSignature, without_zeros(&forged.to_string()))),
                Ok(genuine) => match account.provider.read_webhook(&raw, genuine) {
                    Err(unreadable) => Err((CallVerdict::Unreadable, without_zeros(&unreadable.to_string()))),
                    // Receipts still tell the truth about what was sent before.
                    Ok(said) if !account.active && said.iter().any(|it| matches!(it, Incoming::Text(_))) => {
                        Err((CallVerdict::SwitchedOff, SWITCHED_OFF.to_owned()))
                    }
                    Ok(said) => Ok(said.into_iter().map(storable).collect()),
                },
            },
        };
        self.arrival(account, raw, said)
    }

    fn arrival(
        &self,
        account: Option<&HouseAccount>,
        raw: RawWebhook,
        said: Result<Vec<Incoming>, (CallVerdict, String)>,
    ) -> Arrival {
        let headers: Vec<_> =
            raw.headers.into_iter().filter(|(name, _)| !UNKEPT_HEADERS.contains(&name.as_str())).collect();
        let call = Call {
            at: self.clock.now(),
            account: account.map(|account| account.id),
            hook: match raw.hook {
                Hook::Inbound => "inbound",
                Hook::Status => "status",
            },
            method: raw.method,
            url: without_zeros(&raw.url),
            headers: serde_json::to_string(&headers).unwrap_or_default().replace("\\u0000", "\u{fffd}"),
            body: raw.body,
        };
        Arrival { call, said }
    }

    async fn record(&self, arrival: Arrival) -> Result<CallVerdict, Failure> {
        let (recorded, answer) = oneshot::channel();
        if self.door.try_send(Waiting { arrival, recorded }).is_err() {
            self.refuse();
            return Err(StoreError::Busy.into());
        }
        match answer.await {
            Ok(Ok(verdict)) => Ok(verdict),
            Ok(Err(error)) => Err(StoreError::Commit(error.to_string()).into()),
            Err(_) => Err(StoreError::Busy.into()),
        }
    }

    fn refuse(&self) {
        self.refused.calls.fetch_add(1, Ordering::Relaxed);
        let (now, said_at) = (self.clock.now().0, self.refused.said_at.load(Ordering::Relaxed));
        let is_time = now >= said_at + SAY_EVERY
            && self.refused.said_at.compare_exchange(said_at, now, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        if is_time {
            let calls = self.refused.calls.swap(0, Ordering::Relaxed);
            tracing::warn!(
                calls,
                "refused since this was said last: the database is behind, their providers come back"
            );
        }
    }
}

/// The newest sign of life of each account that was stored.
#[derive(Default)]
struct SignsOfLife(BTreeMap<AccountId, SignOfLife>);

impl SignsOfLife {
    /// What these calls tell of their accounts that was not stored within the last moments.
    fn news(&self, arrivals: &[Arrival]) -> Arc<[SignOfLife]> {
        let mut seen: BTreeMap<AccountId, SignOfLife> = BTreeMap::new();
        for arrival in arrivals {
            let (Ok(said), Some(account_id)) = (&arrival.said, arrival.call.account) else { continue };
            let sign = seen.entry(account_id).or_insert(SignOfLife { account_id, inbound: None, receipt: None });
            for incoming in said {
                match incoming {
                    Incoming::Text(_) => sign.inbound = Some(arrival.call.at),
                    Incoming::Receipt(_) => sign.receipt = Some(arrival.call.at),
                    Incoming::Ignored(_) => {}
                }
            }
        }
        let is_news = |sign: &SignOfLife| {
            let stored = self.0.get(&sign.account_id);
            let later = |now: Option<Timestamp>, stored: Option<Timestamp>| {
                now.is_some_and(|now| stored.is_none_or(|stored| now.since(stored).abs() >= NOTE_EVERY))
            };
            later(sign.inbound, stored.and_then(|sign| sign.inbound))
                || later(sign.receipt, stored.and_then(|sign| sign.receipt))
        };
        seen.into_values().filter(is_news).collect()
    }

    fn stored(&mut self, signs: &[SignOfLife]) {
        for sign in signs {
            let stored = self.0.entry(sign.account_id).or_insert(*sign);
            stored.inbound = sign.inbound.or(stored.inbound);
            stored.receipt = sign.receipt.or(stored.receipt);
        }
    }
}

/// Records a batch; when it fails, each call again by itself, so that one bad call harms nobody.
async fn record_all(store: &Store, houses: &Houses, signs: &mut SignsOfLife, batch: Vec<Waiting>) {
    let (arrivals, waiting): (Vec<_>, Vec<_>) = batch.into_iter().map(|w| (w.arrival, w.recorded)).unzip();
    let arrivals = Arc::new(arrivals);
    let news = signs.news(&arrivals);
    match store.record(arrivals.clone(), news.clone(), houses.current()).await {
        Ok(verdicts) => {
            signs.stored(&news);
            for (recorded, waiting) in verdicts.into_iter().zip(waiting) {
                drop(waiting.send(Ok(recorded.0)));
            }
        }
        Err(error) if arrivals.len() == 1 => {
            tracing::error!(%error, "a call was not recorded");
            let error = Arc::new(error);
            waiting.into_iter().for_each(|waiting| drop(waiting.send(Err(error.clone()))));
        }
        Err(error) => {
            tracing::warn!(%error, calls = arrivals.len(), "batch failed; recording one by one");
            tokio::time::sleep(Duration::from_millis(1)).await;
            for (arrival, waiting) in arrivals.iter().zip(waiting) {
                let alone = Arc::new(vec![arrival.clone()]);
                let result = store.record(alone.clone(), signs.news(&alone), houses.current()).await;
                let verdict = result.map_err(Arc::new).and_then(|verdicts| {
                    verdicts.first().map(|r| r.0).ok_or_else(|| Arc::new(StoreError::Commit("no verdict".into())))
                });
                drop(waiting.send(verdict));
            }
        }
    }
}

fn no_account() -> (CallVerdict, String) {
    (CallVerdict::NoAccount, "no account has this address".to_owned())
}

/// PostgreSQL can't hold a zero byte in a text, and nobody can read one.
fn without_zeros(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

fn storable(incoming: Incoming) -> Incoming {
    match incoming {
        Incoming::Text(mut text) => {
            text.text = without_zeros(&text.text);
            text.external_id = without_zeros(&text.external_id);
            text.from = Peer::parse(&without_zeros(text.from.as_str()));
            for part in &mut text.media {
                part.url = without_zeros(&part.url);
                part.content_type = without_zeros(&part.content_type);
            }
            Incoming::Text(text)
        }
        Incoming::Receipt(mut receipt) => {
            receipt.external_id = without_zeros(&receipt.external_id);
            if let Some(problem) = &mut receipt.problem {
                problem.words = without_zeros(&problem.words);
                problem.code = problem.code.as_deref().map(without_zeros);
            }
            Incoming::Receipt(receipt)
        }
        Incoming::Ignored(reason) => Incoming::Ignored(without_zeros(&reason)),
    }
}
