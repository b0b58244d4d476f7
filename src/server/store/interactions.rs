//! Interactions and what is said in them.

use serde::Deserialize;
use sqlx::{AssertSqlSafe, Row, any::AnyRow};

use super::{Store, StoreError, Tx, dialect::Dialect, outbox::Departs};
use crate::{
    domain::{
        AccountId, ContactId, Delivery, InteractionId, MediaId, MessageId, Peer, QueueId, Timestamp, UserId,
        consent::Hindrance,
        event::{Audience, Event},
        follow_up::FollowUp,
        interaction::{Direction, Interaction, State},
        message::{Author, Content, Happening, Message, Problem},
        new_sms::Later,
    },
    server::{
        consent::{Despite, Standing},
        house::House,
        providers::italian::told,
    },
};

/// Columns of `interaction` that make a [`Stored`], in its order.
const STORED: [&str; 26] = [
    "id",
    "account_id",
    "peer",
    "contact_id",
    "(select name from contact where contact.id = interaction.contact_id)",
    "(select opted_out_at from contact where contact.id = interaction.contact_id)",
    "state",
    "queue_id",
    "owner_id",
    "first_handler_id",
    "guests",
    "started_at",
    "first_response_at",
    "closed_at",
    "closed_by",
    "disposition",
    "remark",
    "transfer_to",
    "last_at",
    "last_inbound_at",
    "last_direction",
    "unread",
    "scheduled",
    "follow_up_at",
    "follow_up_note",
    "version",
];

/// An interaction as its row has it.
#[derive(Deserialize)]
struct Stored {
    id: InteractionId,
    account: AccountId,
    peer: String,
    contact: ContactId,
    contact_name: Option<String>,
    opted_out_at: Option<Timestamp>,
    state: State,
    queue: Option<QueueId>,
    owner: Option<UserId>,
    first_handler: Option<UserId>,
    /// JSON.
    guests: String,
    started_at: Timestamp,
    first_response_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
    closed_by: Option<UserId>,
    disposition: Option<String>,
    remark: Option<String>,
    transfer_to: Option<UserId>,
    last_at: Timestamp,
    last_inbound_at: Option<Timestamp>,
    last_direction: Direction,
    unread: i64,
    scheduled: i64,
    follow_up_at: Option<Timestamp>,
    follow_up_note: Option<String>,
    version: i64,
}

/// What [`read`] needs: one column with all of it. Every value of a row is handed from thread to thread by itself, which for
/// two dozen takes longer than to find them.
pub(super) fn columns(dialect: Dialect) -> String {
    format!("{} as stored", dialect.as_json(&STORED))
}

/// Columns of `message` that make a [`StoredMessage`], in its order.
const STORED_MESSAGE: [&str; 14] = [
    "id",
    "interaction_id",
    "kind",
    "at",
    "sent_at",
    "author_id",
    "text",
    "compose_key",
    "delivery",
    "attempt",
    "problem_words",
    "problem_code",
    "send_at",
    "cancel_if_they_write",
];

/// A message as its row has it.
#[derive(Deserialize)]
struct StoredMessage {
    id: MessageId,
    interaction: InteractionId,
    kind: Kind,
    at: Timestamp,
    sent_at: Option<Timestamp>,
    author: Option<UserId>,
    text: String,
    compose_key: Option<String>,
    delivery: Option<Delivery>,
    attempt: Option<i64>,
    problem_words: Option<String>,
    problem_code: Option<String>,
    send_at: Option<Timestamp>,
    cancel_if_they_write: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Inbound,
    Outbound,
    Note,
    System,
}

/// What [`read_message`] needs.
pub(super) fn message_columns(dialect: Dialect) -> String {
    format!("{} as stored", dialect.as_json(&STORED_MESSAGE))
}

/// What became of writing into an interaction.
#[derive(Clone, Debug)]
pub enum Written {
    Done(Box<Message>),
    /// The same composed message was stored before; this is it.
    Already(Box<Message>),
    /// Under this name something else was stored before: the draft went out from another window, in other words.
    Otherwise,
    /// Somebody else answers this customer, or nobody yet.
    NotOwner(Option<String>),
    Closed,
    /// A picture or file that was to go with it is not there any more.
    MediaGone,
    Gone,
}

