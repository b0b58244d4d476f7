//! Sessions that change hands: offers from a colleague, queues somebody sent them to, and who is there to take them.

use sqlx::{AssertSqlSafe, Row};

use super::{OfferRow, Store, StoreError, Tx, offers, presence, routes::read_due};
use crate::{
    domain::{
        InteractionId, OfferId, QueueId, Timestamp, UserId,
        message::Happening,
        offer::{OfferEnd, OfferState},
        presence::Presence,
        transfer::Returned,
    },
    server::house::House,
};

impl Tx {
    /// The cards on an agent's screen.
    pub(super) async fn offers_before(&mut self, user: UserId) -> Result<Vec<OfferRow>, StoreError> {
        let sql = format!("select {} from offer where user_id = $1 and state = 'pending' order by id", offers::OFFER);
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(user.0).fetch_all(self.connection()).await?;
        rows.iter().map(offers::read_offer).collect()
    }

    /// Ends a transfer that was not taken: the session stays with its sender, as unread, with the reason as a line.
    /// Changes nothing when it was not pending any more.
    pub async fn return_transfer(
        &mut self,
        offer: &OfferRow,
        why: Returned,
        now: Timestamp,
        house: &House,
    ) -> Result<bool, StoreError> {
        let Some(interaction) = self.lock_interaction(offer.interaction, house).await? else { return Ok(false) };
        let (state, end) = match why {
            Returned::Rejected => (OfferState::Rejected, OfferEnd::Rejected),
            Returned::TimedOut => (OfferState::TimedOut, OfferEnd::TimedOut),
            Returned::Unavailable | Returned::Cancelled => (OfferState::Withdrawn, OfferEnd::Withdrawn),
        };
        if self.end_offers(&[offer.id], state, &end, now).await?.is_empty() {
            return Ok(false);
        }
        let to = house.user_name(offer.agent).unwrap_or_default().to_owned();
        self.note_happening(&interaction, Happening::TransferReturned { to, why }, now, house).await?;
        let back = match why {
            Returned::Cancelled => "transfer_to = null",
            _ => "transfer_to = null, unread = case when unread = 0 then 1 else unread end",
        };
        self.change_interaction(&interaction, back, None, now, house).await?;
        Ok(true)
    }

    /// The first round that nobody has answered yet at `step`.
    pub async fn fresh_round(&mut self, interaction: InteractionId, step: i64) -> Result<i64, StoreError> {
        let row = sqlx::query("select max(round) as round from offer where interaction_id = $1 and step = $2")
            .bind(interaction.0)
            .bind(step)
            .fetch_one(self.connection())
            .await?;
        Ok(row.try_get::<Option<i64>, _>("round")?.map_or(0, |round| round + 1))
    }

    /// Who sent it to the queue himself is not asked in its first round: as if he had rejected it.
    pub async fn counts_as_rejected(
        &mut self,
        interaction: InteractionId,
        user: UserId,
        queue: QueueId,
        (step, round): (i64, i64),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "insert into offer (interaction_id, user_id, queue_id, step, round, state, offered_at, due_at, ended_at) \
             values ($1, $2, $3, $4, $5, 'rejected', $6, $6, $6)",
        )
        .bind(interaction.0)
        .bind(user.0)
        .bind(queue.0)
        .bind(step)
        .bind(round)
        .bind(now.0)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// What has waited longest in these queues.
    pub async fn oldest_waiting(&mut self, queues: &[QueueId]) -> Result<Option<InteractionId>, StoreError> {
        let rows = self.dialect.ids("mine");
        let sql = format!(
            "select r.interaction_id from {rows} cross join route r where r.queue_id = mine.id \
             order by r.priority desc, r.waiting_since, r.interaction_id limit 1"
        );
        let found = self.rows_of(sql, queues).await?;
        found.first().map(|row| Ok(InteractionId(row.try_get("interaction_id")?))).transpose()
    }
}

impl Store {
    /// Transfers whose time is up, and when the next one's will be.
    pub async fn due_transfers(
        &self,
        now: Timestamp,
        limit: i64,
    ) -> Result<(Vec<OfferId>, Option<Timestamp>), StoreError> {
        let rows = sqlx::query(
            "select n.next, d.id from (select min(due_at) as next from offer \
             where state = 'pending' and from_id is not null and due_at > $1) n \
             left join (select id, due_at from offer where state = 'pending' and from_id is not null and due_at <= $1 \
             order by due_at limit $2) d on true order by d.due_at",
        )
        .bind(now.0)
        .bind(limit)
        .fetch_all(self.read())
        .await?;
        let (due, next) = read_due(&rows)?;
        Ok((due.into_iter().map(OfferId).collect(), next))
    }

    /// How everybody stands.
    pub async fn presences(&self, house: &House) -> Result<Vec<Presence>, StoreError> {
        let sql = format!("select {} from presence", presence::COLUMNS);
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(self.read()).await?;
        rows.iter().map(|row| presence::read(row, house)).collect()
    }
}
