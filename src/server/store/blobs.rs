//! The bytes of pictures and files: once for each content, in pieces.
//!
//! A content is named by its hash, so writing it twice does no harm, and its pieces are written one job each: nobody who
//! ingests waits for a large file.

use std::sync::Arc;

use sqlx::{AssertSqlSafe, Row};

use super::{Store, StoreError, Tx};
use crate::domain::Timestamp;

/// Bytes of a piece.
pub const PIECE: usize = 256 * 1024;
/// How long a content may be here without a row that names it, ms.
const UNNAMED: i64 = 3_600_000;
/// Contents looked at in one sweep.
const SWEPT_AT_ONCE: i64 = 200;

impl Store {
    /// Keeps `bytes` under their hash (lower-case hex). Within an hour a row has to name it, else it goes again.
    pub async fn keep_content(&self, sha256: String, bytes: Arc<Vec<u8>>, now: Timestamp) -> Result<(), StoreError> {
        let (name, size) = (sha256.clone(), bytes.len() as i64);
        let complete = self
            .write(move |tx| {
                let name = name.clone();
                Box::pin(async move {
                    let row = sqlx::query(
                        "insert into media_blob (sha256, size, complete, touched_at) values ($1, $2, 0, $3) \
                         on conflict (sha256) do update set touched_at = excluded.touched_at returning complete",
                    )
                    .bind(name)
                    .bind(size)
                    .bind(now.0)
                    .fetch_one(tx.connection())
                    .await?;
                    Ok(row.try_get::<i64, _>("complete")? == 1)
                })
            })
            .await?;
        if complete {
            return Ok(());
        }
        for position in 0..bytes.len().div_ceil(PIECE) {
            let (name, bytes) = (sha256.clone(), bytes.clone());
            self.write(move |tx| {
                let from = position * PIECE;
                let piece = bytes[from..bytes.len().min(from + PIECE)].to_vec();
                let name = name.clone();
                Box::pin(async move {
                    sqlx::query(
                        "insert into media_chunk (sha256, position, bytes) values ($1, $2, $3) on conflict do nothing",
                    )
                    .bind(name)
                    .bind(position as i64)
                    .bind(piece)
                    .execute(tx.connection())
                    .await?;
                    Ok(())
                })
            })
            .await?;
        }
        self.write(move |tx| {
            let sha256 = sha256.clone();
            Box::pin(async move {
                sqlx::query("update media_blob set complete = 1, touched_at = $2 where sha256 = $1")
                    .bind(sha256)
                    .bind(now.0)
                    .execute(tx.connection())
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// The piece at `position`, counted from 0; `None` beyond the last.
    pub async fn piece(&self, sha256: &str, position: i64) -> Result<Option<Vec<u8>>, StoreError> {
        let row = sqlx::query("select bytes from media_chunk where sha256 = $1 and position = $2")
            .bind(sha256.to_owned())
            .bind(position)
            .fetch_optional(self.read())
            .await?;
        row.map(|row| Ok(row.try_get("bytes")?)).transpose()
    }

    /// Throws away contents that no row has named for an hour. Returns how many.
    pub async fn sweep_contents(&self, now: Timestamp) -> Result<usize, StoreError> {
        self.write(move |tx| Box::pin(async move { tx.sweep_contents(now).await })).await
    }
}

impl Tx {
    /// A row stopped naming this content: the next sweep looks whether another does.
    pub(super) async fn let_go(&mut self, sha256: &str, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query("update media_blob set touched_at = $2 where sha256 = $1")
            .bind(sha256.to_owned())
            .bind(now.0)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    async fn sweep_contents(&mut self, now: Timestamp) -> Result<usize, StoreError> {
        // Locked, so that whoever is about to keep one of them again waits for our commit and writes it anew.
        let sql = format!(
            "select sha256, \
             (select count(*) from media where media.sha256 = media_blob.sha256) \
             + (select count(*) from sandbox_media where sandbox_media.sha256 = media_blob.sha256) as named \
             from media_blob where touched_at < $1 order by touched_at limit $2{}",
            self.dialect.lock_free_rows()
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(now.0 - UNNAMED)
            .bind(SWEPT_AT_ONCE)
            .fetch_all(self.connection())
            .await?;
        let mut gone = 0;
        for row in rows {
            let sha256: String = row.try_get("sha256")?;
            let statements: &[&'static str] = if row.try_get::<i64, _>("named")? > 0 {
                &["update media_blob set touched_at = null where sha256 = $1"]
            } else {
                gone += 1;
                &["delete from media_chunk where sha256 = $1", "delete from media_blob where sha256 = $1"]
            };
            for statement in statements {
                sqlx::query(*statement).bind(sha256.clone()).execute(self.connection()).await?;
            }
        }
        Ok(gone)
    }
}
