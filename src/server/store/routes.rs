//! Where unowned interactions are in their flow, and who is there to ask.
//!
//! Small statements; what they are for is decided in `routing`. Everything about one interaction happens under its lock.

use sqlx::{AssertSqlSafe, Row, any::AnyRow};

use super::{OfferRow, Store, StoreError, Tx, interactions, presence};
use crate::{
    domain::{
        InteractionId, OfferId, QueueId, Timestamp, UserId,
        event::{Audience, Event},
        interaction::Interaction,
        offer::OfferState,
    },
    server::house::House,
};

/// An unowned interaction's place in its flow.
#[derive(Clone, Debug)]
pub struct RouteRow {
    pub interaction: InteractionId,
    pub step: i64,
    pub entered_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub queue: Option<QueueId>,
    pub priority: i64,
    pub round: i64,
    pub waiting_since: Timestamp,
    pub due_at: Option<Timestamp>,
    /// The queue that somebody sent it to: it waits there, whatever the flow says.
    pub sent_to: Option<QueueId>,
    /// Its owner did, and has it back when nobody takes it.
    pub handed_over: Option<HandedOver>,
}

/// An owner's word to whoever takes what he sent to a queue.
#[derive(Clone, Debug)]
pub struct HandedOver {
    pub by: UserId,
    /// May be empty.
    pub note: String,
}

/// An unowned interaction, as a decision about it begins.
#[derive(Clone, Debug)]
pub struct Undecided {
    pub interaction: Interaction,
    /// The customer's, as an offer shows them.
    pub first_words: String,
    pub route: RouteRow,
    /// Those of its round, and those that are pending, oldest first.
    pub offers: Vec<OfferRow>,
}

/// Columns of `route` that make a [`RouteRow`], in the order of [`Place`].
const PLACE: [&str; 11] = [
    "step",
    "entered_at",
    "expires_at",
    "queue_id",
    "priority",
    "round",
    "waiting_since",
    "due_at",
    "sent_to",
    "sent_by",
    "sent_note",
];

type Place = (
    i64,
    Timestamp,
    Option<Timestamp>,
    Option<QueueId>,
    i64,
    i64,
    Timestamp,
    Option<Timestamp>,
    Option<QueueId>,
    Option<UserId>,
    Option<String>,
);

/// Columns of `offer` that make an [`OfferRow`], in the order of [`Asked`].
const ASKED: [&str; 5] = ["id", "user_id", "state", "due_at", "from_id"];

type Asked = (OfferId, UserId, OfferState, Timestamp, Option<UserId>);

impl RouteRow {
    fn at(interaction: InteractionId, place: Place) -> RouteRow {
        let (step, entered_at, expires_at, queue, priority, round, waiting_since, due_at, sent_to, by, note) = place;
        RouteRow {
            interaction,
            step,
            entered_at,
            expires_at,
            queue,
            priority,
            round,
            waiting_since,
            due_at,
            sent_to,
            handed_over: by.map(|by| HandedOver { by, note: note.unwrap_or_default() }),
        }
    }

    /// The beginning of the account's flow.
    pub fn anew(interaction: InteractionId, waiting_since: Timestamp, now: Timestamp) -> RouteRow {
        RouteRow {
            interaction,
            step: 0,
            entered_at: now,
            expires_at: None,
            queue: None,
            priority: 0,
            round: 0,
            waiting_since,
            due_at: Some(now),
            sent_to: None,
            handed_over: None,
        }
    }

    /// Its time in this place is up.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|expires| expires <= now)
    }
}

/// Why a claim on capacity failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimRefusal {
    Full,
}

pub(super) fn read_handed_over(row: &AnyRow) -> Result<Option<HandedOver>, StoreError> {
    let note: Option<String> = row.try_get("sent_note")?;
    let by = row.try_get::<Option<i64>, _>("sent_by")?.map(UserId);
    Ok(by.map(|by| HandedOver { by, note: note.unwrap_or_default() }))
}

/// Rows with the time when something is `next` due, and the `id` of something that is due now, if anything is.
pub(super) fn read_due(rows: &[AnyRow]) -> Result<(Vec<i64>, Option<Timestamp>), StoreError> {
    let ids = rows.iter().filter_map(|row| row.try_get("id").transpose());
    let next = rows.first().map(|row| row.try_get::<Option<i64>, _>("next")).transpose()?.flatten();
    Ok((ids.collect::<Result<_, _>>()?, next.map(Timestamp)))
}

fn offers_in(row: &AnyRow, interaction: InteractionId) -> Result<Vec<OfferRow>, StoreError> {
    let asked: Vec<Asked> = serde_json::from_str(row.try_get("offers")?)?;
    let offer = |(id, agent, state, due_at, from)| OfferRow { id, interaction, agent, state, due_at, from };
    Ok(asked.into_iter().map(offer).collect())
}

