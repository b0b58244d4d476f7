//! Who wants no texts, as their own words and the providers' answers say it.

use sqlx::Row;

use super::{StoreError, Tx};
use crate::{
    domain::{
        ContactId, InteractionId, MessageId, Timestamp, consent::Wish, event::Event, interaction::Interaction,
        message::Happening,
    },
    server::house::House,
};

impl Tx {
    /// Heeds a word of the customer's. Changes nothing, and says nothing, when it was so before.
    pub(super) async fn heed(
        &mut self,
        interaction: &mut Interaction,
        wish: Wish,
        word: &str,
        now: Timestamp,
        house: &House,
    ) -> Result<(), StoreError> {
        let contact = interaction.contact.0;
        let query = match wish {
            Wish::Stop => sqlx::query(
                "update contact set opted_out_at = $1, opted_out_by_word = $2, opted_out_how = null \
                 where id = $3 and opted_out_at is null returning id",
            )
            .bind(now.0)
            .bind(word.to_owned())
            .bind(contact),
            Wish::Start => sqlx::query(
                "update contact set opted_out_at = null, opted_out_by_word = null, opted_out_how = null \
                 where id = $1 and opted_out_at is not null returning id",
            )
            .bind(contact),
        };
        let changed = query.fetch_optional(self.connection()).await?;
        if changed.is_none() {
            return Ok(());
        }
        let (act, happening, opted_out_at) = match wish {
            Wish::Stop => ("contact.opt_out", Happening::OptedOut { word: word.to_owned() }, Some(now)),
            Wish::Start => ("contact.opt_in", Happening::OptedIn { word: word.to_owned() }, None),
        };
        interaction.opted_out_at = opted_out_at;
        let subject = format!("contact {}", interaction.contact);
        self.note_act(now, None, act, subject, format!("{word}, interaction {}", interaction.id)).await?;
        self.note_happening(interaction, happening, now, house).await?;
        self.tell_consent(interaction.contact, opted_out_at, now).await
    }

    /// The provider says that the recipient of a message wants no texts.
    pub(super) async fn opt_out(&mut self, message: MessageId, now: Timestamp) -> Result<(), StoreError> {
        let row = sqlx::query(
            "update contact set opted_out_at = $1, opted_out_by_word = null, opted_out_how = null \
             where opted_out_at is null and id = \
             (select i.contact_id from interaction i, message m where m.id = $2 and i.id = m.interaction_id) returning id",
        )
        .bind(now.0)
        .bind(message.0)
        .fetch_optional(self.connection())
        .await?;
        let Some(row) = row else { return Ok(()) };
        let contact = ContactId(row.try_get("id")?);
        let detail = format!("the provider's answer to message {message}");
        self.note_act(now, None, "contact.opt_out", format!("contact {contact}"), detail).await?;
        self.tell_consent(contact, Some(now), now).await
    }

    /// Tells everybody who has an open interaction with a contact, and whoever shows the contact.
    pub(super) async fn tell_consent(
        &mut self,
        contact: ContactId,
        opted_out_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let rows = sqlx::query("select id from interaction where contact_id = $1 and state = 'open'")
            .bind(contact.0)
            .fetch_all(self.connection())
            .await?;
        for row in rows {
            let readers = self.readers(InteractionId(row.try_get("id")?)).await?;
            self.tell(now, readers, &Event::ConsentChanged { contact, opted_out_at })?;
        }
        self.contact_changed(contact, now).await
    }
}
