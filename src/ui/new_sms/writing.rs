//! What stands in the dialog, kept in this browser until it is sent.

use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};

use crate::{
    api::{
        AppError,
        new_sms::{check_recipient, start},
        wire,
    },
    domain::{
        AccountId,
        new_sms::{Existing, Known, Later, NewSms, Recipient, Started},
        phone::{Number, WrongNumber},
    },
    ui::{browser, live::Live},
};

/// How long somebody must pause before the server is asked, in ms.
pub(super) const PAUSE: u32 = 250;

/// What the server said of the recipient.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Checked {
    Nothing,
    Asking,
    Wrong(WrongNumber),
    Right(Number, Box<Known>),
    Failed(AppError),
}

/// The dialog's state. Copies are the same thing.
#[derive(Clone, Copy)]
pub(super) struct Writing {
    pub live: Live,
    /// Id of the account, as its drop-down holds it.
    pub account: RwSignal<String>,
    pub to: RwSignal<String>,
    pub text: RwSignal<String>,
    pub checked: RwSignal<Checked>,
    pub busy: RwSignal<bool>,
    pub failed: RwSignal<Option<AppError>>,
    /// The browser's name for the message, until it is sent or its words change.
    key: StoredValue<String>,
    /// Which asking the next answer belongs to.
    round: StoredValue<u64>,
}

/// As kept in this browser.
#[derive(Default, Serialize, Deserialize)]
struct Kept {
    to: String,
    text: String,
}

impl Writing {
    pub(super) fn new(live: Live) -> Writing {
        Writing {
            live,
            account: RwSignal::new(String::new()),
            to: RwSignal::new(String::new()),
            text: RwSignal::new(String::new()),
            checked: RwSignal::new(Checked::Nothing),
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
            key: StoredValue::new(String::new()),
            round: StoredValue::new(0),
        }
    }

    /// The dialog opens, with what was begun before; to somebody else, where somebody is named.
    pub(super) fn begin(self, to: Option<String>) {
        self.failed.set(None);
        if let Some(kept) = browser::recall(&self.key_of("new-sms")).and_then(|kept| wire::read(&kept).ok()) {
            let Kept { to, text } = kept;
            self.to.set(to);
            self.text.set(text);
        }
        if let Some(to) = to {
            self.to.set(to);
            self.keep();
        }
        let accounts = self.live.accounts.get_untracked();
        let remembered = browser::recall(&self.key_of("new-sms-account")).unwrap_or_default();
        let known = |id: &str| accounts.iter().any(|account| account.id.to_string() == id);
        if !known(&self.account.get_untracked()) {
            let first = accounts.first().map(|account| account.id.to_string()).unwrap_or_default();
            self.account.set(if known(&remembered) { remembered } else { first });
        }
        self.check();
    }

    fn key_of(self, what: &str) -> String {
        format!("{what}.{}", self.live.me.with_untracked(|me| me.id))
    }

    pub(super) fn account_id(self) -> Option<AccountId> {
        self.account.get_untracked().parse().ok()
    }

    pub(super) fn set_account(self, id: String) {
        browser::keep(&self.key_of("new-sms-account"), &id);
        self.account.set(id);
        self.check();
    }

    pub(super) fn set_to(self, to: String) {
        self.to.set(to);
        self.keep();
        self.check();
    }

    pub(super) fn set_text(self, text: String) {
        self.text.set(text);
        self.failed.set(None);
        self.keep();
    }

    fn keep(self) {
        let kept = Kept { to: self.to.get_untracked(), text: self.text.get_untracked() };
        let empty = kept.to.is_empty() && kept.text.is_empty();
        let json = if empty { None } else { serde_json::to_string(&kept).ok() };
        browser::keep(&self.key_of("new-sms"), &json.unwrap_or_default());
        self.key.set_value(String::new());
    }

    fn next_round(self) -> u64 {
        let next = self.round.try_update_value(|round| {
            *round += 1;
            *round
        });
        next.unwrap_or_default()
    }

    /// Asks what is known of the recipient, once somebody pauses.
    pub(super) fn check(self) {
        let round = self.next_round();
        self.failed.set(None);
        if self.to.with_untracked(|to| to.trim().is_empty()) {
            self.checked.set(Checked::Nothing);
            return;
        }
        self.checked.set(Checked::Asking);
        browser::after(PAUSE, move || {
            if self.round.try_get_value() == Some(round) {
                self.ask(round);
            }
        });
    }

    fn ask(self, round: u64) {
        let Some(account) = self.account_id() else { return };
        let typed = self.to.get_untracked();
        spawn_local(async move {
            let answer = check_recipient(account, typed).await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            let checked = match answer {
                Ok(Recipient { number: Ok(number), known: Some(known) }) => Checked::Right(number, Box::new(known)),
                Ok(Recipient { number: Err(wrong), .. }) => Checked::Wrong(wrong),
                Ok(_) => Checked::Nothing,
                Err(AppError::Unauthenticated) => return browser::go("/sign-in"),
                Err(error) => Checked::Failed(error),
            };
            self.checked.try_set(checked);
        });
    }

    /// Hands it over; `done` hears of the conversation.
    pub(super) fn send(self, later: Option<Later>, despite: Option<String>, done: impl Fn(Started) + 'static) {
        let (Some(account), false) = (self.account_id(), self.busy.get_untracked()) else { return };
        if self.key.with_value(String::is_empty) {
            self.key.set_value(browser::random_key());
        }
        let new = NewSms {
            account,
            to: self.to.get_untracked(),
            text: self.text.with_untracked(|text| text.trim().to_owned()),
            compose_key: self.key.get_value(),
            later,
            despite,
        };
        self.busy.set(true);
        self.failed.set(None);
        spawn_local(async move {
            let answer = start(new).await;
            self.busy.try_set(false);
            match answer {
                Ok(Started::Exists { existing }) => self.exists(existing),
                Ok(sent) => {
                    self.forget();
                    done(sent);
                }
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) => {
                    self.failed.try_set(Some(error));
                }
            }
        });
    }

    /// Somebody was faster.
    fn exists(self, existing: Existing) {
        self.checked.update(|checked| {
            if let Checked::Right(_, known) = checked {
                known.existing = Some(existing);
            }
        });
    }

    pub(super) fn forget(self) {
        self.to.try_set(String::new());
        self.text.try_set(String::new());
        self.checked.try_set(Checked::Nothing);
        self.keep();
    }
}
