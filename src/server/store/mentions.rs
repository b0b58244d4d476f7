//! Colleagues named in notes.

use sqlx::Row;

use super::{Store, StoreError, Tx, interactions::Composed};
use crate::{
    domain::{
        InteractionId, MentionId, Timestamp, UserId,
        event::{Audience, Event},
        interaction::Interaction,
        mention::{self, Mention, Mentions},
        message::Message,
    },
    server::house::House,
};

/// Characters of a note that the list shows.
const WORDS: usize = 140;
/// The newest that the bell shows.
const NEWEST: i64 = 30;

fn beginning(text: &str) -> String {
    text.chars().take(WORDS).collect()
}

impl Tx {
    /// Tells each colleague whom a note names, and lets him see the interaction. Returns it with its guests.
    pub(super) async fn mention_colleagues(
        &mut self,
        interaction: &Interaction,
        note: &Message,
        new: &Composed,
        now: Timestamp,
        house: &House,
    ) -> Result<Interaction, StoreError> {
        let mut interaction = interaction.clone();
        let logins = mention::logins(&new.text);
        let mut named: Vec<UserId> = house
            .users
            .values()
            .filter(|user| user.active && user.id != new.author && logins.contains(&user.login))
            .map(|user| user.id)
            .collect();
        if named.is_empty() {
            return Ok(interaction);
        }
        named.sort();
        for user in &named {
            // Whoever has it on the screen reads the note as it comes.
            let read = self.lookers(interaction.id).await?.contains(user);
            let row = sqlx::query(
                "insert into mention (message_id, interaction_id, user_id, by_id, at, read_at) \
                 values ($1, $2, $3, $4, $5, $6) returning id",
            )
            .bind(note.id.0)
            .bind(interaction.id.0)
            .bind(user.0)
            .bind(new.author.0)
            .bind(now.0)
            .bind(read.then_some(now.0))
            .fetch_one(self.connection())
            .await?;
            let mention = Mention {
                id: MentionId(row.try_get("id")?),
                interaction: interaction.id,
                contact_name: interaction.contact_name.clone(),
                account_key: interaction.account_key.clone(),
                by: house.user_name(new.author).unwrap_or_default().to_owned(),
                words: beginning(&new.text),
                at: now,
                read,
            };
            self.tell(now, Audience::Person { user: *user }, &Event::Mentioned { mention })?;
        }
        let guests = interaction.guests.len();
        interaction.guests.extend(named);
        interaction.guests.sort();
        interaction.guests.dedup();
        if interaction.guests.len() > guests {
            sqlx::query("update interaction set guests = $1 where id = $2")
                .bind(serde_json::to_string(&interaction.guests)?)
                .bind(interaction.id.0)
                .execute(self.connection())
                .await?;
        }
        Ok(interaction)
    }

    /// He has read his mentions in this interaction, or all of them. Nobody is told when there were none.
    pub(super) async fn read_mentions(
        &mut self,
        user: UserId,
        interaction: Option<InteractionId>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let query = match interaction {
            Some(interaction) => sqlx::query(
                "update mention set read_at = $1 where user_id = $2 and read_at is null and interaction_id = $3",
            )
            .bind(now.0)
            .bind(user.0)
            .bind(interaction.0),
            None => sqlx::query("update mention set read_at = $1 where user_id = $2 and read_at is null")
                .bind(now.0)
                .bind(user.0),
        };
        if query.execute(self.connection()).await?.rows_affected() > 0 {
            self.tell(now, Audience::Person { user }, &Event::MentionsRead { interaction })?;
        }
        Ok(())
    }
}

impl Store {
    pub async fn read_mentions(
        &self,
        user: UserId,
        interaction: Option<InteractionId>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |tx| Box::pin(async move { tx.read_mentions(user, interaction, now).await })).await
    }

    /// The newest mentions of a person, and how many he has not read.
    pub async fn mentions_of(&self, user: UserId, house: &House) -> Result<Mentions, StoreError> {
        let rows = sqlx::query(
            "select m.id, m.interaction_id, m.by_id, m.at, m.read_at, t.text, i.peer, i.account_id, c.name, \
             (select count(*) from mention where user_id = $1 and read_at is null) as unread \
             from mention m, message t, interaction i, contact c \
             where m.user_id = $1 and t.id = m.message_id and i.id = m.interaction_id and c.id = i.contact_id \
             order by m.id desc limit $2",
        )
        .bind(user.0)
        .bind(NEWEST)
        .fetch_all(self.read())
        .await?;
        let newest = rows
            .iter()
            .map(|row| {
                let account = house.account(crate::domain::AccountId(row.try_get("account_id")?));
                let name: String = row.try_get("name")?;
                Ok(Mention {
                    id: MentionId(row.try_get("id")?),
                    interaction: InteractionId(row.try_get("interaction_id")?),
                    contact_name: if name.is_empty() { row.try_get("peer")? } else { name },
                    account_key: account.map_or_else(String::new, |account| account.key.clone()),
                    by: house.user_name(UserId(row.try_get("by_id")?)).unwrap_or_default().to_owned(),
                    words: beginning(row.try_get("text")?),
                    at: Timestamp(row.try_get("at")?),
                    read: row.try_get::<Option<i64>, _>("read_at")?.is_some(),
                })
            })
            .collect::<Result<_, StoreError>>()?;
        let unread = rows.first().map_or(Ok(0), |row| row.try_get("unread"))?;
        Ok(Mentions { newest, unread })
    }
}
