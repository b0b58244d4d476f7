//! The list of contacts, a stretch at a time: everybody's, or those that somebody serves or ever served.
//!
//! Who serves whom stands in `served`, written with every acceptance ([`Tx::note_handled`]): whatever the order and however
//! many contacts there are, an agent's list is read from its own index.

use std::collections::HashMap;

use serde::Serialize;
use sqlx::{AssertSqlSafe, Row};

use super::{
    Store, StoreError, Tx,
    dialect::Kind,
    find::{self, MATCHES},
};
use crate::{
    domain::{
        ContactId, ListId, Peer, TagId, Timestamp, UserId,
        contact_list::{ContactRow, Order, Place},
        find::Wanted,
        tag::{Tag, folded},
    },
    server::house::House,
};

/// Whose contacts are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Circle {
    Everybody,
    ServedBy(UserId),
}

#[derive(Serialize)]
struct Shown {
    id: ContactId,
}

fn shown(ids: &[ContactId]) -> Result<String, StoreError> {
    let shown: Vec<Shown> = ids.iter().map(|id| Shown { id: *id }).collect();
    Ok(serde_json::to_string(&shown)?)
}

impl Store {
    /// Up to `limit` contacts that stand behind `after`, each with its place.
    pub async fn list_contacts(
        &self,
        circle: Circle,
        order: Order,
        after: Option<Place>,
        limit: i64,
    ) -> Result<Vec<Place>, StoreError> {
        match (order, after) {
            (Order::Newest, after) => {
                let before = match after {
                    Some(Place::Newest(id)) => id,
                    _ => ContactId(i64::MAX),
                };
                self.newest_contacts(circle, before, limit).await
            }
            (Order::Name, Some(Place::Unnamed(id))) => self.unnamed_contacts(circle, id, limit).await,
            (Order::Name, after) => {
                let (id, name) = match after {
                    Some(Place::Named(id, name)) => (id, name),
                    _ => (ContactId(0), String::new()),
                };
                let mut found = self.named_contacts(circle, id, name, limit).await?;
                let room = limit - found.len() as i64;
                if room > 0 {
                    found.extend(self.unnamed_contacts(circle, ContactId(i64::MAX), room).await?);
                }
                Ok(found)
            }
        }
    }

    async fn newest_contacts(&self, circle: Circle, before: ContactId, limit: i64) -> Result<Vec<Place>, StoreError> {
        let sql = match circle {
            Circle::Everybody => "select id from contact where id < $1 order by id desc limit $2",
            Circle::ServedBy(_) => {
                "select contact_id as id from served where contact_id < $1 and user_id = $3 \
                 order by contact_id desc limit $2"
            }
        };
        Ok(self.contacts_before(sql, circle, before, limit).await?.into_iter().map(Place::Newest).collect())
    }

    async fn unnamed_contacts(&self, circle: Circle, before: ContactId, limit: i64) -> Result<Vec<Place>, StoreError> {
        let sql = match circle {
            Circle::Everybody => "select id from contact where name = '' and id < $1 order by id desc limit $2",
            Circle::ServedBy(_) => {
                "select contact_id as id from served where name = '' and contact_id < $1 and user_id = $3 \
                 order by contact_id desc limit $2"
            }
        };
        Ok(self.contacts_before(sql, circle, before, limit).await?.into_iter().map(Place::Unnamed).collect())
    }

    async fn contacts_before(
        &self,
        sql: &'static str,
        circle: Circle,
        before: ContactId,
        limit: i64,
    ) -> Result<Vec<ContactId>, StoreError> {
        let mut query = sqlx::query(sql).bind(before.0).bind(limit);
        if let Circle::ServedBy(user) = circle {
            query = query.bind(user.0);
        }
        let rows = query.fetch_all(self.read()).await?;
        rows.iter().map(|row| Ok(ContactId(row.try_get("id")?))).collect()
    }

    /// Not as a comparison of rows: the second column of SQLite's index is the rowid, which such a comparison can't use.
    async fn named_contacts(
        &self,
        circle: Circle,
        id: ContactId,
        name: String,
        limit: i64,
    ) -> Result<Vec<Place>, StoreError> {
        let bytewise = self.dialect.bytewise();
        let sql = match circle {
            Circle::Everybody => format!(
                "select id, lower(name) as name from contact where name <> '' and lower(name){bytewise} >= $1 \
                 and (lower(name){bytewise} > $1 or id > $2) order by lower(name){bytewise}, id limit $3"
            ),
            Circle::ServedBy(_) => "select contact_id as id, name from served where name <> '' and name >= $1 \
                                    and (name > $1 or contact_id > $2) and user_id = $4 order by name, contact_id limit $3"
                .to_owned(),
        };
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(name).bind(id.0).bind(limit);
        if let Circle::ServedBy(user) = circle {
            query = query.bind(user.0);
        }
        let rows = query.fetch_all(self.read()).await?;
        rows.iter().map(|row| Ok(Place::Named(ContactId(row.try_get("id")?), row.try_get("name")?))).collect()
    }

