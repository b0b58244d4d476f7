//! How requests sound for each person.

use super::{Store, StoreError};
use crate::domain::{
    UserId,
    alerts::{AlertChoice, AlertTone},
};

/// Columns of `alert_choice` that make a [`Stored`], in its order.
pub(super) const COLUMNS: [&str; 3] = ["tone", "volume", "every_seconds"];

pub(super) type Stored = (String, i64, i64);

pub(super) fn read((tone, volume, every_seconds): Stored) -> AlertChoice {
    AlertChoice { tone: AlertTone::parse(&tone).unwrap_or_default(), volume, every_seconds }
}

impl Store {
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
