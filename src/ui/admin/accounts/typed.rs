//! An account as its form holds it. Credentials are kept for every provider that was looked at, so that changing one's
//! mind loses nothing; only those of the chosen provider are sent.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    quiet::TypedQuietHours,
    rules::TypedRules,
    steps::{TypedStep, read_flow},
};
use crate::{
    domain::{
        TeamId, UserId,
        account::{Account, AccountDraft, ProviderForm, Rules},
        error::Invalid,
    },
    ui::{
        admin::{
            ordered::Ordered,
            reader::{Reader, plain},
        },
        words::admin::FormWords,
    },
};

#[derive(Clone, Debug, PartialEq)]
pub struct TypedAccount {
    pub key: String,
    pub name: String,
    pub provider: String,
    pub sender: String,
    pub public_url: String,
    pub country: String,
    pub rate: String,
    pub api_base: String,
    pub active: bool,
    pub mms: bool,
    pub flow: Ordered<TypedStep>,
    pub rules: TypedRules,
    pub quiet_hours: TypedQuietHours,
    pub agents: Vec<UserId>,
    pub teams: Vec<TeamId>,
    /// By provider and field.
    pub credentials: BTreeMap<(String, String), String>,
    /// Stored secrets that are being replaced: their inputs are open.
    pub replacing: BTreeSet<String>,
    /// Stored secrets that go with the next save.
    pub removing: BTreeSet<String>,
}

impl TypedAccount {
    /// A new account at `provider`.
    pub fn blank(provider: Option<&ProviderForm>) -> TypedAccount {
        TypedAccount {
            key: String::new(),
            name: String::new(),
            provider: provider.map(|p| p.key.clone()).unwrap_or_default(),
            sender: String::new(),
            public_url: String::new(),
            country: String::new(),
            rate: provider.map(|p| plain(p.default_rate)).unwrap_or_default(),
            api_base: String::new(),
            active: true,
            mms: provider.is_some_and(|p| p.mms_always),
            flow: [].into_iter().collect(),
            rules: TypedRules::from(&Rules::default()),
            quiet_hours: TypedQuietHours::from(None),
            agents: Vec::new(),
            teams: Vec::new(),
            credentials: BTreeMap::new(),
            replacing: BTreeSet::new(),
            removing: BTreeSet::new(),
        }
    }

    /// Takes another provider; its usual pace and whether it carries pictures come with it unless something else was chosen.
    pub fn take_provider(&mut self, key: &str, providers: &[ProviderForm]) {
        let usual = |key: &str| providers.iter().find(|p| p.key == key).map(|p| plain(p.default_rate));
        if self.rate.trim().is_empty() || usual(&self.provider).as_deref() == Some(self.rate.trim()) {
            self.rate = usual(key).unwrap_or_default();
        }
        let always = |key: &str| providers.iter().any(|p| p.key == key && p.mms_always);
        if self.mms == always(&self.provider) {
            self.mms = always(key);
        }
        key.clone_into(&mut self.provider);
    }

    pub fn credential(&self, field: &str) -> String {
        self.credentials.get(&(self.provider.clone(), field.to_owned())).cloned().unwrap_or_default()
    }

    pub fn set_credential(&mut self, field: &str, value: String) {
        self.credentials.insert((self.provider.clone(), field.to_owned()), value);
    }

    /// Leaves the stored secret as it is.
    pub fn keep_secret(&mut self, field: &str) {
        self.replacing.remove(field);
        self.removing.remove(field);
        self.credentials.remove(&(self.provider.clone(), field.to_owned()));
    }

    /// Takes the secrets away: after a save they live on the server only.
    pub fn forget_secrets(&mut self, providers: &[ProviderForm]) {
        self.replacing.clear();
        self.removing.clear();
        self.credentials.retain(|(provider, field), _| {
            providers.iter().any(|p| p.key == *provider && p.fields.iter().any(|f| f.key == *field && !f.secret))
        });
    }

    pub fn read(&self, words: &'static FormWords) -> Result<AccountDraft, Invalid> {
        let mut reader = Reader::new(words);
        let rate = reader.decimal("rate", &self.rate);
        let flow = read_flow(&self.flow, &mut reader);
        let rules = self.rules.read(&mut reader);
        let quiet_hours = reader.take(self.quiet_hours.read(words)).flatten();
        let draft = AccountDraft {
            key: self.key.trim().to_owned(),
            name: self.name.trim().to_owned(),
            provider: self.provider.clone(),
            sender: self.sender.trim().to_owned(),
            public_url: self.public_url.trim().to_owned(),
            country: self.country.trim().to_uppercase(),
            rate,
            api_base: self.api_base.trim().to_owned(),
            active: self.active,
            mms: self.mms,
            flow,
            rules,
            quiet_hours,
            agents: self.agents.clone(),
            teams: self.teams.clone(),
            credentials: self
                .credentials
                .iter()
                .filter(|((provider, _), _)| *provider == self.provider)
                .map(|((_, field), value)| (field.clone(), value.trim().to_owned()))
                .collect(),
            cleared: self.removing.clone(),
        };
        reader.beside(draft.check());
        reader.finish()?;
        Ok(draft)
    }
}

impl From<&Account> for TypedAccount {
    fn from(account: &Account) -> TypedAccount {
        let draft = &account.draft;
        TypedAccount {
            key: draft.key.clone(),
            name: draft.name.clone(),
            provider: draft.provider.clone(),
            sender: draft.sender.clone(),
            public_url: draft.public_url.clone(),
            country: draft.country.clone(),
            rate: plain(draft.rate),
            api_base: draft.api_base.clone(),
            active: draft.active,
            mms: draft.mms,
            flow: draft.flow.0.iter().map(TypedStep::from).collect(),
            rules: TypedRules::from(&draft.rules),
            quiet_hours: TypedQuietHours::from(draft.quiet_hours.as_ref()),
            agents: draft.agents.clone(),
            teams: draft.teams.clone(),
            credentials: draft
                .credentials
                .iter()
                .map(|(field, value)| ((draft.provider.clone(), field.clone()), value.clone()))
                .collect(),
            replacing: BTreeSet::new(),
            removing: BTreeSet::new(),
        }
    }
}
