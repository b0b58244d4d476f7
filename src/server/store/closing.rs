//! How a session ends, and who had it.

use sqlx::Row;

use super::{Store, StoreError, Tx};
use crate::{
    domain::{AccountId, DispositionId, InteractionId, Timestamp, UserId, interaction::Interaction},
    server::house::House,
};

/// A close, decided.
#[derive(Clone, Debug, Default)]
pub struct Close {
    /// `None`: nobody wrote for long enough.
    pub by: Option<UserId>,
    /// With its path as it reads now.
    pub disposition: Option<(DispositionId, String)>,
    pub remark: Option<String>,
}

impl Tx {
    pub async fn close_interaction(
        &mut self,
        open: &Interaction,
        close: &Close,
        now: Timestamp,
        house: &House,
    ) -> Result<Interaction, StoreError> {
        sqlx::query(
            "update interaction set closed_by = $1, disposition_id = $2, disposition = $3, remark = $4 where id = $5",
        )
        .bind(close.by.map(|by| by.0))
        .bind(close.disposition.as_ref().map(|(id, _)| id.0))
        .bind(close.disposition.as_ref().map(|(_, path)| path.clone()))
        .bind(close.remark.clone())
        .bind(open.id.0)
        .execute(self.connection())
        .await?;
        if let (Some(by), Some((disposition, _))) = (close.by, &close.disposition) {
            sqlx::query(
                "insert into disposition_use (user_id, disposition_id, used_at) values ($1, $2, $3) \
                 on conflict (user_id, disposition_id) do update set used_at = excluded.used_at",
            )
            .bind(by.0)
            .bind(disposition.0)
            .bind(now.0)
            .execute(self.connection())
            .await?;
        }
        let ended = "state = 'closed', unread = 0, transfer_to = null, follow_up_at = null, closed_at = $2";
        self.change_interaction(open, ended, Some(now.0), now, house).await
    }
}

impl Store {
    /// Whether `user` ever owned this interaction.
    pub async fn has_handled(&self, interaction: InteractionId, user: UserId) -> Result<bool, StoreError> {
        let row = sqlx::query("select user_id from handled where interaction_id = $1 and user_id = $2")
            .bind(interaction.0)
            .bind(user.0)
            .fetch_optional(self.read())
            .await?;
        Ok(row.is_some())
    }

    /// What this person chose last, newest first.
    pub async fn recent_dispositions(&self, user: UserId, limit: i64) -> Result<Vec<DispositionId>, StoreError> {
        let rows = sqlx::query(
            "select disposition_id from disposition_use where user_id = $1 order by used_at desc, disposition_id limit $2",
        )
        .bind(user.0)
        .bind(limit)
        .fetch_all(self.read())
        .await?;
        rows.into_iter().map(|row| Ok(DispositionId(row.try_get("disposition_id")?))).collect()
    }

    /// Some of an account's open interactions without a text since `before`, which nobody means to look at again.
    pub async fn silent(
        &self,
        account: AccountId,
        before: Timestamp,
        limit: i64,
    ) -> Result<Vec<InteractionId>, StoreError> {
        // By peer, as the index of open interactions has them: an index by time would cost every text of everybody.
        let rows = sqlx::query(
            "select id from interaction where account_id = $1 and state = 'open' and last_at <= $2 \
             and follow_up_at is null order by peer limit $3",
        )
        .bind(account.0)
        .bind(before.0)
        .bind(limit)
        .fetch_all(self.read())
        .await?;
        rows.into_iter().map(|row| Ok(InteractionId(row.try_get("id")?))).collect()
    }
}
