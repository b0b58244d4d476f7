//! Keeps the house in memory true.

use std::{collections::HashMap, sync::Arc};

use arc_swap::ArcSwap;
use tokio::sync::Mutex;

use super::{
    failure::Failure,
    house::{House, HouseAccount, HouseQueue},
    providers::registry::Registry,
    store::{AccountRow, Store},
    vault::Vault,
};
use crate::domain::{UserId, disposition::Tree, user::User};

pub struct Houses {
    store: Store,
    vault: Vault,
    registry: Registry,
    /// Where providers reach us, unless an account says otherwise.
    public_url: String,
    /// Where the sandbox provider stands: this process itself.
    own_url: String,
    current: ArcSwap<House>,
    /// One reads at a time, so that what was read last is what holds.
    reading: Mutex<()>,
}

impl Houses {
    pub async fn open(
        store: Store,
        vault: Vault,
        registry: Registry,
        public_url: String,
        own_url: String,
    ) -> Result<Houses, Failure> {
        let houses = Houses {
            store,
            vault,
            registry,
            public_url,
            own_url,
            current: ArcSwap::default(),
            reading: Mutex::default(),
        };
        houses.reload().await?;
        Ok(houses)
    }

    pub fn current(&self) -> Arc<House> {
        self.current.load_full()
    }

    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Where the API of the simulated network stands.
    pub fn sandbox_base(&self) -> String {
        format!("{}/sandbox", self.own_url)
    }

    /// Reads the set-up again. Whoever changed it calls this before he answers, so that it holds at once.
    pub async fn reload(&self) -> Result<(), Failure> {
        let _reading = self.reading.lock().await;
        let rows = self.store.house().await?;
        let mut house = House {
            settings: rows.settings,
            teams: rows.teams,
            users: rows.users,
            dispositions: Tree::new(rows.dispositions),
            tags: rows.tags.into_iter().map(|tag| (tag.id, tag)).collect(),
            contact_fields: rows.contact_fields,
            lists: rows.lists,
            ..House::default()
        };
        for (id, queue) in rows.queues {
            let members = House::active_members(&house.users, &queue.agents, &queue.teams);
            house.queues.insert(id, HouseQueue { queue, members });
        }
        for (id, row) in rows.accounts {
            match self.open_account(&row, &house.users) {
                Ok(Some(account)) => {
                    house.by_token.insert(account.token.clone(), id);
                    house.accounts.insert(id, Arc::new(account));
                }
                Ok(None) => {
                    tracing::warn!(account = %row.values.key, provider = %row.values.provider, "unknown provider")
                }
                // The others must go on working.
                Err(error) => tracing::error!(account = %row.values.key, %error, "account left out"),
            }
        }
        self.current.store(Arc::new(house));
        Ok(())
    }

    fn open_account(&self, row: &AccountRow, users: &HashMap<UserId, User>) -> Result<Option<HouseAccount>, Failure> {
        let values = &row.values;
        let Some(provider) = self.registry.shared(&values.provider) else { return Ok(None) };
        let or = |given: &str, otherwise: &str| {
            if given.is_empty() { otherwise.to_owned() } else { given.trim_end_matches('/').to_owned() }
        };
        let own_base = self.sandbox_base();
        let provider_base = match provider.capabilities().api_base {
            "" => own_base.as_str(),
            base => base,
        };
        Ok(Some(HouseAccount {
            id: row.id,
            key: values.key.clone(),
            name: values.name.clone(),
            sender: values.sender.clone(),
            provider_key: values.provider.clone(),
            token: row.token.clone(),
            public_url: or(&values.public_url, &self.public_url),
            country: values.country.clone(),
            rate: values.rate,
            api_base: or(&values.api_base, provider_base),
            active: values.active,
            mms: provider.capabilities().mms.filter(|_| values.mms),
            flow: values.flow.clone(),
            rules: values.rules.clone(),
            quiet_hours: values.quiet_hours.clone(),
            credentials: self.vault.open(&values.credentials)?,
            users: House::active_members(users, &values.agents, &values.teams),
            provider,
        }))
    }
}
