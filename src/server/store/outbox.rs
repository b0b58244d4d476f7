//! What must still leave.
//!
//! A row is leased, the lease committed, the provider called, and the outcome written in a second transaction. A lease that
//! ran out means that a worker died between the two: the provider may have taken the message, so it becomes unknown.

use std::{collections::HashMap, sync::Arc};

use serde::Serialize;
use sqlx::{AssertSqlSafe, Row};

use super::{Outcome, Report, Store, StoreError, Tx, dialect::Kind, scheduled::Held};
use crate::{
    domain::{AccountId, Delivery, InteractionId, MessageId, Peer, Timestamp, message::Problem},
    server::{house::House, providers::italian::told},
};

/// A message a worker may hand over now.
#[derive(Clone, Debug)]
pub struct Departure {
    pub message: MessageId,
    pub account: AccountId,
    pub attempt: i64,
    pub to: Peer,
    pub text: String,
    /// The unguessable parts of the addresses under which the provider finds its pictures and files, in order.
    pub media: Vec<String>,
    /// Failed tries of this attempt so far.
    pub tries: i64,
    /// Names this claim in the row: only who holds it may end it.
    pub lease: Arc<str>,
    /// Pacing: not before this.
    pub not_before: Timestamp,
}

/// When a new row of the outbox may leave, and behind whom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Departs {
    /// No agent waits for it.
    pub automatic: bool,
    pub due_at: Timestamp,
    /// Even for a contact who opted out.
    pub despite: bool,
}

/// What a claim found.
#[derive(Clone, Debug, Default)]
pub struct OutboxClaim {
    pub departures: Vec<Departure>,
    /// When to look again, if nothing new comes first.
    pub next_at: Option<Timestamp>,
}

/// When to come back to an account that another node has at this moment, ms.
const LOCKED: i64 = 10;
/// `last_sent_at` is kept to the second: it is one row an account, and every message would wait for it.
const NOTE_SENT_EVERY: i64 = 1_000;
/// How much wider slots are than the rate says: a message that leaves some milliseconds late must not share one of the
/// provider's seconds with one too many.
const BREATH: f64 = 1.015;
/// How far ahead slots are given out, ms: a worker that dies leaves no more than this in doubt.
const AHEAD: i64 = 50;
/// How long a provider may fetch what a message carries after it was handed over, ms.
const PUBLIC: i64 = 24 * 3_600_000;
/// How long a worker may be with the provider, ms. Longer than every time-out of the HTTP client together.
const LEASE: i64 = 60_000;

