//! A batch of providers' calls becomes rows: journal, contacts, interactions, messages, routes, events.
//!
//! Hot path: each table gets one statement for the whole batch, fed by one JSON parameter. Duplicates are taken out first,
//! so counters stay true; rows go in a fixed order, so two nodes can't deadlock.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use serde::Serialize;
use sqlx::{AssertSqlSafe, Row, any::AnyRow};

use super::{Store, StoreError, Tx, dialect::Kind, interactions, media::NewPart};
use crate::{
    domain::{
        AccountId, ContactId, InteractionId, ListId, MessageId, Peer, Timestamp,
        consent::{Wish, wish_of},
        event::{Audience, Event},
        interaction::Interaction,
        journal::CallVerdict,
        media::Media,
        message::{Content, Message},
    },
    server::{
        house::House,
        providers::{InboundText, Incoming, OptWord, Receipt},
    },
};

/// A provider's call, as the journal keeps it.
#[derive(Clone, Debug)]
pub struct Call {
    pub at: Timestamp,
    pub account: Option<AccountId>,
    pub hook: &'static str,
    pub method: String,
    pub url: String,
    /// JSON array of name and value, without what could hold a secret.
    pub headers: String,
    pub body: Vec<u8>,
}

/// A call and what it says, or why it says nothing.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub call: Call,
    pub said: Result<Vec<Incoming>, (CallVerdict, String)>,
}

impl Arrival {
    /// For the journal: why it says nothing, or why nothing was done with what it says.
    pub(super) fn reason(&self) -> Option<String> {
        match &self.said {
            Err((_, reason)) => Some(reason.clone()),
            Ok(said) => {
                let ignored = said.iter().filter_map(|incoming| match incoming {
                    Incoming::Ignored(reason) => Some(reason.as_str()),
                    Incoming::Text(_) | Incoming::Receipt(_) => None,
                });
                Some(ignored.collect::<Vec<_>>().join("; ")).filter(|reasons| !reasons.is_empty())
            }
        }
    }
}

/// What became of an arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded(pub CallVerdict);

/// When an account's provider called last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SignOfLife {
    pub account_id: AccountId,
    pub inbound: Option<Timestamp>,
    pub receipt: Option<Timestamp>,
}

/// Stored before any account had a list of its own.
const DEFAULT_LIST: ListId = ListId(1);
/// Characters of the first text that an offer shows.
const FIRST_WORDS: usize = 160;
/// Two nodes that meet the same new customer at once: the second tries again and finds him.
const TRIES: u32 = 4;

impl Store {
    /// Makes a batch of calls durable, and notes the signs of life that are news. The verdicts stand in the order of
    /// `arrivals`.
    pub async fn record(
        &self,
        arrivals: Arc<Vec<Arrival>>,
        signs: Arc<[SignOfLife]>,
        house: Arc<House>,
    ) -> Result<Vec<Recorded>, StoreError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let (batch, signs, house) = (arrivals.clone(), signs.clone(), house.clone());
            let written = self
                .write(move |tx| {
                    let (batch, signs, house) = (batch.clone(), signs.clone(), house.clone());
                    Box::pin(async move { tx.record(&batch, &signs, &house).await })
                })
                .await;
            match written {
                Err(StoreError::Duplicate(_)) if tries < TRIES => {}
                result => return result,
            }
        }
    }
}

/// A text on its way into the tables.
pub(super) struct Text<'a> {
    arrival: usize,
    pub(super) account: AccountId,
    pub(super) at: Timestamp,
    pub(super) text: &'a InboundText,
}

/// What one (account, peer) gets in this batch.
struct Share {
    first: usize,
    count: i64,
    at: Timestamp,
}

impl Tx {
    async fn record(
        &mut self,
        arrivals: &[Arrival],
        signs: &[SignOfLife],
        house: &House,
    ) -> Result<Vec<Recorded>, StoreError> {
        let mut verdicts: Vec<CallVerdict> = arrivals
            .iter()
            .map(|arrival| arrival.said.as_ref().err().map_or(CallVerdict::Accepted, |(verdict, _)| *verdict))
            .collect();
        let (texts, contacts) = self.new_texts(arrivals, &mut verdicts).await?;
        if !texts.is_empty() {
            self.store_texts(&texts, contacts, house).await?;
        }
        for arrival in arrivals {
            if let (Ok(said), Some(account)) = (&arrival.said, arrival.call.account) {
                for receipt in said.iter().filter_map(as_receipt) {
                    self.apply_receipt(account, receipt, arrival.call.at, house).await?;
                }
            }
        }
        self.note_signs(signs).await?;
        self.store_calls(arrivals, &verdicts).await?;
        Ok(verdicts.into_iter().map(Recorded).collect())
    }

