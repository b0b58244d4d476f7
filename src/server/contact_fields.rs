//! The house's own fields of contacts, as an administrator sets them up.

use std::sync::Arc;

use super::{
    clock::Clock,
    failure::Failure,
    houses::Houses,
    seen::still,
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

    /// `seen` is what the form began with; without it what is there is written over.
    pub async fn save(
        &self,
        me: &Me,
        id: Option<FieldId>,
        draft: ContactFieldDraft,
        seen: Option<ContactFieldDraft>,
    ) -> Result<FieldId, Failure> {
        self.put(Some(me), id, draft, seen).await
    }

    /// `by` is `None` for the command line.
    pub async fn save_as(
        &self,
        by: Option<&Me>,
        id: Option<FieldId>,
        draft: ContactFieldDraft,
    ) -> Result<FieldId, Failure> {
        self.put(by, id, draft, None).await
    }

    async fn put(
        &self,
        by: Option<&Me>,
        id: Option<FieldId>,
        mut draft: ContactFieldDraft,
        mut seen: Option<ContactFieldDraft>,
    ) -> Result<FieldId, Failure> {
        if let Some(id) = id {
            let house = self.houses.current();
            let known = house.contact_fields.iter().find(|field| field.id == id).ok_or(Failure::NotFound)?;
            draft.kind = known.kind;
        }
        draft.tidy();
        draft.check()?;
        seen.iter_mut().for_each(ContactFieldDraft::tidy);
        let still = id.and_then(|id| {
            still(seen, draft.clone(), move |rows| {
                rows.contact_fields.iter().find(|field| field.id == id).map(ContactFieldDraft::from)
            })
        });
        let (now, name) = (self.clock.now(), draft.name.clone());
        let saved = match self.store.save_contact_field(id, draft, still, now).await {
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