pub(super) fn read(row: &AnyRow, house: &House) -> Result<Interaction, StoreError> {
    let it: Stored = serde_json::from_str(row.try_get("stored")?)?;
    let known = house.account(it.account);
    let reopen_minutes = known.map_or(0, |account| account.rules.reopen_minutes);
    let user_name = |id: Option<UserId>| id.and_then(|id| house.user_name(id)).map(str::to_owned);
    let peer = Peer::parse(&it.peer);
    Ok(Interaction {
        id: it.id,
        account: it.account,
        account_key: known.map_or_else(String::new, |a| a.key.clone()),
        account_name: known.map_or_else(String::new, |a| a.name.clone()),
        contact: it.contact,
        contact_name: it.contact_name.filter(|name| !name.is_empty()).unwrap_or_else(|| peer.as_str().to_owned()),
        peer,
        state: it.state,
        queue: it.queue,
        queue_name: it.queue.and_then(|id| house.queue_name(id)).map(str::to_owned),
        owner: it.owner,
        owner_name: user_name(it.owner),
        first_handler: it.first_handler,
        first_handler_name: user_name(it.first_handler),
        guests: serde_json::from_str(&it.guests)?,
        started_at: it.started_at,
        first_response_at: it.first_response_at,
        closed_at: it.closed_at,
        closed_by_name: user_name(it.closed_by),
        reopens_until: it.closed_at.filter(|_| reopen_minutes > 0).map(|at| at + reopen_minutes * 60_000),
        disposition: it.disposition,
        remark: it.remark,
        transfer_to: it.transfer_to,
        transfer_to_name: user_name(it.transfer_to),
        last_at: it.last_at,
        last_inbound_at: it.last_inbound_at,
        last_direction: it.last_direction,
        unread: it.unread,
        opted_out_at: it.opted_out_at,
        scheduled: it.scheduled,
        follow_up: it.follow_up_at.map(|at| FollowUp { at, reason: it.follow_up_note.unwrap_or_default() }),
        version: it.version,
    })
}

/// Without its pictures and files, which are rows of their own.
pub(super) fn read_message(row: &AnyRow, house: &House) -> Result<Message, StoreError> {
    let it: StoredMessage = serde_json::from_str(row.try_get("stored")?)?;
    let author = |id: Option<UserId>| {
        let name = id.and_then(|id| house.user_name(id)).unwrap_or(&house.settings.house_name);
        Author { id, name: name.to_owned() }
    };
    let content = match it.kind {
        Kind::Inbound => Content::Inbound { text: it.text, sent_at: it.sent_at, media: Vec::new() },
        Kind::Outbound => Content::Outbound {
            text: it.text,
            author: author(it.author),
            delivery: it.delivery.ok_or_else(|| StoreError::Unreadable("a text without its delivery".into()))?,
            problem: it.problem_words.map(|words| Problem { words: told(&words), code: it.problem_code }),
            attempt: it.attempt.unwrap_or_default(),
            compose_key: it.compose_key,
            later: it.send_at.map(|at| Later { at, cancel_if_they_write: it.cancel_if_they_write == Some(1) }),
            media: Vec::new(),
        },
        Kind::Note => Content::Note { text: it.text, author: author(it.author) },
        Kind::System => Content::System { what: serde_json::from_str(&it.text)? },
    };
    Ok(Message { id: it.id, interaction: it.interaction, at: it.at, content })
}

impl Tx {
    /// The interaction, ours until the commit.
    pub async fn lock_interaction(
        &mut self,
        id: InteractionId,
        house: &House,
    ) -> Result<Option<Interaction>, StoreError> {
        let sql = format!("select {} from interaction where id = $1{}", columns(self.dialect), self.dialect.lock());
        let row = sqlx::query(AssertSqlSafe(sql)).bind(id.0).fetch_optional(self.connection()).await?;
        row.map(|row| read(&row, house)).transpose()
    }

    /// Changes one interaction by `assignments` (words of the caller's code, with `$2` for `value` and `$3` for now) and tells
    /// who may see it. The former owner is told too, so that his tab goes.
    pub async fn change_interaction(
        &mut self,
        before: &Interaction,
        assignments: &'static str,
        value: Option<i64>,
        now: Timestamp,
        house: &House,
    ) -> Result<Interaction, StoreError> {
        let columns = columns(self.dialect);
        let sql =
            format!("update interaction set version = version + 1, {assignments} where id = $1 returning {columns}");
        let query = sqlx::query(AssertSqlSafe(sql)).bind(before.id.0);
        let query = if assignments.contains("$2") { query.bind(value) } else { query };
        let query = if assignments.contains("$3") { query.bind(now.0) } else { query };
        let row = query.fetch_one(self.connection()).await?;
        let after = read(&row, house)?;
        let event = Event::InteractionChanged { interaction: after.clone() };
        self.tell(now, Audience::of(&after), &event)?;
        if let Some(former) = before.owner.filter(|former| after.owner != Some(*former)) {
            self.tell(now, Audience::Person { user: former }, &event)?;
        }
        Ok(after)
    }

