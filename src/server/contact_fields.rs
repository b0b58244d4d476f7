//! The house's own fields of contacts, as an administrator sets them up.

use std::sync::Arc;

use super::{
    clock::Clock,
    failure::Failure,
    houses::Houses,
    store::{Store, StoreError},
};
use crate::domain::{
    FieldId,
    contact_field::{ContactField, ContactFieldDraft},
    error::Invalid,
    user::Me,
};

#[derive(Clone)]
pub struct ContactFields {
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
}

impl ContactFields {
    pub fn new(store: Store, houses: Arc<Houses>, clock: Clock) -> ContactFields {
        ContactFields { store, houses, clock }
    }

    /// In the order they stand in; those put away come last.
    pub fn list(&self) -> Vec<ContactField> {
        let mut fields = self.houses.current().contact_fields.clone();
        fields.sort_by_key(|field| field.archived);
        fields
    }

    pub async fn save(&self, me: &Me, id: Option<FieldId>, draft: ContactFieldDraft) -> Result<FieldId, Failure> {
        self.save_as(Some(me), id, draft).await
    }

    /// `by` is `None` for the command line.
    pub async fn save_as(
        &self,
        by: Option<&Me>,
        id: Option<FieldId>,
        mut draft: ContactFieldDraft,
    ) -> Result<FieldId, Failure> {
        if let Some(id) = id {
            let house = self.houses.current();
            let known = house.contact_fields.iter().find(|field| field.id == id).ok_or(Failure::NotFound)?;
            draft.kind = known.kind;
        }
        draft.tidy();
        draft.check()?;
        let (now, name) = (self.clock.now(), draft.name.clone());
        let saved = match self.store.save_contact_field(id, draft, now).await {
            Err(StoreError::Duplicate(_)) => {
                return Err(Invalid::one(
                    "name",
                    ["Another field has this name.", "Un altro campo ha già questo nome."],
                )
                .into());
            }
            saved => saved?.ok_or(Failure::NotFound)?,
        };
        self.store.note_act(now, by.map(|me| me.id), "contact_field.save", format!("field {saved}"), name).await?;
        self.houses.reload().await?;
        Ok(saved)
    }
}
