//! How requests sound for each person.

use sqlx::Row;

use super::{Store, StoreError};
use crate::domain::{
    UserId,
    alerts::{AlertChoice, AlertTone},
};

impl Store {
    pub async fn alerts_of(&self, user: UserId) -> Result<AlertChoice, StoreError> {
        let row = sqlx::query("select tone, volume, every_seconds from alert_choice where user_id = $1")
            .bind(user.0)
            .fetch_optional(self.read())
            .await?;
        row.map_or(Ok(AlertChoice::default()), |row| {
            let tone: String = row.try_get("tone")?;
            Ok(AlertChoice {
                tone: AlertTone::parse(&tone).unwrap_or_default(),
                volume: row.try_get("volume")?,
                every_seconds: row.try_get("every_seconds")?,
            })
        })
    }

    pub async fn set_alerts(&self, user: UserId, choice: AlertChoice) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "insert into alert_choice (user_id, tone, volume, every_seconds) values ($1, $2, $3, $4) \
                     on conflict (user_id) do update set tone = excluded.tone, volume = excluded.volume, \
                     every_seconds = excluded.every_seconds",
                )
                .bind(user.0)
                .bind(choice.tone.as_str())
                .bind(choice.volume)
                .bind(choice.every_seconds)
                .execute(tx.connection())
                .await?;
                Ok(())
            })
        })
        .await
    }
}
