//! The list of contacts, and one of them whole. Nobody lists or opens a contact he may not see beside a conversation
//! ([`Contacts::may_see`]): agents those they serve or ever served, supervisors all.

use std::sync::Arc;

use super::{
    contacts::{Contacts, choices},
    failure::Failure,
    finder,
    houses::Houses,
    store::{Circle, MATCHES, Store},
};
use crate::domain::{
    ContactId,
    contact_list::{ContactRow, ContactsPage, Place, Query},
    facts::{Choices, ContactFacts},
    find::Wanted,
    user::{Me, Right},
};

/// Rows sent at once.
const PAGE: usize = 50;
/// Rows that are asked for again at once at most.
const MOST_AGAIN: usize = 200;

#[derive(Clone)]
pub struct ContactLists {
    store: Store,
    houses: Arc<Houses>,
    contacts: Contacts,
}

fn circle(me: &Me) -> Circle {
    if me.role.may(Right::Supervise) { Circle::Everybody } else { Circle::ServedBy(me.id) }
}

impl ContactLists {
    pub fn new(store: Store, houses: Arc<Houses>, contacts: Contacts) -> ContactLists {
        ContactLists { store, houses, contacts }
    }

    /// The first ones, or those that stand behind `after`.
    pub async fn list(&self, me: &Me, query: &Query, after: Option<Place>) -> Result<ContactsPage, Failure> {
        let text: String = query.text.trim().chars().take(finder::LONGEST).collect();
        let limit = PAGE as i64 + 1;
        let mut places = if text.is_empty() {
            self.store.list_contacts(circle(me), query.order, after, limit).await?
        } else {
            self.found(me, &text, after, limit).await?
        };
        let more = places.len() > PAGE;
        places.truncate(PAGE);
        let ids: Vec<ContactId> = places.iter().map(Place::contact).collect();
        let next = places.pop().filter(|_| more);
        let cut = !text.is_empty() && next.is_none() && self.is_cut(me, &text).await?;
        Ok(ContactsPage { rows: self.store.contact_rows(&ids, &self.houses.current()).await?, next, cut })
    }

    async fn found(&self, me: &Me, text: &str, after: Option<Place>, limit: i64) -> Result<Vec<Place>, Failure> {
        let before = after.map(|place| place.contact());
        let found = self.store.search_contacts(circle(me), &Wanted::read(text), before, limit).await?;
        Ok(found.into_iter().map(Place::Newest).collect())
    }

    /// Whether there may be more that fit than the search looks at.
    async fn is_cut(&self, me: &Me, text: &str) -> Result<bool, Failure> {
        if circle(me) != Circle::Everybody {
            return Ok(false);
        }
        let found = self.store.search_contacts(Circle::Everybody, &Wanted::read(text), None, MATCHES).await?;
        Ok(found.len() as i64 == MATCHES)
    }

    /// These rows as they are now; what he may not see, or is not there any more, is left out.
    pub async fn rows(&self, me: &Me, ids: &[ContactId]) -> Result<Vec<ContactRow>, Failure> {
        if ids.len() > MOST_AGAIN {
            return Err(Failure::refused([
                format!("At most {MOST_AGAIN} contacts at once."),
                format!("Al massimo {MOST_AGAIN} contatti alla volta."),
            ]));
        }
        let mut ids = ids.to_vec();
        if let Circle::ServedBy(user) = circle(me) {
            let served = self.store.served_among(user, &ids).await?;
            ids.retain(|id| served.contains(id));
        }
        Ok(self.store.contact_rows(&ids, &self.houses.current()).await?)
    }

    /// All that is known of one, and what may be chosen for it.
    pub async fn whole(&self, me: &Me, id: ContactId) -> Result<ContactFacts, Failure> {
        self.contacts.check_visible(me, id).await?;
        let house = self.houses.current();
        let contact = self.store.contact(id, &house).await?.ok_or(Failure::NotFound)?;
        Ok(ContactFacts { contact, choices: Choices { edit_contact: true, ..choices(me, &house) } })
    }
}
