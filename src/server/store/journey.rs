//! What there was with a contact, and why an interaction came to whom.

use std::collections::HashMap;

use sqlx::Row;

use super::{Store, StoreError};
use crate::{
    domain::{
        AccountId, ContactId, InteractionId, Peer, Timestamp, UserId,
        facts::{Asked, Asking, Passed},
        interaction::State,
        journey::JourneyRow,
        offer::OfferState,
        routing::Weighing,
    },
    server::house::House,
};

impl Store {
    /// Whether a note in any interaction with this contact names `user`.
    pub async fn was_named(&self, user: UserId, contact: ContactId) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "select m.id from interaction i, mention m where i.contact_id = $1 and m.interaction_id = i.id \
             and m.user_id = $2 limit 1",
        )
        .bind(contact.0)
        .bind(user.0)
        .fetch_optional(self.read())
        .await?;
        Ok(row.is_some())
    }

    /// Up to `limit` interactions with a contact that began before `before` did, newest first. `guest` reads only those in
    /// which he was named, and none of the others' words.
    pub async fn journey(
        &self,
        contact: ContactId,
        before: Option<InteractionId>,
        limit: i64,
        guest: Option<UserId>,
        house: &House,
    ) -> Result<Vec<JourneyRow>, StoreError> {
        let (at, id) = match before {
            None => (i64::MAX, i64::MAX),
            Some(before) => {
                let row = sqlx::query("select started_at from interaction where id = $1")
                    .bind(before.0)
                    .fetch_optional(self.read())
                    .await?;
                let Some(row) = row else { return Ok(Vec::new()) };
                (row.try_get("started_at")?, before.0)
            }
        };
        let rows = sqlx::query(
            "select i.id, i.account_id, i.peer, i.state, i.started_at, i.closed_at, i.owner_id, i.first_handler_id, \
             i.first_words, i.guests, (select count(*) from message m where m.interaction_id = i.id \
             and m.kind in ('inbound', 'outbound')) as messages \
             from interaction i where i.contact_id = $1 and (i.started_at, i.id) < ($2, $3) \
             order by i.started_at desc, i.id desc limit $4",
        )
        .bind(contact.0)
        .bind(at)
        .bind(id)
        .bind(limit)
        .fetch_all(self.read())
        .await?;
        rows.into_iter()
            .map(|row| {
                let account = AccountId(row.try_get("account_id")?);
                let known = house.account(account);
                let state: String = row.try_get("state")?;
                let owner: Option<i64> = row.try_get("owner_id")?;
                let guests: Vec<UserId> = serde_json::from_str(row.try_get("guests")?)?;
                let readable = guest.is_none_or(|guest| guests.contains(&guest));
                let agent = owner.or(row.try_get("first_handler_id")?).and_then(|id| house.user_name(UserId(id)));
                Ok(JourneyRow {
                    interaction: InteractionId(row.try_get("id")?),
                    account,
                    account_key: known.map_or_else(String::new, |account| account.key.clone()),
                    account_name: known.map_or_else(String::new, |account| account.name.clone()),
                    peer: Peer::parse(&row.try_get::<String, _>("peer")?),
                    state: State::parse(&state).ok_or(StoreError::Unreadable(state))?,
                    started_at: Timestamp(row.try_get("started_at")?),
                    closed_at: row.try_get::<Option<i64>, _>("closed_at")?.map(Timestamp),
                    agent: agent.map(str::to_owned),
                    first_words: if readable { row.try_get("first_words")? } else { String::new() },
                    messages: row.try_get("messages")?,
                    readable,
                })
            })
            .collect()
    }

    /// Who was asked to take an interaction, what came of it, and who was passed over; oldest first.
    pub async fn askings(&self, interaction: InteractionId, house: &House) -> Result<Vec<Asking>, StoreError> {
        let offers = sqlx::query("select user_id, state, offered_at, ended_at from offer where interaction_id = $1")
            .bind(interaction.0)
            .fetch_all(self.read())
            .await?;
        // An offer is made at the very moment that is noted with the reasons.
        let mut answers: HashMap<(UserId, i64), (OfferState, Option<i64>)> = HashMap::new();
        for row in offers {
            let state: String = row.try_get("state")?;
            let state = OfferState::parse(&state).ok_or(StoreError::Unreadable(state))?;
            let (at, ended): (i64, Option<i64>) = (row.try_get("offered_at")?, row.try_get("ended_at")?);
            answers.insert((UserId(row.try_get("user_id")?), at), (state, ended.map(|ended| ended - at)));
        }
        let rows = sqlx::query("select at, what from explanation where interaction_id = $1 order by id")
            .bind(interaction.0)
            .fetch_all(self.read())
            .await?;
        let name = |id: UserId| house.user_name(id).unwrap_or_default().to_owned();
        rows.into_iter()
            .map(|row| {
                let at: i64 = row.try_get("at")?;
                let weighing: Weighing = serde_json::from_str(&row.try_get::<String, _>("what")?)?;
                let asked = weighing.asked.into_iter().map(|agent| {
                    let answer = answers.get(&(agent, at));
                    Asked { name: name(agent), state: answer.map(|it| it.0), after: answer.and_then(|it| it.1) }
                });
                let passed = weighing
                    .passed_over
                    .into_iter()
                    .flat_map(|(why, agents)| agents.into_iter().map(move |agent| Passed { name: name(agent), why }));
                // In an order that does not depend on the database.
                let mut passed_over: Vec<Passed> = passed.collect();
                passed_over.sort_by(|a, b| a.name.cmp(&b.name));
                Ok(Asking {
                    at: Timestamp(at),
                    round: weighing.round + 1,
                    queue: weighing.queue,
                    strategy: weighing.strategy,
                    asked: asked.collect(),
                    passed_over,
                })
            })
            .collect()
    }
}
