//! What the command palette finds: contacts by name, e-mail and number, interactions by id and contact. Nobody finds what he may
//! not see.

use std::sync::Arc;

use super::{
    contacts::Contacts,
    failure::Failure,
    houses::Houses,
    store::{Reach, Store},
};
use crate::domain::{
    find::{Found, FoundInteraction, Wanted},
    interaction::Interaction,
    user::Me,
};

const CONTACTS: i64 = 8;
const INTERACTIONS: usize = 8;
/// Of each contact.
const NEWEST: i64 = 12;
/// Longer searches are nobody's.
pub(super) const LONGEST: usize = 100;

#[derive(Clone)]
pub struct Finder {
    store: Store,
    houses: Arc<Houses>,
    contacts: Contacts,
}

fn found(interaction: Interaction) -> FoundInteraction {
    FoundInteraction {
        id: interaction.id,
        contact_name: interaction.contact_name,
        number: interaction.peer.as_str().to_owned(),
        account_key: interaction.account_key,
        state: interaction.state,
        owner_name: interaction.owner_name,
        last_at: interaction.last_at,
    }
}

impl Finder {
    pub fn new(store: Store, houses: Arc<Houses>, contacts: Contacts) -> Finder {
        Finder { store, houses, contacts }
    }

    /// What `typed` may mean, for this person: agents find the contacts of their accounts and the interactions they may
    /// see, supervisors all.
    pub async fn find(&self, me: &Me, typed: &str) -> Result<Found, Failure> {
        let wanted = Wanted::read(&typed.chars().take(LONGEST).collect::<String>());
        if wanted.is_nothing() {
            return Ok(Found::default());
        }
        let house = self.houses.current();
        let reach = Reach::of(me, &house);
        let mut contacts = self.store.find_contacts(&wanted, &reach, CONTACTS).await?;
        let mut interactions = Vec::new();
        if let Some(id) = wanted.id {
            match self.contacts.readable(me, id).await {
                Ok(known) => interactions.push(known),
                Err(Failure::NotFound) => {}
                Err(failure) => return Err(failure),
            }
        }
        let mut with_contacts = Vec::new();
        for contact in &mut contacts {
            let newest = self.store.newest_with(contact.id, NEWEST, &house).await?;
            let whole = self.contacts.may_see(me, contact.id).await?;
            contact.opens = whole;
            with_contacts.extend(newest.into_iter().filter(|known| whole || known.is_visible_to(me)));
        }
        with_contacts.sort_by_key(|known| std::cmp::Reverse((known.last_at, known.id)));
        with_contacts.retain(|known| interactions.iter().all(|other| other.id != known.id));
        interactions.extend(with_contacts);
        interactions.truncate(INTERACTIONS);
        Ok(Found { interactions: interactions.into_iter().map(found).collect(), contacts })
    }
}
