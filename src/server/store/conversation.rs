//! What was said, in stretches, and the sessions before it.

use sqlx::{AssertSqlSafe, Row, any::AnyRow};

use super::{
    Store, StoreError,
    interactions::{columns, message_columns, read, read_message},
};
use crate::{
    domain::{
        InteractionId, MessageId,
        interaction::{Interaction, PastSession, PastSessions, Stretch},
        message::Message,
    },
    server::house::House,
};

impl Store {
    /// Up to `limit` messages of a stretch, oldest first, and how many are older than the first of them.
    pub async fn messages(
        &self,
        interaction: InteractionId,
        stretch: Stretch,
        limit: i64,
        house: &House,
    ) -> Result<(Vec<Message>, i64), StoreError> {
        let rows = match stretch {
            Stretch::Newest => self.messages_before(interaction, i64::MAX, limit).await?,
            Stretch::Before(id) => self.messages_before(interaction, id.0, limit).await?,
            Stretch::Oldest => self.messages_from(interaction, 0, limit).await?,
            Stretch::After(id) => self.messages_from(interaction, id.0.saturating_add(1), limit).await?,
            Stretch::Around(position) => {
                let first = self.message_at(interaction, (position - limit / 2).max(0)).await?;
                match first {
                    Some(first) => self.messages_from(interaction, first, limit).await?,
                    // Beyond the end.
                    None => self.messages_before(interaction, i64::MAX, limit).await?,
                }
            }
        };
        let mut messages = rows.iter().map(|row| read_message(row, house)).collect::<Result<Vec<_>, _>>()?;
        let (Some(first), Some(last)) = (messages.first(), messages.last()) else { return Ok((messages, 0)) };
        let (mut carried, older) = tokio::try_join!(
            self.media_between(interaction, first.id, last.id),
            self.count_before(interaction, first.id)
        )?;
        for message in &mut messages {
            if let (Some(found), Some(media)) = (carried.remove(&message.id), message.content.media_mut()) {
                *media = found;
            }
        }
        Ok((messages, older))
    }

    async fn messages_before(
        &self,
        interaction: InteractionId,
        before: i64,
        limit: i64,
    ) -> Result<Vec<AnyRow>, StoreError> {
        let columns = message_columns(self.dialect);
        let sql =
            format!("select {columns} from message where interaction_id = $1 and id < $2 order by id desc limit $3");
        let query = sqlx::query(AssertSqlSafe(sql)).bind(interaction.0).bind(before).bind(limit);
        let mut rows = query.fetch_all(self.read()).await?;
        rows.reverse();
        Ok(rows)
    }

    async fn messages_from(
        &self,
        interaction: InteractionId,
        from: i64,
        limit: i64,
    ) -> Result<Vec<AnyRow>, StoreError> {
        let columns = message_columns(self.dialect);
        let sql = format!("select {columns} from message where interaction_id = $1 and id >= $2 order by id limit $3");
        let query = sqlx::query(AssertSqlSafe(sql)).bind(interaction.0).bind(from).bind(limit);
        Ok(query.fetch_all(self.read()).await?)
    }

    /// The id of the message at a position of its conversation. Walks the index from the beginning, no row: some
    /// microseconds a thousand messages, and only for a jump.
    async fn message_at(&self, interaction: InteractionId, position: i64) -> Result<Option<i64>, StoreError> {
        let row = sqlx::query("select id from message where interaction_id = $1 order by id limit 1 offset $2")
            .bind(interaction.0)
            .bind(position)
            .fetch_optional(self.read())
            .await?;
        row.map(|row| Ok(row.try_get("id")?)).transpose()
    }

    async fn count_before(&self, interaction: InteractionId, id: MessageId) -> Result<i64, StoreError> {
        let row = sqlx::query("select count(*) as n from message where interaction_id = $1 and id < $2")
            .bind(interaction.0)
            .bind(id.0)
            .fetch_one(self.read())
            .await?;
        Ok(row.try_get("n")?)
    }

    /// Up to `limit` sessions of the same peer and account before `before`, oldest first.
    pub async fn past_sessions(
        &self,
        of: &Interaction,
        before: InteractionId,
        limit: i64,
        house: &House,
    ) -> Result<PastSessions, StoreError> {
        let columns = columns(self.dialect);
        let sql = format!(
            "select {columns}, (select count(*) from message where message.interaction_id = interaction.id) as messages \
             from interaction where account_id = $1 and peer = $2 and id < $3 order by id desc limit $4"
        );
        let mut rows = sqlx::query(AssertSqlSafe(sql))
            .bind(of.account.0)
            .bind(of.peer.as_str().to_owned())
            .bind(before.0)
            .bind(limit + 1)
            .fetch_all(self.read())
            .await?;
        let more = rows.len() as i64 > limit;
        rows.truncate(usize::try_from(limit).unwrap_or_default());
        let past = |row: &AnyRow| -> Result<PastSession, StoreError> {
            Ok(PastSession { interaction: read(row, house)?, messages: row.try_get("messages")? })
        };
        let sessions = rows.iter().rev().map(past).collect::<Result<_, _>>()?;
        Ok(PastSessions { sessions, more })
    }
}
