//! SMS accounts, as an administrator sets them up.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    clock::{self, Clock},
    failure::Failure,
    hours,
    house::House,
    houses::Houses,
    outbox::client::{Client, NoAnswer},
    phones,
    providers::{Credentials, Provider, Secret, italian::told},
    sandbox,
    seen::{as_set, still},
    store::{AccountRow, AccountValues, Still, Store, StoreError},
    web_address::{self, Behind},
};
use crate::domain::{
    AccountId, CallId, Timestamp,
    account::{Account, AccountDraft, ProviderField, ProviderForm, Rules},
    error::Invalid,
    flow::Step,
    journal::CallRow,
    language::Language,
    line::line,
    quiet::QuietHours,
    sentence::Sentence,
    user::Me,
};

/// Calls of the journal shown at once.
const CALLS: i64 = 50;
/// Random bytes in the unguessable part of the webhook addresses.
const TOKEN: usize = 24;

#[derive(Clone)]
pub struct Accounts {
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
    client: Client,
}

impl Accounts {
    pub fn new(store: Store, houses: Arc<Houses>, clock: Clock, client: Client) -> Accounts {
        Accounts { store, houses, clock, client }
    }

    pub fn providers(&self) -> Vec<ProviderForm> {
        self.houses.registry().all().map(form_of).collect()
    }

    /// By name.
    pub async fn list(&self) -> Result<Vec<Account>, Failure> {
        let rows = self.store.house().await?.accounts;
        let mut health = self.store.account_health().await?;
        let house = self.houses.current();
        let mut accounts = Vec::with_capacity(rows.len());
        for (id, row) in rows {
            let urls = house.account(id).map(|account| (account.inbound_url(), account.status_url()));
            let (inbound_url, status_url) = urls.unwrap_or_default();
            accounts.push(Account {
                id,
                draft: self.draft_of(&row),
                secrets_set: row.values.secrets_set,
                inbound_url,
                status_url,
                health: health.remove(&id).unwrap_or_default(),
            });
        }
        accounts.sort_by_key(|account| account.draft.name.to_lowercase());
        Ok(accounts)
    }

    /// What the form shows: plain credentials as they are, secrets never.
    pub(super) fn draft_of(&self, row: &AccountRow) -> AccountDraft {
        let values = row.values.clone();
        let opened = self.houses.vault().open(&values.credentials).unwrap_or_default();
        let fields = self.houses.registry().get(&values.provider).map_or(&[][..], |p| p.capabilities().credentials);
        let credentials = fields
            .iter()
            .filter(|field| !field.secret)
            .filter_map(|field| Some((field.key.to_owned(), opened.get(field.key)?.to_owned())))
            .collect();
        AccountDraft {
            key: values.key,
            name: values.name,
            provider: values.provider,
            sender: values.sender,
            public_url: values.public_url,
            country: values.country,
            rate: values.rate,
            api_base: values.api_base,
            active: values.active,
            mms: values.mms,
            flow: values.flow,
            rules: values.rules,
            quiet_hours: values.quiet_hours,
            agents: values.agents,
            teams: values.teams,
            credentials,
            cleared: [].into(),
        }
    }

    /// `seen` is what the form began with; without it what is there is written over.
    pub async fn save(
        &self,
        me: &Me,
        id: Option<AccountId>,
        draft: AccountDraft,
        seen: Option<AccountDraft>,
    ) -> Result<AccountId, Failure> {
        self.put(Some(me), id, draft, seen).await
    }

    /// `by` is `None` for the command line.
    pub async fn save_as(
        &self,
        by: Option<&Me>,
        id: Option<AccountId>,
        draft: AccountDraft,
    ) -> Result<AccountId, Failure> {
        self.put(by, id, draft, None).await
    }

