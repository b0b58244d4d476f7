//! The people of the house, as colleagues name them in notes.

use std::sync::Arc;

use super::{clock::Clock, failure::Failure, houses::Houses, store::Store};
use crate::domain::{InteractionId, mention::Colleague, user::Me};

/// How many are shown to choose from.
const SHOWN: usize = 8;

#[derive(Clone)]
pub struct Colleagues {
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
}

impl Colleagues {
    pub fn new(store: Store, houses: Arc<Houses>, clock: Clock) -> Colleagues {
        Colleagues { store, houses, clock }
    }

    /// Those whose login, or any word of whose name, begins with `typed`; by name. Without the one who asks.
    pub fn find(&self, me: &Me, typed: &str) -> Vec<Colleague> {
        let typed = typed.trim().to_lowercase();
        let house = self.houses.current();
        let mut found: Vec<Colleague> = house
            .users
            .values()
            .filter(|user| user.active && user.id != me.id)
            .filter(|user| {
                let name = user.name.to_lowercase();
                user.login.starts_with(&typed)
                    || name.starts_with(&typed)
                    || name.split_whitespace().any(|word| word.starts_with(&typed))
            })
            .map(|user| Colleague { id: user.id, login: user.login.clone(), name: user.name.clone() })
            .collect();
        found.sort_by_cached_key(|person| (person.name.to_lowercase(), person.id));
        found.truncate(SHOWN);
        found
    }

    /// He has read his mentions in this interaction, or all of them.
    pub async fn read_mentions(&self, me: &Me, interaction: Option<InteractionId>) -> Result<(), Failure> {
        Ok(self.store.read_mentions(me.id, interaction, self.clock.now()).await?)
    }
}
