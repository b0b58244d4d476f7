//! Pictures and files of messages: what is still to be fetched, what is here, what was uploaded and waits to be sent.

use std::collections::HashMap;

use serde::Serialize;
use sqlx::{AssertSqlSafe, Row, any::AnyRow};

use super::{Store, StoreError, Tx, dialect::Kind};
use crate::domain::{
    AccountId, InteractionId, MediaId, MessageId, Timestamp, UserId,
    event::Event,
    media::{Media, MediaProblem, MediaState},
};

/// What [`read`] needs.
pub(super) const COLUMNS: &str =
    "id, message_id, position, name, content_type, state, problem, size, width, height, version";

/// A part of an inbound message, as the provider names it.
#[derive(Serialize)]
pub(super) struct NewPart<'a> {
    pub account_id: AccountId,
    pub interaction_id: InteractionId,
    pub message_id: MessageId,
    pub position: i64,
    pub source_url: &'a str,
    pub content_type: &'a str,
    pub at: Timestamp,
}

/// Something to fetch now.
#[derive(Clone, Debug)]
pub struct Fetch {
    pub media: MediaId,
    pub account: AccountId,
    pub url: String,
    /// Counts from 1. Names this try: only who made it may end it.
    pub attempt: i64,
}

/// What the bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    pub sha256: String,
    pub content_type: String,
    pub size: i64,
    pub width: Option<i64>,
    pub height: Option<i64>,
}

/// What came of a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    Stored(Contents),
    Refused(MediaProblem),
    Failed(MediaProblem),
    /// To be tried again at this time.
    Again(Timestamp),
}

/// A row with what decides who may see it.
#[derive(Clone, Debug)]
pub struct MediaRow {
    pub media: Media,
    pub interaction: InteractionId,
    pub message: Option<MessageId>,
    pub owner: Option<UserId>,
    /// `None` unless it is stored.
    pub sha256: Option<String>,
}

/// A file an agent has just uploaded.
#[derive(Clone, Debug)]
pub struct Upload {
    pub account: AccountId,
    pub interaction: InteractionId,
    pub owner: UserId,
    pub name: String,
    pub contents: Contents,
    /// The unguessable part of its public address.
    pub token: String,
}

pub(super) fn read(row: &AnyRow) -> Result<Media, StoreError> {
    let state: String = row.try_get("state")?;
    let problem: Option<String> = row.try_get("problem")?;
    Ok(Media {
        id: MediaId(row.try_get("id")?),
        name: row.try_get("name")?,
        content_type: row.try_get("content_type")?,
        state: MediaState::parse(&state).ok_or(StoreError::Unreadable(state))?,
        problem: problem.as_deref().and_then(MediaProblem::parse),
        size: row.try_get("size")?,
        width: row.try_get("width")?,
        height: row.try_get("height")?,
        version: row.try_get("version")?,
    })
}

/// By message, each in its order.
fn by_message(rows: &[AnyRow]) -> Result<HashMap<MessageId, Vec<Media>>, StoreError> {
    let mut found: HashMap<MessageId, Vec<(i64, Media)>> = HashMap::new();
    for row in rows {
        let message = MessageId(row.try_get("message_id")?);
        found.entry(message).or_default().push((row.try_get("position")?, read(row)?));
    }
    Ok(found
        .into_iter()
        .map(|(message, mut parts)| {
            parts.sort_by_key(|(position, _)| *position);
            (message, parts.into_iter().map(|(_, media)| media).collect())
        })
        .collect())
}

fn read_row(row: &AnyRow) -> Result<MediaRow, StoreError> {
    Ok(MediaRow {
        media: read(row)?,
        interaction: InteractionId(row.try_get("interaction_id")?),
        message: row.try_get::<Option<i64>, _>("message_id")?.map(MessageId),
        owner: row.try_get::<Option<i64>, _>("owner_id")?.map(UserId),
        sha256: row.try_get("sha256")?,
    })
}