    /// Who is told what happens in an interaction.
    pub(super) async fn readers(&mut self, interaction: InteractionId) -> Result<Audience, StoreError> {
        let row = sqlx::query("select owner_id, guests from interaction where id = $1")
            .bind(interaction.0)
            .fetch_one(self.connection())
            .await?;
        let owner = row.try_get::<Option<i64>, _>("owner_id")?.map(UserId);
        Ok(Audience::around(interaction, owner, serde_json::from_str(row.try_get("guests")?)?))
    }

    /// A system line.
    pub async fn note_happening(
        &mut self,
        interaction: &Interaction,
        what: Happening,
        now: Timestamp,
        house: &House,
    ) -> Result<(), StoreError> {
        let columns = message_columns(self.dialect);
        let sql = format!(
            "insert into message (interaction_id, account_id, kind, at, text, media) \
             values ($1, $2, 'system', $3, $4, '[]') returning {columns}"
        );
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(interaction.id.0)
            .bind(interaction.account.0)
            .bind(now.0)
            .bind(serde_json::to_string(&what)?)
            .fetch_one(self.connection())
            .await?;
        let message = read_message(&row, house)?;
        self.tell(now, Audience::of(interaction), &Event::MessageAdded { message })
    }

    /// The newest internal note of this author.
    pub async fn last_note(
        &mut self,
        interaction: InteractionId,
        author: UserId,
    ) -> Result<Option<String>, StoreError> {
        let row = sqlx::query(
            "select text from message where interaction_id = $1 and kind = 'note' and author_id = $2 \
             order by id desc limit 1",
        )
        .bind(interaction.0)
        .bind(author.0)
        .fetch_optional(self.connection())
        .await?;
        row.map(|row| Ok(row.try_get("text")?)).transpose()
    }

    /// What this author wrote under this key before.
    pub(super) async fn composed_before(
        &mut self,
        author: UserId,
        compose_key: &str,
        house: &House,
    ) -> Result<Option<Message>, StoreError> {
        let sql =
            format!("select {} from message where author_id = $1 and compose_key = $2", message_columns(self.dialect));
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(author.0)
            .bind(compose_key.to_owned())
            .fetch_optional(self.connection())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let mut message = read_message(&row, house)?;
        if let Some(media) = message.content.media_mut() {
            *media = self.media_of_message(message.id).await?;
        }
        Ok(Some(message))
    }

    /// A reply or an internal note of `author`. Only the owner replies; a note may be written by whoever may see it, which
    /// the caller has checked.
    pub async fn write_message(
        &mut self,
        new: &Composed,
        now: Timestamp,
        house: &House,
    ) -> Result<Written, StoreError> {
        let Some(interaction) = self.lock_interaction(new.interaction, house).await? else { return Ok(Written::Gone) };
        // Under the lock: of two clicks at once the second waits for the first and finds its message.
        if let Some(message) = self.composed_before(new.author, &new.compose_key, house).await? {
            return Ok(if new.is(&message) { Written::Already(Box::new(message)) } else { Written::Otherwise });
        }
        if !new.note {
            if interaction.state == State::Closed {
                return Ok(Written::Closed);
            }
            if interaction.owner != Some(new.author) {
                return Ok(Written::NotOwner(interaction.owner_name));
            }
            if !self.hold_uploads(&new.media, interaction.id, new.author).await? {
                return Ok(Written::MediaGone);
            }
        }
        let message = if new.note {
            self.insert_note(&interaction, new, now, house).await?
        } else {
            self.note_despite(&interaction, new, now, house).await?;
            self.insert_outbound(&interaction, Some(new), &new.text, new.segments, now, house).await?
        };
        self.draft_was_sent(new, now).await?;
        Ok(Written::Done(Box::new(message)))
    }

    async fn insert_note(
        &mut self,
        interaction: &Interaction,
        new: &Composed,
        now: Timestamp,
        house: &House,
    ) -> Result<Message, StoreError> {
        let columns = message_columns(self.dialect);
        let sql = format!(
            "insert into message (interaction_id, account_id, kind, at, author_id, text, media, compose_key) \
             values ($1, $2, 'note', $3, $4, $5, '[]', $6) returning {columns}"
        );
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(interaction.id.0)
            .bind(interaction.account.0)
            .bind(now.0)
            .bind(new.author.0)
            .bind(new.text.clone())
            .bind(new.compose_key.clone())
            .fetch_one(self.connection())
            .await?;
        let message = read_message(&row, house)?;
        let interaction = self.mention_colleagues(interaction, &message, new, now, house).await?;
        let event = Event::MessageAdded { message: message.clone() };
        self.tell(now, Audience::of(&interaction), &event)?;
        Ok(message)
    }

