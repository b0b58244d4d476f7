//! Conversations that we begin, and whom they could be with.

use std::sync::Arc;

use sqlx::{AssertSqlSafe, Row};

use super::{Composed, Store, StoreError, Tx, dialect::Dialect, interactions};
use crate::{
    domain::{
        AccountId, ContactId, InteractionId, ListId, Peer, QueueId, Timestamp,
        interaction::Interaction,
        message::{Happening, Message},
    },
    server::house::House,
};

/// Contacts begun from here have no list of their own yet.
const DEFAULT_LIST: ListId = ListId(1);
/// Two nodes that meet the same new customer at once: the second tries again and finds him.
const TRIES: u32 = 4;

/// A first message. `message.interaction` is given to it when there is one.
#[derive(Clone, Debug)]
pub struct First {
    pub account: AccountId,
    pub peer: Peer,
    pub message: Composed,
}

/// What became of it.
#[derive(Clone, Debug)]
pub enum Begun {
    Done(Box<Interaction>, Box<Message>),
    /// The customer is in a conversation with this account already; nothing was stored.
    Exists(Box<Interaction>),
}

/// The contact behind a number.
#[derive(Clone, Debug)]
pub struct KnownContact {
    pub id: ContactId,
    pub name: String,
    pub opted_out_at: Option<Timestamp>,
}

impl Store {
    /// Begins a conversation, owned by who writes.
    pub async fn begin(&self, first: First, now: Timestamp, house: Arc<House>) -> Result<Begun, StoreError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let (first, house) = (first.clone(), house.clone());
            let written = self
                .decide(move |tx| {
                    let (first, house) = (first.clone(), house.clone());
                    Box::pin(async move { tx.begin(&first, now, &house).await })
                })
                .await;
            match written {
                Err(StoreError::Duplicate(_)) if tries < TRIES => {}
                result => return result,
            }
        }
    }

    /// The open interaction of a customer with an account.
    pub async fn open_interaction(
        &self,
        account: AccountId,
        peer: &Peer,
        house: &House,
    ) -> Result<Option<Interaction>, StoreError> {
        let sql = open_interaction(self.dialect);
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(account.0)
            .bind(peer.as_str().to_owned())
            .fetch_optional(self.read())
            .await?;
        row.map(|row| interactions::read(&row, house)).transpose()
    }

    /// Which queue an unowned interaction waits in now.
    pub async fn waits_in(&self, interaction: InteractionId) -> Result<Option<QueueId>, StoreError> {
        let row = sqlx::query("select queue_id from route where interaction_id = $1")
            .bind(interaction.0)
            .fetch_optional(self.read())
            .await?;
        Ok(row.map(|row| row.try_get::<Option<i64>, _>("queue_id")).transpose()?.flatten().map(QueueId))
    }

    pub async fn contact_of(&self, peer: &Peer) -> Result<Option<KnownContact>, StoreError> {
        let row = sqlx::query(
            "select c.id, c.name, c.opted_out_at from contact_number n, contact c \
             where n.number = $1 and c.id = n.contact_id",
        )
        .bind(peer.as_str().to_owned())
        .fetch_optional(self.read())
        .await?;
        row.map(|row| {
            Ok(KnownContact {
                id: ContactId(row.try_get("id")?),
                name: row.try_get("name")?,
                opted_out_at: row.try_get::<Option<i64>, _>("opted_out_at")?.map(Timestamp),
            })
        })
        .transpose()
    }
}

fn open_interaction(dialect: Dialect) -> String {
    let columns = interactions::columns(dialect);
    format!("select {columns} from interaction where account_id = $1 and peer = $2 and state = 'open'")
}

impl Tx {
    async fn begin(&mut self, first: &First, now: Timestamp, house: &House) -> Result<Begun, StoreError> {
        let (author, key) = (first.message.author, &first.message.compose_key);
        // A second click, or a second try after a lost answer.
        if let Some(message) = self.composed_before(author, key, house).await?
            && let Some(interaction) = self.lock_interaction(message.interaction, house).await?
        {
            return Ok(Begun::Done(Box::new(interaction), Box::new(message)));
        }
        let contact = self.contact_for(&first.peer, now).await?;
        let Some(interaction) = self.insert_own(first, contact, now, house).await? else {
            let row = sqlx::query(AssertSqlSafe(open_interaction(self.dialect)))
                .bind(first.account.0)
                .bind(first.peer.as_str().to_owned())
                .fetch_optional(self.connection())
                .await?;
            let Some(row) = row else {
                // It was closed between the two statements: the caller comes again.
                return Err(StoreError::Duplicate("interaction_open".into()));
            };
            return Ok(Begun::Exists(Box::new(interactions::read(&row, house)?)));
        };
        let composed = Composed { interaction: interaction.id, ..first.message.clone() };
        let by = house.user_name(author).unwrap_or_default().to_owned();
        self.note_handled(interaction.id, author);
        self.note_happening(&interaction, Happening::Started { by }, now, house).await?;
        self.note_despite(&interaction, &composed, now, house).await?;
        let message =
            self.insert_outbound(&interaction, Some(&composed), &composed.text, composed.segments, now, house).await?;
        // What he begins himself he may have, whatever his capacity.
        self.take_room(author, now, house).await?;
        let interaction = self.lock_interaction(interaction.id, house).await?.unwrap_or(interaction);
        Ok(Begun::Done(Box::new(interaction), Box::new(message)))
    }

    /// The new interaction; `None` when there is an open one.
    async fn insert_own(
        &mut self,
        first: &First,
        contact: ContactId,
        now: Timestamp,
        house: &House,
    ) -> Result<Option<Interaction>, StoreError> {
        let sql = format!(
            "insert into interaction (account_id, peer, contact_id, state, owner_id, owned_at, first_handler_id, \
             started_at, last_at, last_direction, first_words, unread, version) \
             values ($1, $2, $3, 'open', $4, $5, $4, $5, $5, 'outbound', '', 0, 1) \
             on conflict (account_id, peer) where state = 'open' do nothing returning {}",
            interactions::columns(self.dialect)
        );
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(first.account.0)
            .bind(first.peer.as_str().to_owned())
            .bind(contact.0)
            .bind(first.message.author.0)
            .bind(now.0)
            .fetch_optional(self.connection())
            .await?;
        row.map(|row| interactions::read(&row, house)).transpose()
    }

    /// The contact behind a number, found or created.
    async fn contact_for(&mut self, peer: &Peer, now: Timestamp) -> Result<ContactId, StoreError> {
        let row = sqlx::query("select contact_id from contact_number where number = $1")
            .bind(peer.as_str().to_owned())
            .fetch_optional(self.connection())
            .await?;
        if let Some(row) = row {
            return Ok(ContactId(row.try_get("contact_id")?));
        }
        let row = sqlx::query("insert into contact (list_id, name, created_at) values ($1, '', $2) returning id")
            .bind(DEFAULT_LIST.0)
            .bind(now.0)
            .fetch_one(self.connection())
            .await?;
        let contact: i64 = row.try_get("id")?;
        sqlx::query("insert into contact_number (number, contact_id) values ($1, $2)")
            .bind(peer.as_str().to_owned())
            .bind(contact)
            .execute(self.connection())
            .await?;
        Ok(ContactId(contact))
    }
}
