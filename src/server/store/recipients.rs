//! Contacts as somebody looks for them who wants to write: by the beginning of a name or number, or a number's end.

use sqlx::{AssertSqlSafe, Row, any::AnyRow};

use super::{
    Store, StoreError,
    find::{MATCHES, Reach, within},
};
use crate::domain::{ContactId, Peer, Timestamp};

/// A contact under one of its numbers.
#[derive(Clone, Debug)]
pub struct Found {
    pub contact: ContactId,
    pub name: String,
    pub opted_out_at: Option<Timestamp>,
    pub number: Peer,
}

/// Digits of a number's end that have an index.
const TAIL: usize = 4;
/// Sorts after every text that begins alike.
const LAST: char = '\u{10ffff}';

fn read(row: &AnyRow) -> Result<Found, StoreError> {
    Ok(Found {
        contact: ContactId(row.try_get("id")?),
        name: row.try_get("name")?,
        opted_out_at: row.try_get::<Option<i64>, _>("opted_out_at")?.map(Timestamp),
        number: Peer::parse(&row.try_get::<String, _>("number")?),
    })
}

/// Who may not find everybody may have to look past many.
fn looked_at(reach: &Reach, limit: i64) -> i64 {
    if reach.all { limit } else { MATCHES }
}

impl Store {
    /// Contacts within `reach` whose name, or the part of it after the first space, begins with `text`. By name.
    pub async fn named(&self, text: &str, reach: &Reach, limit: i64) -> Result<Vec<Found>, StoreError> {
        let (bytewise, second) = (self.dialect.bytewise(), self.dialect.after_space());
        let begins = |part: &str| {
            format!(
                "select id from (select id from contact where name <> '' and lower({part}){bytewise} >= $2 \
                 and lower({part}){bytewise} < $3 order by lower({part}){bytewise} limit $4) as hit"
            )
        };
        let sql = format!(
            "select c.id, c.name, c.opted_out_at, n.number from ({} union {}) as h cross join contact c \
             cross join contact_number n where c.id = h.id and n.contact_id = c.id and {} \
             order by c.name, c.id, n.number limit $7",
            begins("name"),
            begins(second),
            within(self.dialect, "c.id", "$5", "$6")
        );
        let text = self.dialect.lower(text);
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(serde_json::to_string(&reach.accounts)?)
            .bind(text.clone())
            .bind(format!("{text}{LAST}"))
            .bind(looked_at(reach, limit))
            .bind(reach.me.0)
            .bind(i64::from(reach.all))
            .bind(limit)
            .fetch_all(self.read())
            .await?;
        rows.iter().map(read).collect()
    }

    /// Contacts within `reach` with a number that begins with one of `beginnings` (E.164 without its end), or ends with `end`.
    pub async fn numbered(
        &self,
        beginnings: [String; 2],
        end: &str,
        reach: &Reach,
        limit: i64,
    ) -> Result<Vec<Found>, StoreError> {
        let bytewise = self.dialect.bytewise();
        let begins = |from: usize| {
            format!(
                "select number from (select number from contact_number where number{bytewise} >= ${from} \
                 and number{bytewise} < ${} order by number{bytewise} limit $8) as hit",
                from + 1
            )
        };
        let tail = self.dialect.tail();
        let sql = format!(
            "select c.id, c.name, c.opted_out_at, n.number from ({} union {} union \
             select number from (select number from contact_number where {tail} = $6 and number like $7 limit $8) as hit) as h \
             cross join contact_number n cross join contact c where n.number = h.number and c.id = n.contact_id \
             and {} order by n.number limit $11",
            begins(2),
            begins(4),
            within(self.dialect, "c.id", "$9", "$10")
        );
        let [first, second] = beginnings;
        let tail = if end.len() >= TAIL { &end[end.len() - TAIL..] } else { "" };
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(serde_json::to_string(&reach.accounts)?)
            .bind(first.clone())
            .bind(format!("{first}{LAST}"))
            .bind(second.clone())
            .bind(format!("{second}{LAST}"))
            .bind(tail.to_owned())
            .bind(format!("%{end}"))
            .bind(looked_at(reach, limit))
            .bind(reach.me.0)
            .bind(i64::from(reach.all))
            .bind(limit)
            .fetch_all(self.read())
            .await?;
        rows.iter().map(read).collect()
    }
}
