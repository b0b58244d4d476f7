//! Where unowned interactions are in their flow, what was offered to whom, and who is there to ask.
//!
//! Small statements; what they are for is decided in `routing`. Everything about one interaction happens under its lock.

use sqlx::{AssertSqlSafe, Row, any::AnyRow};

use super::{Store, StoreError, Tx};
use crate::{
    domain::{
        InteractionId, OfferId, QueueId, Timestamp, UserId,
        event::{Audience, Event},
        interaction::Interaction,
        offer::{Claim, Offer, OfferEnd, OfferState, TransferCard},
        presence::Availability,
        routing::Weighing,
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

impl RouteRow {
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

/// An agent as routing weighs him.
#[derive(Clone, Debug)]
pub struct FloorAgent {
    pub user: UserId,
    pub availability: Availability,
    pub connected: bool,
    /// A page of his would make him notice a request.
    pub audible: bool,
    pub open: i64,
    pub pending: i64,
    pub capacity: i64,
    pub last_offered_at: Timestamp,
    pub idle_since: Timestamp,
}

impl FloorAgent {
    /// He can be asked, if he has room.
    pub fn is_there(&self) -> bool {
        self.availability == Availability::Online && self.connected
    }
}

/// Columns of `presence` that make a [`FloorAgent`], in the order of [`Standing`].
const STANDING: [&str; 8] =
    ["user_id", "availability", "connected", "audible", "open_count", "pending_count", "last_offered_at", "idle_since"];

type Standing = (UserId, Availability, i64, i64, i64, i64, Timestamp, Timestamp);

/// Why a claim on capacity failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimRefusal {
    Full,
}

/// An offer as stored.
#[derive(Clone, Debug)]
pub struct OfferRow {
    pub id: OfferId,
    pub interaction: InteractionId,
    pub agent: UserId,
    pub state: OfferState,
    pub due_at: Timestamp,
    /// The owner who hands it over; `None` for an offer of routing.
    pub from: Option<UserId>,
}

/// What [`read_offer`] needs.
pub(super) const OFFER: &str = "id, interaction_id, user_id, state, due_at, from_id";

/// A card about to be made.
#[derive(Clone, Debug)]
pub struct NewOffer<'a> {
    pub interaction: &'a Interaction,
    pub first_words: &'a str,
    pub agent: UserId,
    pub queue: Option<(QueueId, &'a str)>,
    pub step: i64,
    pub round: i64,
    pub due_at: Timestamp,
    /// The owner who asks this agent to take it over, and what he wrote.
    pub from: Option<(UserId, &'a str)>,
    /// The former owner who sent it to the queue.
    pub handed_over: Option<&'a HandedOver>,
}

fn offer_state(text: String) -> Result<OfferState, StoreError> {
    OfferState::parse(&text).ok_or(StoreError::Unreadable(text))
}

pub(super) fn read_offer(row: &AnyRow) -> Result<OfferRow, StoreError> {
    Ok(OfferRow {
        id: OfferId(row.try_get("id")?),
        interaction: InteractionId(row.try_get("interaction_id")?),
        agent: UserId(row.try_get("user_id")?),
        state: offer_state(row.try_get("state")?)?,
        due_at: Timestamp(row.try_get("due_at")?),
        from: row.try_get::<Option<i64>, _>("from_id")?.map(UserId),
    })
}

fn read_handed_over(row: &AnyRow) -> Result<Option<HandedOver>, StoreError> {
    let note: Option<String> = row.try_get("sent_note")?;
    let by = row.try_get::<Option<i64>, _>("sent_by")?.map(UserId);
    Ok(by.map(|by| HandedOver { by, note: note.unwrap_or_default() }))
}

fn transfer_card(from: UserId, note: &str, house: &House) -> TransferCard {
    TransferCard { from: house.user_name(from).unwrap_or_default().to_owned(), note: note.to_owned() }
}

impl Tx {
    pub async fn route(&mut self, interaction: InteractionId) -> Result<Option<RouteRow>, StoreError> {
        let row = sqlx::query(
            "select interaction_id, step, entered_at, expires_at, queue_id, priority, round, waiting_since, due_at, \
             sent_to, sent_by, sent_note from route where interaction_id = $1",
        )
        .bind(interaction.0)
        .fetch_optional(self.connection())
        .await?;
        row.map(|row| {
            let time = |name: &str| -> Result<Option<Timestamp>, StoreError> {
                Ok(row.try_get::<Option<i64>, _>(name)?.map(Timestamp))
            };
            Ok(RouteRow {
                interaction: InteractionId(row.try_get("interaction_id")?),
                step: row.try_get("step")?,
                entered_at: Timestamp(row.try_get("entered_at")?),
                expires_at: time("expires_at")?,
                queue: row.try_get::<Option<i64>, _>("queue_id")?.map(QueueId),
                priority: row.try_get("priority")?,
                round: row.try_get("round")?,
                waiting_since: Timestamp(row.try_get("waiting_since")?),
                due_at: time("due_at")?,
                sent_to: row.try_get::<Option<i64>, _>("sent_to")?.map(QueueId),
                handed_over: read_handed_over(&row)?,
            })
        })
        .transpose()
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

    pub async fn end_route(&mut self, interaction: InteractionId) -> Result<(), StoreError> {
        sqlx::query("delete from route where interaction_id = $1")
            .bind(interaction.0)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    pub async fn due_now(&mut self, interaction: InteractionId, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query("update route set due_at = $1 where interaction_id = $2")
            .bind(now.0)
            .bind(interaction.0)
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
        self.tell(now, Audience::Queue { queue }, &Event::QueueChanged { queue, waiting }).await
    }

    /// How these agents stand. One row for all of them: a queue may have a thousand, and reading as many rows takes longer
    /// than everything else about a decision.
    pub async fn floor(&mut self, agents: &[UserId], house: &House) -> Result<Vec<FloorAgent>, StoreError> {
        let sql = format!(
            "select {} as floor from presence where user_id {}",
            self.dialect.all_as_json(&STANDING),
            self.dialect.is_among()
        );
        let Some(row) = self.rows_of(sql, agents).await?.pop() else { return Ok(Vec::new()) };
        let floor: Vec<Standing> = serde_json::from_str(row.try_get("floor")?)?;
        Ok(floor
            .into_iter()
            .map(|(user, availability, connected, audible, open, pending, last_offered_at, idle_since)| FloorAgent {
                user,
                availability,
                connected: connected == 1,
                audible: audible == 1,
                open,
                pending,
                capacity: house.capacity(user),
                last_offered_at,
                idle_since,
            })
            .collect())
    }

    pub async fn pending_offers(&mut self, interaction: InteractionId) -> Result<Vec<OfferRow>, StoreError> {
        let sql = format!("select {OFFER} from offer where interaction_id = $1 and state = 'pending' order by user_id");
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(interaction.0).fetch_all(self.connection()).await?;
        rows.iter().map(read_offer).collect()
    }

    /// The offers of one round, and those that are pending, oldest first.
    pub async fn offers_of_round(
        &mut self,
        interaction: InteractionId,
        step: i64,
        round: i64,
    ) -> Result<Vec<OfferRow>, StoreError> {
        let sql = format!(
            "select {OFFER} from offer where interaction_id = $1 and (state = 'pending' or (step = $2 and round = $3)) \
             order by id"
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(interaction.0)
            .bind(step)
            .bind(round)
            .fetch_all(self.connection())
            .await?;
        rows.iter().map(read_offer).collect()
    }

    pub async fn offer(&mut self, offer: OfferId) -> Result<Option<OfferRow>, StoreError> {
        let sql = format!("select {OFFER} from offer where id = $1");
        let row = sqlx::query(AssertSqlSafe(sql)).bind(offer.0).fetch_optional(self.connection()).await?;
        row.as_ref().map(read_offer).transpose()
    }

    /// Puts an interaction before an agent.
    pub async fn make_offer(&mut self, new: &NewOffer<'_>, now: Timestamp, house: &House) -> Result<(), StoreError> {
        let row = sqlx::query(
            "insert into offer (interaction_id, user_id, queue_id, step, round, state, offered_at, due_at, from_id, note) \
             values ($1, $2, $3, $4, $5, 'pending', $6, $7, $8, $9) returning id",
        )
        .bind(new.interaction.id.0)
        .bind(new.agent.0)
        .bind(new.queue.map(|(id, _)| id.0))
        .bind(new.step)
        .bind(new.round)
        .bind(now.0)
        .bind(new.due_at.0)
        .bind(new.from.map(|(from, _)| from.0))
        .bind(new.from.map(|(_, note)| note.to_owned()))
        .fetch_one(self.connection())
        .await?;
        sqlx::query("update presence set pending_count = pending_count + 1, last_offered_at = $1 where user_id = $2")
            .bind(now.0)
            .bind(new.agent.0)
            .execute(self.connection())
            .await?;
        let offer = Offer {
            id: OfferId(row.try_get("id")?),
            agent: new.agent,
            interaction: new.interaction.id,
            contact_name: new.interaction.contact_name.clone(),
            peer: new.interaction.peer.as_str().to_owned(),
            account_key: new.interaction.account_key.clone(),
            account_name: new.interaction.account_name.clone(),
            queue_name: new.queue.map(|(_, name)| name.to_owned()),
            first_words: new.first_words.to_owned(),
            offered_at: now,
            due_at: new.due_at,
            transfer: new
                .from
                .or_else(|| new.handed_over.map(|handed| (handed.by, handed.note.as_str())))
                .map(|(from, note)| transfer_card(from, note, house)),
        };
        self.tell(now, Audience::Person { user: new.agent }, &Event::OfferMade { offer }).await
    }

    /// Ends a pending offer. `false` when it was not pending any more.
    pub async fn end_offer(
        &mut self,
        offer: OfferId,
        state: OfferState,
        end: &OfferEnd,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "update offer set state = $1, ended_at = $2 where id = $3 and state = 'pending' \
             returning user_id, interaction_id",
        )
        .bind(state.as_str())
        .bind(now.0)
        .bind(offer.0)
        .fetch_optional(self.connection())
        .await?;
        let Some(row) = row else { return Ok(false) };
        let agent = UserId(row.try_get("user_id")?);
        sqlx::query("update presence set pending_count = pending_count - 1 where user_id = $1")
            .bind(agent.0)
            .execute(self.connection())
            .await?;
        let event = Event::OfferEnded {
            offer,
            interaction: InteractionId(row.try_get("interaction_id")?),
            agent,
            end: end.clone(),
        };
        self.tell(now, Audience::Person { user: agent }, &event).await?;
        Ok(true)
    }

    /// When the last answer of a round came.
    pub async fn round_ended_at(
        &mut self,
        interaction: InteractionId,
        step: i64,
        round: i64,
    ) -> Result<Option<Timestamp>, StoreError> {
        let row =
            sqlx::query("select max(ended_at) as at from offer where interaction_id = $1 and step = $2 and round = $3")
                .bind(interaction.0)
                .bind(step)
                .bind(round)
                .fetch_one(self.connection())
                .await?;
        Ok(row.try_get::<Option<i64>, _>("at")?.map(Timestamp))
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
    /// compared and set in one statement.
    pub async fn take_capacity(
        &mut self,
        agent: UserId,
        capacity: i64,
    ) -> Result<Result<i64, ClaimRefusal>, StoreError> {
        let row = sqlx::query(
            "update presence set open_count = open_count + 1 where user_id = $1 and open_count < $2 returning open_count",
        )
        .bind(agent.0)
        .bind(capacity)
        .fetch_optional(self.connection())
        .await?;
        match row {
            Some(row) => Ok(Ok(row.try_get("open_count")?)),
            None => Ok(Err(ClaimRefusal::Full)),
        }
    }

    /// Counts one more open interaction for an agent, however many he has: what is offered to him counts it from now on.
    pub async fn take_room(&mut self, agent: UserId, now: Timestamp, house: &House) -> Result<(), StoreError> {
        let row =
            sqlx::query("update presence set open_count = open_count + 1 where user_id = $1 returning open_count")
                .bind(agent.0)
                .fetch_one(self.connection())
                .await?;
        if row.try_get::<i64, _>("open_count")? >= house.capacity(agent) {
            self.clear_screen(agent, now, house).await?;
        }
        self.announce_presence(agent, now, house).await
    }

    /// Counts one fewer, and looks at what waits for him.
    pub async fn give_capacity_back(&mut self, agent: UserId, now: Timestamp, house: &House) -> Result<(), StoreError> {
        sqlx::query(
            "update presence set open_count = open_count - 1, \
             idle_since = case when open_count = 1 then $1 else idle_since end where user_id = $2",
        )
        .bind(now.0)
        .bind(agent.0)
        .execute(self.connection())
        .await?;
        self.look_again_for(agent, now).await?;
        self.tell_presence(agent, now, house).await
    }

    /// Takes every other offer off the screen of an agent who is full now.
    pub async fn clear_screen(&mut self, agent: UserId, now: Timestamp, house: &House) -> Result<(), StoreError> {
        self.withdraw_offers_of(agent, now, house).await
    }

    pub async fn announce_presence(&mut self, agent: UserId, now: Timestamp, house: &House) -> Result<(), StoreError> {
        self.tell_presence(agent, now, house).await
    }

    /// Keeps why an interaction was offered to whom.
    pub async fn explain(
        &mut self,
        interaction: InteractionId,
        weighing: &Weighing,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query("insert into explanation (interaction_id, at, what) values ($1, $2, $3)")
            .bind(interaction.0)
            .bind(now.0)
            .bind(serde_json::to_string(weighing)?)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

impl Store {
    /// What `agent` is told about an offer that is not pending any more; `None` while it is.
    pub async fn claim_lost(&self, offer: OfferId, agent: UserId, house: &House) -> Result<Option<Claim>, StoreError> {
        let row = sqlx::query(
            "select o.state, o.interaction_id, o.from_id, i.owner_id from offer o, interaction i \
             where o.id = $1 and o.user_id = $2 and i.id = o.interaction_id",
        )
        .bind(offer.0)
        .bind(agent.0)
        .fetch_optional(self.read())
        .await?;
        let Some(row) = row else { return Ok(Some(Claim::Gone)) };
        if offer_state(row.try_get("state")?)? == OfferState::Pending {
            return Ok(None);
        }
        let from = row.try_get::<Option<i64>, _>("from_id")?.map(UserId);
        Ok(Some(match row.try_get::<Option<i64>, _>("owner_id")?.map(UserId) {
            // It went back to who wanted to hand it over: nobody was faster.
            owner if owner.is_some() && owner == from => Claim::Gone,
            Some(owner) if owner == agent => Claim::Won { interaction: InteractionId(row.try_get("interaction_id")?) },
            Some(owner) => Claim::TakenBy { name: house.user_name(owner).unwrap_or_default().to_owned() },
            None => Claim::Gone,
        }))
    }

    /// Interactions that routing must look at now, most urgent first, and when to come back.
    pub async fn due_routes(
        &self,
        now: Timestamp,
        limit: i64,
    ) -> Result<(Vec<InteractionId>, Option<Timestamp>), StoreError> {
        let rows = sqlx::query(
            "select interaction_id from route where due_at <= $1 order by priority desc, waiting_since, interaction_id \
             limit $2",
        )
        .bind(now.0)
        .bind(limit)
        .fetch_all(self.read())
        .await?;
        let due = rows
            .into_iter()
            .map(|row| Ok(InteractionId(row.try_get("interaction_id")?)))
            .collect::<Result<Vec<_>, StoreError>>()?;
        let next = sqlx::query("select min(due_at) as due_at from route where due_at > $1")
            .bind(now.0)
            .fetch_one(self.read())
            .await?;
        Ok((due, next.try_get::<Option<i64>, _>("due_at")?.map(Timestamp)))
    }

    /// The cards on an agent's screen, oldest first.
    pub async fn offers_of(&self, agent: UserId, house: &House) -> Result<Vec<Offer>, StoreError> {
        let rows = sqlx::query(
            "select o.id, o.interaction_id, o.offered_at, o.due_at, o.queue_id, o.from_id, o.note, i.peer, i.account_id, \
             i.first_words, c.name, (select r.sent_by from route r where r.interaction_id = o.interaction_id) as sent_by, \
             (select r.sent_note from route r where r.interaction_id = o.interaction_id) as sent_note \
             from offer o, interaction i, contact c \
             where o.user_id = $1 and o.state = 'pending' and i.id = o.interaction_id and c.id = i.contact_id \
             order by o.id",
        )
        .bind(agent.0)
        .fetch_all(self.read())
        .await?;
        rows.into_iter()
            .map(|row| {
                let account = house.account(crate::domain::AccountId(row.try_get("account_id")?));
                let queue = row.try_get::<Option<i64>, _>("queue_id")?.map(QueueId);
                let peer: String = row.try_get("peer")?;
                let name: String = row.try_get("name")?;
                let note: Option<String> = row.try_get("note")?;
                let transfer = match row.try_get::<Option<i64>, _>("from_id")?.map(UserId) {
                    Some(from) => Some((from, note.unwrap_or_default())),
                    None => read_handed_over(&row)?.map(|handed| (handed.by, handed.note)),
                };
                Ok(Offer {
                    id: OfferId(row.try_get("id")?),
                    agent,
                    interaction: InteractionId(row.try_get("interaction_id")?),
                    contact_name: if name.is_empty() { peer.clone() } else { name },
                    peer,
                    account_key: account.map_or_else(String::new, |a| a.key.clone()),
                    account_name: account.map_or_else(String::new, |a| a.name.clone()),
                    queue_name: queue.and_then(|id| house.queue_name(id)).map(str::to_owned),
                    first_words: row.try_get("first_words")?,
                    offered_at: Timestamp(row.try_get("offered_at")?),
                    due_at: Timestamp(row.try_get("due_at")?),
                    transfer: transfer.map(|(from, note)| transfer_card(from, &note, house)),
                })
            })
            .collect()
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
