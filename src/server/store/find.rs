//! Finds contacts by the beginning of their names' words or of their e-mail, or by any part of their numbers, and their
//! interactions.
//!
//! What is typed first matches half the table, so nothing here reads further than a fixed number of matches.

use sqlx::{AssertSqlSafe, Row};

use super::{Store, StoreError, dialect::Dialect, interactions};
use crate::{
    domain::{
        AccountId, ContactId, UserId,
        find::{FoundContact, Wanted},
        interaction::Interaction,
        user::{Me, Right},
    },
    server::house::House,
};

/// Matches that are looked at: more than these means that more has to be typed.
pub const MATCHES: i64 = 400;
/// Sorts after every text that begins alike.
const LAST: char = '\u{10ffff}';

/// Whose contacts are looked for.
#[derive(Clone, Debug)]
pub struct Reach {
    /// Everybody's.
    pub all: bool,
    pub me: UserId,
    /// Accounts he works for.
    pub accounts: Vec<AccountId>,
}

impl Reach {
    /// Agents find the contacts of their accounts and those they have, supervisors all.
    pub fn of(me: &Me, house: &House) -> Reach {
        let accounts = house.accounts.values().filter(|account| account.users.contains(&me.id));
        Reach { all: me.role.may(Right::Supervise), me: me.id, accounts: accounts.map(|account| account.id).collect() }
    }
}

/// Whether a contact is within somebody's [`Reach`]: his accounts are in `$1`, he himself and whether he finds everybody in
/// the other parameters.
pub(super) fn within(dialect: Dialect, contact: &str, me: &str, all: &str) -> String {
    format!(
        "({all} = 1 or exists (select 1 from interaction i where i.contact_id = {contact} \
         and (i.owner_id = {me} or i.account_id in (select id from {}))))",
        dialect.ids("own")
    )
}

/// What is looked for, as this database compares it.
pub(super) struct Pattern<'a> {
    wanted: &'a Wanted,
    dialect: Dialect,
}

impl Pattern<'_> {
    /// `None`: nothing of a contact can be meant.
    pub(super) fn of(wanted: &Wanted, dialect: Dialect) -> Option<Pattern<'_>> {
        let some = wanted.digits.is_some() || !wanted.words.is_empty() || wanted.email.is_some();
        some.then_some(Pattern { wanted, dialect })
    }

    /// The newest contacts that fit: their `contact_id`, `place` and a `number`. `${most}` says how many are looked at; the
    /// texts are to be bound from `${from}` on.
    pub(super) fn matches(&self, most: usize, from: usize) -> (String, Vec<String>) {
        let Pattern { wanted, dialect } = self;
        let (most, first) = (format!("${most}"), format!("${from}"));
        if let Some(digits) = &wanted.digits {
            return (dialect.numbers_with(&first, &most), vec![dialect.number_pattern(digits)]);
        }
        let (mut parts, mut texts) = (Vec::new(), Vec::new());
        if !wanted.words.is_empty() {
            parts.push(dialect.names_with(&first, &most));
            texts.push(dialect.name_pattern(&wanted.words));
        }
        if let Some(email) = &wanted.email {
            let begins = begins(*dialect, "email", from + texts.len());
            parts.push(format!(
                "select e.id as contact_id, e.id as place, \
                 (select min(number) from contact_number where contact_id = e.id) as number \
                 from (select id from contact where email <> '' and {begins} limit {most}) e"
            ));
            texts.extend(between(*dialect, email));
        }
        (parts.join(" union "), texts)
    }

    /// The condition under which the contact of `s` fits; its texts are to be bound from `${from}` on.
    pub(super) fn fits(&self, from: usize) -> (String, Vec<String>) {
        let Pattern { wanted, dialect } = self;
        if let Some(digits) = &wanted.digits {
            let fits = format!(
                "exists (select 1 from contact_number n where n.contact_id = s.contact_id and n.number like ${from})"
            );
            return (fits, vec![format!("%{digits}%")]);
        }
        let (mut parts, mut texts) = (Vec::new(), Vec::new());
        if !wanted.words.is_empty() {
            parts.push(dialect.name_fits(&format!("${from}")));
            texts.push(dialect.name_pattern(&wanted.words));
        }
        if let Some(email) = &wanted.email {
            let begins = begins(*dialect, "c.email", from + texts.len());
            parts.push(format!(
                "exists (select 1 from contact c where c.id = s.contact_id and c.email <> '' and {begins})"
            ));
            texts.extend(between(*dialect, email));
        }
        (format!("({})", parts.join(" or ")), texts)
    }
}

/// The column begins with the text that stands between `$n` and the next one.
fn begins(dialect: Dialect, column: &str, n: usize) -> String {
    let bytewise = dialect.bytewise();
    format!("lower({column}){bytewise} >= ${n} and lower({column}){bytewise} < ${}", n + 1)
}

fn between(dialect: Dialect, text: &str) -> [String; 2] {
    let text = dialect.lower(text);
    [text.clone(), format!("{text}{LAST}")]
}

impl Store {
    /// Contacts that `wanted` may mean, newest first: those with an interaction of one of his accounts, or of his own.
    pub async fn find_contacts(
        &self,
        wanted: &Wanted,
        reach: &Reach,
        limit: i64,
    ) -> Result<Vec<FoundContact>, StoreError> {
        let Some(pattern) = Pattern::of(wanted, self.dialect) else { return Ok(Vec::new()) };
        let (matches, texts) = pattern.matches(2, 6);
        let within = within(self.dialect, "f.contact_id", "$3", "$4");
        let sql = format!(
            "select c.id, c.name, f.number from ({matches}) f cross join contact c where c.id = f.contact_id and {within} \
             order by f.place desc limit $5"
        );
        let query = sqlx::query(AssertSqlSafe(sql))
            .bind(serde_json::to_string(&reach.accounts)?)
            .bind(MATCHES)
            .bind(reach.me.0)
            .bind(i64::from(reach.all))
            .bind(limit);
        let rows = texts.into_iter().fold(query, |query, text| query.bind(text)).fetch_all(self.read()).await?;
        rows.iter()
            .map(|row| {
                Ok(FoundContact {
                    id: ContactId(row.try_get("id")?),
                    name: row.try_get("name")?,
                    number: row.try_get::<Option<String>, _>("number")?.unwrap_or_default(),
                    opens: false,
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
