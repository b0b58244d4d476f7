//! Files that wait for their message to be sent, and the end of what is kept.

use sqlx::{AssertSqlSafe, Row};

use super::{
    Store, StoreError, Tx,
    media::{COLUMNS, Upload, read},
};
use crate::domain::{InteractionId, MediaId, MessageId, Timestamp, UserId, media::Media};

/// How long an upload waits for its message, ms.
const WAITS: i64 = 24 * 3_600_000;
/// Uploads that go in one sweep.
const SWEPT_AT_ONCE: i64 = 200;

impl Store {
    /// Notes an upload whose contents are kept already.
    pub async fn add_upload(&self, upload: Upload, now: Timestamp) -> Result<Media, StoreError> {
        self.write(move |tx| {
            let upload = upload.clone();
            Box::pin(async move {
                let sql = format!(
                    "insert into media (account_id, interaction_id, position, direction, owner_id, source_url, name, \
                     content_type, state, size, width, height, sha256, attempts, version, token, public_until, created_at) \
                     values ($1, $2, 0, 'outbound', $3, '', $4, $5, 'stored', $6, $7, $8, $9, 0, 1, $10, 0, $11) \
                     returning {COLUMNS}"
                );
                let row = sqlx::query(AssertSqlSafe(sql))
                    .bind(upload.account.0)
                    .bind(upload.interaction.0)
                    .bind(upload.owner.0)
                    .bind(upload.name)
                    .bind(upload.contents.content_type)
                    .bind(upload.contents.size)
                    .bind(upload.contents.width)
                    .bind(upload.contents.height)
                    .bind(upload.contents.sha256)
                    .bind(upload.token)
                    .bind(now.0)
                    .fetch_one(tx.connection())
                    .await?;
                read(&row)
            })
        })
        .await
    }

    /// Throws an upload of `owner` away. Nothing happens when it was sent or is gone.
    pub async fn discard_upload(&self, id: MediaId, owner: UserId, now: Timestamp) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let row = sqlx::query(
                    "delete from media where id = $1 and owner_id = $2 and message_id is null returning sha256",
                )
                .bind(id.0)
                .bind(owner.0)
                .fetch_optional(tx.connection())
                .await?;
                match row.map(|row| row.try_get::<Option<String>, _>("sha256")).transpose()?.flatten() {
                    Some(sha256) => tx.let_go(&sha256, now).await,
                    None => Ok(()),
                }
            })
        })
        .await
    }

    /// Throws away uploads that no message took for a day. Returns how many.
    pub async fn sweep_uploads(&self, now: Timestamp) -> Result<usize, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let mut gone = 0;
                for table in ["media where message_id is null", "sandbox_media where external_id is null"] {
                    let name = table.split(' ').next().unwrap_or_default();
                    let sql = format!(
                        "delete from {name} where id in (select id from {table} and created_at < $1 \
                         order by created_at limit $2) returning sha256"
                    );
                    let rows = sqlx::query(AssertSqlSafe(sql))
                        .bind(now.0 - WAITS)
                        .bind(SWEPT_AT_ONCE)
                        .fetch_all(tx.connection())
                        .await?;
                    gone += rows.len();
                    for row in rows {
                        if let Some(sha256) = row.try_get::<Option<String>, _>("sha256")? {
                            tx.let_go(&sha256, now).await?;
                        }
                    }
                }
                Ok(gone)
            })
        })
        .await
    }

    /// Keeps what a message carries no longer, and says so where it was shown; that it was there stays known. Returns how
    /// many pictures and files went.
    pub async fn remove_media_of(&self, message: MessageId, now: Timestamp) -> Result<usize, StoreError> {
        self.write(move |tx| Box::pin(async move { tx.remove_media_of(message, now).await })).await
    }
}

impl Tx {
    /// Whether all of these are uploads of `owner` for this interaction that no message has yet; ours until the commit then.
    pub(super) async fn hold_uploads(
        &mut self,
        uploads: &[MediaId],
        interaction: InteractionId,
        owner: UserId,
    ) -> Result<bool, StoreError> {
        let sql = format!(
            "select id from media where id = $1 and owner_id = $2 and interaction_id = $3 and message_id is null{}",
            self.dialect.lock()
        );
        for upload in uploads {
            let row = sqlx::query(AssertSqlSafe(sql.clone()))
                .bind(upload.0)
                .bind(owner.0)
                .bind(interaction.0)
                .fetch_optional(self.connection())
                .await?;
            if row.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Makes held uploads the parts of a message, in this order.
    pub(super) async fn bind_uploads(&mut self, uploads: &[MediaId], message: MessageId) -> Result<(), StoreError> {
        for (position, upload) in (0i64..).zip(uploads) {
            sqlx::query("update media set message_id = $1, position = $2, version = version + 1 where id = $3")
                .bind(message.0)
                .bind(position)
                .bind(upload.0)
                .execute(self.connection())
                .await?;
        }
        Ok(())
    }

    async fn remove_media_of(&mut self, message: MessageId, now: Timestamp) -> Result<usize, StoreError> {
        let contents = sqlx::query("select sha256 from media where message_id = $1 and sha256 is not null")
            .bind(message.0)
            .fetch_all(self.connection())
            .await?;
        let sql = format!(
            "update media set state = 'removed', problem = null, due_at = null, sha256 = null, source_url = '', \
             public_until = 0, version = version + 1 where message_id = $1 and state <> 'removed' \
             returning {COLUMNS}, interaction_id"
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(message.0).fetch_all(self.connection()).await?;
        for row in contents {
            self.let_go(&row.try_get::<String, _>("sha256")?, now).await?;
        }
        for row in &rows {
            let interaction = InteractionId(row.try_get("interaction_id")?);
            self.tell_media(interaction, message, read(row)?, now).await?;
        }
        Ok(rows.len())
    }
}
