//! Finds contacts by the beginning of their names' words or by any part of their numbers, and their interactions.
//!
//! What is typed first matches half the table, so nothing here reads further than a fixed number of matches.

use serde::Serialize;
use sqlx::{AssertSqlSafe, Row};

use super::{Store, StoreError, dialect::Kind, interactions};
use crate::{
    domain::{
        AccountId, ContactId, UserId,
        find::{FoundContact, Wanted},
        interaction::Interaction,
    },
    server::house::House,
};

/// Matches that are looked at: more than these means that more has to be typed.
const MATCHES: i64 = 400;

/// Whose contacts are looked for.
#[derive(Clone, Debug)]
pub struct Reach {
    /// Everybody's.
    pub all: bool,
    pub me: UserId,
    /// Accounts he works for.
    pub accounts: Vec<AccountId>,
}

impl Store {
    /// Contacts that `wanted` may mean, newest first: those with an interaction of one of his accounts, or of his own.
    pub async fn find_contacts(
        &self,
        wanted: &Wanted,
        reach: &Reach,
        limit: i64,
    ) -> Result<Vec<FoundContact>, StoreError> {
        let (matches, pattern) = match (&wanted.digits, wanted.words.as_slice()) {
            (Some(digits), _) => (self.dialect.numbers_with(), self.dialect.number_pattern(digits)),
            (None, [_, ..]) => (self.dialect.names_with(), self.dialect.name_pattern(&wanted.words)),
            (None, []) => return Ok(Vec::new()),
        };
        #[derive(Serialize)]
        struct Own {
            id: AccountId,
        }
        let accounts: Vec<Own> = reach.accounts.iter().map(|id| Own { id: *id }).collect();
        let own = self.dialect.rows("own", &[("id", Kind::Int)]);
        let sql = format!(
            "select c.id, c.name, f.number from ({matches}) f cross join contact c where c.id = f.contact_id and ($5 = 1 \
             or exists (select 1 from interaction i where i.contact_id = f.contact_id \
             and (i.owner_id = $4 or i.account_id in (select id from {own})))) order by f.place desc limit $6"
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(serde_json::to_string(&accounts)?)
            .bind(pattern)
            .bind(MATCHES)
            .bind(reach.me.0)
            .bind(i64::from(reach.all))
            .bind(limit)
            .fetch_all(self.read())
            .await?;
        rows.iter()
            .map(|row| {
                Ok(FoundContact {
                    id: ContactId(row.try_get("id")?),
                    name: row.try_get("name")?,
                    number: row.try_get::<Option<String>, _>("number")?.unwrap_or_default(),
                })
            })
            .collect()
    }

    /// The newest interactions with a contact.
    pub async fn newest_with(
        &self,
        contact: ContactId,
        limit: i64,
        house: &House,
    ) -> Result<Vec<Interaction>, StoreError> {
        let sql = format!(
            "select {} from interaction where contact_id = $1 order by started_at desc limit $2",
            interactions::columns(self.dialect)
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(contact.0).bind(limit).fetch_all(self.read()).await?;
        rows.iter().map(|row| interactions::read(row, house)).collect()
    }
}
