//! Signed-in browsers.

use sqlx::Row;

use super::{Store, StoreError, Tx, users::read_language};
use crate::domain::{Timestamp, UserId, language::Language, user::Theme};

#[derive(Clone, Debug)]
pub struct SessionRow {
    pub user: UserId,
    pub seen_at: Timestamp,
    pub expires_at: Timestamp,
    /// How this person likes the desktop.
    pub theme: Theme,
    pub language: Option<Language>,
}

impl Store {
    pub async fn start_session(
        &self,
        token_hash: String,
        user: UserId,
        now: Timestamp,
        expires_at: Timestamp,
        user_agent: String,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let (token_hash, user_agent) = (token_hash.clone(), user_agent.clone());
            Box::pin(async move {
                sqlx::query("delete from session where expires_at < $1").bind(now.0).execute(tx.connection()).await?;
                sqlx::query(
                    "insert into session (token_hash, user_id, created_at, seen_at, expires_at, user_agent) \
                     values ($1, $2, $3, $3, $4, $5)",
                )
                .bind(token_hash)
                .bind(user.0)
                .bind(now.0)
                .bind(expires_at.0)
                .bind(user_agent)
                .execute(tx.connection())
                .await?;
                Ok(())
            })
        })
        .await
    }

    pub async fn session(&self, token_hash: &str) -> Result<Option<SessionRow>, StoreError> {
        let row = sqlx::query(
            "select s.user_id, s.seen_at, s.expires_at, u.theme, u.language from session s, app_user u \
             where s.token_hash = $1 and u.id = s.user_id",
        )
        .bind(token_hash.to_owned())
        .fetch_optional(self.read())
        .await?;
        row.map(|row| {
            let theme: String = row.try_get("theme")?;
            Ok(SessionRow {
                user: UserId(row.try_get("user_id")?),
                seen_at: Timestamp(row.try_get("seen_at")?),
                expires_at: Timestamp(row.try_get("expires_at")?),
                theme: Theme::parse(&theme).unwrap_or_default(),
                language: read_language(&row)?,
            })
        })
        .transpose()
    }

    pub async fn extend_session(
        &self,
        token_hash: String,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let token_hash = token_hash.clone();
            Box::pin(async move {
                sqlx::query("update session set seen_at = $1, expires_at = $2 where token_hash = $3")
                    .bind(now.0)
                    .bind(expires_at.0)
                    .bind(token_hash)
                    .execute(tx.connection())
                    .await?;
                Ok(())
            })
        })
        .await
    }

    pub async fn end_session(&self, token_hash: String) -> Result<(), StoreError> {
        self.write(move |tx| {
            let token_hash = token_hash.clone();
            Box::pin(async move {
                sqlx::query("delete from session where token_hash = $1")
                    .bind(token_hash)
                    .execute(tx.connection())
                    .await?;
                Ok(())
            })
        })
        .await
    }
}

impl Tx {
    pub(super) async fn end_sessions_of(&mut self, user: UserId) -> Result<(), StoreError> {
        sqlx::query("delete from session where user_id = $1").bind(user.0).execute(self.connection()).await?;
        Ok(())
    }
}
