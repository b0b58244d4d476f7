//! The tree of dispositions. Rows are never deleted: history names them.

use sqlx::{AnyConnection, Row, any::AnyRow};

use super::{Still, Store, StoreError, Tx};
use crate::domain::{
    DispositionId, Timestamp,
    disposition::{Disposition, DispositionDraft},
};

fn read(row: &AnyRow) -> Result<Disposition, StoreError> {
    Ok(Disposition {
        id: DispositionId(row.try_get("id")?),
        parent: row.try_get::<Option<i64>, _>("parent_id")?.map(DispositionId),
        name: row.try_get("name")?,
        position: row.try_get("position")?,
        archived: row.try_get::<i64, _>("archived")? == 1,
        scope: serde_json::from_str(&row.try_get::<String, _>("scope")?)?,
    })
}

pub(super) async fn all(connection: &mut AnyConnection) -> Result<Vec<Disposition>, StoreError> {
    let rows = sqlx::query("select id, parent_id, name, position, archived, scope from disposition order by id")
        .fetch_all(connection)
        .await?;
    rows.iter().map(read).collect()
}

impl Store {
    /// All of them, archived ones too.
    pub async fn dispositions(&self) -> Result<Vec<Disposition>, StoreError> {
        let mut connection = self.read().acquire().await?;
        all(&mut connection).await
    }

    /// Adds a disposition after its siblings, or renames the one with `id` and changes its scope; it stays where it is in
    /// the tree. `None` when there is no such disposition.
    pub async fn save_disposition(
        &self,
        id: Option<DispositionId>,
        draft: DispositionDraft,
        still: Still,
        now: Timestamp,
    ) -> Result<Option<DispositionId>, StoreError> {
        self.decide(move |tx| {
            let (draft, still) = (draft.clone(), still.clone());
            Box::pin(async move {
                tx.check_still(&still).await?;
                tx.save_disposition(id, &draft, now).await
            })
        })
        .await
    }

    /// Puts siblings into this order.
    pub async fn order_dispositions(&self, order: Vec<DispositionId>, now: Timestamp) -> Result<(), StoreError> {
        self.decide(move |tx| {
            let order = order.clone();
            Box::pin(async move {
                for (position, id) in order.into_iter().enumerate() {
                    sqlx::query("update disposition set position = $1 where id = $2")
                        .bind(position as i64)
                        .bind(id.0)
                        .execute(tx.connection())
                        .await?;
                }
                tx.house_changed(now)
            })
        })
        .await
    }

    pub async fn archive_disposition(
        &self,
        id: DispositionId,
        archived: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.decide(move |tx| {
            Box::pin(async move {
                sqlx::query("update disposition set archived = $1 where id = $2")
                    .bind(i64::from(archived))
                    .bind(id.0)
                    .execute(tx.connection())
                    .await?;
                tx.house_changed(now)
            })
        })
        .await
    }
}

impl Tx {
    async fn save_disposition(
        &mut self,
        id: Option<DispositionId>,
        draft: &DispositionDraft,
        now: Timestamp,
    ) -> Result<Option<DispositionId>, StoreError> {
        let scope = serde_json::to_string(&draft.scope)?;
        let query = match id {
            Some(id) => sqlx::query("update disposition set name = $1, scope = $2 where id = $3 returning id")
                .bind(draft.name.clone())
                .bind(scope)
                .bind(id.0),
            None => sqlx::query(
                "insert into disposition (name, scope, parent_id, archived, position) values ($1, $2, $3, 0, \
                 (select coalesce(max(position), -1) + 1 from disposition where coalesce(parent_id, 0) = coalesce($3, 0))) \
                 returning id",
            )
            .bind(draft.name.clone())
            .bind(scope)
            .bind(draft.parent.map(|parent| parent.0)),
        };
        let Some(row) = query.fetch_optional(self.connection()).await? else { return Ok(None) };
        self.house_changed(now)?;
        Ok(Some(DispositionId(row.try_get("id")?)))
    }
}
