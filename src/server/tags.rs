//! Tags, as an administrator keeps them, and as they are put on contacts and interactions.

use std::sync::Arc;

use super::{
    clock::Clock,
    contacts::Contacts,
    failure::Failure,
    houses::Houses,
    routing::release::may_change,
    seen::still,
    store::{Store, StoreError, TagOutcome, Tagged},
};
use crate::domain::{
    ContactId, InteractionId, TagId,
    contact::Contact,
    error::Invalid,
    tag::{Tag, TagDraft, TagPick, folded},
    user::{Me, Right},
};

#[derive(Clone)]
pub struct Tags {
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
    contacts: Contacts,
}

impl Tags {
    pub fn new(store: Store, houses: Arc<Houses>, clock: Clock, contacts: Contacts) -> Tags {
        Tags { store, houses, clock, contacts }
    }

    /// By name; those put away come last.
    pub fn list(&self) -> Vec<Tag> {
        let mut tags: Vec<Tag> = self.houses.current().tags.values().cloned().collect();
        tags.sort_by_key(|tag| (tag.archived, folded(&tag.name)));
        tags
    }

    /// `seen` is what the form began with; without it what is there is written over.
    pub async fn save(
        &self,
        me: &Me,
        id: Option<TagId>,
        draft: TagDraft,
        seen: Option<TagDraft>,
    ) -> Result<TagId, Failure> {
        self.put(Some(me), id, draft, seen).await
    }

    /// `by` is `None` for the command line.
    pub async fn save_as(&self, by: Option<&Me>, id: Option<TagId>, draft: TagDraft) -> Result<TagId, Failure> {
        self.put(by, id, draft, None).await
    }

    async fn put(
        &self,
        by: Option<&Me>,
        id: Option<TagId>,
        mut draft: TagDraft,
        mut seen: Option<TagDraft>,
    ) -> Result<TagId, Failure> {
        draft.tidy();
        draft.check()?;
        seen.iter_mut().for_each(TagDraft::tidy);
        let still = id.and_then(|id| {
            still(seen, draft.clone(), move |rows| rows.tags.iter().find(|tag| tag.id == id).map(TagDraft::from))
        });
        let (now, name) = (self.clock.now(), draft.name.clone());
        let saved = match self.store.save_tag(id, draft, still, now).await {
            Err(StoreError::Duplicate(_)) => {
                return Err(Invalid::one(
                    "name",
                    ["Another tag has this name.", "Un'altra etichetta ha già questo nome."],
                )
                .into());
            }
            saved => saved?.ok_or(Failure::NotFound)?,
        };
        self.store.note_act(now, by.map(|me| me.id), "tag.save", format!("tag {saved}"), name).await?;
        self.houses.reload().await?;
        Ok(saved)
    }

    /// Puts a tag on a contact, or takes it away.
    pub async fn tag_contact(&self, me: &Me, id: ContactId, pick: TagPick, on: bool) -> Result<Contact, Failure> {
        self.contacts.check_visible(me, id).await?;
        self.set(me, Tagged::Contact(id), pick, on).await?;
        self.store.contact(id, &self.houses.current()).await?.ok_or(Failure::NotFound)
    }

    /// Puts a tag on an interaction, or takes it away; during the session and after it. Its tags then.
    pub async fn tag_interaction(
        &self,
        me: &Me,
        id: InteractionId,
        pick: TagPick,
        on: bool,
    ) -> Result<Vec<Tag>, Failure> {
        let interaction = self.contacts.readable(me, id).await?;
        if !may_change(me, interaction.owner) {
            return Err(Failure::refused([
                "Only who answers this customer can change the tags.",
                "Può modificare le etichette solo chi risponde a questo cliente.",
            ]));
        }
        self.set(me, Tagged::Interaction(id), pick, on).await?;
        Ok(self.store.tags_of(Tagged::Interaction(id), &self.houses.current()).await?)
    }

    async fn set(&self, me: &Me, tagged: Tagged, mut pick: TagPick, on: bool) -> Result<(), Failure> {
        if let TagPick::Named(name) = &mut pick {
            let mut draft = TagDraft { name: std::mem::take(name), ..TagDraft::default() };
            draft.tidy();
            draft.check()?;
            *name = draft.name;
        }
        let house = self.houses.current();
        let make = may_create(me, house.settings.agents_create_tags);
        let outcome = match self.store.set_tag(tagged, pick.clone(), on, make, self.clock.now(), house.clone()).await {
            // Somebody made the same one just now: it is there the second time.
            Err(StoreError::Duplicate(_)) => {
                self.store.set_tag(tagged, pick.clone(), on, make, self.clock.now(), house).await?
            }
            outcome => outcome?,
        };
        match outcome {
            TagOutcome::Done => {
                // A tag that was made is known at once.
                if on && matches!(pick, TagPick::Named(_)) {
                    self.houses.reload().await?;
                }
                Ok(())
            }
            TagOutcome::Gone => Err(Failure::NotFound),
            TagOutcome::Unknown if make => {
                Err(Invalid::one("tag", ["This tag does not exist any more.", "Questa etichetta non esiste più."])
                    .into())
            }
            TagOutcome::Unknown => Err(Invalid::one(
                "tag",
                [
                    "There is no such tag. Only administrators may make new ones here.",
                    "Questa etichetta non esiste. Qui solo gli amministratori possono crearne di nuove.",
                ],
            )
            .into()),
            TagOutcome::Archived => Err(Invalid::one(
                "tag",
                [
                    "An administrator put this tag away; it can't be added any more.",
                    "Un amministratore ha archiviato questa etichetta; non si può più aggiungere.",
                ],
            )
            .into()),
        }
    }
}

/// Whether `me` may make a tag by adding it.
pub fn may_create(me: &Me, agents_create_tags: bool) -> bool {
    agents_create_tags || me.role.may(Right::Administer)
}