impl Tx {
    pub(super) async fn enqueue(
        &mut self,
        message: MessageId,
        interaction: InteractionId,
        account: AccountId,
        segments: i64,
        departs: Departs,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "insert into outbox (message_id, interaction_id, account_id, priority, due_at, leased_until, lease, segments, \
             tries, despite) values ($1, $7, $2, $3, $4, 0, '', $5, 0, $6)",
        )
        .bind(message.0)
        .bind(account.0)
        .bind(i64::from(departs.automatic))
        .bind(departs.due_at.0)
        .bind(segments.max(1))
        .bind(i64::from(departs.despite))
        .bind(interaction.0)
        .execute(self.connection())
        .await?;
        self.wakes.outbox = true;
        Ok(())
    }

    /// Takes what one account may send now, each behind what was to leave before it to the same customer, at the account's
    /// pace (`rate` segments a second), and gives each its slot.
    async fn claim_of(
        &mut self,
        (account, rate): (AccountId, f64),
        limit: i64,
        lease: &Arc<str>,
        now: Timestamp,
        house: &House,
        claim: &mut OutboxClaim,
    ) -> Result<(), StoreError> {
        let lock = self.dialect.lock_free_rows();
        let state = sqlx::query(AssertSqlSafe(format!(
            "select next_slot_at, paused_until from account_state where account_id = $1{lock}"
        )))
        .bind(account.0)
        .fetch_optional(self.connection())
        .await?;
        // Another node is giving out this account's slots at this moment.
        let Some(state) = state else {
            claim.look_again(now + LOCKED);
            return Ok(());
        };
        let paused_until: i64 = state.try_get("paused_until")?;
        let mut slot = state.try_get::<i64, _>("next_slot_at")?.max(now.0 * 1000);
        if paused_until > now.0 {
            claim.look_again(Timestamp(paused_until));
            return Ok(());
        }
        let horizon = (now.0 + AHEAD) * 1000;
        if slot > horizon {
            claim.look_again(Timestamp(slot / 1000 - AHEAD));
            return Ok(());
        }
        let rows = sqlx::query(
            "select message_id, segments from outbox o where account_id = $1 and leased_until = 0 and due_at <= $2 \
             and not exists (select 1 from outbox e where e.interaction_id = o.interaction_id \
             and e.message_id < o.message_id and e.priority <= o.priority \
             and (e.due_at <= $2 or e.leased_until > 0 or e.tries > 0)) \
             order by priority, due_at, message_id limit $3",
        )
        .bind(account.0)
        .bind(now.0)
        .bind(limit)
        .fetch_all(self.connection())
        .await?;
        #[derive(Serialize)]
        struct Taken {
            message_id: i64,
        }
        let mut taken = Vec::new();
        let mut slots = HashMap::new();
        for row in rows {
            if slot > horizon {
                claim.look_again(Timestamp(slot / 1000 - AHEAD));
                break;
            }
            let message_id: i64 = row.try_get("message_id")?;
            slots.insert(message_id, Timestamp((slot + 999) / 1000));
            let segments = row.try_get::<i64, _>("segments")? as f64;
            slot += (segments * BREATH * 1_000_000.0 / rate.max(0.001)).ceil() as i64;
            taken.push(Taken { message_id });
        }
        if taken.is_empty() {
            return Ok(());
        }
        if taken.len() as i64 == limit {
            claim.look_again(now);
        }
        sqlx::query("update account_state set next_slot_at = $1 where account_id = $2")
            .bind(slot)
            .bind(account.0)
            .execute(self.connection())
            .await?;
        let set = self.dialect.rows("taken", &[("message_id", Kind::Int)]);
        let json = serde_json::to_string(&taken)?;
        sqlx::query(AssertSqlSafe(format!(
            "update outbox set leased_until = $2, lease = $3 where message_id in (select message_id from {set})"
        )))
        .bind(json.clone())
        .bind(now.0 + LEASE)
        .bind(lease.to_string())
        .execute(self.connection())
        .await?;
        // A message on its way is `sending` at once: if we die now, nobody may take it for unsent.
        let rows = sqlx::query(AssertSqlSafe(format!(
            "update message set delivery = case when delivery_rank < 1 then 'sending' else delivery end, \
             delivery_rank = case when delivery_rank < 1 then 1 else delivery_rank end \
             where id in (select message_id from {set}) \
             returning id, attempt, text, interaction_id, at, send_at, cancel_if_they_write, \
             (select peer from interaction where interaction.id = message.interaction_id) as peer, \
             (select c.opted_out_at from interaction i, contact c \
             where i.id = message.interaction_id and c.id = i.contact_id) as opted_out_at, \
             (select tries from outbox where outbox.message_id = message.id) as tries, \
             (select despite from outbox where outbox.message_id = message.id) as despite, \
             (select count(*) from media where media.message_id = message.id) as media"
        )))
        .bind(json.clone())
        .fetch_all(self.connection())
        .await?;
        let mut leaving = Vec::with_capacity(rows.len());
        let mut carrying = Vec::new();
        for row in &rows {
            if row.try_get::<i64, _>("media")? > 0 {
                carrying.push(row.try_get::<i64, _>("id")?);
            }
        }
        let mut media =
            if carrying.is_empty() { HashMap::new() } else { self.publish(&carrying, now + PUBLIC).await? };
        for row in rows {
            let id: i64 = row.try_get("id")?;
            if let Held::Back = self.hold_back(&row, now, house).await? {
                // Another may have waited for it.
                claim.look_again(now);
                continue;
            }
            leaving.push(Taken { message_id: id });
            claim.departures.push(Departure {
                message: MessageId(id),
                account,
                attempt: row.try_get("attempt")?,
                to: Peer::parse(&row.try_get::<String, _>("peer")?),
                text: row.try_get("text")?,
                media: media.remove(&MessageId(id)).unwrap_or_default(),
                tries: row.try_get("tries")?,
                lease: lease.clone(),
                not_before: slots.get(&id).copied().unwrap_or(now),
            });
        }
        // PostgreSQL returns what it changed in any order; they leave in theirs.
        claim.departures.sort_by_key(|departure| (departure.not_before, departure.message));
        let json = serde_json::to_string(&leaving)?;
        sqlx::query(AssertSqlSafe(format!(
            "insert into attempt (message_id, attempt, account_id, started_at) \
             select m.id, m.attempt, m.account_id, $2 from message m where m.id in (select message_id from {set}) \
             on conflict (message_id, attempt) do nothing"
        )))
        .bind(json.clone())
        .bind(now.0)
        .execute(self.connection())
        .await?;
        sqlx::query(AssertSqlSafe(format!(
            "insert into delivery_step (message_id, attempt, at, state, applied) \
             select m.id, m.attempt, $2, 'sending', 1 from message m where m.id in (select message_id from {set})"
        )))
        .bind(json)
        .bind(now.0)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    async fn finish(&mut self, departure: &Departure, outcome: &Outcome, now: Timestamp) -> Result<(), StoreError> {
        let (message, account, lease) = (departure.message, departure.account, departure.lease.as_ref());
        // Without the lease somebody else has already called this unknown; what we learned still counts as a report.
        // Whatever the answer to the call, a receipt may have said meanwhile that the provider has the message.
        let only = match outcome {
            Outcome::Again { .. } => {
                " and exists (select 1 from message where message.id = outbox.message_id and delivery_rank >= 3)"
            }
            _ => "",
        };
        let sql = format!(
            "delete from outbox where message_id = $1 and lease = $2{only} returning (select 1 from outbox o \
             where o.interaction_id = outbox.interaction_id and o.message_id > outbox.message_id limit 1) as waits"
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(message.0).bind(lease.to_owned());
        if let Some(row) = query.fetch_optional(self.connection()).await?
            && row.try_get::<Option<i64>, _>("waits")?.is_some()
        {
            self.wakes.outbox = true;
        }
        let report = |state, problem: Option<&Problem>, opted_out| Report {
            message,
            attempt: departure.attempt,
            state,
            problem: problem.cloned(),
            opted_out,
        };
        match outcome {
            Outcome::Accepted { external_id, segments } => {
                sqlx::query("update attempt set external_id = $1 where message_id = $2 and attempt = $3")
                    .bind(external_id.clone())
                    .bind(message.0)
                    .bind(departure.attempt)
                    .execute(self.connection())
                    .await?;
                if let Some(segments) = segments {
                    sqlx::query("update message set segments = $1 where id = $2")
                        .bind(*segments)
                        .bind(message.0)
                        .execute(self.connection())
                        .await?;
                }
                self.report(&report(Delivery::Sent, None, false), now).await?;
                sqlx::query(
                    "update account_state set last_sent_at = $1 where account_id = $2 \
                     and coalesce(last_sent_at, 0) <= $3",
                )
                .bind(now.0)
                .bind(account.0)
                .bind(now.0 - NOTE_SENT_EVERY)
                .execute(self.connection())
                .await?;
                self.apply_parked(account, external_id, message, departure.attempt).await
            }
            Outcome::Failed { problem, opted_out } => {
                self.report(&report(Delivery::Failed, Some(problem), *opted_out), now).await
            }
            Outcome::AccountProblem { problem } => {
                self.report(&report(Delivery::Failed, Some(problem), false), now).await?;
                self.note_account_error(account, &problem.words.to_string(), now).await
            }
            Outcome::Unknown { problem } => {
                self.report(&report(Delivery::Unknown, Some(problem), false), now).await?;
                self.note_account_error(account, &problem.words.to_string(), now).await
            }
            Outcome::Again { due_at, problem, pause_account } => {
                sqlx::query(
                    "update outbox set leased_until = 0, lease = '', due_at = $1, tries = tries + 1 \
                     where message_id = $2 and lease = $3",
                )
                .bind(due_at.0)
                .bind(message.0)
                .bind(lease.to_owned())
                .execute(self.connection())
                .await?;
                self.queue_again(departure, problem, now).await?;
                if *pause_account {
                    sqlx::query(
                        "update account_state set paused_until = $1 where account_id = $2 and paused_until < $1",
                    )
                    .bind(due_at.0)
                    .bind(account.0)
                    .execute(self.connection())
                    .await?;
                }
                self.wakes.outbox = true;
                self.note_account_error(account, &problem.words.to_string(), now).await
            }
        }
    }

    /// The provider did not take it: the next try is an attempt of its own, so that the message is what it is, queued, and
    /// whatever comes late of the old try is told from the new one.
    async fn queue_again(
        &mut self,
        departure: &Departure,
        problem: &Problem,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (message, tried) = (departure.message, departure.attempt);
        let row = sqlx::query(
            "update message set delivery = 'queued', delivery_rank = 0, attempt = attempt + 1, problem_words = $3, \
             problem_code = $4 where id = $1 and attempt = $2 and delivery_rank = 1 returning interaction_id",
        )
        .bind(message.0)
        .bind(tried)
        .bind(problem.words.to_string())
        .bind(problem.code.clone())
        .fetch_optional(self.connection())
        .await?;
        // It is known to have arrived, or to be unknown.
        let Some(row) = row else {
            return self.add_step(message, tried, now, Delivery::Queued, false, Some(problem)).await;
        };
        let attempt = tried + 1;
        self.add_step(message, attempt, now, Delivery::Queued, true, Some(problem)).await?;
        let report =
            Report { message, attempt, state: Delivery::Queued, problem: Some(problem.clone()), opted_out: false };
        let interaction = InteractionId(row.try_get("interaction_id")?);
        self.tell_delivery(interaction, &report, attempt, now).await
    }

    async fn note_account_error(&mut self, account: AccountId, words: &str, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query("update account_state set last_error_at = $1, last_error = $2 where account_id = $3")
            .bind(now.0)
            .bind(words.to_owned())
            .bind(account.0)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

impl OutboxClaim {
    fn look_again(&mut self, at: Timestamp) {
        self.next_at = Some(self.next_at.map_or(at, |next| next.min(at)));
    }
}

impl Store {
    /// Leases up to `limit` messages of the accounts in `rates` (segments a second) under the name `lease`. Each account
    /// that has something to send gets the same share.
    pub async fn claim_departures(
        &self,
        rates: Vec<(AccountId, f64)>,
        limit: i64,
        lease: Arc<str>,
        now: Timestamp,
        house: Arc<House>,
    ) -> Result<OutboxClaim, StoreError> {
        // The first that is due and the first that is not, by index; a long outbox is never read through.
        const FIRST: &str = "select o.due_at from outbox o where o.account_id = a.account_id and o.priority = p.priority \
             and o.leased_until = 0";
        let sql = format!(
            "select a.account_id, ({FIRST} and o.due_at <= $1 order by o.due_at limit 1) as due_at, \
             ({FIRST} and o.due_at > $1 order by o.due_at limit 1) as later \
             from account_state a cross join (select 0 as priority union all select 1) p order by a.account_id"
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(now.0).fetch_all(self.read()).await?;
        let mut ready: Vec<(AccountId, f64)> = Vec::new();
        let mut later: Option<i64> = None;
        for row in rows {
            let account = AccountId(row.try_get("account_id")?);
            let Some(rated) = rates.iter().find(|(id, _)| *id == account) else { continue };
            if row.try_get::<Option<i64>, _>("due_at")?.is_some() && ready.last() != Some(rated) {
                ready.push(*rated);
            }
            let first: Option<i64> = row.try_get("later")?;
            later = later.into_iter().chain(first).min();
        }
        let mut claim = OutboxClaim::default();
        if !ready.is_empty() {
            let limit = (limit / ready.len() as i64).max(1);
            claim = self
                .write(move |tx| {
                    let (ready, lease, house) = (ready.clone(), lease.clone(), house.clone());
                    Box::pin(async move {
                        let mut claim = OutboxClaim::default();
                        for account in ready {
                            tx.claim_of(account, limit, &lease, now, &house, &mut claim).await?;
                        }
                        Ok(claim)
                    })
                })
                .await?;
        }
        if let Some(later) = later {
            claim.look_again(Timestamp(later));
        }
        Ok(claim)
    }

    /// Writes what came of a departure.
    pub async fn finish_departure(
        &self,
        departure: Departure,
        outcome: Outcome,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let (departure, outcome) = (departure.clone(), outcome.clone());
            Box::pin(async move { tx.finish(&departure, &outcome, now).await })
        })
        .await
    }

    /// Messages whose worker died with them: they may have gone out. Returns how many were found.
    pub async fn mark_abandoned(&self, now: Timestamp) -> Result<usize, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let rows = sqlx::query(
                    "delete from outbox where leased_until > 0 and leased_until < $1 returning message_id, \
                     (select attempt from message where message.id = outbox.message_id) as attempt",
                )
                .bind(now.0)
                .fetch_all(tx.connection())
                .await?;
                for row in &rows {
                    let report = Report {
                        message: MessageId(row.try_get("message_id")?),
                        attempt: row.try_get("attempt")?,
                        state: Delivery::Unknown,
                        problem: Some(Problem {
                            words: told(
                                "The server stopped while handing this over; it may or may not have been sent.",
                            ),
                            code: None,
                        }),
                        opted_out: false,
                    };
                    tx.report(&report, now).await?;
                }
                // What was written after them has waited.
                tx.wakes.outbox |= !rows.is_empty();
                Ok(rows.len())
            })
        })
        .await
    }

    /// A new attempt for a message that failed. `false` when it is not one that may be sent again.
    pub async fn resend(&self, message: MessageId, now: Timestamp) -> Result<bool, StoreError> {
        self.write(move |tx| Box::pin(async move { tx.resend(message, now).await })).await
    }
}