impl Tx {
    /// The parts of a batch of messages, to be fetched from now on.
    pub(super) async fn insert_parts(
        &mut self,
        parts: &[NewPart<'_>],
    ) -> Result<HashMap<MessageId, Vec<Media>>, StoreError> {
        if parts.is_empty() {
            return Ok(HashMap::new());
        }
        let rows = self.dialect.rows(
            "part",
            &[
                ("account_id", Kind::Int),
                ("interaction_id", Kind::Int),
                ("message_id", Kind::Int),
                ("position", Kind::Int),
                ("source_url", Kind::Text),
                ("content_type", Kind::Text),
                ("at", Kind::Int),
            ],
        );
        let sql = format!(
            "insert into media (account_id, interaction_id, message_id, position, direction, source_url, name, \
             content_type, state, size, attempts, due_at, version, public_until, created_at) \
             select account_id, interaction_id, message_id, position, 'inbound', source_url, '', content_type, 'pending', \
             0, 0, at, 1, 0, at from {rows} where true returning {COLUMNS}"
        );
        let rows = self.rows_of(sql, parts).await?;
        self.wakes.media = true;
        by_message(&rows)
    }

    pub(super) async fn media_of_message(&mut self, message: MessageId) -> Result<Vec<Media>, StoreError> {
        let sql = format!("select {COLUMNS} from media where message_id = $1 order by position");
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(message.0).fetch_all(self.connection()).await?;
        rows.iter().map(read).collect()
    }

    pub(super) async fn tell_media(
        &mut self,
        interaction: InteractionId,
        message: MessageId,
        media: Media,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let readers = self.readers(interaction).await?;
        self.tell(now, readers, &Event::MediaChanged { interaction, message, media })
    }

    async fn finish_fetch(&mut self, fetch: &Fetch, fetched: &Fetched, now: Timestamp) -> Result<(), StoreError> {
        let ours = "where id = $1 and state = 'pending' and attempts = $2";
        let (state, problem, contents) = match fetched {
            Fetched::Again(at) => {
                sqlx::query(AssertSqlSafe(format!("update media set due_at = $3 {ours}")))
                    .bind(fetch.media.0)
                    .bind(fetch.attempt)
                    .bind(at.0)
                    .execute(self.connection())
                    .await?;
                self.wakes.media = true;
                return Ok(());
            }
            Fetched::Stored(contents) => (MediaState::Stored, None, Some(contents)),
            Fetched::Refused(problem) => (MediaState::Refused, Some(problem.as_str()), None),
            Fetched::Failed(problem) => (MediaState::Failed, Some(problem.as_str()), None),
        };
        let sql = format!(
            "update media set state = $3, problem = $4, due_at = null, version = version + 1, \
             content_type = coalesce($5, content_type), size = coalesce($6, size), width = $7, height = $8, sha256 = $9 \
             {ours} returning {COLUMNS}, interaction_id"
        );
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(fetch.media.0)
            .bind(fetch.attempt)
            .bind(state.as_str())
            .bind(problem)
            .bind(contents.map(|it| it.content_type.clone()))
            .bind(contents.map(|it| it.size))
            .bind(contents.and_then(|it| it.width))
            .bind(contents.and_then(|it| it.height))
            .bind(contents.map(|it| it.sha256.clone()))
            .fetch_optional(self.connection())
            .await?;
        // Somebody else's try has ended it meanwhile.
        let Some(row) = row else { return Ok(()) };
        let interaction = InteractionId(row.try_get("interaction_id")?);
        self.tell_media(interaction, MessageId(row.try_get("message_id")?), read(&row)?, now).await
    }

    /// Opens the public addresses of what these messages carry; their tokens by message, in order.
    pub(super) async fn publish(
        &mut self,
        messages: &[i64],
        until: Timestamp,
    ) -> Result<HashMap<MessageId, Vec<String>>, StoreError> {
        #[derive(Serialize)]
        struct Sent {
            message_id: i64,
        }
        let set = self.dialect.rows("sent", &[("message_id", Kind::Int)]);
        let json: Vec<Sent> = messages.iter().map(|message_id| Sent { message_id: *message_id }).collect();
        let sql = format!(
            "update media set public_until = $2 where message_id in (select message_id from {set}) and state = 'stored' \
             and token is not null returning message_id, position, token"
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(serde_json::to_string(&json)?)
            .bind(until.0)
            .fetch_all(self.connection())
            .await?;
        let mut tokens: HashMap<MessageId, Vec<(i64, String)>> = HashMap::new();
        for row in rows {
            let message = MessageId(row.try_get("message_id")?);
            tokens.entry(message).or_default().push((row.try_get("position")?, row.try_get("token")?));
        }
        Ok(tokens
            .into_iter()
            .map(|(message, mut tokens)| {
                tokens.sort();
                (message, tokens.into_iter().map(|(_, token)| token).collect())
            })
            .collect())
    }
}

impl Store {
    /// What the messages of an interaction from `first` to `last` carry.
    pub(super) async fn media_between(
        &self,
        interaction: InteractionId,
        first: MessageId,
        last: MessageId,
    ) -> Result<HashMap<MessageId, Vec<Media>>, StoreError> {
        let sql =
            format!("select {COLUMNS} from media where interaction_id = $1 and message_id >= $2 and message_id <= $3");
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(interaction.0)
            .bind(first.0)
            .bind(last.0)
            .fetch_all(self.read())
            .await?;
        by_message(&rows)
    }

    pub async fn media(&self, id: MediaId) -> Result<Option<MediaRow>, StoreError> {
        let sql = format!("select {COLUMNS}, interaction_id, owner_id, sha256 from media where id = $1");
        let row = sqlx::query(AssertSqlSafe(sql)).bind(id.0).fetch_optional(self.read()).await?;
        row.as_ref().map(read_row).transpose()
    }

    /// What a provider may fetch at this moment under `token`.
    pub async fn public_media(&self, token: &str, now: Timestamp) -> Result<Option<MediaRow>, StoreError> {
        let sql = format!(
            "select {COLUMNS}, interaction_id, owner_id, sha256 from media where token = $1 and public_until > $2 \
             and direction = 'outbound'"
        );
        let row =
            sqlx::query(AssertSqlSafe(sql)).bind(token.to_owned()).bind(now.0).fetch_optional(self.read()).await?;
        row.as_ref().map(read_row).transpose()
    }

    /// Takes up to `limit` things to fetch, each until `lease` from now; tells when to look again.
    pub async fn claim_fetches(
        &self,
        limit: i64,
        lease: i64,
        now: Timestamp,
    ) -> Result<(Vec<Fetch>, Option<Timestamp>), StoreError> {
        let next = sqlx::query("select due_at from media where due_at is not null order by due_at limit 1")
            .fetch_optional(self.read())
            .await?;
        let Some(next) = next else { return Ok((Vec::new(), None)) };
        let next = Timestamp(next.try_get("due_at")?);
        if next > now {
            return Ok((Vec::new(), Some(next)));
        }
        let fetches = self
            .write(move |tx| {
                Box::pin(async move {
                    let sql = format!(
                        "update media set attempts = attempts + 1, due_at = $1 where id in \
                         (select id from media where due_at <= $2 order by due_at, id limit $3{}) \
                         returning id, account_id, source_url, attempts",
                        tx.dialect.lock_free_rows()
                    );
                    let rows = sqlx::query(AssertSqlSafe(sql))
                        .bind(now.0 + lease)
                        .bind(now.0)
                        .bind(limit)
                        .fetch_all(tx.connection())
                        .await?;
                    rows.into_iter()
                        .map(|row| {
                            Ok(Fetch {
                                media: MediaId(row.try_get("id")?),
                                account: AccountId(row.try_get("account_id")?),
                                url: row.try_get("source_url")?,
                                attempt: row.try_get("attempts")?,
                            })
                        })
                        .collect::<Result<Vec<_>, StoreError>>()
                })
            })
            .await?;
        Ok((fetches, Some(now)))
    }

    /// Writes what came of a try.
    pub async fn finish_fetch(&self, fetch: Fetch, fetched: Fetched, now: Timestamp) -> Result<(), StoreError> {
        self.write(move |tx| {
            let (fetch, fetched) = (fetch.clone(), fetched.clone());
            Box::pin(async move { tx.finish_fetch(&fetch, &fetched, now).await })
        })
        .await
    }

    /// Has something fetched again that is not here. `false` when it is here, on its way, or was never the provider's.
    pub async fn fetch_again(&self, id: MediaId, now: Timestamp) -> Result<bool, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                // The tries go on counting: an old one that still runs must not end the new one.
                let sql = format!(
                    "update media set state = 'pending', problem = null, due_at = $2, version = version + 1 \
                     where id = $1 and direction = 'inbound' and state in ('failed', 'refused') \
                     returning {COLUMNS}, interaction_id"
                );
                let row =
                    sqlx::query(AssertSqlSafe(sql)).bind(id.0).bind(now.0).fetch_optional(tx.connection()).await?;
                let Some(row) = row else { return Ok(false) };
                tx.wakes.media = true;
                let interaction = InteractionId(row.try_get("interaction_id")?);
                tx.tell_media(interaction, MessageId(row.try_get("message_id")?), read(&row)?, now).await?;
                Ok(true)
            })
        })
        .await
    }
}
