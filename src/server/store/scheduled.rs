//! Texts that were written for later. Until its time comes such a message is `scheduled` and can be changed; its row in
//! the outbox is due then, so nothing else has to remember it.

use std::sync::Arc;

use sqlx::{Row, any::AnyRow};

use super::{Report, Store, StoreError, Tx, interactions};
use crate::{
    domain::{
        Delivery, InteractionId, MessageId, Timestamp,
        event::{Audience, Event},
        interaction::Interaction,
        message::{Message, Problem},
        new_sms::Later,
    },
    server::{house::House, providers::italian::told},
};

/// Whether what was taken from the outbox leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    Leaves,
    Back,
}

/// A scheduled text as it is to be.
#[derive(Clone, Debug)]
pub struct Rewritten {
    pub text: String,
    pub segments: i64,
    pub later: Later,
}

impl Tx {
    /// The last look at a message before it is handed over: nothing leaves for a contact who opted out, and nothing that
    /// was to be cancelled by the customer's writing first. `row` is what the claim read.
    pub(super) async fn hold_back(&mut self, row: &AnyRow, now: Timestamp, house: &House) -> Result<Held, StoreError> {
        let opted_out = row.try_get::<Option<i64>, _>("opted_out_at")?.is_some();
        let opted_out = opted_out && row.try_get::<i64, _>("despite")? == 0;
        let attempt: i64 = row.try_get("attempt")?;
        // Written for now, and never tried before.
        let comes_due =
            row.try_get::<Option<i64>, _>("send_at")?.is_some() && attempt == 1 && row.try_get::<i64, _>("tries")? == 0;
        if !opted_out && !comes_due {
            return Ok(Held::Leaves);
        }
        let message = MessageId(row.try_get("id")?);
        let interaction = InteractionId(row.try_get("interaction_id")?);
        let cancellable = comes_due && row.try_get::<Option<i64>, _>("cancel_if_they_write")? == Some(1);
        let overtaken = cancellable && self.has_written_since(interaction, Timestamp(row.try_get("at")?)).await?;
        let leaves = !opted_out && !overtaken;
        if comes_due && let Some(interaction) = self.lock_interaction(interaction, house).await? {
            let assignments = if leaves {
                "scheduled = scheduled - 1, last_at = $2, last_direction = 'outbound', \
                 first_response_at = coalesce(first_response_at, case when last_inbound_at is not null then $2 end)"
            } else {
                "scheduled = scheduled - 1"
            };
            self.change_interaction(&interaction, assignments, Some(now.0), now, house).await?;
        }
        let report = |state, words: &str| Report {
            message,
            attempt,
            state,
            problem: (!words.is_empty()).then(|| Problem { words: told(words), code: None }),
            opted_out: false,
        };
        if leaves {
            self.tell_delivery(interaction, &report(Delivery::Sending, ""), attempt, now).await?;
            return Ok(Held::Leaves);
        }
        sqlx::query("delete from outbox where message_id = $1").bind(message.0).execute(self.connection()).await?;
        let report = if opted_out {
            report(Delivery::Failed, "The customer has opted out of texts: it was not sent.")
        } else {
            report(Delivery::Cancelled, THEY_WROTE)
        };
        self.report(&report, now).await?;
        Ok(Held::Back)
    }

