//! Pictures and files of simulated phones.

use std::collections::HashMap;

use sqlx::Row;

use super::{Contents, Store, StoreError, Tx};
use crate::domain::{AccountId, Timestamp, sandbox::HandsetMedia};

/// Something a phone sends or received.
#[derive(Clone, Debug)]
pub struct SandboxMedia {
    pub account: AccountId,
    pub token: String,
    pub contents: Contents,
}

impl Tx {
    /// Makes these the parts of a text, in this order.
    pub(super) async fn bind_sandbox_media(
        &mut self,
        tokens: &[String],
        account: AccountId,
        external_id: &str,
    ) -> Result<(), StoreError> {
        for (position, token) in (0i64..).zip(tokens) {
            sqlx::query(
                "update sandbox_media set external_id = $1, position = $2 where token = $3 and account_id = $4 \
                 and external_id is null",
            )
            .bind(external_id.to_owned())
            .bind(position)
            .bind(token.clone())
            .bind(account.0)
            .execute(self.connection())
            .await?;
        }
        Ok(())
    }
}

impl Store {
    /// Notes something whose contents are kept already.
    pub async fn add_sandbox_media(&self, media: SandboxMedia, now: Timestamp) -> Result<(), StoreError> {
        self.write(move |tx| {
            let media = media.clone();
            Box::pin(async move {
                sqlx::query(
                    "insert into sandbox_media (token, account_id, position, content_type, size, width, height, sha256, \
                     created_at) values ($1, $2, 0, $3, $4, $5, $6, $7, $8)",
                )
                .bind(media.token)
                .bind(media.account.0)
                .bind(media.contents.content_type)
                .bind(media.contents.size)
                .bind(media.contents.width)
                .bind(media.contents.height)
                .bind(media.contents.sha256)
                .bind(now.0)
                .execute(tx.connection())
                .await?;
                Ok(())
            })
        })
        .await
    }

    pub async fn sandbox_media(&self, token: &str) -> Result<Option<SandboxMedia>, StoreError> {
        let row = sqlx::query(
            "select account_id, token, content_type, size, width, height, sha256 from sandbox_media where token = $1",
        )
        .bind(token.to_owned())
        .fetch_optional(self.read())
        .await?;
        row.map(|row| {
            Ok(SandboxMedia {
                account: AccountId(row.try_get("account_id")?),
                token: row.try_get("token")?,
                contents: Contents {
                    content_type: row.try_get("content_type")?,
                    size: row.try_get("size")?,
                    width: row.try_get("width")?,
                    height: row.try_get("height")?,
                    sha256: row.try_get("sha256")?,
                },
            })
        })
        .transpose()
    }

    /// What the texts of a handset from the one with id `first` carry, by text.
    pub(super) async fn handset_media(
        &self,
        account: AccountId,
        number: &str,
        first: i64,
    ) -> Result<HashMap<i64, Vec<HandsetMedia>>, StoreError> {
        let rows = sqlx::query(
            "select t.id, m.token, m.content_type, m.size, m.width, m.height from sandbox_text t \
             join sandbox_media m on m.account_id = t.account_id and m.external_id = t.external_id \
             where t.account_id = $1 and t.handset = $2 and t.id >= $3 order by t.id, m.position",
        )
        .bind(account.0)
        .bind(number.to_owned())
        .bind(first)
        .fetch_all(self.read())
        .await?;
        let mut found: HashMap<i64, Vec<HandsetMedia>> = HashMap::new();
        for row in rows {
            found.entry(row.try_get("id")?).or_default().push(HandsetMedia {
                token: row.try_get("token")?,
                content_type: row.try_get("content_type")?,
                size: row.try_get("size")?,
                width: row.try_get("width")?,
                height: row.try_get("height")?,
            });
        }
        Ok(found)
    }
}