impl Tx {
    /// Locks an interaction that has a route, and reads what a decision about it begins with: in one statement, because each
    /// is a way to the database and back. Whoever calls has his turn ([`super::Store::decide`]), so that route and offers stay as
    /// they are while the lock is waited for.
    pub async fn undecided(
        &mut self,
        interaction: InteractionId,
        house: &House,
    ) -> Result<Option<Undecided>, StoreError> {
        let sql = format!(
            "select {}, first_words, \
             (select {} from route where route.interaction_id = interaction.id) as route, \
             (select {} from offer where offer.interaction_id = interaction.id and (offer.state = 'pending' or exists \
             (select 1 from route where route.interaction_id = interaction.id and route.step = offer.step \
             and route.round = offer.round))) as offers \
             from interaction where id = $1{}",
            interactions::columns(self.dialect),
            self.dialect.all_as_json(&PLACE),
            self.dialect.all_as_json(&ASKED),
            self.dialect.lock()
        );
        let row = sqlx::query(AssertSqlSafe(sql)).bind(interaction.0).fetch_optional(self.connection()).await?;
        let Some(row) = row else { return Ok(None) };
        let Some(place) = serde_json::from_str::<Vec<Place>>(row.try_get("route")?)?.pop() else { return Ok(None) };
        let mut offers = offers_in(&row, interaction)?;
        offers.sort_by_key(|offer| offer.id);
        Ok(Some(Undecided {
            interaction: interactions::read(&row, house)?,
            first_words: row.try_get("first_words")?,
            route: RouteRow::at(interaction, place),
            offers,
        }))
    }

    /// An offer with its interaction, which is locked.
    pub async fn asked(
        &mut self,
        offer: OfferId,
        house: &House,
    ) -> Result<Option<(OfferRow, Interaction)>, StoreError> {
        let sql = format!(
            "select {}, (select {} from offer where offer.id = $1) as offers from interaction \
             where id = (select interaction_id from offer where offer.id = $1){}",
            interactions::columns(self.dialect),
            self.dialect.all_as_json(&ASKED),
            self.dialect.lock()
        );
        let row = sqlx::query(AssertSqlSafe(sql)).bind(offer.0).fetch_optional(self.connection()).await?;
        let Some(row) = row else { return Ok(None) };
        let interaction = interactions::read(&row, house)?;
        let asked = offers_in(&row, interaction.id)?.pop();
        Ok(asked.map(|asked| (asked, interaction)))
    }