    /// Whether the customer of an interaction has written to the same account since `at`, in whichever session.
    async fn has_written_since(&mut self, interaction: InteractionId, at: Timestamp) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "select o.id from interaction i, interaction o where i.id = $1 and o.contact_id = i.contact_id \
             and o.account_id = i.account_id and o.last_inbound_at > $2 limit 1",
        )
        .bind(interaction.0)
        .bind(at.0)
        .fetch_optional(self.connection())
        .await?;
        Ok(row.is_some())
    }

    /// The customer wrote: what was to be cancelled by that is.
    pub(super) async fn cancel_overtaken(
        &mut self,
        interaction: &Interaction,
        now: Timestamp,
        house: &House,
    ) -> Result<Interaction, StoreError> {
        self.cancel_of(interaction, true, THEY_WROTE, now, house).await
    }

    /// Cancels the scheduled texts of an interaction, which is locked.
    async fn cancel_of(
        &mut self,
        interaction: &Interaction,
        only_overtaken: bool,
        why: &str,
        now: Timestamp,
        house: &House,
    ) -> Result<Interaction, StoreError> {
        let rows = sqlx::query(
            "select id from message where interaction_id = $1 and delivery_rank = -1 \
             and (cancel_if_they_write = 1 or $2 = 0) order by id",
        )
        .bind(interaction.id.0)
        .bind(i64::from(only_overtaken))
        .fetch_all(self.connection())
        .await?;
        let mut interaction = interaction.clone();
        for row in rows {
            let message = MessageId(row.try_get("id")?);
            interaction = self.cancel(&interaction, message, why, now, house).await?.unwrap_or(interaction);
        }
        Ok(interaction)
    }

    /// `None` when it is not scheduled any more.
    async fn cancel(
        &mut self,
        interaction: &Interaction,
        message: MessageId,
        why: &str,
        now: Timestamp,
        house: &House,
    ) -> Result<Option<Interaction>, StoreError> {
        let row = sqlx::query(
            "update message set delivery = 'cancelled', delivery_rank = 5, problem_words = $1 \
             where id = $2 and delivery_rank = -1 returning attempt",
        )
        .bind(why.to_owned())
        .bind(message.0)
        .fetch_optional(self.connection())
        .await?;
        let Some(row) = row else { return Ok(None) };
        sqlx::query("delete from outbox where message_id = $1").bind(message.0).execute(self.connection()).await?;
        let attempt = row.try_get("attempt")?;
        let problem = Problem { words: told(why), code: None };
        self.add_step(message, attempt, now, Delivery::Cancelled, true, Some(&problem)).await?;
        let report = Report { message, attempt, state: Delivery::Cancelled, problem: Some(problem), opted_out: false };
        self.tell_delivery(interaction.id, &report, attempt, now).await?;
        let after = self.change_interaction(interaction, "scheduled = scheduled - 1", None, now, house).await?;
        Ok(Some(after))
    }

    async fn interaction_with(&mut self, message: MessageId, house: &House) -> Result<Option<Interaction>, StoreError> {
        let row = sqlx::query("select interaction_id from message where id = $1")
            .bind(message.0)
            .fetch_optional(self.connection())
            .await?;
        let Some(row) = row else { return Ok(None) };
        self.lock_interaction(InteractionId(row.try_get("interaction_id")?), house).await
    }

    async fn rewrite(
        &mut self,
        message: MessageId,
        new: &Rewritten,
        now: Timestamp,
        house: &House,
    ) -> Result<Option<Message>, StoreError> {
        let Some(interaction) = self.interaction_with(message, house).await? else { return Ok(None) };
        let sql = format!(
            "update message set text = $1, segments = $2, send_at = $3, cancel_if_they_write = $4 \
             where id = $5 and delivery_rank = -1 returning {}",
            interactions::message_columns(self.dialect)
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(new.text.clone())
            .bind(new.segments)
            .bind(new.later.at.0)
            .bind(i64::from(new.later.cancel_if_they_write))
            .bind(message.0)
            .fetch_optional(self.connection())
            .await?;
        let Some(row) = row else { return Ok(None) };
        sqlx::query("update outbox set due_at = $1, segments = $2 where message_id = $3")
            .bind(new.later.at.0)
            .bind(new.segments.max(1))
            .bind(message.0)
            .execute(self.connection())
            .await?;
        self.wakes.outbox = true;
        self.add_step(message, 1, now, Delivery::Scheduled, true, None).await?;
        let mut written = interactions::read_message(&row, house)?;
        if let Some(media) = written.content.media_mut() {
            *media = self.media_of_message(message).await?;
        }
        let message = written;
        let event = Event::MessageAdded { message: message.clone() };
        self.tell(now, Audience::of(&interaction), &event)?;
        Ok(Some(message))
    }

    /// Puts it at its place among what leaves now.
    async fn release(&mut self, message: MessageId, now: Timestamp, house: &House) -> Result<bool, StoreError> {
        let Some(interaction) = self.interaction_with(message, house).await? else { return Ok(false) };
        let row = sqlx::query(
            "update message set delivery = 'queued', delivery_rank = 0, send_at = null, cancel_if_they_write = null \
             where id = $1 and delivery_rank = -1 returning attempt",
        )
        .bind(message.0)
        .fetch_optional(self.connection())
        .await?;
        let Some(row) = row else { return Ok(false) };
        sqlx::query("update outbox set due_at = $1, priority = 0 where message_id = $2")
            .bind(now.0)
            .bind(message.0)
            .execute(self.connection())
            .await?;
        self.wakes.outbox = true;
        let attempt = row.try_get("attempt")?;
        self.add_step(message, attempt, now, Delivery::Queued, true, None).await?;
        let report = Report { message, attempt, state: Delivery::Queued, problem: None, opted_out: false };
        self.tell_delivery(interaction.id, &report, attempt, now).await?;
        let left = "scheduled = scheduled - 1, last_at = $2, last_direction = 'outbound', unread = 0, \
                    first_response_at = coalesce(first_response_at, case when last_inbound_at is not null then $2 end)";
        self.change_interaction(&interaction, left, Some(now.0), now, house).await?;
        Ok(true)
    }
}

/// Kept with a message that its customer overtook.
const THEY_WROTE: &str = "Cancelled because the customer wrote first.";

impl Store {
    /// Takes a scheduled text back for good. `false` when it is not scheduled any more.
    pub async fn cancel_scheduled(
        &self,
        message: MessageId,
        why: String,
        now: Timestamp,
        house: Arc<House>,
    ) -> Result<bool, StoreError> {
        self.write(move |tx| {
            let (why, house) = (why.clone(), house.clone());
            Box::pin(async move {
                let Some(interaction) = tx.interaction_with(message, &house).await? else { return Ok(false) };
                Ok(tx.cancel(&interaction, message, &why, now, &house).await?.is_some())
            })
        })
        .await
    }

    /// Takes all scheduled texts of an interaction back.
    pub async fn cancel_all_scheduled(
        &self,
        interaction: InteractionId,
        why: String,
        now: Timestamp,
        house: Arc<House>,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let (why, house) = (why.clone(), house.clone());
            Box::pin(async move {
                if let Some(interaction) = tx.lock_interaction(interaction, &house).await? {
                    tx.cancel_of(&interaction, false, &why, now, &house).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Changes a scheduled text. `None` when it is not scheduled any more.
    pub async fn rewrite_scheduled(
        &self,
        message: MessageId,
        new: Rewritten,
        now: Timestamp,
        house: Arc<House>,
    ) -> Result<Option<Message>, StoreError> {
        self.write(move |tx| {
            let (new, house) = (new.clone(), house.clone());
            Box::pin(async move { tx.rewrite(message, &new, now, &house).await })
        })
        .await
    }

    /// Sends a scheduled text at once. `false` when it is not scheduled any more.
    pub async fn release_scheduled(
        &self,
        message: MessageId,
        now: Timestamp,
        house: Arc<House>,
    ) -> Result<bool, StoreError> {
        self.write(move |tx| {
            let house = house.clone();
            Box::pin(async move { tx.release(message, now, &house).await })
        })
        .await
    }
}
