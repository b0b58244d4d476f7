//! The table: which account, the phones at hand, those that are open, and what goes wrong.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::query_signal_with_options};
use serde::{Deserialize, Serialize};

use super::{faults::FaultPanel, handsets::HandsetList, phone::Phone};
use crate::{
    api::{
        AppError,
        sandbox::{load_handset, load_handsets, load_simulator},
    },
    domain::{
        AccountId,
        event::Event,
        sandbox::{Handset, HandsetText, SandboxAccount},
    },
    ui::{
        asked::Asked,
        live::{Link, Live},
        widgets::{Choice, EmptyState, For, Glyph, Select, Show},
        words::use_words,
    },
};

/// Which phones are open, in the order they were taken.
#[derive(Clone, Copy)]
pub struct Table {
    pub open: Memo<Vec<String>>,
    put: Callback<Vec<String>>,
}

impl Table {
    pub fn holds(self, number: &str) -> bool {
        self.open.with(|open| open.iter().any(|other| other == number))
    }

    /// Takes a phone, or puts it away.
    pub fn toggle(self, number: &str) {
        let mut open = self.open.get_untracked();
        if open.iter().any(|other| other == number) {
            open.retain(|other| other != number);
        } else {
            open.push(number.to_owned());
        }
        self.put.run(open);
    }

    pub fn take(self, number: &str) {
        if !untrack(|| self.holds(number)) {
            self.toggle(number);
        }
    }
}

/// How often each handset has changed since the page was opened; what shows a handset reads it again.
#[derive(Clone, Copy)]
pub struct Changes(RwSignal<HashMap<String, u32>>);

impl Changes {
    pub fn of(self, number: &str) -> u32 {
        self.0.with(|changes| changes.get(number).copied().unwrap_or(0) + changes.get("").copied().unwrap_or(0))
    }

    pub fn note(self, number: &str) {
        self.0.update(|changes| *changes.entry(number.to_owned()).or_default() += 1);
    }

    /// Anything may have changed.
    fn note_all(self) {
        self.note("");
    }
}

/// What each phone's screen shows, by its number.
type Screens = HashMap<String, Vec<HandsetText>>;

/// What lies on the table when the page opens.
#[derive(Clone, Serialize, Deserialize)]
pub struct Setting {
    pub accounts: Vec<SandboxAccount>,
    /// The account that the address names, or the first.
    account: Option<AccountId>,
    handsets: Vec<Handset>,
    /// The open phones, as far as they can be read.
    phones: Screens,
}

impl Setting {
    /// Reads what the address names: the account's key and the open phones.
    pub async fn load(key: Option<String>, phones: Vec<String>) -> Result<Setting, AppError> {
        let accounts = load_simulator().await?.accounts;
        let Some(account) = named(&accounts, key.as_deref()).map(|account| account.id) else {
            return Ok(Setting { accounts, account: None, handsets: Vec::new(), phones: HashMap::new() });
        };
        let handsets = load_handsets(account).await?;
        let mut read = HashMap::new();
        for number in phones {
            // A phone that can't be read now says so itself, when it asks.
            if let Ok(texts) = load_handset(account, number.clone()).await {
                read.insert(number, texts);
            }
        }
        Ok(Setting { accounts, account: Some(account), handsets, phones: read })
    }
}

fn named<'a>(accounts: &'a [SandboxAccount], key: Option<&str>) -> Option<&'a SandboxAccount> {
    accounts.iter().find(|account| Some(account.key.as_str()) == key).or(accounts.first())
}

/// The phones in an address, in the order they were taken.
pub fn phones_in(named: Option<String>) -> Vec<String> {
    named.unwrap_or_default().split(',').filter(|number| !number.is_empty()).map(str::to_owned).collect()
}

/// What the open phones showed when the page came; each takes its own once.
#[derive(Clone, Copy)]
pub struct Lying(StoredValue<(Option<AccountId>, Screens)>);

impl Lying {
    pub fn take(self, account: AccountId, number: &str) -> Option<Vec<HandsetText>> {
        self.0
            .try_update_value(|(of, phones)| if *of == Some(account) { phones.remove(number) } else { None })
            .flatten()
    }
}

#[component]
pub fn Board(setting: Setting) -> impl IntoView {
    let w = &use_words().simulator;
    let quiet = NavigateOptions { replace: true, scroll: false, ..Default::default() };
    let (asked, ask) = query_signal_with_options::<String>("account", quiet.clone());
    let (taken, name) = query_signal_with_options::<String>("phones", quiet);

    let accounts = StoredValue::new(setting.accounts);
    let lying = Lying(StoredValue::new((setting.account, setting.phones)));
    let account = Memo::new(move |_| {
        let key = asked.get();
        accounts.with_value(|all| named(all, key.as_deref()).map(|account| account.id))
    });
    let table = Table {
        open: Memo::new(move |_| phones_in(taken.get())),
        put: Callback::new(move |open: Vec<String>| name.set(Some(open.join(",")).filter(|open| !open.is_empty()))),
    };

    let live = expect_context::<Live>();
    let changes = Changes(RwSignal::new(HashMap::new()));
    live.listen(move |event| {
        if let Event::SandboxChanged { account: changed, handset } = event
            && account.get_untracked() == Some(*changed)
        {
            changes.note(handset);
        }
    });
    // After a break in the stream something may have been missed.
    Effect::new(move |before: Option<Link>| {
        let link = live.link.get();
        if link == Link::Live && before == Some(Link::Offline) {
            changes.note_all();
        }
        link
    });

    let handsets = Asked::new(Some(setting.handsets), move || {
        let account = account.get();
        async move {
            match account {
                Some(account) => load_handsets(account).await,
                None => Ok(Vec::new()),
            }
        }
    });
    Effect::new(move |before: Option<()>| {
        changes.0.track();
        account.track();
        if before.is_some() {
            handsets.again();
        }
    });

    let key = RwSignal::new(account.get_untracked().map(|id| id.to_string()).unwrap_or_default());
    Effect::new(move |before: Option<String>| {
        let chosen = key.get();
        if before.is_some_and(|before| before != chosen) {
            let key_of = accounts.with_value(|all| {
                all.iter().find(|account| account.id.to_string() == chosen).map(|account| account.key.clone())
            });
            ask.set(key_of);
        }
        chosen
    });
    let choices = accounts.with_value(|all| {
        all.iter().map(|a| Choice::new(a.id, format!("{} · {}", a.key, a.sender))).collect::<Vec<_>>()
    });
    let current = move || accounts.with_value(|all| all.iter().find(|a| Some(a.id) == account.get()).cloned());
    let phones = move || {
        let open = table.open.get();
        account.get().map(|id| open.into_iter().map(|number| (id, number)).collect::<Vec<_>>()).unwrap_or_default()
    };
    view! {
        <div class="simulator">
            <section class="simulator-side" aria-label=w.handsets>
                <Select name="simulator-account" label=w.account value=key choices=choices help=w.account_help />
                <HandsetList table=table handsets=handsets />
            </section>
            <div class="phones">
                <For each=phones key=Clone::clone let:phone>
                    <Phone account=phone.0 number=phone.1 table=table changes=changes lying=lying />
                </For>
                <Show when=move || table.open.with(Vec::is_empty)>
                    <EmptyState glyph=Glyph::Phone title=w.pick text=w.pick_text />
                </Show>
            </div>
            {move || current().map(|account| view! { <FaultPanel account=account accounts=accounts /> })}
        </div>
    }
}