    /// Up to `limit` contacts that `wanted` may mean and that are older than `before`, the newest first. Of everybody's no
    /// more than a fixed number of matches are looked at; of one's own, all.
    pub async fn search_contacts(
        &self,
        circle: Circle,
        wanted: &Wanted,
        before: Option<ContactId>,
        limit: i64,
    ) -> Result<Vec<ContactId>, StoreError> {
        let Some(pattern) = find::Pattern::of(wanted, self.dialect) else { return Ok(Vec::new()) };
        let before = before.map_or(i64::MAX, |id| id.0);
        let ((sql, texts), bound) = match circle {
            Circle::Everybody => {
                let (matches, texts) = pattern.matches(3, 4);
                let sql = format!(
                    "select distinct f.contact_id as id from ({matches}) f where f.contact_id < $1 \
                     order by f.contact_id desc limit $2"
                );
                ((sql, texts), MATCHES)
            }
            Circle::ServedBy(user) => {
                let (fits, texts) = pattern.fits(4);
                let sql = format!(
                    "select s.contact_id as id from served s where s.user_id = $3 and s.contact_id < $1 and {fits} \
                     order by s.contact_id desc limit $2"
                );
                ((sql, texts), user.0)
            }
        };
        let query = sqlx::query(AssertSqlSafe(sql)).bind(before).bind(limit).bind(bound);
        let query = texts.into_iter().fold(query, |query, text| query.bind(text));
        let rows = query.fetch_all(self.read()).await?;
        rows.iter().map(|row| Ok(ContactId(row.try_get("id")?))).collect()
    }

    /// Which of these `user` serves or ever served.
    pub async fn served_among(&self, user: UserId, ids: &[ContactId]) -> Result<Vec<ContactId>, StoreError> {
        let set = self.dialect.rows("shown", &[("id", Kind::Int)]);
        let sql = format!(
            "select s.contact_id as id from {set} cross join served s where s.user_id = $2 and s.contact_id = shown.id"
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(shown(ids)?).bind(user.0).fetch_all(self.read()).await?;
        rows.iter().map(|row| Ok(ContactId(row.try_get("id")?))).collect()
    }

    /// The rows of these, in the order of `ids`; what is not there any more is left out.
    pub async fn contact_rows(&self, ids: &[ContactId], house: &House) -> Result<Vec<ContactRow>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let set = self.dialect.rows("shown", &[("id", Kind::Int)]);
        let sql = format!(
            "select c.id, c.version, c.name, c.email, c.list_id, c.opted_out_at, (select i.last_at from interaction i \
             where i.contact_id = c.id order by i.started_at desc limit 1) as last_at \
             from {set} cross join contact c where c.id = shown.id"
        );
        let found = sqlx::query(AssertSqlSafe(sql)).bind(shown(ids)?).fetch_all(self.read()).await?;
        let mut numbers = self.numbers_of_all(ids).await?;
        let mut tags = self.tags_of_contacts(ids, house).await?;
        let mut rows = HashMap::new();
        for row in found {
            let id = ContactId(row.try_get("id")?);
            let list = house.list(ListId(row.try_get("list_id")?));
            rows.insert(
                id,
                ContactRow {
                    id,
                    version: row.try_get("version")?,
                    name: row.try_get("name")?,
                    numbers: numbers.remove(&id).unwrap_or_default(),
                    email: row.try_get("email")?,
                    list: list.map(|list| list.name.clone()).unwrap_or_default(),
                    tags: tags.remove(&id).unwrap_or_default(),
                    opted_out: row.try_get::<Option<i64>, _>("opted_out_at")?.is_some(),
                    last_at: row.try_get::<Option<i64>, _>("last_at")?.map(Timestamp),
                },
            );
        }
        Ok(ids.iter().filter_map(|id| rows.remove(id)).collect())
    }

    async fn numbers_of_all(&self, ids: &[ContactId]) -> Result<HashMap<ContactId, Vec<Peer>>, StoreError> {
        let set = self.dialect.rows("shown", &[("id", Kind::Int)]);
        let sql = format!(
            "select n.contact_id, n.number from {set} cross join contact_number n where n.contact_id = shown.id \
             order by n.added_at, n.number"
        );
        let mut all: HashMap<ContactId, Vec<Peer>> = HashMap::new();
        for row in sqlx::query(AssertSqlSafe(sql)).bind(shown(ids)?).fetch_all(self.read()).await? {
            let number = Peer::parse(&row.try_get::<String, _>("number")?);
            all.entry(ContactId(row.try_get("contact_id")?)).or_default().push(number);
        }
        Ok(all)
    }

    async fn tags_of_contacts(
        &self,
        ids: &[ContactId],
        house: &House,
    ) -> Result<HashMap<ContactId, Vec<Tag>>, StoreError> {
        let set = self.dialect.rows("shown", &[("id", Kind::Int)]);
        let sql =
            format!("select t.contact_id, t.tag_id from {set} cross join contact_tag t where t.contact_id = shown.id");
        let mut all: HashMap<ContactId, Vec<Tag>> = HashMap::new();
        for row in sqlx::query(AssertSqlSafe(sql)).bind(shown(ids)?).fetch_all(self.read()).await? {
            let tags = all.entry(ContactId(row.try_get("contact_id")?)).or_default();
            tags.extend(house.tags.get(&TagId(row.try_get("tag_id")?)).cloned());
        }
        for tags in all.values_mut() {
            tags.sort_by_key(|tag| folded(&tag.name));
        }
        Ok(all)
    }
}

impl Tx {
    /// Whoever served `gone` serves `kept`, into which it goes.
    pub(super) async fn move_served(&mut self, kept: ContactId, gone: ContactId) -> Result<(), StoreError> {
        sqlx::query(
            "insert into served (user_id, contact_id, name) select s.user_id, c.id, lower(c.name) \
             from served s, contact c where s.contact_id = $1 and c.id = $2 on conflict do nothing",
        )
        .bind(gone.0)
        .bind(kept.0)
        .execute(self.connection())
        .await?;
        sqlx::query("delete from served where contact_id = $1").bind(gone.0).execute(self.connection()).await?;
        Ok(())
    }
}
