//! Administrative acts. Rows are only ever added.

use super::{Store, StoreError, Tx};
use crate::domain::{Timestamp, UserId};

impl Store {
    /// Notes that `user` (`None`: the command line) did `act` to `subject`. `detail` holds no secret.
    pub async fn note_act(
        &self,
        now: Timestamp,
        user: Option<UserId>,
        act: &'static str,
        subject: String,
        detail: String,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let (subject, detail) = (subject.clone(), detail.clone());
            Box::pin(async move { tx.note_act(now, user, act, subject, detail).await })
        })
        .await
    }
}

impl Tx {
    /// The same, as part of the act itself.
    pub(super) async fn note_act(
        &mut self,
        now: Timestamp,
        user: Option<UserId>,
        act: &'static str,
        subject: String,
        detail: String,
    ) -> Result<(), StoreError> {
        sqlx::query("insert into audit (at, user_id, act, subject, detail) values ($1, $2, $3, $4, $5)")
            .bind(now.0)
            .bind(user.map(|u| u.0))
            .bind(act)
            .bind(subject)
            .bind(detail)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