    async fn put(
        &self,
        by: Option<&Me>,
        id: Option<AccountId>,
        mut draft: AccountDraft,
        seen: Option<AccountDraft>,
    ) -> Result<AccountId, Failure> {
        tidy(&mut draft);
        let now = self.clock.now();
        let stored = self.stored(id).await?;
        let (credentials, secrets_set) = self.vet(&draft, stored.as_ref(), &self.houses.current(), now)?;
        let still = stored.and_then(|row| self.still(row, &draft, seen));
        let values = AccountValues {
            credentials: self.houses.vault().seal(&credentials)?,
            secrets_set,
            key: draft.key.clone(),
            name: draft.name,
            provider: draft.provider,
            sender: draft.sender,
            public_url: draft.public_url,
            country: draft.country,
            rate: draft.rate,
            api_base: draft.api_base,
            active: draft.active,
            mms: draft.mms,
            flow: draft.flow,
            rules: draft.rules,
            quiet_hours: draft.quiet_hours,
            agents: draft.agents,
            teams: draft.teams,
        };
        let saved = match self.store.save_account(id, clock::random_word(TOKEN), values, still, now).await {
            Err(StoreError::Duplicate(_)) => {
                return Err(Invalid::one(
                    "key",
                    ["Another account has this key.", "Un altro account ha già questa sigla."],
                )
                .into());
            }
            saved => saved?.ok_or(Failure::NotFound)?,
        };
        self.store.note_act(now, by.map(|me| me.id), "account.save", format!("account {saved}"), draft.key).await?;
        self.houses.reload().await?;
        Ok(saved)
    }

    /// Asks whether the account is still as it was `seen`, and its secrets those that were just read.
    fn still(&self, read: AccountRow, draft: &AccountDraft, seen: Option<AccountDraft>) -> Still {
        let (id, sealed) = (read.id, read.values.credentials);
        let seen = seen.map(|seen| (self.shown(seen), sealed.clone()));
        let accounts = self.clone();
        still(seen, (self.shown(draft.clone()), sealed), move |rows| {
            let row = rows.accounts.get(&id)?;
            Some((accounts.shown(accounts.draft_of(row)), row.values.credentials.clone()))
        })
    }

    /// What the form shows of an account, as it is stored: no secrets.
    fn shown(&self, mut draft: AccountDraft) -> AccountDraft {
        tidy(&mut draft);
        as_set(&mut draft.agents);
        as_set(&mut draft.teams);
        draft.cleared.clear();
        let fields = self.houses.registry().get(&draft.provider).map_or(&[][..], |p| p.capabilities().credentials);
        draft.credentials.retain(|key, value| {
            *value = value.trim().to_owned();
            !value.is_empty() && fields.iter().any(|field| field.key == key && !field.secret)
        });
        draft
    }

    async fn stored(&self, id: Option<AccountId>) -> Result<Option<AccountRow>, Failure> {
        let Some(id) = id else { return Ok(None) };
        Ok(Some(self.store.house().await?.accounts.remove(&id).ok_or(Failure::NotFound)?))
    }

    /// The credentials as they will be, or what is wrong with the account in this house.
    pub(super) fn vet(
        &self,
        draft: &AccountDraft,
        stored: Option<&AccountRow>,
        house: &House,
        now: Timestamp,
    ) -> Result<(Credentials, BTreeMap<String, Timestamp>), Failure> {
        let (credentials, secrets_set) = self.merge(draft, stored, now)?;
        check(draft, self.houses.registry().get(&draft.provider), &credentials, house)?;
        Ok((credentials, secrets_set))
    }

    /// The credentials as they will be: what was typed, and for secrets left empty what is stored, unless it is to go.
    fn merge(
        &self,
        draft: &AccountDraft,
        stored: Option<&AccountRow>,
        now: Timestamp,
    ) -> Result<(Credentials, BTreeMap<String, Timestamp>), Failure> {
        let same_provider = stored.filter(|row| row.values.provider == draft.provider);
        let before = match same_provider {
            Some(row) => self.houses.vault().open(&row.values.credentials)?,
            None => Credentials::default(),
        };
        let fields = self.houses.registry().get(&draft.provider).map_or(&[][..], |p| p.capabilities().credentials);
        let mut credentials = BTreeMap::new();
        let mut secrets_set = BTreeMap::new();
        for field in fields {
            let typed = draft.credentials.get(field.key).map(|value| value.trim()).filter(|value| !value.is_empty());
            let stays = field.secret && !draft.cleared.contains(field.key);
            let kept = stays.then(|| before.get(field.key)).flatten();
            // The sandbox's secret is ours to make: nobody has to type it.
            let made = (draft.provider == sandbox::PROVIDER && typed.is_none() && kept.is_none() && field.secret)
                .then(|| clock::random_word(24));
            if let Some(value) = typed.or(kept).map(str::to_owned).or(made) {
                if field.secret {
                    let since = same_provider.and_then(|row| row.values.secrets_set.get(field.key)).copied();
                    secrets_set.insert(field.key.to_owned(), if typed.is_some() { now } else { since.unwrap_or(now) });
                }
                credentials.insert(field.key.to_owned(), Secret::new(value));
            }
        }
        Ok((Credentials(credentials), secrets_set))
    }

