//! What people have begun to write. Nobody but the writer is ever told.

use std::sync::Arc;

use sqlx::{AssertSqlSafe, Row};

use super::{Store, StoreError, Tx, interactions::Composed};
use crate::{
    domain::{
        InteractionId, Timestamp, UserId,
        draft::{Draft, Mode},
        event::{Audience, Event},
        interaction::State,
    },
    server::house::House,
};

/// Columns of `draft` that make a [`Stored`], in its order.
pub(super) const COLUMNS: [&str; 5] = ["interaction_id", "mode", "text", "at", "compose_key"];

pub(super) type Stored = (InteractionId, Mode, String, Timestamp, String);

pub(super) fn read((interaction, mode, text, at, compose_key): Stored) -> Draft {
    Draft { interaction, mode, text, at, compose_key }
}

impl Store {
    /// Keeps a draft unless a newer one is kept, and returns the newer of both. `None`: there is nothing to answer any more.
    pub async fn save_draft(
        &self,
        user: UserId,
        draft: Draft,
        now: Timestamp,
        house: Arc<House>,
    ) -> Result<Option<Draft>, StoreError> {
        self.write(move |tx| {
            let (draft, house) = (draft.clone(), house.clone());
            Box::pin(async move { tx.save_draft(user, draft, now, &house).await })
        })
        .await
    }
}

impl Tx {
    async fn save_draft(
        &mut self,
        user: UserId,
        draft: Draft,
        now: Timestamp,
        house: &House,
    ) -> Result<Option<Draft>, StoreError> {
        // Locked: a session that is being closed must not keep what comes just after.
        let state = self.lock_interaction(draft.interaction, house).await?.map(|interaction| interaction.state);
        if state.is_none() || (state == Some(State::Closed) && draft.mode == Mode::Reply) {
            return Ok(None);
        }
        if let Some(kept) = self.draft(user, draft.interaction, draft.mode).await?
            && kept.at >= draft.at
        {
            return Ok(Some(kept));
        }
        let draft = if self.has_become_a_message(user, &draft).await? {
            Draft { text: String::new(), at: draft.at + 1, ..draft }
        } else {
            draft
        };
        sqlx::query(
            "insert into draft (user_id, interaction_id, mode, text, at, compose_key) values ($1, $2, $3, $4, $5, $6) \
             on conflict (user_id, interaction_id, mode) \
             do update set text = excluded.text, at = excluded.at, compose_key = excluded.compose_key",
        )
        .bind(user.0)
        .bind(draft.interaction.0)
        .bind(draft.mode.as_str())
        .bind(draft.text.clone())
        .bind(draft.at.0)
        .bind(draft.compose_key.clone())
        .execute(self.connection())
        .await?;
        self.tell(now, Audience::Person { user }, &Event::DraftChanged { draft: draft.clone() })?;
        Ok(Some(draft))
    }

    /// It was sent before it came here to be kept.
    async fn has_become_a_message(&mut self, user: UserId, draft: &Draft) -> Result<bool, StoreError> {
        let row = sqlx::query("select text from message where author_id = $1 and compose_key = $2")
            .bind(user.0)
            .bind(draft.compose_key.clone())
            .fetch_optional(self.connection())
            .await?;
        let sent: Option<String> = row.map(|row| row.try_get("text")).transpose()?;
        Ok(sent.is_some_and(|sent| sent.trim() == draft.text.trim()))
    }

    async fn draft(
        &mut self,
        user: UserId,
        interaction: InteractionId,
        mode: Mode,
    ) -> Result<Option<Draft>, StoreError> {
        let stored = self.dialect.as_json(&COLUMNS);
        let sql =
            format!("select {stored} as stored from draft where user_id = $1 and interaction_id = $2 and mode = $3");
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(user.0)
            .bind(interaction.0)
            .bind(mode.as_str())
            .fetch_optional(self.connection())
            .await?;
        row.map(|row| Ok(read(serde_json::from_str(row.try_get("stored")?)?))).transpose()
    }

    /// What was just sent is no draft any more, even if its writer's browser dies now. A text begun meanwhile in another
    /// window stays. The emptied one keeps its name, by which the windows that show it know that it is over.
    pub(super) async fn draft_was_sent(&mut self, sent: &Composed, now: Timestamp) -> Result<(), StoreError> {
        let mode = if sent.note { Mode::Note } else { Mode::Reply };
        let Some(kept) = self.draft(sent.author, sent.interaction, mode).await? else { return Ok(()) };
        if kept.text.trim() != sent.text.trim() {
            return Ok(());
        }
        let draft = Draft { text: String::new(), at: kept.at + 1, ..kept };
        sqlx::query("update draft set text = '', at = $4 where user_id = $1 and interaction_id = $2 and mode = $3")
            .bind(sent.author.0)
            .bind(sent.interaction.0)
            .bind(mode.as_str())
            .bind(draft.at.0)
            .execute(self.connection())
            .await?;
        self.tell(now, Audience::Person { user: sent.author }, &Event::DraftChanged { draft })
    }

    /// The session is closed: nobody goes on writing in it.
    pub async fn forget_drafts(&mut self, interaction: InteractionId) -> Result<(), StoreError> {
        sqlx::query("delete from draft where interaction_id = $1")
            .bind(interaction.0)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
