//! What open pages tell of themselves: whether a request would be noticed there, and what they show.

use std::sync::Arc;

use super::{clock::Clock, contacts::Contacts, failure::Failure, houses::Houses, store::Store};
use crate::domain::{InteractionId, alerts::AlertChoice, attention::Looker, error::Invalid, user::Me};

/// How long what a page said holds without a sign of life, ms. Nodes give one at least every ten seconds.
pub const SILENCE: i64 = 30_000;

#[derive(Clone)]
pub struct Attention {
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
    contacts: Contacts,
}

/// Whether this can be the name of a page: what a browser makes of 128 random bits.
pub fn is_page(page: &str) -> bool {
    (8..=64).contains(&page.len()) && page.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn checked(page: String) -> Result<String, Failure> {
    if is_page(&page) {
        Ok(page)
    } else {
        Err(Invalid::one("page", ["This is not the name of a page.", "Non è il nome di una pagina."]).into())
    }
}

impl Attention {
    pub fn new(store: Store, houses: Arc<Houses>, clock: Clock, contacts: Contacts) -> Attention {
        Attention { store, houses, clock, contacts }
    }

    /// `acted`: he clicked or pressed a key there, which brings him back into routing.
    pub async fn hearing(&self, me: &Me, page: String, hears: bool, acted: bool) -> Result<(), Failure> {
        let page = checked(page)?;
        Ok(self.store.hearing(me.id, page, hears, acted, self.clock.now(), self.houses.current()).await?)
    }

    /// The page shows this interaction now, or none, and `beside` it another one to be read. From here on it is told what
    /// happens in both. Returns who else has the first on the screen.
    pub async fn look(
        &self,
        me: &Me,
        page: String,
        interaction: Option<InteractionId>,
        beside: Option<InteractionId>,
    ) -> Result<Vec<Looker>, Failure> {
        let page = checked(page)?;
        let mut shows = Vec::new();
        for id in interaction.into_iter().chain(beside) {
            let shown = self.contacts.readable(me, id).await?;
            // Supervisors are told of everything; what they see by that right alone ends with it.
            if self.contacts.reads_for_good(me, &shown).await? {
                shows.push(id);
            }
        }
        Ok(self.store.look(me.id, page, interaction, shows, self.clock.now(), self.houses.current()).await?)
    }

    pub async fn set_alerts(&self, me: &Me, choice: AlertChoice) -> Result<(), Failure> {
        Ok(self.store.set_alerts(me.id, choice.checked()).await?)
    }
}