    /// Keeps that somebody sends although something stands in the way, and why.
    pub(super) async fn note_despite(
        &mut self,
        interaction: &Interaction,
        new: &Composed,
        now: Timestamp,
        house: &House,
    ) -> Result<(), StoreError> {
        let Some(Despite { hindrance, by, why }) = new.despite.clone() else { return Ok(()) };
        let act = match hindrance {
            Hindrance::OptedOut => "message.despite_opt_out",
            Hindrance::QuietHours => "message.despite_quiet_hours",
        };
        let subject = format!("interaction {}", interaction.id);
        self.note_act(now, Some(new.author), act, subject, why.clone()).await?;
        self.note_happening(interaction, Happening::SentDespite { by, hindrance, why }, now, house).await
    }

    /// Stores a text to the customer and puts it into the outbox, due at once or when it was written for. Without
    /// `composed` it is the house's own.
    pub(super) async fn insert_outbound(
        &mut self,
        interaction: &Interaction,
        composed: Option<&Composed>,
        text: &str,
        segments: i64,
        now: Timestamp,
        house: &House,
    ) -> Result<Message, StoreError> {
        let columns = message_columns(self.dialect);
        let sql = format!(
            "insert into message (interaction_id, account_id, kind, at, author_id, text, media, compose_key, delivery, \
             delivery_rank, attempt, segments, send_at, cancel_if_they_write) \
             values ($1, $2, 'outbound', $3, $4, $5, '[]', $6, $7, $8, 1, $9, $10, $11) returning {columns}"
        );
        let later = composed.and_then(|composed| composed.later);
        let state = if later.is_some() { Delivery::Scheduled } else { Delivery::Queued };
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(interaction.id.0)
            .bind(interaction.account.0)
            .bind(now.0)
            .bind(composed.map(|c| c.author.0))
            .bind(text.to_owned())
            .bind(composed.map(|c| c.compose_key.clone()))
            .bind(state.as_str())
            .bind(state.rank())
            .bind(segments)
            .bind(later.map(|later| later.at.0))
            .bind(later.map(|later| i64::from(later.cancel_if_they_write)))
            .fetch_one(self.connection())
            .await?;
        let mut message = read_message(&row, house)?;
        if let Some((composed, media)) = composed.zip(message.content.media_mut()).filter(|(c, _)| !c.media.is_empty())
        {
            self.bind_uploads(&composed.media, message.id).await?;
            *media = self.media_of_message(message.id).await?;
        }
        let departs = Departs {
            // Nobody waits for what was written for later: it never holds up a reply.
            automatic: composed.is_none() || later.is_some(),
            due_at: later.map_or(now, |later| later.at),
            despite: composed.and_then(|composed| composed.despite.as_ref()).is_some(),
        };
        self.enqueue(message.id, interaction.id, interaction.account, segments, departs).await?;
        self.add_step(message.id, 1, now, state, true, None).await?;
        let event = Event::MessageAdded { message: message.clone() };
        self.tell(now, Audience::of(interaction), &event)?;
        let assignments = match composed {
            Some(_) if later.is_some() => "scheduled = scheduled + 1, unread = 0",
            // A first response answers somebody: where we wrote first there is none.
            Some(_) => {
                "last_at = $2, last_direction = 'outbound', unread = 0, \
                 first_response_at = coalesce(first_response_at, case when last_inbound_at is not null then $2 end)"
            }
            None => "last_at = $2, last_direction = 'outbound'",
        };
        self.change_interaction(interaction, assignments, Some(now.0), now, house).await?;
        Ok(message)
    }

