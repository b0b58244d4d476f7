//! Who is there, and how much he has.

use serde::Serialize;
use sqlx::{AssertSqlSafe, Row, any::AnyRow};

use super::{Store, StoreError, Tx, dialect::Kind};
use crate::{
    domain::{
        InteractionId, OfferId, QueueId, Timestamp, UserId,
        event::{Audience, Event},
        offer::{OfferEnd, OfferState},
        presence::{Availability, Presence},
        transfer::Returned,
    },
    server::house::House,
};

pub(super) const COLUMNS: &str = "user_id, availability, reason, since, connected, audible, open_count, pending_count, last_offered_at, \
     idle_since";

/// Waiting interactions looked at when somebody becomes available: as many as anybody may own.
const LOOK_AGAIN: i64 = 100;

pub(super) fn read(row: &AnyRow, house: &House) -> Result<Presence, StoreError> {
    let availability: String = row.try_get("availability")?;
    let user = UserId(row.try_get("user_id")?);
    Ok(Presence {
        user,
        availability: Availability::parse(&availability).ok_or(StoreError::Unreadable(availability))?,
        reason: row.try_get("reason")?,
        since: Timestamp(row.try_get("since")?),
        connected: row.try_get::<i64, _>("connected")? == 1,
        audible: row.try_get::<i64, _>("audible")? == 1,
        open: row.try_get("open_count")?,
        capacity: house.capacity(user),
    })
}

/// What a sweep found.
#[derive(Clone, Debug, Default)]
pub struct Swept {
    /// Agents whose connection was lost for longer than the grace period.
    pub gone: Vec<UserId>,
}

#[derive(Serialize)]
struct Person {
    user_id: UserId,
}

impl Tx {
    pub(super) async fn create_presence(&mut self, user: UserId, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            "insert into presence (user_id, availability, since, connected, seen_at, open_count, pending_count, \
             last_offered_at, idle_since) values ($1, 'online', $2, 0, 0, 0, 0, 0, $2)",
        )
        .bind(user.0)
        .bind(now.0)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Tells an agent, in all his windows, how he stands now.
    pub(super) async fn tell_presence(
        &mut self,
        user: UserId,
        now: Timestamp,
        house: &House,
    ) -> Result<Presence, StoreError> {
        let sql = format!("select {COLUMNS} from presence where user_id = $1");
        let row = sqlx::query(AssertSqlSafe(sql)).bind(user.0).fetch_one(self.connection()).await?;
        self.tell_presence_in(&row, now, house)
    }

    /// The same of a row that is read already.
    pub(super) fn tell_presence_in(
        &mut self,
        row: &AnyRow,
        now: Timestamp,
        house: &House,
    ) -> Result<Presence, StoreError> {
        let presence = read(row, house)?;
        let event = Event::PresenceChanged { presence: presence.clone() };
        self.tell(now, Audience::Person { user: presence.user }, &event)?;
        Ok(presence)
    }

    /// Somebody became free: the oldest interactions of his queues that he could be asked for are looked at again. Those a
    /// colleague is looking at, or he himself refused in this round, are left out: they would fill the limit for nothing.
    pub async fn look_again_for(&mut self, user: UserId, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            "update route set due_at = $1 where interaction_id in (select r.interaction_id from route r, queue q \
             where q.id = r.queue_id and r.queue_id in ( \
             select queue_id from queue_agent where user_id = $2 union \
             select qt.queue_id from queue_team qt, team_member tm where tm.team_id = qt.team_id and tm.user_id = $2) \
             and not exists (select 1 from offer o where o.interaction_id = r.interaction_id and o.state = 'pending' \
             and (o.user_id = $2 or q.strategy <> 'ring_all')) \
             and not exists (select 1 from offer o where o.interaction_id = r.interaction_id and o.user_id = $2 \
             and o.step = r.step and o.round = r.round and o.state in ('rejected', 'timed_out')) \
             order by r.priority desc, r.waiting_since limit $3)",
        )
        .bind(now.0)
        .bind(user.0)
        .bind(LOOK_AGAIN)
        .execute(self.connection())
        .await?;
        self.wakes.routing = true;
        Ok(())
    }

    /// The members or the rules of a queue changed.
    pub(super) async fn look_again(&mut self, queue: QueueId, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query("update route set due_at = $1 where queue_id = $2")
            .bind(now.0)
            .bind(queue.0)
            .execute(self.connection())
            .await?;
        self.wakes.routing = true;
        Ok(())
    }

    /// Anything may have changed for anybody.
    pub(super) async fn look_again_everywhere(&mut self, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query("update route set due_at = $1").bind(now.0).execute(self.connection()).await?;
        self.wakes.routing = true;
        Ok(())
    }

    /// Takes every offer off an agent's screen; each goes on to a colleague, a transfer back to its sender.
    pub async fn withdraw_offers_of(&mut self, user: UserId, now: Timestamp, house: &House) -> Result<(), StoreError> {
        let (transfers, offers): (Vec<_>, Vec<_>) =
            self.offers_before(user).await?.into_iter().partition(|offer| offer.from.is_some());
        for offer in transfers {
            self.return_transfer(&offer, Returned::Unavailable, now, house).await?;
        }
        if !offers.is_empty() {
            let cards: Vec<OfferId> = offers.iter().map(|offer| offer.id).collect();
            self.end_offers(&cards, OfferState::Withdrawn, &OfferEnd::Withdrawn, now).await?;
            let waiting: Vec<InteractionId> = offers.iter().map(|offer| offer.interaction).collect();
            self.due_now(&waiting, now).await?;
        }
        Ok(())
    }

    async fn set_availability(
        &mut self,
        user: UserId,
        availability: Availability,
        reason: Option<String>,
        now: Timestamp,
        house: &House,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "update presence set availability = $1, reason = $2, since = $3 where user_id = $4 \
             and (availability <> $1 or coalesce(reason, '') <> coalesce($2, ''))",
        )
        .bind(availability.as_str())
        .bind(reason)
        .bind(now.0)
        .bind(user.0)
        .execute(self.connection())
        .await?;
        match availability {
            Availability::Online => {
                // Whoever switches himself on is at his desk.
                self.be_heard(user, now).await?;
                self.look_again_for(user, now).await?;
            }
            Availability::Paused | Availability::Offline => self.withdraw_offers_of(user, now, house).await?,
        }
        self.tell_presence(user, now, house).await?;
        Ok(())
    }
}

