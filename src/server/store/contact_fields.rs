//! Fields of contacts that the house has thought of itself, and the lists contacts stand in.

use sqlx::{AnyConnection, Row};

use super::{Still, Store, StoreError};
use crate::domain::{
    FieldId, ListId, Timestamp,
    contact::ContactList,
    contact_field::{ContactField, ContactFieldDraft, FieldKind},
};

/// In the order they stand in.
pub(super) async fn all(connection: &mut AnyConnection) -> Result<Vec<ContactField>, StoreError> {
    let rows = sqlx::query(
        "select id, name, kind, options, position, archived from contact_field order by position, name, id",
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let kind: String = row.try_get("kind")?;
            Ok(ContactField {
                id: FieldId(row.try_get("id")?),
                name: row.try_get("name")?,
                kind: FieldKind::parse(&kind).ok_or(StoreError::Unreadable(kind))?,
                options: serde_json::from_str(&row.try_get::<String, _>("options")?)?,
                position: row.try_get("position")?,
                archived: row.try_get::<i64, _>("archived")? == 1,
            })
        })
        .collect()
}

pub(super) async fn lists(connection: &mut AnyConnection) -> Result<Vec<ContactList>, StoreError> {
    let rows = sqlx::query("select id, name from contact_list order by name").fetch_all(connection).await?;
    rows.into_iter().map(|row| Ok(ContactList { id: ListId(row.try_get("id")?), name: row.try_get("name")? })).collect()
}

impl Store {
    /// Adds a field, or changes the one with `id`, whose kind stays as it is: what stands in it was written for that.
    /// `None` when there is no such field.
    pub async fn save_contact_field(
        &self,
        id: Option<FieldId>,
        draft: ContactFieldDraft,
        still: Still,
        now: Timestamp,
    ) -> Result<Option<FieldId>, StoreError> {
        self.decide(move |tx| {
            let (draft, still) = (draft.clone(), still.clone());
            Box::pin(async move {
                tx.check_still(&still).await?;
                tx.keep_apart("contact_field", "name", id.map(|id| id.0), &draft.name).await?;
                let options = serde_json::to_string(&draft.options)?;
                let query = match id {
                    Some(id) => sqlx::query(
                        "update contact_field set name = $1, options = $2, position = $3, archived = $4 \
                         where id = $5 returning id",
                    )
                    .bind(draft.name)
                    .bind(options)
                    .bind(draft.position)
                    .bind(i64::from(draft.archived))
                    .bind(id.0),
                    None => sqlx::query(
                        "insert into contact_field (name, options, position, archived, kind) \
                         values ($1, $2, $3, $4, $5) returning id",
                    )
                    .bind(draft.name)
                    .bind(options)
                    .bind(draft.position)
                    .bind(i64::from(draft.archived))
                    .bind(draft.kind.as_str()),
                };
                let Some(row) = query.fetch_optional(tx.connection()).await? else { return Ok(None) };
                tx.house_changed(now)?;
                Ok(Some(FieldId(row.try_get("id")?)))
            })
        })
        .await
    }
}
