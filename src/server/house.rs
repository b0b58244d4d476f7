//! The house as it is set up: people, teams, accounts, queues, settings. Read whole into memory, replaced at every change,
//! so that nothing on a hot path asks the database who may do what.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use crate::{
    domain::{
        AccountId, ListId, QueueId, TagId, TeamId, UserId,
        account::Rules,
        contact::ContactList,
        contact_field::ContactField,
        disposition::{RequiredBy, Tree},
        flow::{AutoReplyWhen, Flow, Step},
        media::MediaLimits,
        message::LONGEST_TEXT,
        queue::Queue,
        quiet::QuietHours,
        settings::Settings,
        tag::Tag,
        user::{Role, User},
    },
    server::providers::{Credentials, Mms, Provider},
};

#[derive(Default)]
pub struct House {
    pub settings: Settings,
    pub users: HashMap<UserId, User>,
    pub teams: BTreeMap<TeamId, String>,
    pub queues: BTreeMap<QueueId, HouseQueue>,
    pub accounts: BTreeMap<AccountId, Arc<HouseAccount>>,
    pub by_token: HashMap<String, AccountId>,
    pub dispositions: Tree,
    pub tags: BTreeMap<TagId, Tag>,
    /// In the order they stand in; archived ones too.
    pub contact_fields: Vec<ContactField>,
    /// Of contacts, by name.
    pub lists: Vec<ContactList>,
}

pub struct HouseQueue {
    pub queue: Queue,
    /// Agents and members of its teams, those who are active.
    pub members: HashSet<UserId>,
}

/// An account with its secrets opened. Never serialised.
pub struct HouseAccount {
    pub id: AccountId,
    pub key: String,
    pub name: String,
    pub sender: String,
    pub provider_key: String,
    pub provider: Arc<dyn Provider>,
    pub token: String,
    /// Where the provider reaches us, without a trailing slash.
    pub public_url: String,
    pub country: String,
    /// Segments a second.
    pub rate: f64,
    pub api_base: String,
    pub active: bool,
    /// What it sends of pictures and files; `None` when it sends texts only.
    pub mms: Option<Mms>,
    pub flow: Flow,
    pub rules: Rules,
    pub quiet_hours: Option<QuietHours>,
    pub credentials: Credentials,
    /// Agents and members of its teams, those who are active.
    pub users: HashSet<UserId>,
}

impl HouseAccount {
    pub fn inbound_url(&self) -> String {
        format!("{}/hooks/{}/inbound", self.public_url, self.token)
    }

    /// Characters of one text: what its provider takes, and no more than anybody may write.
    pub fn max_chars(&self) -> usize {
        self.provider.capabilities().max_chars.min(LONGEST_TEXT)
    }

    pub fn status_url(&self) -> String {
        format!("{}/hooks/{}/status", self.public_url, self.token)
    }

    /// Where the provider fetches what we send, by the unguessable part of its address.
    pub fn media_url(&self, token: &str) -> String {
        format!("{}/m/{token}", self.public_url)
    }

    pub fn replies_to_each_message(&self) -> impl Iterator<Item = &str> {
        self.flow.0.iter().filter_map(|step| match step {
            Step::AutoReply { text, when: AutoReplyWhen::EachMessage } => Some(text.as_str()),
            _ => None,
        })
    }
}

impl House {
    pub fn account(&self, id: AccountId) -> Option<&Arc<HouseAccount>> {
        self.accounts.get(&id)
    }

    pub fn account_by_token(&self, token: &str) -> Option<&Arc<HouseAccount>> {
        self.account(*self.by_token.get(token)?)
    }

    /// What people may attach to one message of an account.
    pub fn media_limits(&self, account: &HouseAccount) -> Option<MediaLimits> {
        let mms = account.mms?;
        Some(MediaLimits {
            files: mms.files,
            file_size: self.settings.media_size().min(mms.total_size),
            total_size: mms.total_size,
            kinds: self.settings.media_kinds.clone(),
        })
    }

    pub fn user_name(&self, id: UserId) -> Option<&str> {
        self.users.get(&id).map(|user| user.name.as_str())
    }

    pub fn queue_name(&self, id: QueueId) -> Option<&str> {
        self.queues.get(&id).map(|queue| queue.queue.name.as_str())
    }

    pub fn list(&self, id: ListId) -> Option<&ContactList> {
        self.lists.iter().find(|list| list.id == id)
    }

    /// How many sessions somebody may own: his own capacity or the house's, and never more than the tab limit.
    pub fn capacity(&self, id: UserId) -> i64 {
        let own = self.users.get(&id).and_then(|user| user.capacity).unwrap_or(self.settings.default_capacity);
        own.min(self.settings.tab_limit)
    }

    /// Whether agents may transfer sessions of this account.
    pub fn may_transfer(&self, account: AccountId) -> bool {
        self.settings.transfer && self.account(account).is_some_and(|account| account.rules.transfer)
    }

    /// Who says that a session of `account` that came by `queue` needs a disposition to be closed. Nobody where none is
    /// offered: it could never be closed.
    pub fn disposition_required(&self, account: AccountId, queue: Option<QueueId>) -> Option<RequiredBy> {
        let by = match self.account(account) {
            _ if self.settings.disposition_required => RequiredBy::House,
            Some(account) if account.rules.disposition_required => RequiredBy::Account,
            _ => return None,
        };
        (!self.dispositions.choices(account, queue).is_empty()).then_some(by)
    }

    pub fn queues_of(&self, user: UserId) -> impl Iterator<Item = &HouseQueue> {
        self.queues.values().filter(move |queue| queue.members.contains(&user))
    }

    pub fn supervises(&self, user: UserId) -> bool {
        self.users.get(&user).is_some_and(|user| user.active && user.role >= Role::Supervisor)
    }

    /// Those among `agents` and the members of `teams` who may sign in.
    pub fn active_members(users: &HashMap<UserId, User>, agents: &[UserId], teams: &[TeamId]) -> HashSet<UserId> {
        users
            .values()
            .filter(|user| user.active)
            .filter(|user| agents.contains(&user.id) || user.teams.iter().any(|team| teams.contains(team)))
            .map(|user| user.id)
            .collect()
    }
}