impl Store {
    pub async fn set_availability(
        &self,
        user: UserId,
        availability: Availability,
        reason: Option<String>,
        now: Timestamp,
        house: std::sync::Arc<House>,
    ) -> Result<(), StoreError> {
        self.decide(move |tx| {
            let (reason, house) = (reason.clone(), house.clone());
            Box::pin(async move { tx.set_availability(user, availability, reason, now, &house).await })
        })
        .await
    }

    /// A browser of his opened its stream.
    pub async fn connected(
        &self,
        user: UserId,
        now: Timestamp,
        house: std::sync::Arc<House>,
    ) -> Result<(), StoreError> {
        self.decide(move |tx| {
            let house = house.clone();
            Box::pin(async move {
                let before = sqlx::query("select connected from presence where user_id = $1")
                    .bind(user.0)
                    .fetch_optional(tx.connection())
                    .await?;
                sqlx::query("update presence set connected = 1, seen_at = $1 where user_id = $2")
                    .bind(now.0)
                    .bind(user.0)
                    .execute(tx.connection())
                    .await?;
                let was_connected = match before {
                    Some(row) => row.try_get::<i64, _>("connected")? == 1,
                    None => return Ok(()),
                };
                if !was_connected {
                    tx.look_again_for(user, now).await?;
                    tx.tell_presence(user, now, &house).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// This node still holds streams of these people. Returns those who counted as gone all the same: nobody could write
    /// for them for longer than the grace period.
    pub async fn heartbeat(&self, users: Vec<UserId>, now: Timestamp) -> Result<Vec<UserId>, StoreError> {
        let mut people: Vec<Person> = users.into_iter().map(|user_id| Person { user_id }).collect();
        people.sort_by_key(|person| person.user_id);
        let people = serde_json::to_string(&people)?;
        self.decide(move |tx| {
            let people = people.clone();
            Box::pin(async move {
                let set = tx.dialect.rows("people", &[("user_id", Kind::Int)]);
                let sql = format!(
                    "update presence set seen_at = $2 where user_id in (select user_id from {set}) \
                     returning user_id, connected"
                );
                let rows = sqlx::query(AssertSqlSafe(sql)).bind(people).bind(now.0).fetch_all(tx.connection()).await?;
                let mut gone = Vec::new();
                for row in rows {
                    if row.try_get::<i64, _>("connected")? == 0 {
                        gone.push(UserId(row.try_get("user_id")?));
                    }
                }
                Ok(gone)
            })
        })
        .await
    }

    /// Whoever was not seen since `before` is gone: his offers go on to colleagues.
    pub async fn sweep_presence(
        &self,
        before: Timestamp,
        now: Timestamp,
        house: std::sync::Arc<House>,
    ) -> Result<Swept, StoreError> {
        // Asked on a reader first: most sweeps find nobody and need no write.
        let anybody = sqlx::query("select user_id from presence where connected = 1 and seen_at < $1 limit 1")
            .bind(before.0)
            .fetch_optional(self.read())
            .await?;
        if anybody.is_none() {
            return Ok(Swept::default());
        }
        self.decide(move |tx| {
            let house = house.clone();
            Box::pin(async move {
                let rows = sqlx::query(
                    "update presence set connected = 0 where connected = 1 and seen_at < $1 returning user_id",
                )
                .bind(before.0)
                .fetch_all(tx.connection())
                .await?;
                let mut swept = Swept::default();
                for row in rows {
                    let user = UserId(row.try_get("user_id")?);
                    tx.withdraw_offers_of(user, now, &house).await?;
                    tx.tell_presence(user, now, &house).await?;
                    swept.gone.push(user);
                }
                Ok(swept)
            })
        })
        .await
    }
}