    pub async fn save_route(&mut self, route: &RouteRow) -> Result<(), StoreError> {
        sqlx::query(
            "insert into route (interaction_id, step, entered_at, expires_at, queue_id, priority, round, waiting_since, \
             due_at, sent_to, sent_by, sent_note) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
             on conflict (interaction_id) do update set \
             step = excluded.step, entered_at = excluded.entered_at, expires_at = excluded.expires_at, \
             queue_id = excluded.queue_id, priority = excluded.priority, round = excluded.round, \
             waiting_since = excluded.waiting_since, due_at = excluded.due_at, \
             sent_to = excluded.sent_to, sent_by = excluded.sent_by, sent_note = excluded.sent_note",
        )
        .bind(route.interaction.0)
        .bind(route.step)
        .bind(route.entered_at.0)
        .bind(route.expires_at.map(|t| t.0))
        .bind(route.queue.map(|q| q.0))
        .bind(route.priority)
        .bind(route.round)
        .bind(route.waiting_since.0)
        .bind(route.due_at.map(|t| t.0))
        .bind(route.sent_to.map(|q| q.0))
        .bind(route.handed_over.as_ref().map(|handed| handed.by.0))
        .bind(route.handed_over.as_ref().map(|handed| handed.note.clone()))
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// An interaction waits for nobody any more. The queue it waited in, if it did.
    pub async fn end_route(&mut self, interaction: InteractionId) -> Result<Option<QueueId>, StoreError> {
        let row = sqlx::query("delete from route where interaction_id = $1 returning queue_id")
            .bind(interaction.0)
            .fetch_optional(self.connection())
            .await?;
        let queue = row.map(|row| row.try_get::<Option<i64>, _>("queue_id")).transpose()?;
        Ok(queue.flatten().map(QueueId))
    }

    pub async fn due_now(&mut self, interactions: &[InteractionId], now: Timestamp) -> Result<(), StoreError> {
        let sql = format!("update route set due_at = $2 where interaction_id {}", self.dialect.is_among());
        sqlx::query(AssertSqlSafe(sql))
            .bind(serde_json::to_string(interactions)?)
            .bind(now.0)
            .execute(self.connection())
            .await?;
        self.wakes.routing = true;
        Ok(())
    }

    /// Something is due at a time that routing does not know of yet.
    pub fn wake_routing(&mut self) {
        self.wakes.routing = true;
    }

    /// Locks a queue and reads whom round robin asked last.
    pub async fn last_agent(&mut self, queue: QueueId) -> Result<Option<UserId>, StoreError> {
        let sql = format!("select last_agent from queue where id = $1{}", self.dialect.lock());
        let row = sqlx::query(AssertSqlSafe(sql)).bind(queue.0).fetch_optional(self.connection()).await?;
        Ok(row.map(|row| row.try_get::<Option<i64>, _>("last_agent")).transpose()?.flatten().map(UserId))
    }

    pub async fn set_last_agent(&mut self, queue: QueueId, agent: UserId) -> Result<(), StoreError> {
        sqlx::query("update queue set last_agent = $1 where id = $2")
            .bind(agent.0)
            .bind(queue.0)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// One more, or one fewer, waits in a queue.
    pub async fn count_waiting(&mut self, queue: QueueId, change: i64, now: Timestamp) -> Result<(), StoreError> {
        let row = sqlx::query("update queue set waiting = waiting + $1 where id = $2 returning waiting")
            .bind(change)
            .bind(queue.0)
            .fetch_optional(self.connection())
            .await?;
        let Some(row) = row else { return Ok(()) };
        let waiting = row.try_get("waiting")?;
        self.tell(now, Audience::Queue { queue }, &Event::QueueChanged { queue, waiting })
    }

    /// Notes which queue an interaction waits in, or was taken from.
    pub async fn set_queue(&mut self, interaction: InteractionId, queue: QueueId) -> Result<(), StoreError> {
        sqlx::query("update interaction set queue_id = $1 where id = $2")
            .bind(queue.0)
            .bind(interaction.0)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Counts one more open interaction for an agent, unless he has as many as he may. On every node at once: the row is
    /// compared and set in one statement. Returns how many he has now.
    pub async fn take_capacity(
        &mut self,
        agent: UserId,
        now: Timestamp,
        house: &House,
    ) -> Result<Result<i64, ClaimRefusal>, StoreError> {
        let sql = format!(
            "update presence set open_count = open_count + 1 where user_id = $1 and open_count < $2 returning {}",
            presence::COLUMNS
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(agent.0).bind(house.capacity(agent));
        match query.fetch_optional(self.connection()).await? {
            Some(row) => Ok(Ok(self.tell_presence_in(&row, now, house)?.open)),
            None => Ok(Err(ClaimRefusal::Full)),
        }
    }

    /// Counts one more open interaction for an agent, however many he has: what is offered to him counts it from now on.
    pub async fn take_room(&mut self, agent: UserId, now: Timestamp, house: &House) -> Result<(), StoreError> {
        let sql = format!(
            "update presence set open_count = open_count + 1 where user_id = $1 returning {}",
            presence::COLUMNS
        );
        let row = sqlx::query(AssertSqlSafe(sql)).bind(agent.0).fetch_one(self.connection()).await?;
        let stands = self.tell_presence_in(&row, now, house)?;
        if stands.open >= stands.capacity {
            self.withdraw_offers_of(agent, now, house).await?;
        }
        Ok(())
    }

    /// Counts one fewer, and looks at what waits for him.
    pub async fn give_capacity_back(&mut self, agent: UserId, now: Timestamp, house: &House) -> Result<(), StoreError> {
        let sql = format!(
            "update presence set open_count = open_count - 1, \
             idle_since = case when open_count = 1 then $1 else idle_since end where user_id = $2 returning {}",
            presence::COLUMNS
        );
        let row = sqlx::query(AssertSqlSafe(sql)).bind(now.0).bind(agent.0).fetch_one(self.connection()).await?;
        self.tell_presence_in(&row, now, house)?;
        self.look_again_for(agent, now).await
    }
}

impl Store {
    /// Interactions that routing must look at now, most urgent first, and when to come back.
    pub async fn due_routes(
        &self,
        now: Timestamp,
        limit: i64,
    ) -> Result<(Vec<InteractionId>, Option<Timestamp>), StoreError> {
        let rows = sqlx::query(
            "select n.next, d.id from (select min(due_at) as next from route where due_at > $1) n \
             left join (select interaction_id as id, priority, waiting_since from route where due_at <= $1 \
             order by priority desc, waiting_since, interaction_id limit $2) d on true \
             order by d.priority desc, d.waiting_since, d.id",
        )
        .bind(now.0)
        .bind(limit)
        .fetch_all(self.read())
        .await?;
        let (due, next) = read_due(&rows)?;
        Ok((due.into_iter().map(InteractionId).collect(), next))
    }

    /// Open interactions whose owner has been gone since before `before` and whose customer waits for an answer.
    pub async fn deserted(&self, before: Timestamp) -> Result<Vec<InteractionId>, StoreError> {
        let rows = sqlx::query(
            "select i.id from interaction i, presence p where p.connected = 0 and p.seen_at < $1 \
             and i.owner_id = p.user_id and i.state = 'open' and i.unread > 0 order by i.id limit 100",
        )
        .bind(before.0)
        .fetch_all(self.read())
        .await?;
        rows.into_iter().map(|row| Ok(InteractionId(row.try_get("id")?))).collect()
    }
}
