//! What becomes of an outbound message: reports move it forward, never back.

use sqlx::Row;

use super::{Store, StoreError, Tx};
use crate::{
    domain::{
        AccountId, Delivery, InteractionId, MessageId, Timestamp,
        event::Event,
        message::{DeliveryStep, Problem},
    },
    server::{
        house::House,
        providers::{self, italian::told},
    },
};

/// Something that was learned about one attempt of a message.
#[derive(Clone, Debug)]
pub struct Report {
    pub message: MessageId,
    pub attempt: i64,
    pub state: Delivery,
    pub problem: Option<Problem>,
    pub opted_out: bool,
}

/// What came of handing a message to its provider.
#[derive(Clone, Debug)]
pub enum Outcome {
    Accepted {
        external_id: String,
        segments: Option<i64>,
    },
    /// For good.
    Failed {
        problem: Problem,
        opted_out: bool,
    },
    /// Every message of the account would fail the same way.
    AccountProblem {
        problem: Problem,
    },
    /// Nothing was taken; try again.
    Again {
        due_at: Timestamp,
        problem: Problem,
        pause_account: bool,
    },
    /// It can't be known whether the provider took it.
    Unknown {
        problem: Problem,
    },
}

pub(super) fn plain(problem: &providers::Problem) -> Problem {
    Problem { words: told(&problem.words), code: problem.code.clone() }
}

