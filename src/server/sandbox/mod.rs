//! The phone simulator: it plays the network and the customers of sandbox accounts, over the same HTTP calls that a real
//! provider makes, so that a newcomer sees the whole loop and a test can break it.

mod media;

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use super::{
    clock::{self, Clock},
    failure::Failure,
    house::HouseAccount,
    houses::Houses,
    media::MediaLibrary,
    outbox::client::{Client, NoAnswer},
    providers::{
        HttpRequest,
        sandbox::wire::{self, ReceiptState, Refusal, RefusalKind, RefusalReason},
    },
    signals::Signals,
    store::{SandboxCall, SandboxEntry, Store},
};
use crate::domain::{
    AccountId, Peer, Timestamp,
    error::Invalid,
    message::LONGEST_TEXT,
    sandbox::{Faults, Handset, HandsetText, Reject, SandboxAccount, Simulator},
};

/// The stored name of the provider that is played here.
pub const PROVIDER: &str = "sandbox";
/// Texts shown of a handset.
const TEXTS: i64 = 200;
/// Between the receipts of one message, ms: long enough to watch.
const STEP: i64 = 700;
/// Tries of one call to us.
const TRIES: i64 = 5;
const LONGEST_SLEEP: i64 = 5_000;

#[derive(Clone)]
pub struct Sandbox {
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
    client: Client,
    library: MediaLibrary,
    /// How this process reaches itself.
    own_url: String,
}

/// What the simulated network answers to a send.
pub enum Taken {
    Sent(wire::Sent),
    Refused { status: u16, refusal: Refusal, retry_after: Option<u64> },
}

impl Sandbox {
    pub fn new(
        store: Store,
        houses: Arc<Houses>,
        clock: Clock,
        client: Client,
        library: MediaLibrary,
        own_url: String,
    ) -> Sandbox {
        Sandbox { store, houses, clock, client, library, own_url }
    }

    fn account(&self, id: AccountId) -> Result<Arc<HouseAccount>, Failure> {
        let house = self.houses.current();
        let account = house.account(id).filter(|account| account.provider_key == PROVIDER && account.active);
        account.cloned().ok_or(Failure::NotFound)
    }

    pub async fn simulator(&self) -> Result<Simulator, Failure> {
        let cursor = self.store.newest_cursor().await?.to_string();
        let house = self.houses.current();
        let mut accounts = Vec::new();
        for account in house.accounts.values().filter(|a| a.provider_key == PROVIDER && a.active) {
            accounts.push(SandboxAccount {
                id: account.id,
                key: account.key.clone(),
                name: account.name.clone(),
                sender: account.sender.clone(),
                faults: self.faults(account.id).await?,
            });
        }
        Ok(Simulator { accounts, cursor })
    }

    pub async fn handsets(&self, account: AccountId) -> Result<Vec<Handset>, Failure> {
        self.account(account)?;
        Ok(self.store.handsets(account).await?)
    }

    pub async fn handset(&self, account: AccountId, number: String) -> Result<Vec<HandsetText>, Failure> {
        self.account(account)?;
        Ok(self.store.handset(account, &number, TEXTS).await?)
    }