impl Tx {
    async fn resend(&mut self, message: MessageId, now: Timestamp) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "update message set delivery = 'queued', delivery_rank = 0, attempt = attempt + 1, problem_words = null, \
             problem_code = null where id = $1 and delivery in ('unknown', 'failed', 'undelivered', 'expired') \
             returning interaction_id, account_id, attempt, segments",
        )
        .bind(message.0)
        .fetch_optional(self.connection())
        .await?;
        let Some(row) = row else { return Ok(false) };
        let attempt: i64 = row.try_get("attempt")?;
        // An unknown message may still have its lease; the new attempt takes its place in the outbox.
        sqlx::query("delete from outbox where message_id = $1").bind(message.0).execute(self.connection()).await?;
        let segments: Option<i64> = row.try_get("segments")?;
        let departs = Departs { automatic: false, due_at: now, despite: false };
        let interaction = InteractionId(row.try_get("interaction_id")?);
        let account = AccountId(row.try_get("account_id")?);
        self.enqueue(message, interaction, account, segments.unwrap_or(1), departs).await?;
        self.add_step(message, attempt, now, Delivery::Queued, true, None).await?;
        let report = Report { message, attempt, state: Delivery::Queued, problem: None, opted_out: false };
        self.tell_delivery(interaction, &report, attempt, now).await?;
        Ok(true)
    }
}
