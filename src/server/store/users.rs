//! People, their teams, the settings of the house.

use std::sync::Arc;

use sqlx::{Row, any::AnyRow};

use super::{Still, Store, StoreError, Tx};
use crate::{
    domain::{
        TeamId, Timestamp, UserId,
        language::Language,
        settings::Settings,
        user::{Role, Theme, UserDraft},
    },
    server::house::House,
};

pub(super) fn read_language(row: &AnyRow) -> Result<Option<Language>, StoreError> {
    let language: Option<String> = row.try_get("language")?;
    Ok(language.as_deref().and_then(Language::parse))
}

impl Store {
    /// Adds a person, or changes the one with `id`. `password_hash` stays as it is when `None`, which a new person can't
    /// have. A language that was chosen stays. `Ok(None)` when there is no such person.
    #[expect(clippy::too_many_arguments, reason = "a person as stored, when, and what else it touches")]
    pub async fn save_user(
        &self,
        id: Option<UserId>,
        draft: UserDraft,
        role: Role,
        password_hash: Option<String>,
        still: Still,
        now: Timestamp,
        house: Arc<House>,
    ) -> Result<Option<UserId>, StoreError> {
        self.decide(move |tx| {
            let (draft, hash, still, house) = (draft.clone(), password_hash.clone(), still.clone(), house.clone());
            Box::pin(async move {
                tx.check_still(&still).await?;
                tx.save_user(id, &draft, role, hash, now, &house).await
            })
        })
        .await
    }

    /// Id and password hash of an active person.
    pub async fn password_of(&self, login: &str) -> Result<Option<(UserId, String)>, StoreError> {
        let row = sqlx::query("select id, password_hash from app_user where login = $1 and active = 1")
            .bind(login.to_owned())
            .fetch_optional(self.read())
            .await?;
        row.map(|row| Ok((UserId(row.try_get("id")?), row.try_get("password_hash")?))).transpose()
    }

    /// The language that somebody chose.
    pub async fn language_of(&self, user: UserId) -> Result<Option<Language>, StoreError> {
        let row =
            sqlx::query("select language from app_user where id = $1").bind(user.0).fetch_optional(self.read()).await?;
        row.map_or(Ok(None), |row| read_language(&row))
    }

    pub async fn set_language(&self, user: UserId, language: Language, now: Timestamp) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query("update app_user set language = $1 where id = $2")
                    .bind(language.code())
                    .bind(user.0)
                    .execute(tx.connection())
                    .await?;
                tx.house_changed(now)
            })
        })
        .await
    }

    pub async fn set_theme(&self, user: UserId, theme: Theme) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query("update app_user set theme = $1 where id = $2")
                    .bind(theme.as_str())
                    .bind(user.0)
                    .execute(tx.connection())
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// Adds a team, or renames the one with `id`. `None` when there is no such team.
    pub async fn save_team(
        &self,
        id: Option<TeamId>,
        name: String,
        still: Still,
        now: Timestamp,
    ) -> Result<Option<TeamId>, StoreError> {
        self.decide(move |tx| {
            let (name, still) = (name.clone(), still.clone());
            Box::pin(async move {
                tx.check_still(&still).await?;
                tx.keep_apart("team", "name", id.map(|id| id.0), &name).await?;
                let query = match id {
                    Some(id) => {
                        sqlx::query("update team set name = $1 where id = $2 returning id").bind(name).bind(id.0)
                    }
                    None => sqlx::query("insert into team (name) values ($1) returning id").bind(name),
                };
                let Some(row) = query.fetch_optional(tx.connection()).await? else { return Ok(None) };
                tx.house_changed(now)?;
                Ok(Some(TeamId(row.try_get("id")?)))
            })
        })
        .await
    }

    pub async fn save_settings(&self, settings: Settings, still: Still, now: Timestamp) -> Result<(), StoreError> {
        self.decide(move |tx| {
            let (settings, still) = (settings.clone(), still.clone());
            Box::pin(async move {
                tx.check_still(&still).await?;
                sqlx::query(
                    "insert into setting (key, value) values ('house', $1) \
                     on conflict (key) do update set value = excluded.value",
                )
                .bind(serde_json::to_string(&settings)?)
                .execute(tx.connection())
                .await?;
                tx.look_again_everywhere(now).await?;
                tx.house_changed(now)
            })
        })
        .await
    }

    /// A value kept beside the settings, such as the simulator's faults.
    pub async fn kept(&self, key: &str) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("select value from setting where key = $1")
            .bind(key.to_owned())
            .fetch_optional(self.read())
            .await?;
        row.map(|row| Ok(row.try_get("value")?)).transpose()
    }

    pub async fn keep(&self, key: String, value: String) -> Result<(), StoreError> {
        self.write(move |tx| {
            let (key, value) = (key.clone(), value.clone());
            Box::pin(async move {
                sqlx::query(
                    "insert into setting (key, value) values ($1, $2) \
                     on conflict (key) do update set value = excluded.value",
                )
                .bind(key)
                .bind(value)
                .execute(tx.connection())
                .await?;
                Ok(())
            })
        })
        .await
    }
}

impl Tx {
    async fn save_user(
        &mut self,
        id: Option<UserId>,
        draft: &UserDraft,
        role: Role,
        password_hash: Option<String>,
        now: Timestamp,
        house: &House,
    ) -> Result<Option<UserId>, StoreError> {
        let saved = match id {
            Some(id) => {
                let changed = sqlx::query(
                    "update app_user set login = $1, name = $2, role = $3, active = $4, capacity = $5, alias = $6, \
                     password_hash = coalesce($7, password_hash), language = coalesce(language, $8) where id = $9",
                )
                .bind(draft.login.clone())
                .bind(draft.name.clone())
                .bind(role.as_str())
                .bind(i64::from(draft.active))
                .bind(draft.capacity)
                .bind(draft.alias.clone())
                .bind(password_hash.clone())
                .bind(draft.language.map(Language::code))
                .bind(id.0)
                .execute(self.connection())
                .await?;
                if changed.rows_affected() == 0 {
                    return Ok(None);
                }
                // Whoever may no longer sign in, or has a new password, is signed out everywhere.
                if !draft.active || password_hash.is_some() {
                    self.end_sessions_of(id, now).await?;
                }
                if !draft.active {
                    self.withdraw_offers_of(id, now, house).await?;
                }
                id.0
            }
            None => {
                let row = sqlx::query(
                    "insert into app_user \
                     (login, name, role, active, capacity, alias, password_hash, theme, created_at, language) \
                     values ($1, $2, $3, $4, $5, $6, $7, 'system', $8, $9) returning id",
                )
                .bind(draft.login.clone())
                .bind(draft.name.clone())
                .bind(role.as_str())
                .bind(i64::from(draft.active))
                .bind(draft.capacity)
                .bind(draft.alias.clone())
                .bind(password_hash.unwrap_or_default())
                .bind(now.0)
                .bind(draft.language.map(Language::code))
                .fetch_one(self.connection())
                .await?;
                let saved: i64 = row.try_get("id")?;
                self.create_presence(UserId(saved), now).await?;
                saved
            }
        };
        let teams: Vec<i64> = draft.teams.iter().map(|t| t.0).collect();
        self.set_pairs("team_member", ["user_id", "team_id"], saved, &teams).await?;
        self.look_again_everywhere(now).await?;
        self.house_changed(now)?;
        Ok(Some(UserId(saved)))
    }
}
