//! What was said, in stretches, and the sessions before it.

use sqlx::{AssertSqlSafe, Row, any::AnyRow};

use super::{
    Store, StoreError,
    interactions::{columns, message_columns, read, read_message},
};
use crate::{
    domain::{
        InteractionId,
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
        let (rows, older) = match stretch {
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
        let (Some(row), Some(first), Some(last)) = (rows.first(), messages.first(), messages.last()) else {
            return Ok((messages, 0));
        };
        if row.try_get::<i64, _>("with_media")? == 1 {
            let mut carried = self.media_between(interaction, first.id, last.id).await?;
            for message in &mut messages {
                if let (Some(found), Some(media)) = (carried.remove(&message.id), message.content.media_mut()) {
                    *media = found;
                }
            }
        }
        Ok((messages, older))
    }

    /// Those before an id, oldest first, and how many are older.
    async fn messages_before(
        &self,
        interaction: InteractionId,
        before: i64,
        limit: i64,
    ) -> Result<(Vec<AnyRow>, i64), StoreError> {
        let sql = format!("{} and id < $2 order by id desc limit $3", self.messages_of_one());
        let query = sqlx::query(AssertSqlSafe(sql)).bind(interaction.0).bind(before).bind(limit);
        let mut rows = query.fetch_all(self.read()).await?;
        rows.reverse();
        let older = earlier(&rows)? - i64::try_from(rows.len()).unwrap_or_default();
        Ok((rows, older))
    }

    /// Those from an id on, oldest first, and how many are older.
    async fn messages_from(
        &self,
        interaction: InteractionId,
        from: i64,
        limit: i64,
    ) -> Result<(Vec<AnyRow>, i64), StoreError> {
        let sql = format!("{} and id >= $2 order by id limit $3", self.messages_of_one());
        let query = sqlx::query(AssertSqlSafe(sql)).bind(interaction.0).bind(from).bind(limit);
        let rows = query.fetch_all(self.read()).await?;
        let older = earlier(&rows)?;
        Ok((rows, older))
    }

    /// Messages of the conversation `$1`. Each says how many there are before the id `$2`, and whether any of them all
    /// carries media: both are found out once, and in the same snapshot.
    fn messages_of_one(&self) -> String {
        let columns = message_columns(self.dialect);
        format!(
            "select {columns}, (select count(*) from message where interaction_id = $1 and id < $2) as earlier, \
             (select count(*) from (select 1 from media where interaction_id = $1 limit 1) as one) as with_media \
             from message where interaction_id = $1"
        )
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

fn earlier(rows: &[AnyRow]) -> Result<i64, StoreError> {
    rows.first().map_or(Ok(0), |row| Ok(row.try_get("earlier")?))
}