    pub async fn faults(&self, account: AccountId) -> Result<Faults, Failure> {
        let kept = self.store.kept(&key(account)).await?;
        Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or_default())
    }

    pub async fn set_faults(&self, account: AccountId, faults: Faults) -> Result<(), Failure> {
        self.account(account)?;
        if !(0..=60_000).contains(&faults.delay_ms) {
            return Err(
                Invalid::one("delay_ms", ["Between 0 and 60000 milliseconds.", "Tra 0 e 60000 millisecondi."]).into()
            );
        }
        let value = serde_json::to_string(&faults).map_err(super::store::StoreError::from)?;
        Ok(self.store.keep(key(account), value).await?)
    }

    /// A customer presses Send. `media` names what was uploaded to the phone for it.
    pub async fn text(
        &self,
        account: AccountId,
        number: String,
        text: String,
        media: Vec<String>,
    ) -> Result<(), Failure> {
        let account = self.account(account)?;
        let number = Peer::parse(&number).as_str().to_owned();
        let mut invalid = Invalid::default();
        if number.is_empty() || number.chars().count() > 20 || number.contains('\0') {
            invalid.add(
                "number",
                [
                    "A number such as +15550100001, a short code, or a name.",
                    "Un numero come +15550100001, un codice breve o un nome.",
                ],
            );
        }
        if (text.trim().is_empty() && media.is_empty()) || text.contains('\0') || text.chars().count() > LONGEST_TEXT {
            invalid.add(
                "text",
                ["Write a text of at most 1600 characters.", "Scrivere un testo di al massimo 1600 caratteri."],
            );
        }
        invalid.check()?;
        let faults = self.faults(account.id).await?;
        let now = self.clock.now();
        let id = format!("in-{}", clock::random_word(9));
        let event = wire::Event::Text {
            id: id.clone(),
            from: number.clone(),
            to: account.sender.clone(),
            text: text.clone(),
            sent_at: Some(now),
            media: self.wire_media(&account, &media).await?,
        };
        // Reordered texts overtake each other: every other one takes the long way.
        let detour = if faults.reorder && now.0 % 2 == 0 { 2_000 } else { 0 };
        let url = account.inbound_url();
        let mut calls = vec![self.call(&account, &url, &event, now + faults.delay_ms + detour)?];
        if faults.duplicate {
            calls.push(self.call(&account, &url, &event, now + faults.delay_ms + detour + 300)?);
        }
        let entry = SandboxEntry { account: account.id, handset: number, mine: true, external_id: id, text, media };
        Ok(self.store.sandbox_add(Some(entry), calls, now).await?)
    }

    /// The house hands a message over. `None` when `secret` is no account's.
    pub async fn take(&self, secret: &str, message: wire::Message) -> Result<Option<Taken>, Failure> {
        let Some(account) = self.account_by_secret(secret) else { return Ok(None) };
        let faults = self.faults(account.id).await?;
        if let Some(refused) = refusal(faults.reject) {
            return Ok(Some(refused));
        }
        let now = self.clock.now();
        let media = match self.collect(&account, &message.media).await? {
            Ok(media) => media,
            Err(refused) => return Ok(Some(refused)),
        };
        let id = format!("sb-{}", clock::random_word(9));
        let calls = self.receipts(&account, &message, &id, &faults, now)?;
        let handset = Peer::parse(&message.to).as_str().to_owned();
        let entry = (faults.reject != Reject::Undelivered).then(|| SandboxEntry {
            account: account.id,
            handset,
            mine: false,
            external_id: id.clone(),
            text: message.text.clone(),
            media,
        });
        self.store.sandbox_add(entry, calls, now).await?;
        let segments = Some(crate::domain::segments::Segments::of(&message.text).parts);
        Ok(Some(Taken::Sent(wire::Sent { id, segments })))
    }

    /// Whether a bearer is the secret of a sandbox account.
    pub fn account_by_secret(&self, secret: &str) -> Option<Arc<HouseAccount>> {
        let house = self.houses.current();
        let mut accounts = house.accounts.values().filter(|account| account.provider_key == PROVIDER);
        accounts
            .find(|account| {
                account
                    .credentials
                    .get("secret")
                    .is_some_and(|known| bool::from(subtle::ConstantTimeEq::ct_eq(known.as_bytes(), secret.as_bytes())))
            })
            .cloned()
    }

    fn receipts(
        &self,
        account: &HouseAccount,
        message: &wire::Message,
        id: &str,
        faults: &Faults,
        now: Timestamp,
    ) -> Result<Vec<SandboxCall>, Failure> {
        if faults.no_receipt {
            return Ok(Vec::new());
        }
        let last =
            if faults.reject == Reject::Undelivered { ReceiptState::Undelivered } else { ReceiptState::Delivered };
        let mut states = [ReceiptState::Sent, last];
        if faults.reorder {
            states.reverse();
        }
        let mut calls = Vec::new();
        for (index, state) in (1i64..).zip(states) {
            let failed = state == ReceiptState::Undelivered;
            let at = now + faults.delay_ms + index * STEP;
            let event = wire::Event::Receipt {
                id: id.to_owned(),
                reference: Some(message.reference.clone()),
                state,
                code: failed.then(|| "absent".to_owned()),
                message: failed.then(|| "The simulated phone is switched off.".to_owned()),
                at: Some(at),
            };
            calls.push(self.call(account, &message.status_url, &event, at)?);
            if faults.duplicate {
                calls.push(self.call(account, &message.status_url, &event, at + 300)?);
            }
        }
        Ok(calls)
    }

    fn call(
        &self,
        account: &HouseAccount,
        url: &str,
        event: &wire::Event,
        due_at: Timestamp,
    ) -> Result<SandboxCall, Failure> {
        let body = serde_json::to_string(event).map_err(super::store::StoreError::from)?;
        Ok(SandboxCall { id: 0, account: account.id, due_at, url: url.to_owned(), body, tries: 0 })
    }

    /// Makes the calls that are due; tells when to come back.
    pub async fn run_due(&self) -> Result<Option<Timestamp>, Failure> {
        let (calls, next) = self.store.sandbox_due(self.clock.now()).await?;
        for call in calls {
            let tries = call.tries;
            let id = call.id;
            let taken = self.deliver(call).await;
            if taken || tries >= TRIES {
                self.store.sandbox_done(id).await?;
            }
        }
        Ok(next)
    }

    /// Calls our own webhook as the provider would. Signed for the public address, sent to this process.
    async fn deliver(&self, call: SandboxCall) -> bool {
        let house = self.houses.current();
        let Some(account) = house.account(call.account) else { return true };
        let Some(secret) = account.credentials.get("secret") else { return true };
        let local = call.url.replacen(&account.public_url, &self.own_url, 1);
        let request = HttpRequest {
            method: "POST",
            url: local,
            headers: vec![
                ("content-type", "application/json".to_owned()),
                (wire::SIGNATURE, wire::sign(secret, &call.url, call.body.as_bytes())),
            ],
            body: call.body.into_bytes(),
        };
        match self.client.call(request).await {
            Ok(answer) => (200..300).contains(&answer.status),
            Err(NoAnswer::NotSent(_) | NoAnswer::InDoubt(_)) => false,
        }
    }

    /// Runs until `stop`.
    pub async fn run(self, signals: Arc<Signals>, stop: CancellationToken) {
        loop {
            let next = match self.run_due().await {
                Ok(next) => next,
                Err(error) => {
                    tracing::error!(%error, "the phone simulator can't read its calls");
                    Some(self.clock.now() + 1_000)
                }
            };
            let sleep = next.map_or(LONGEST_SLEEP, |at| at.since(self.clock.now()).clamp(0, LONGEST_SLEEP));
            tokio::select! {
                () = stop.cancelled() => return,
                () = signals.sandbox.notified() => {}
                () = tokio::time::sleep(Duration::from_millis(sleep.unsigned_abs())) => {}
            }
        }
    }
}

fn key(account: AccountId) -> String {
    format!("sandbox.{account}")
}

fn refusal(reject: Reject) -> Option<Taken> {
    let (kind, code, message) = match reject {
        Reject::Nothing | Reject::Undelivered => return None,
        Reject::Permanently => (RefusalKind::Permanent, "refused", "The simulated network refuses this message."),
        Reject::Temporarily => (RefusalKind::Temporary, "busy", "The simulated network is busy."),
        Reject::Throttled => (RefusalKind::Throttled, "slower", "The simulated network asks to send slower."),
        Reject::OptedOut => (RefusalKind::OptedOut, wire::OPTED_OUT, "The recipient has asked for no more texts."),
    };
    Some(refused(kind, code, message))
}

fn refused(kind: RefusalKind, code: &str, message: &str) -> Taken {
    let error = RefusalReason { code: code.into(), message: message.into(), kind };
    let retry_after = (kind == RefusalKind::Throttled).then_some(3);
    Taken::Refused { status: kind.status(), refusal: Refusal { error }, retry_after }
}