    /// When the house last replied by itself to this interaction.
    pub(super) async fn last_auto_reply(
        &mut self,
        interaction: InteractionId,
    ) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query(
            "select max(at) as at from message where interaction_id = $1 and kind = 'outbound' and author_id is null",
        )
        .bind(interaction.0)
        .fetch_one(self.connection())
        .await?;
        Ok(row.try_get::<Option<i64>, _>("at")?.map(Timestamp))
    }

    /// Whether the house sent just this text in this interaction.
    pub async fn has_replied(&mut self, interaction: InteractionId, text: &str) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "select id from message where interaction_id = $1 and kind = 'outbound' and author_id is null and text = $2 \
             limit 1",
        )
        .bind(interaction.0)
        .bind(text.to_owned())
        .fetch_optional(self.connection())
        .await?;
        Ok(row.is_some())
    }

    /// Sends `text` of the house, unless it did so less than a minute ago: two machines must not talk for ever.
    pub async fn auto_reply(
        &mut self,
        interaction: &Interaction,
        text: &str,
        now: Timestamp,
        house: &House,
    ) -> Result<(), StoreError> {
        const AT_MOST_EVERY: i64 = 60_000;
        let last = self.last_auto_reply(interaction.id).await?;
        if !interaction.peer.can_be_answered() || last.is_some_and(|last| now.since(last) < AT_MOST_EVERY) {
            return Ok(());
        }
        let obstacle = house.account(interaction.account).and_then(|account| {
            let Interaction { peer, opted_out_at, last_inbound_at, .. } = interaction;
            Standing { account, peer, opted_out_at: *opted_out_at, last_inbound_at: *last_inbound_at }.obstacle(now)
        });
        if let Some(obstacle) = obstacle {
            // Who wants no texts need not be told so under each of them.
            if obstacle.hindrance == Hindrance::OptedOut {
                return Ok(());
            }
            let skipped = Happening::AutoReplySkipped { why: obstacle.words };
            return self.note_happening(interaction, skipped, now, house).await;
        }
        let segments = crate::domain::segments::Segments::of(text).parts;
        self.insert_outbound(interaction, None, text, segments, now, house).await?;
        Ok(())
    }

    /// Whether this peer ever had an earlier interaction with the account.
    pub async fn is_first_contact(&mut self, interaction: &Interaction) -> Result<bool, StoreError> {
        let row =
            sqlx::query("select count(*) as n from interaction where contact_id = $1 and account_id = $2 and id < $3")
                .bind(interaction.contact.0)
                .bind(interaction.account.0)
                .bind(interaction.id.0)
                .fetch_one(self.connection())
                .await?;
        Ok(row.try_get::<i64, _>("n")? == 0)
    }

    /// The customer's first words, as an offer shows them.
    pub async fn first_words(&mut self, interaction: InteractionId) -> Result<String, StoreError> {
        let row = sqlx::query("select first_words from interaction where id = $1")
            .bind(interaction.0)
            .fetch_one(self.connection())
            .await?;
        Ok(row.try_get("first_words")?)
    }
}

/// A text as an agent composed it.
#[derive(Clone, Debug)]
pub struct Composed {
    pub interaction: InteractionId,
    pub author: UserId,
    pub text: String,
    pub compose_key: String,
    pub note: bool,
    pub segments: i64,
    /// When it is to leave; `None`: at once.
    pub later: Option<Later>,
    /// Something stands in the way, and he may.
    pub despite: Option<Despite>,
    /// Uploads that go with it, in order.
    pub media: Vec<MediaId>,
}

impl Composed {
    /// Whether it is this message, handed over once more.
    fn is(&self, message: &Message) -> bool {
        let text = match &message.content {
            Content::Outbound { text, .. } if !self.note => text,
            Content::Note { text, .. } if self.note => text,
            _ => return false,
        };
        let same_files = message.content.media().iter().map(|media| media.id).eq(self.media.iter().copied());
        message.interaction == self.interaction && text.trim() == self.text.trim() && same_files
    }
}

impl Store {
    pub async fn interaction(&self, id: InteractionId, house: &House) -> Result<Option<Interaction>, StoreError> {
        let sql = format!("select {} from interaction where id = $1", columns(self.dialect));
        let row = sqlx::query(AssertSqlSafe(sql)).bind(id.0).fetch_optional(self.read()).await?;
        row.map(|row| read(&row, house)).transpose()
    }

    /// The open interactions of an owner, in the order in which he got them.
    pub async fn sessions_of(&self, owner: UserId, house: &House) -> Result<Vec<Interaction>, StoreError> {
        let columns = columns(self.dialect);
        let sql =
            format!("select {columns} from interaction where owner_id = $1 and state = 'open' order by owned_at, id");
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(owner.0).fetch_all(self.read()).await?;
        rows.iter().map(|row| read(row, house)).collect()
    }

    /// The interaction a message belongs to.
    pub async fn interaction_of(&self, message: MessageId) -> Result<Option<InteractionId>, StoreError> {
        let row = sqlx::query("select interaction_id from message where id = $1")
            .bind(message.0)
            .fetch_optional(self.read())
            .await?;
        row.map(|row| Ok(InteractionId(row.try_get("interaction_id")?))).transpose()
    }
}
