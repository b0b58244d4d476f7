//! Tags, and what carries them.

use std::sync::Arc;

use sqlx::{AnyConnection, AssertSqlSafe, Row};

use super::{Still, Store, StoreError, Tx};
use crate::{
    domain::{
        ContactId, InteractionId, TagId, Timestamp,
        event::{Audience, Event},
        tag::{Tag, TagColour, TagDraft, TagPick, folded},
    },
    server::house::House,
};

/// What a tag is put on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tagged {
    Contact(ContactId),
    Interaction(InteractionId),
}

impl Tagged {
    /// Table, its column for what carries the tag, and the id in it.
    fn place(self) -> (&'static str, &'static str, i64) {
        match self {
            Tagged::Contact(id) => ("contact_tag", "contact_id", id.0),
            Tagged::Interaction(id) => ("interaction_tag", "interaction_id", id.0),
        }
    }
}

/// What became of adding a tag or taking it away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagOutcome {
    Done,
    /// What should carry it is not there.
    Gone,
    /// There is no such tag, and it may not be made.
    Unknown,
    /// An administrator put it away.
    Archived,
}

/// The tags of one thing, by name. Archived ones stay where they were put.
pub(super) async fn of(connection: &mut AnyConnection, tagged: Tagged, house: &House) -> Result<Vec<Tag>, StoreError> {
    let (table, column, id) = tagged.place();
    let sql = format!("select tag_id from {table} where {column} = $1");
    let rows = sqlx::query(AssertSqlSafe(sql)).bind(id).fetch_all(connection).await?;
    let mut tags = Vec::with_capacity(rows.len());
    for row in rows {
        tags.extend(house.tags.get(&TagId(row.try_get("tag_id")?)).cloned());
    }
    tags.sort_by_key(|tag| folded(&tag.name));
    Ok(tags)
}

pub(super) async fn all(connection: &mut AnyConnection) -> Result<Vec<Tag>, StoreError> {
    let rows = sqlx::query("select id, name, colour, archived from tag").fetch_all(connection).await?;
    rows.into_iter()
        .map(|row| {
            let colour: String = row.try_get("colour")?;
            Ok(Tag {
                id: TagId(row.try_get("id")?),
                name: row.try_get("name")?,
                colour: TagColour::parse(&colour).ok_or(StoreError::Unreadable(colour))?,
                archived: row.try_get::<i64, _>("archived")? == 1,
            })
        })
        .collect()
}

impl Store {
    /// Adds a tag, or changes the one with `id`. `None` when there is no such tag.
    pub async fn save_tag(
        &self,
        id: Option<TagId>,
        draft: TagDraft,
        still: Still,
        now: Timestamp,
    ) -> Result<Option<TagId>, StoreError> {
        self.decide(move |tx| {
            let (draft, still) = (draft.clone(), still.clone());
            Box::pin(async move {
                tx.check_still(&still).await?;
                let saved = tx.save_tag(id, &draft).await?;
                if saved.is_some() {
                    tx.house_changed(now)?;
                }
                Ok(saved)
            })
        })
        .await
    }

    pub async fn tags_of(&self, tagged: Tagged, house: &House) -> Result<Vec<Tag>, StoreError> {
        let mut connection = self.read().acquire().await?;
        of(&mut connection, tagged, house).await
    }

    /// Puts a tag on something (`on`) or takes it away, and tells who may see that. `make`: a tag that does not exist yet
    /// is made. Doing it twice changes nothing.
    pub async fn set_tag(
        &self,
        tagged: Tagged,
        pick: TagPick,
        on: bool,
        make: bool,
        now: Timestamp,
        house: Arc<House>,
    ) -> Result<TagOutcome, StoreError> {
        self.write(move |tx| {
            let (pick, house) = (pick.clone(), house.clone());
            Box::pin(async move { tx.set_tag(tagged, &pick, on, make, now, &house).await })
        })
        .await
    }
}

impl Tx {
    async fn save_tag(&mut self, id: Option<TagId>, draft: &TagDraft) -> Result<Option<TagId>, StoreError> {
        let sql = match id {
            Some(_) => "update tag set name = $1, folded = $2, colour = $3, archived = $4 where id = $5 returning id",
            None => "insert into tag (name, folded, colour, archived) values ($1, $2, $3, $4) returning id",
        };
        let mut query = sqlx::query(sql)
            .bind(draft.name.clone())
            .bind(folded(&draft.name))
            .bind(draft.colour.as_str())
            .bind(i64::from(draft.archived));
        if let Some(id) = id {
            query = query.bind(id.0);
        }
        let row = query.fetch_optional(self.connection()).await?;
        row.map(|row| Ok(TagId(row.try_get("id")?))).transpose()
    }

    /// The tag that is picked, and whether it is put away.
    async fn picked(&mut self, pick: &TagPick) -> Result<Option<(TagId, bool)>, StoreError> {
        let query = match pick {
            TagPick::Known(id) => sqlx::query("select id, archived from tag where id = $1").bind(id.0),
            TagPick::Named(name) => sqlx::query("select id, archived from tag where folded = $1").bind(folded(name)),
        };
        let row = query.fetch_optional(self.connection()).await?;
        row.map(|row| Ok((TagId(row.try_get("id")?), row.try_get::<i64, _>("archived")? == 1))).transpose()
    }

    async fn set_tag(
        &mut self,
        tagged: Tagged,
        pick: &TagPick,
        on: bool,
        make: bool,
        now: Timestamp,
        house: &House,
    ) -> Result<TagOutcome, StoreError> {
        let audience = match tagged {
            Tagged::Contact(id) => {
                if !self.lock_contact(id).await? {
                    return Ok(TagOutcome::Gone);
                }
                None
            }
            Tagged::Interaction(id) => match self.lock_interaction(id, house).await? {
                Some(interaction) => Some(Audience::of(&interaction)),
                None => return Ok(TagOutcome::Gone),
            },
        };
        let tag = match (self.picked(pick).await?, pick) {
            (Some((_, true)), _) if on => return Ok(TagOutcome::Archived),
            (Some((tag, _)), _) => tag,
            (None, TagPick::Named(name)) if on && make => {
                let draft = TagDraft { name: name.clone(), ..TagDraft::default() };
                let Some(tag) = self.save_tag(None, &draft).await? else { return Ok(TagOutcome::Unknown) };
                self.house_changed(now)?;
                tag
            }
            (None, _) => return Ok(TagOutcome::Unknown),
        };
        let (table, column, id) = tagged.place();
        let sql = if on {
            format!("insert into {table} ({column}, tag_id) values ($1, $2) on conflict do nothing")
        } else {
            format!("delete from {table} where {column} = $1 and tag_id = $2")
        };
        let changed = sqlx::query(AssertSqlSafe(sql)).bind(id).bind(tag.0).execute(self.connection()).await?;
        if changed.rows_affected() > 0 {
            match (tagged, audience) {
                (Tagged::Interaction(interaction), Some(audience)) => {
                    self.tell(now, audience, &Event::TagsChanged { interaction })?;
                }
                (Tagged::Contact(contact), _) => self.contact_changed(contact, now).await?,
                (Tagged::Interaction(_), None) => {}
            }
        }
        Ok(TagOutcome::Done)
    }
}