    /// Asks the provider whether the credentials are right; the answer is a sentence.
    pub async fn test(&self, id: Option<AccountId>, draft: AccountDraft) -> Result<Sentence, Failure> {
        let stored = self.stored(id).await?;
        let (credentials, _) = self.merge(&draft, stored.as_ref(), self.clock.now())?;
        let Some(provider) = self.houses.registry().get(&draft.provider) else {
            return Err(Invalid::one("provider", ["Choose a provider.", "Scegliere un provider."]).into());
        };
        let mut invalid = Invalid::default();
        // The sender is not asked about.
        let wrong = provider.vet(&draft.sender, &credentials).into_iter().filter(|(field, _)| *field != "sender");
        wrong.for_each(|(field, words)| invalid.add(field, words));
        invalid.check()?;
        let capabilities = provider.capabilities();
        let own =
            if capabilities.api_base.is_empty() { self.houses.sandbox_base() } else { capabilities.api_base.into() };
        let base = draft.api_base.trim().trim_end_matches('/');
        let base = if base.is_empty() { own.as_str() } else { base };
        let request =
            provider.build_probe(base, &credentials).map_err(|error| Failure::refused(told(&error.to_string())))?;
        let answer = match self.client.call(request).await {
            Ok(answer) => answer,
            Err(NoAnswer::NotSent(words) | NoAnswer::InDoubt(words)) => return Err(Failure::refused(told(&words))),
        };
        provider.read_probe(&answer).map_err(|error| Failure::refused(told(&error.to_string())))?;
        Ok(told(&format!("{} knows these credentials.", capabilities.name)))
    }

    pub async fn journal(&self, account: Option<AccountId>, before: Option<CallId>) -> Result<Vec<CallRow>, Failure> {
        Ok(self.store.calls(account, before, CALLS).await?.into_iter().map(|entry| entry.row).collect())
    }
}

/// What was typed, as it is stored.
pub(super) fn tidy(draft: &mut AccountDraft) {
    for text in [&mut draft.name, &mut draft.sender] {
        *text = line(text);
    }
    for text in [&mut draft.key, &mut draft.public_url, &mut draft.api_base] {
        *text = text.trim().to_owned();
    }
    for address in [&mut draft.public_url, &mut draft.api_base] {
        address.truncate(address.trim_end_matches('/').len());
    }
    draft.country = draft.country.trim().to_uppercase();
    for step in &mut draft.flow.0 {
        if let Step::AutoReply { text, .. } = step {
            *text = text.trim().to_owned();
        }
    }
    if let Some(hours) = &mut draft.quiet_hours {
        hours.zone = hours.zone.trim().to_owned();
        hours.days.sort_unstable();
        hours.days.dedup();
    }
}

fn form_of(provider: &dyn Provider) -> ProviderForm {
    let capabilities = provider.capabilities();
    ProviderForm {
        key: capabilities.key.into(),
        name: told(capabilities.name),
        api_base: capabilities.api_base.into(),
        fields: capabilities
            .credentials
            .iter()
            .map(|field| ProviderField {
                key: field.key.into(),
                label: told(field.label),
                help: told(field.help),
                required: field.required,
                secret: field.secret,
            })
            .collect(),
        sender_help: told(capabilities.sender_help),
        webhook_help: told(capabilities.webhook_help),
        default_rate: capabilities.default_rate,
        mms: capabilities.mms.is_some(),
        mms_always: capabilities.mms.is_some_and(|mms| mms.every_sender),
        receipt_url_per_message: capabilities.receipt_url_per_message,
    }
}

