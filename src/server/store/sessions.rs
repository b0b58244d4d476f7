//! Signed-in browsers.

use std::sync::Arc;

use sqlx::Row;

use super::{Store, StoreError, Tx, users::read_language};
use crate::{
    domain::{
        Timestamp, UserId,
        event::{Audience, Event},
        language::Language,
        user::Theme,
    },
    server::house::House,
};

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

    /// Somebody signs out. When it was his last browser he is gone at once: nothing is offered to him any more, and what was
    /// goes on.
    pub async fn end_session(&self, token_hash: String, now: Timestamp, house: Arc<House>) -> Result<(), StoreError> {
        self.decide(move |tx| {
            let (token_hash, house) = (token_hash.clone(), house.clone());
            Box::pin(async move { tx.end_session(token_hash, now, &house).await })
        })
        .await
    }
}

impl Tx {
    async fn end_session(&mut self, token_hash: String, now: Timestamp, house: &House) -> Result<(), StoreError> {
        let row = sqlx::query("delete from session where token_hash = $1 returning user_id")
            .bind(token_hash)
            .fetch_optional(self.connection())
            .await?;
        let Some(row) = row else { return Ok(()) };
        let user = UserId(row.try_get("user_id")?);
        self.tell(now, Audience::Streams { user }, &Event::SignedOut)?;
        let gone = sqlx::query(
            "update presence set connected = 0 where user_id = $1 and connected = 1 \
             and not exists (select 1 from session where user_id = $1 and expires_at > $2) returning user_id",
        )
        .bind(user.0)
        .bind(now.0)
        .fetch_optional(self.connection())
        .await?;
        if gone.is_some() {
            self.withdraw_offers_of(user, now, house).await?;
            self.tell_presence(user, now, house).await?;
        }
        Ok(())
    }

    pub(super) async fn end_sessions_of(&mut self, user: UserId, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query("delete from session where user_id = $1").bind(user.0).execute(self.connection()).await?;
        self.tell(now, Audience::Streams { user }, &Event::SignedOut)
    }
}
