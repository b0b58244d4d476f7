//! Rows that nothing in their own transaction reads: they go to the database together at its end, on PostgreSQL in one way
//! there and back.

use std::mem;

use serde::Serialize;
use sqlx::AssertSqlSafe;

use super::{
    StoreError, Tx,
    dialect::{Dialect, Kind},
};
use crate::domain::{InteractionId, Timestamp, UserId, routing::Weighing};

#[derive(Default)]
pub(super) struct Notes {
    pub told: Vec<Told>,
    explained: Vec<Explained>,
    handled: Vec<Handled>,
}

/// An event on its way into the stream.
#[derive(Serialize)]
pub(super) struct Told {
    pub at: Timestamp,
    /// As JSON, both.
    pub audience: String,
    pub body: String,
}

#[derive(Serialize)]
struct Explained {
    interaction_id: InteractionId,
    at: Timestamp,
    /// As JSON.
    what: String,
}

#[derive(Serialize)]
struct Handled {
    interaction_id: InteractionId,
    user_id: UserId,
}

impl Notes {
    pub fn append(&mut self, other: &mut Notes) {
        self.told.append(&mut other.told);
        self.explained.append(&mut other.explained);
        self.handled.append(&mut other.handled);
    }

    /// Statements, each with the set in its only parameter. On SQLite another job of the same commit may have forgotten an
    /// interaction meanwhile. Found one by one: joined, PostgreSQL might begin with all interactions.
    fn statements(&self, dialect: Dialect) -> Result<Vec<Statement>, StoreError> {
        let mut statements: Vec<Statement> = Vec::new();
        if !self.explained.is_empty() {
            let columns = [("interaction_id", Kind::Int), ("at", Kind::Int), ("what", Kind::Text)];
            let insert = move |place: &str| {
                let rows = dialect.rows_in(place, "explained", &columns);
                format!(
                    "insert into explanation (interaction_id, at, what) select id, at, what from (select \
                     (select i.id from interaction i where i.id = explained.interaction_id) as id, at, what \
                     from {rows}) as known where id is not null"
                )
            };
            statements.push((Box::new(insert), serde_json::to_string(&self.explained)?));
        }
        if !self.handled.is_empty() {
            let columns = [("interaction_id", Kind::Int), ("user_id", Kind::Int)];
            let handled = move |place: &str| {
                let rows = dialect.rows_in(place, "mine", &columns);
                format!(
                    "insert into handled (interaction_id, user_id) select id, user_id from (select \
                     (select i.id from interaction i where i.id = mine.interaction_id) as id, user_id \
                     from {rows}) as known where id is not null on conflict do nothing"
                )
            };
            let served = move |place: &str| {
                let rows = dialect.rows_in(place, "mine", &columns);
                format!(
                    "insert into served (user_id, contact_id, name) select user_id, contact_id, \
                     (select lower(c.name) from contact c where c.id = known.contact_id) from (select user_id, \
                     (select i.contact_id from interaction i where i.id = mine.interaction_id) as contact_id \
                     from {rows}) as known where contact_id is not null on conflict do nothing"
                )
            };
            let set = serde_json::to_string(&self.handled)?;
            statements.push((Box::new(handled), set.clone()));
            statements.push((Box::new(served), set));
        }
        if !self.told.is_empty() {
            let columns = [("at", Kind::Int), ("audience", Kind::Text), ("body", Kind::Text)];
            let insert = move |place: &str| {
                let rows = dialect.rows_in(place, "told", &columns);
                format!("insert into event (at, audience, body) select at, audience, body from {rows} where true")
            };
            statements.push((Box::new(insert), serde_json::to_string(&self.told)?));
        }
        Ok(statements)
    }
}

/// From the place of its parameter, and what goes there.
type Statement = (Box<dyn Fn(&str) -> String + Send>, String);

impl Tx {
    /// Keeps why an interaction was offered to whom.
    pub fn explain(
        &mut self,
        interaction: InteractionId,
        weighing: &Weighing,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let what = serde_json::to_string(weighing)?;
        self.notes.explained.push(Explained { interaction_id: interaction, at: now, what });
        Ok(())
    }

    /// From now on `user` may read this interaction, whoever has it, and sees its contact, whoever serves it.
    pub fn note_handled(&mut self, interaction: InteractionId, user: UserId) {
        self.notes.handled.push(Handled { interaction_id: interaction, user_id: user });
    }

    /// Writes down what was noted, and rings the bells of the other nodes. All of it counts from the commit on.
    pub(super) async fn write_notes(&mut self) -> Result<(), StoreError> {
        let statements = mem::take(&mut self.notes).statements(self.dialect)?;
        let Some(ring) = self.dialect.ring("$1") else {
            for (statement, set) in statements {
                sqlx::query(AssertSqlSafe(statement("$1"))).bind(set).execute(self.connection()).await?;
            }
            return Ok(());
        };
        let word = self.wakes.word();
        if statements.is_empty() && word.is_none() {
            return Ok(());
        }
        let named = statements.iter().enumerate().map(|(at, (statement, _))| {
            let place = format!("${}", at + 2);
            format!("note{at} as ({})", statement(&place))
        });
        let named = named.collect::<Vec<_>>().join(", ");
        let sql = if named.is_empty() { format!("select {ring}") } else { format!("with {named} select {ring}") };
        let query = sqlx::query(AssertSqlSafe(sql)).bind(word.unwrap_or_default());
        let query = statements.into_iter().fold(query, |query, (_, set)| query.bind(set));
        query.execute(self.connection()).await?;
        Ok(())
    }
}