    /// The texts that are not known yet, in the order they were sent, and the contacts of those senders who have one. A call
    /// that brought nothing new is a duplicate.
    async fn new_texts<'a>(
        &mut self,
        arrivals: &'a [Arrival],
        verdicts: &mut [CallVerdict],
    ) -> Result<(Vec<Text<'a>>, HashMap<Peer, ContactId>), StoreError> {
        let mut texts = Vec::new();
        for (index, arrival) in arrivals.iter().enumerate() {
            if let (Ok(said), Some(account)) = (&arrival.said, arrival.call.account) {
                let said = said.iter().filter_map(as_text);
                texts.extend(said.map(|text| Text { arrival: index, account, at: arrival.call.at, text }));
            }
        }
        let mut contacts = HashMap::new();
        if texts.is_empty() {
            return Ok((texts, contacts));
        }
        #[derive(Serialize)]
        struct Key<'a> {
            place: usize,
            account_id: AccountId,
            external_id: &'a str,
            number: &'a str,
        }
        let keys: Vec<Key> = texts
            .iter()
            .enumerate()
            .map(|(place, t)| Key {
                place,
                account_id: t.account,
                external_id: &t.text.external_id,
                number: t.text.from.as_str(),
            })
            .collect();
        // As subqueries: of a join, PostgreSQL may begin with the table, however many messages it holds.
        let rows = self.dialect.rows(
            "sent",
            &[("place", Kind::Int), ("account_id", Kind::Int), ("external_id", Kind::Text), ("number", Kind::Text)],
        );
        let sql = format!(
            "select sent.place, (select m.id from message m where m.account_id = sent.account_id \
             and m.external_id = sent.external_id) as message_id, \
             (select n.contact_id from contact_number n where n.number = sent.number) as contact_id from {rows}"
        );
        let mut seen: HashSet<(AccountId, String)> = HashSet::new();
        for row in self.rows_of(sql, &keys).await? {
            let Some(text) = usize::try_from(row.try_get::<i64, _>("place")?).ok().and_then(|at| texts.get(at)) else {
                continue;
            };
            if row.try_get::<Option<i64>, _>("message_id")?.is_some() {
                seen.insert((text.account, text.text.external_id.clone()));
            }
            if let Some(contact) = row.try_get::<Option<i64>, _>("contact_id")? {
                contacts.insert(text.text.from.clone(), ContactId(contact));
            }
        }
        texts.retain(|text| {
            let new = seen.insert((text.account, text.text.external_id.clone()));
            if !new {
                verdicts[text.arrival] = CallVerdict::Duplicate;
            }
            new
        });
        for text in &texts {
            verdicts[text.arrival] = CallVerdict::Accepted;
        }
        texts.sort_by_key(|text| text.text.sent_at.unwrap_or(text.at));
        Ok((texts, contacts))
    }

    async fn store_texts(
        &mut self,
        texts: &[Text<'_>],
        mut contacts: HashMap<Peer, ContactId>,
        house: &House,
    ) -> Result<(), StoreError> {
        self.reopen(texts, house).await?;
        self.create_contacts(texts, &mut contacts).await?;
        let mut interactions = self.upsert_interactions(texts, &contacts, house).await?;
        self.check_reopening(texts, &interactions, house).await?;
        let messages = self.insert_messages(texts, &interactions).await?;
        self.heed_words(texts, &mut interactions, house).await?;
        self.cancel_what_waited(texts, &mut interactions, house).await?;
        let media = self.insert_parts(&parts(texts, &interactions, &messages)).await?;
        self.start_routes(interactions.values()).await?;
        self.tell_of_texts(texts, &interactions, &messages, media)?;
        self.answer_automatically(texts, &interactions, house).await
    }

    /// Whoever writes for the first time becomes a contact.
    async fn create_contacts(
        &mut self,
        texts: &[Text<'_>],
        contacts: &mut HashMap<Peer, ContactId>,
    ) -> Result<(), StoreError> {
        // Ordered, so that two nodes take the same rows in the same order.
        let unknown: BTreeMap<&str, Timestamp> = texts
            .iter()
            .filter(|text| !contacts.contains_key(&text.text.from))
            .map(|text| (text.text.from.as_str(), text.at))
            .collect();
        if unknown.is_empty() {
            return Ok(());
        }
        #[derive(Serialize)]
        struct New {
            list_id: ListId,
            at: Timestamp,
        }
        let new: Vec<New> = unknown.values().map(|at| New { list_id: DEFAULT_LIST, at: *at }).collect();
        let rows = self.dialect.rows("new", &[("list_id", Kind::Int), ("at", Kind::Int)]);
        let sql = format!(
            "insert into contact (list_id, name, created_at) select list_id, '', at from {rows} where true returning id"
        );
        let ids = self.rows_of(sql, &new).await?;
        #[derive(Serialize)]
        struct Number<'a> {
            number: &'a str,
            contact_id: ContactId,
        }
        let numbers: Vec<Number> = unknown
            .keys()
            .zip(&ids)
            .map(|(number, row)| Ok(Number { number, contact_id: ContactId(row.try_get("id")?) }))
            .collect::<Result<_, StoreError>>()?;
        let rows = self.dialect.rows("new", &[("number", Kind::Text), ("contact_id", Kind::Int)]);
        let sql =
            format!("insert into contact_number (number, contact_id) select number, contact_id from {rows} where true");
        self.rows_of(sql, &numbers).await?;
        contacts.extend(numbers.into_iter().map(|n| (Peer::parse(n.number), n.contact_id)));
        Ok(())
    }

    /// The open interaction of every (account, sender), with this batch counted in; opened where there was none.
    async fn upsert_interactions(
        &mut self,
        texts: &[Text<'_>],
        contacts: &HashMap<Peer, ContactId>,
        house: &House,
    ) -> Result<BTreeMap<(AccountId, Peer), Interaction>, StoreError> {
        let mut shares: BTreeMap<(AccountId, &str), Share> = BTreeMap::new();
        for (index, text) in texts.iter().enumerate() {
            let share = shares.entry((text.account, text.text.from.as_str())).or_insert(Share {
                first: index,
                count: 0,
                at: text.at,
            });
            share.count += 1;
            share.at = share.at.max(text.at);
        }
        #[derive(Serialize)]
        struct Upsert<'a> {
            account_id: AccountId,
            peer: &'a str,
            contact_id: ContactId,
            at: Timestamp,
            first_words: String,
            unread: i64,
        }
        let upserts: Vec<Upsert> = shares
            .iter()
            .filter_map(|((account_id, peer), share)| {
                let first = texts[share.first].text;
                let contact_id = contacts.get(&first.from)?;
                Some(Upsert {
                    account_id: *account_id,
                    peer,
                    contact_id: *contact_id,
                    at: share.at,
                    first_words: first.text.chars().take(FIRST_WORDS).collect(),
                    unread: share.count,
                })
            })
            .collect();
        let rows = self.dialect.rows(
            "new",
            &[
                ("account_id", Kind::Int),
                ("peer", Kind::Text),
                ("contact_id", Kind::Int),
                ("at", Kind::Int),
                ("first_words", Kind::Text),
                ("unread", Kind::Int),
            ],
        );
        let sql = format!(
            "insert into interaction (account_id, peer, contact_id, state, started_at, last_at, last_inbound_at, \
             last_direction, first_words, unread, version) \
             select account_id, peer, contact_id, 'open', at, at, at, 'inbound', first_words, unread, 1 \
             from {rows} where true \
             on conflict (account_id, peer) where state = 'open' do update set \
             last_at = case when excluded.last_at > interaction.last_at then excluded.last_at \
             else interaction.last_at end, \
             last_inbound_at = excluded.last_inbound_at, last_direction = 'inbound', \
             first_words = case when interaction.first_words = '' then excluded.first_words \
             else interaction.first_words end, \
             unread = interaction.unread + excluded.unread, version = interaction.version + 1 \
             returning {}",
            interactions::columns(self.dialect)
        );
        let mut interactions = BTreeMap::new();
        for row in self.rows_of(sql, &upserts).await? {
            let interaction = interactions::read(&row, house)?;
            interactions.insert((interaction.account, interaction.peer.clone()), interaction);
        }
        Ok(interactions)
    }

    /// Returns the ids where anybody asks for them: with somebody who reads along, or with a picture. In a rush nobody does,
    /// and reading them back is a quarter of the statement.
    async fn insert_messages(
        &mut self,
        texts: &[Text<'_>],
        interactions: &BTreeMap<(AccountId, Peer), Interaction>,
    ) -> Result<HashMap<(AccountId, String), MessageId>, StoreError> {
        #[derive(Serialize)]
        struct New<'a> {
            interaction_id: InteractionId,
            account_id: AccountId,
            at: Timestamp,
            sent_at: Option<Timestamp>,
            text: &'a str,
            external_id: &'a str,
        }
        let new: Vec<New> = texts
            .iter()
            .filter_map(|t| {
                let interaction = interactions.get(&(t.account, t.text.from.clone()))?;
                Some(New {
                    interaction_id: interaction.id,
                    account_id: t.account,
                    at: t.at,
                    sent_at: t.text.sent_at,
                    text: &t.text.text,
                    external_id: &t.text.external_id,
                })
            })
            .collect();
        let rows = self.dialect.rows(
            "new",
            &[
                ("interaction_id", Kind::Int),
                ("account_id", Kind::Int),
                ("at", Kind::Int),
                ("sent_at", Kind::Int),
                ("text", Kind::Text),
                ("external_id", Kind::Text),
            ],
        );
        let asked_for =
            interactions.values().any(is_read_along) || texts.iter().any(|text| !text.text.media.is_empty());
        let returning = if asked_for { " returning id, account_id, external_id" } else { "" };
        let sql = format!(
            "insert into message (interaction_id, account_id, kind, at, sent_at, text, media, external_id) \
             select interaction_id, account_id, 'inbound', at, sent_at, text, '[]', external_id \
             from {rows} where true{returning}"
        );
        let mut ids = HashMap::new();
        for row in self.rows_of(sql, &new).await? {
            let key = (AccountId(row.try_get("account_id")?), row.try_get("external_id")?);
            ids.insert(key, MessageId(row.try_get("id")?));
        }
        Ok(ids)
    }

    /// Texts that are nothing but a word: stop, or start again. Read by the provider itself where it keeps the list.
    async fn heed_words(
        &mut self,
        texts: &[Text<'_>],
        interactions: &mut BTreeMap<(AccountId, Peer), Interaction>,
        house: &House,
    ) -> Result<(), StoreError> {
        for text in texts {
            let wish = match text.text.opt {
                Some(OptWord::Stop) => Some((Wish::Stop, "STOP")),
                Some(OptWord::Start) => Some((Wish::Start, "START")),
                Some(OptWord::Help) => None,
                None => wish_of(&text.text.text),
            };
            let Some((wish, word)) = wish else { continue };
            if let Some(interaction) = interactions.get_mut(&(text.account, text.text.from.clone())) {
                self.heed(interaction, wish, word, text.at, house).await?;
            }
        }
        Ok(())
    }

    /// Scheduled texts that the customer overtook. Free where nothing is scheduled.
    async fn cancel_what_waited(
        &mut self,
        texts: &[Text<'_>],
        interactions: &mut BTreeMap<(AccountId, Peer), Interaction>,
        house: &House,
    ) -> Result<(), StoreError> {
        let Some(now) = texts.iter().map(|text| text.at).max() else { return Ok(()) };
        for interaction in interactions.values_mut().filter(|interaction| interaction.scheduled > 0) {
            *interaction = self.cancel_overtaken(interaction, now, house).await?;
        }
        Ok(())
    }

    /// A new interaction begins its flow.
    async fn start_routes<'a>(
        &mut self,
        interactions: impl Iterator<Item = &'a Interaction>,
    ) -> Result<(), StoreError> {
        #[derive(Serialize)]
        struct New {
            interaction_id: InteractionId,
            at: Timestamp,
        }
        let new: Vec<New> = interactions
            .filter(|interaction| interaction.version == 1)
            .map(|interaction| New { interaction_id: interaction.id, at: interaction.started_at })
            .collect();
        if new.is_empty() {
            return Ok(());
        }
        let rows = self.dialect.rows("new", &[("interaction_id", Kind::Int), ("at", Kind::Int)]);
        let sql = format!(
            "insert into route (interaction_id, step, entered_at, priority, round, waiting_since, due_at) \
             select interaction_id, 0, at, 0, 0, at, at from {rows} where true"
        );
        self.rows_of(sql, &new).await?;
        self.wakes.routing = true;
        Ok(())
    }

    /// The owner gets each text at once; who only counts gets the interaction.
    fn tell_of_texts(
        &mut self,
        texts: &[Text<'_>],
        interactions: &BTreeMap<(AccountId, Peer), Interaction>,
        messages: &HashMap<(AccountId, String), MessageId>,
        mut media: HashMap<MessageId, Vec<Media>>,
    ) -> Result<(), StoreError> {
        for text in texts {
            let Some(interaction) = interactions.get(&(text.account, text.text.from.clone())) else { continue };
            if is_read_along(interaction) {
                let Some(id) = messages.get(&(text.account, text.text.external_id.clone())) else { continue };
                let content = Content::Inbound {
                    text: text.text.text.clone(),
                    sent_at: text.text.sent_at,
                    media: media.remove(id).unwrap_or_default(),
                };
                let message = Message { id: *id, interaction: interaction.id, at: text.at, content };
                self.tell(text.at, Audience::of(interaction), &Event::MessageAdded { message })?;
            }
        }
        for interaction in interactions.values() {
            let event = Event::InteractionChanged { interaction: interaction.clone() };
            self.tell(interaction.last_at, Audience::of(interaction), &event)?;
        }
        Ok(())
    }

    /// Automatic replies that answer each text. The flow sends the others when it begins.
    async fn answer_automatically(
        &mut self,
        texts: &[Text<'_>],
        interactions: &BTreeMap<(AccountId, Peer), Interaction>,
        house: &House,
    ) -> Result<(), StoreError> {
        for interaction in interactions.values().filter(|interaction| interaction.version > 1) {
            let Some(account) = house.account(interaction.account) else { continue };
            let Some(at) = texts.iter().filter(|t| t.account == account.id).map(|t| t.at).max() else { continue };
            for reply in account.replies_to_each_message() {
                self.auto_reply(interaction, reply, at, house).await?;
            }
        }
        Ok(())
    }

    async fn note_signs(&mut self, signs: &[SignOfLife]) -> Result<(), StoreError> {
        if signs.is_empty() {
            return Ok(());
        }
        let rows =
            self.dialect.rows("seen", &[("account_id", Kind::Int), ("inbound", Kind::Int), ("receipt", Kind::Int)]);
        let sql = format!(
            "update account_state set last_inbound_at = coalesce(seen.inbound, last_inbound_at), \
             last_receipt_at = coalesce(seen.receipt, last_receipt_at) \
             from {rows} where account_state.account_id = seen.account_id"
        );
        self.rows_of(sql, signs).await?;
        Ok(())
    }

    /// Runs a statement over a set that travels as its only parameter.
    pub(super) async fn rows_of<T: Serialize>(&mut self, sql: String, set: &[T]) -> Result<Vec<AnyRow>, StoreError> {
        let set = serde_json::to_string(set)?;
        Ok(sqlx::query(AssertSqlSafe(sql)).bind(set).fetch_all(self.connection()).await?)
    }
}

/// Somebody is to be told each of its messages.
fn is_read_along(interaction: &Interaction) -> bool {
    interaction.owner.is_some() || !interaction.guests.is_empty()
}

fn as_text(incoming: &Incoming) -> Option<&InboundText> {
    match incoming {
        Incoming::Text(text) => Some(text),
        Incoming::Receipt(_) | Incoming::Ignored(_) => None,
    }
}

fn as_receipt(incoming: &Incoming) -> Option<&Receipt> {
    match incoming {
        Incoming::Receipt(receipt) => Some(receipt),
        Incoming::Text(_) | Incoming::Ignored(_) => None,
    }
}

/// The pictures and files of these texts.
fn parts<'a>(
    texts: &[Text<'a>],
    interactions: &BTreeMap<(AccountId, Peer), Interaction>,
    messages: &HashMap<(AccountId, String), MessageId>,
) -> Vec<NewPart<'a>> {
    let mut parts = Vec::new();
    for text in texts.iter().filter(|text| !text.text.media.is_empty()) {
        let Some(interaction) = interactions.get(&(text.account, text.text.from.clone())) else { continue };
        let Some(message) = messages.get(&(text.account, text.text.external_id.clone())) else { continue };
        parts.extend((0i64..).zip(&text.text.media).map(|(position, part)| NewPart {
            account_id: text.account,
            interaction_id: interaction.id,
            message_id: *message,
            position,
            source_url: &part.url,
            content_type: &part.content_type,
            at: text.at,
        }));
    }
    parts
}