fn check(
    draft: &AccountDraft,
    provider: Option<&dyn Provider>,
    credentials: &Credentials,
    house: &House,
) -> Result<(), Invalid> {
    let mut invalid = draft.check().err().unwrap_or_default();
    match provider {
        None => invalid.add("provider", ["Choose a provider.", "Scegliere un provider."]),
        Some(provider) => {
            let fields = provider.capabilities().credentials.iter();
            for field in fields.filter(|field| field.required && credentials.get(field.key).is_none()) {
                invalid.add(
                    &format!("credentials.{}", field.key),
                    Sentence::from([
                        format!("{} is needed.", field.label),
                        format!("{} è obbligatorio.", told(field.label).in_language(Language::Italian)),
                    ]),
                );
            }
            let wrong = provider.vet(&draft.sender, credentials);
            // Without a sender it is told already.
            for (field, words) in wrong.into_iter().filter(|(field, _)| *field != "sender" || !draft.sender.is_empty())
            {
                invalid.add(field, words);
            }
        }
    }
    if !draft.country.is_empty() && !phones::is_country(&draft.country) {
        invalid.add(
            "country",
            ["The two letters of a country, such as IT or US.", "Le due lettere di un paese, per esempio IT o US."],
        );
    }
    for (field, value) in [("public_url", &draft.public_url), ("api_base", &draft.api_base)] {
        if !value.is_empty()
            && let Err(words) = web_address::read(value, Behind::Path)
        {
            invalid.add(field, words);
        }
    }
    if draft.agents.iter().any(|agent| !house.users.contains_key(agent)) {
        invalid
            .add("agents", ["One of these people does not exist any more.", "Una di queste persone non esiste più."]);
    }
    if draft.teams.iter().any(|team| !house.teams.contains_key(team)) {
        invalid.add("teams", ["One of these teams does not exist any more.", "Uno di questi team non esiste più."]);
    }
    for (index, step) in draft.flow.0.iter().enumerate() {
        if let Some(words) = wrong_with(step, house) {
            invalid.add(&format!("flow.{index}"), words);
        }
    }
    check_rules(&draft.rules, house, &mut invalid);
    if let Some(hours) = &draft.quiet_hours {
        check_quiet_hours(hours, &mut invalid);
    }
    invalid.check()
}

fn check_rules(rules: &Rules, house: &House, invalid: &mut Invalid) {
    match rules.auto_close_disposition {
        Some(id) if house.dispositions.get(id).is_none() || house.dispositions.is_archived(id) => {
            invalid.add(
                "rules.auto_close_disposition",
                ["This disposition is not offered any more.", "Questo esito non è più previsto."],
            );
        }
        None if rules.auto_close_hours > 0 && (rules.disposition_required || house.settings.disposition_required) => {
            invalid.add(
                "rules.auto_close_disposition",
                [
                    "A disposition is mandatory: choose the one for silence too.",
                    "L'esito è obbligatorio: scegliere anche quello per silenzio.",
                ],
            );
        }
        _ => {}
    }
}

fn check_quiet_hours(hours: &QuietHours, invalid: &mut Invalid) {
    if hours.from == hours.to {
        invalid.add(
            "quiet_hours.to",
            [
                "Another time than it begins: nothing could ever be sent.",
                "Un orario diverso dall'inizio: altrimenti non si potrebbe mai inviare nulla.",
            ],
        );
    }
    if !hours::is_zone(&hours.zone) {
        invalid.add(
            "quiet_hours.zone",
            [
                "A time zone such as Europe/Rome or America/New_York.",
                "Un fuso orario come Europe/Rome o America/New_York.",
            ],
        );
    }
    if hours.days.is_empty() || hours.days.iter().any(|day| !(0..7).contains(day)) {
        invalid.add("quiet_hours.days", ["Choose at least one day.", "Scegliere almeno un giorno."]);
    }
}

fn wrong_with(step: &Step, house: &House) -> Option<[&'static str; 2]> {
    match step {
        Step::Queue { queue, .. } if !house.queues.contains_key(queue) => {
            Some(["Choose a queue.", "Scegliere una coda."])
        }
        Step::Agent { agent, .. } if !house.users.contains_key(agent) => {
            Some(["Choose an agent.", "Scegliere un operatore."])
        }
        step => step.wrong(),
    }
}
