//! Interactions put before agents: cards made, ended, read.

use serde::Serialize;
use sqlx::{AssertSqlSafe, Row, any::AnyRow};

use super::{HandedOver, Store, StoreError, Tx, dialect::Kind, routes::read_handed_over};
use crate::{
    domain::{
        AccountId, InteractionId, OfferId, QueueId, Timestamp, UserId,
        event::{Audience, Event},
        interaction::Interaction,
        offer::{Claim, Offer, OfferEnd, OfferState, TransferCard},
    },
    server::house::House,
};

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
    /// Each once.
    pub agents: &'a [UserId],
    pub queue: Option<(QueueId, &'a str)>,
    pub step: i64,
    pub round: i64,
    pub due_at: Timestamp,
    /// The owner who asks to take it over, and what he wrote.
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

fn transfer_card(from: UserId, note: &str, house: &House) -> TransferCard {
    TransferCard { from: house.user_name(from).unwrap_or_default().to_owned(), note: note.to_owned() }
}

impl Tx {
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

    /// Puts an interaction before agents.
    pub async fn make_offers(&mut self, new: &NewOffer<'_>, now: Timestamp, house: &House) -> Result<(), StoreError> {
        let (ids, agents) = (self.dialect.ids("asked"), serde_json::to_string(new.agents)?);
        let sql = format!(
            "insert into offer (interaction_id, user_id, queue_id, step, round, state, offered_at, due_at, from_id, note) \
             select $2, asked.id, $3, $4, $5, 'pending', $6, $7, $8, $9 from {ids} where true returning id, user_id"
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(agents.clone())
            .bind(new.interaction.id.0)
            .bind(new.queue.map(|(id, _)| id.0))
            .bind(new.step)
            .bind(new.round)
            .bind(now.0)
            .bind(new.due_at.0)
            .bind(new.from.map(|(from, _)| from.0))
            .bind(new.from.map(|(_, note)| note.to_owned()))
            .fetch_all(self.connection())
            .await?;
        let sql = format!(
            "update presence set pending_count = pending_count + 1, last_offered_at = $2 where user_id {}",
            self.dialect.is_among()
        );
        sqlx::query(AssertSqlSafe(sql)).bind(agents).bind(now.0).execute(self.connection()).await?;
        let transfer = new
            .from
            .or_else(|| new.handed_over.map(|handed| (handed.by, handed.note.as_str())))
            .map(|(from, note)| transfer_card(from, note, house));
        for row in rows {
            let agent = UserId(row.try_get("user_id")?);
            let offer = Offer {
                id: OfferId(row.try_get("id")?),
                agent,
                interaction: new.interaction.id,
                contact_name: new.interaction.contact_name.clone(),
                peer: new.interaction.peer.as_str().to_owned(),
                account_key: new.interaction.account_key.clone(),
                account_name: new.interaction.account_name.clone(),
                queue_name: new.queue.map(|(_, name)| name.to_owned()),
                first_words: new.first_words.to_owned(),
                offered_at: now,
                due_at: new.due_at,
                transfer: transfer.clone(),
            };
            self.tell(now, Audience::Person { user: agent }, &Event::OfferMade { offer })?;
        }
        Ok(())
    }

    /// Ends those of these offers that are pending still. Returns whose they were.
    pub async fn end_offers(
        &mut self,
        offers: &[OfferId],
        state: OfferState,
        end: &OfferEnd,
        now: Timestamp,
    ) -> Result<Vec<UserId>, StoreError> {
        let sql = format!(
            "update offer set state = $2, ended_at = $3 where id {} and state = 'pending' \
             returning id, user_id, interaction_id",
            self.dialect.is_among()
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(serde_json::to_string(offers)?)
            .bind(state.as_str())
            .bind(now.0)
            .fetch_all(self.connection())
            .await?;
        self.took_away(&rows, |_| end, now).await
    }

    /// Ends every pending offer of an interaction: `winner` has accepted his, and the others are told `end`. Returns whose
    /// they were.
    pub async fn end_offers_of(
        &mut self,
        interaction: InteractionId,
        winner: Option<UserId>,
        end: &OfferEnd,
        now: Timestamp,
    ) -> Result<Vec<UserId>, StoreError> {
        let rows = sqlx::query(
            "update offer set state = case when user_id = $2 then 'accepted' else 'withdrawn' end, ended_at = $3 \
             where interaction_id = $1 and state = 'pending' returning id, user_id, interaction_id",
        )
        .bind(interaction.0)
        .bind(winner.map(|winner| winner.0))
        .bind(now.0)
        .fetch_all(self.connection())
        .await?;
        self.took_away(&rows, |agent| if Some(agent) == winner { &OfferEnd::Accepted } else { end }, now).await
    }

    /// These offers were ended: their agents have fewer cards, and are told why.
    async fn took_away<'a>(
        &mut self,
        rows: &[AnyRow],
        end: impl Fn(UserId) -> &'a OfferEnd,
        now: Timestamp,
    ) -> Result<Vec<UserId>, StoreError> {
        #[derive(Serialize)]
        struct Fewer {
            id: UserId,
            cards: i64,
        }
        let mut agents: Vec<UserId> = Vec::with_capacity(rows.len());
        for row in rows {
            let agent = UserId(row.try_get("user_id")?);
            let event = Event::OfferEnded {
                offer: OfferId(row.try_get("id")?),
                interaction: InteractionId(row.try_get("interaction_id")?),
                agent,
                end: end(agent).clone(),
            };
            self.tell(now, Audience::Person { user: agent }, &event)?;
            agents.push(agent);
        }
        agents.sort_unstable();
        let fewer: Vec<Fewer> = agents
            .chunk_by(|a, b| a == b)
            .filter_map(|same| Some(Fewer { id: *same.first()?, cards: same.len() as i64 }))
            .collect();
        agents.dedup();
        if !fewer.is_empty() {
            let set = self.dialect.rows("fewer", &[("id", Kind::Int), ("cards", Kind::Int)]);
            let sql = format!(
                "update presence set pending_count = pending_count - fewer.cards from {set} where user_id = fewer.id"
            );
            sqlx::query(AssertSqlSafe(sql)).bind(serde_json::to_string(&fewer)?).execute(self.connection()).await?;
        }
        Ok(agents)
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
                let account = house.account(AccountId(row.try_get("account_id")?));
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
}