impl Tx {
    pub(super) async fn add_step(
        &mut self,
        message: MessageId,
        attempt: i64,
        at: Timestamp,
        state: Delivery,
        applied: bool,
        problem: Option<&Problem>,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "insert into delivery_step (message_id, attempt, at, state, applied, problem_words, problem_code) \
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(message.0)
        .bind(attempt)
        .bind(at.0)
        .bind(state.as_str())
        .bind(i64::from(applied))
        .bind(problem.map(|p| p.words.to_string()))
        .bind(problem.and_then(|p| p.code.clone()))
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Applies a report if it moves the message forward, keeps it in the story either way, and tells who may see it.
    pub(super) async fn report(&mut self, report: &Report, now: Timestamp) -> Result<(), StoreError> {
        // A report about an earlier attempt counts only when it is good news: the customer has the text.
        let row = sqlx::query(
            "update message set delivery = $1, delivery_rank = $2, problem_words = $3, problem_code = $4 \
             where id = $5 and delivery_rank < $2 and (attempt = $6 or $1 = 'delivered') \
             returning interaction_id, attempt",
        )
        .bind(report.state.as_str())
        .bind(report.state.rank())
        .bind(report.problem.as_ref().map(|p| p.words.to_string()))
        .bind(report.problem.as_ref().and_then(|p| p.code.clone()))
        .bind(report.message.0)
        .bind(report.attempt)
        .fetch_optional(self.connection())
        .await?;
        self.add_step(report.message, report.attempt, now, report.state, row.is_some(), report.problem.as_ref())
            .await?;
        if let Some(row) = row {
            if report.state.is_final() {
                let gone = sqlx::query("delete from outbox where message_id = $1 and leased_until = 0")
                    .bind(report.message.0)
                    .execute(self.connection())
                    .await?;
                // What was written after it has waited.
                self.wakes.outbox |= gone.rows_affected() > 0;
            }
            let interaction = InteractionId(row.try_get("interaction_id")?);
            let attempt = row.try_get("attempt")?;
            self.tell_delivery(interaction, report, attempt, now).await?;
        }
        if report.opted_out {
            self.opt_out(report.message, now).await?;
        }
        Ok(())
    }

    pub(super) async fn tell_delivery(
        &mut self,
        interaction: InteractionId,
        report: &Report,
        attempt: i64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let audience = self.readers(interaction).await?;
        let event = Event::DeliveryChanged {
            interaction,
            message: report.message,
            attempt,
            delivery: report.state,
            problem: report.problem.clone(),
        };
        self.tell(now, audience, &event)
    }

    /// Applies a provider's receipt, or keeps it until its message is known.
    pub(super) async fn apply_receipt(
        &mut self,
        account: AccountId,
        receipt: &providers::Receipt,
        now: Timestamp,
        _house: &House,
    ) -> Result<(), StoreError> {
        let problem = receipt.problem.as_ref().map(plain);
        let Some((message, attempt)) = self.find_attempt(account, receipt).await? else {
            sqlx::query(
                "insert into parked_receipt (account_id, external_id, at, state, problem_words, problem_code, opted_out) \
                 values ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(account.0)
            .bind(receipt.external_id.clone())
            .bind(now.0)
            .bind(receipt.state.as_str())
            .bind(problem.as_ref().map(|p| p.words.to_string()))
            .bind(problem.as_ref().and_then(|p| p.code.clone()))
            .bind(i64::from(receipt.opted_out))
            .execute(self.connection())
            .await?;
            return Ok(());
        };
        let report = Report { message, attempt, state: receipt.state, problem, opted_out: receipt.opted_out };
        self.report(&report, now).await
    }

    /// Which attempt a receipt speaks of: by the provider's id, else by our own reference.
    async fn find_attempt(
        &mut self,
        account: AccountId,
        receipt: &providers::Receipt,
    ) -> Result<Option<(MessageId, i64)>, StoreError> {
        let row = sqlx::query("select message_id, attempt from attempt where account_id = $1 and external_id = $2")
            .bind(account.0)
            .bind(receipt.external_id.clone())
            .fetch_optional(self.connection())
            .await?;
        if let Some(row) = row {
            return Ok(Some((MessageId(row.try_get("message_id")?), row.try_get("attempt")?)));
        }
        let Some(reference) = receipt.reference else { return Ok(None) };
        let row = sqlx::query(
            "update attempt set external_id = coalesce(external_id, $1) \
             where message_id = $2 and attempt = $3 and account_id = $4 returning attempt",
        )
        .bind(receipt.external_id.clone())
        .bind(reference.message.0)
        .bind(reference.attempt)
        .bind(account.0)
        .fetch_optional(self.connection())
        .await?;
        Ok(row.map(|_| (reference.message, reference.attempt)))
    }

    /// Receipts that came before the provider's id was known to us.
    pub(super) async fn apply_parked(
        &mut self,
        account: AccountId,
        external_id: &str,
        message: MessageId,
        attempt: i64,
    ) -> Result<(), StoreError> {
        let rows = sqlx::query(
            "delete from parked_receipt where account_id = $1 and external_id = $2 \
             returning id, at, state, problem_words, problem_code, opted_out",
        )
        .bind(account.0)
        .bind(external_id.to_owned())
        .fetch_all(self.connection())
        .await?;
        let mut parked = Vec::new();
        for row in rows {
            let state: String = row.try_get("state")?;
            let words: Option<String> = row.try_get("problem_words")?;
            let code: Option<String> = row.try_get("problem_code")?;
            let report = Report {
                message,
                attempt,
                state: Delivery::parse(&state).ok_or(StoreError::Unreadable(state))?,
                problem: words.map(|words| Problem { words: told(&words), code }),
                opted_out: row.try_get::<i64, _>("opted_out")? == 1,
            };
            parked.push((row.try_get::<i64, _>("id")?, Timestamp(row.try_get("at")?), report));
        }
        parked.sort_by_key(|(id, ..)| *id);
        for (_, at, report) in parked {
            self.report(&report, at).await?;
        }
        Ok(())
    }
}

impl Store {
    /// Every step of a message, in the order we learned of it.
    pub async fn delivery_story(&self, message: MessageId) -> Result<Vec<DeliveryStep>, StoreError> {
        let rows = sqlx::query(
            "select attempt, at, state, applied, problem_words, problem_code from delivery_step \
             where message_id = $1 order by id",
        )
        .bind(message.0)
        .fetch_all(self.read())
        .await?;
        rows.into_iter()
            .map(|row| {
                let state: String = row.try_get("state")?;
                let words: Option<String> = row.try_get("problem_words")?;
                let code: Option<String> = row.try_get("problem_code")?;
                Ok(DeliveryStep {
                    at: Timestamp(row.try_get("at")?),
                    attempt: row.try_get("attempt")?,
                    state: Delivery::parse(&state).ok_or(StoreError::Unreadable(state))?,
                    applied: row.try_get::<i64, _>("applied")? == 1,
                    problem: words.map(|words| Problem { words: told(&words), code }),
                })
            })
            .collect()
    }

    /// Marks what was handed over before `before` and has no receipt as unconfirmed, however long ago it was written. Returns
    /// how many; at most `limit` a call.
    pub async fn mark_unconfirmed(&self, before: Timestamp, limit: i64, now: Timestamp) -> Result<usize, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let rows = sqlx::query(
                    "select id, attempt from message where delivery_rank = 3 and at < $1 \
                     and not exists (select 1 from attempt where attempt.message_id = message.id \
                     and attempt.attempt = message.attempt and attempt.started_at >= $1) order by at, id limit $2",
                )
                .bind(before.0)
                .bind(limit)
                .fetch_all(tx.connection())
                .await?;
                for row in &rows {
                    let report = Report {
                        message: MessageId(row.try_get("id")?),
                        attempt: row.try_get("attempt")?,
                        state: Delivery::Unconfirmed,
                        problem: None,
                        opted_out: false,
                    };
                    tx.report(&report, now).await?;
                }
                Ok(rows.len())
            })
        })
        .await
    }
}
