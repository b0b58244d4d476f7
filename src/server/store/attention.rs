//! What open pages say of themselves: whether a request would be noticed there, and which interaction they show.
//!
//! A page speaks when something changed; the node that holds its stream says that it is still there. What is silent for
//! too long is swept.

use std::{collections::BTreeSet, sync::Arc};

use serde::Serialize;
use sqlx::{AssertSqlSafe, Row};

use super::{Store, StoreError, Tx, dialect::Kind};
use crate::{
    domain::{
        InteractionId, Timestamp, UserId,
        attention::Looker,
        event::{Audience, Event},
    },
    server::house::House,
};

#[derive(Serialize)]
struct Page {
    user_id: UserId,
    page: String,
}

fn looker(house: &House, id: UserId) -> Looker {
    Looker { id, name: house.user_name(id).unwrap_or_default().to_owned() }
}

/// Everybody but the one who is told.
fn others(house: &House, people: &BTreeSet<UserId>, me: UserId) -> Vec<Looker> {
    people.iter().filter(|id| **id != me).map(|id| looker(house, *id)).collect()
}

impl Tx {
    /// A page says whether a request would be noticed there. `acted`: the person clicked, so he is back.
    async fn hearing(
        &mut self,
        user: UserId,
        page: &str,
        hears: bool,
        acted: bool,
        now: Timestamp,
        house: &House,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "insert into hearing (user_id, page, hears, seen_at) values ($1, $2, $3, $4) \
             on conflict (user_id, page) do update set hears = excluded.hears, seen_at = excluded.seen_at",
        )
        .bind(user.0)
        .bind(page.to_owned())
        .bind(i64::from(hears))
        .bind(now.0)
        .execute(self.connection())
        .await?;
        self.reckon_hearing(user, now).await?;
        if hears && acted && self.be_heard(user, now).await? {
            self.look_again_for(user, now).await?;
            self.tell_presence(user, now, house).await?;
        }
        Ok(())
    }

    /// Since when no page of his makes him notice a request. Whoever has no page that speaks is not deaf: he may use
    /// something else.
    async fn reckon_hearing(&mut self, user: UserId, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            "update presence set deaf_since = case when exists (select 1 from hearing where user_id = $1) \
             and not exists (select 1 from hearing where user_id = $1 and hears = 1) \
             then coalesce(deaf_since, $2) end where user_id = $1",
        )
        .bind(user.0)
        .bind(now.0)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Brings him back into routing; the time in which he must be heard begins anew. Whether he had been taken out.
    pub(super) async fn be_heard(&mut self, user: UserId, now: Timestamp) -> Result<bool, StoreError> {
        sqlx::query("update presence set deaf_since = $1 where user_id = $2 and deaf_since is not null")
            .bind(now.0)
            .bind(user.0)
            .execute(self.connection())
            .await?;
        let back = sqlx::query("update presence set audible = 1 where user_id = $1 and audible = 0")
            .bind(user.0)
            .execute(self.connection())
            .await?;
        Ok(back.rows_affected() > 0)
    }

    /// Who has an interaction on the screen.
    pub(super) async fn lookers(&mut self, interaction: InteractionId) -> Result<BTreeSet<UserId>, StoreError> {
        let rows = sqlx::query("select user_id from looking where interaction_id = $1")
            .bind(interaction.0)
            .fetch_all(self.connection())
            .await?;
        rows.iter().map(|row| Ok(UserId(row.try_get("user_id")?))).collect()
    }

    /// Tells those who look at an interaction, and who answers it, who looks now; nobody when nothing changed. An owner
    /// alone with his customer is told to supervisors only, whose lists show it.
    async fn tell_lookers(
        &mut self,
        interaction: InteractionId,
        before: &BTreeSet<UserId>,
        but: Option<UserId>,
        now: Timestamp,
        house: &House,
    ) -> Result<BTreeSet<UserId>, StoreError> {
        let after = self.lookers(interaction).await?;
        if after == *before {
            return Ok(after);
        }
        let people = after.iter().map(|id| looker(house, *id)).collect();
        self.tell(now, Audience::Supervisors, &Event::Watched { interaction, people })?;
        let row = sqlx::query("select owner_id from interaction where id = $1")
            .bind(interaction.0)
            .fetch_optional(self.connection())
            .await?;
        let owner = row.map(|row| row.try_get::<Option<i64>, _>("owner_id")).transpose()?.flatten().map(UserId);
        let told: BTreeSet<UserId> = after.iter().copied().chain(owner).filter(|id| Some(*id) != but).collect();
        for user in told {
            let people = others(house, &after, user);
            // What he would read is what he read before.
            if people == others(house, before, user) && before.contains(&user) == after.contains(&user) {
                continue;
            }
            self.tell(now, Audience::Person { user }, &Event::LookingChanged { interaction, people })?;
        }
        Ok(after)
    }

    async fn look(
        &mut self,
        user: UserId,
        page: &str,
        interaction: Option<InteractionId>,
        shows: &[InteractionId],
        now: Timestamp,
        house: &House,
    ) -> Result<Vec<Looker>, StoreError> {
        let row = sqlx::query("select interaction_id from looking where user_id = $1 and page = $2")
            .bind(user.0)
            .bind(page.to_owned())
            .fetch_optional(self.connection())
            .await?;
        let left = row.map(|row| row.try_get::<i64, _>("interaction_id")).transpose()?.map(InteractionId);
        // In one order, so that two who change places don't wait for each other; and one after the other, so that each
        // sees whoever came before.
        let concerned: BTreeSet<InteractionId> = left.into_iter().chain(interaction).collect();
        let mut before = Vec::new();
        for id in concerned {
            let lock = self.dialect.lock();
            sqlx::query(AssertSqlSafe(format!("select id from interaction where id = $1{lock}")))
                .bind(id.0)
                .fetch_optional(self.connection())
                .await?;
            before.push((id, self.lookers(id).await?));
        }
        match interaction {
            Some(interaction) => {
                sqlx::query(
                    "insert into looking (user_id, page, interaction_id, since, seen_at) values ($1, $2, $3, $4, $4) \
                     on conflict (user_id, page) do update set since = case \
                     when looking.interaction_id = excluded.interaction_id then looking.since else excluded.since end, \
                     interaction_id = excluded.interaction_id, seen_at = excluded.seen_at",
                )
                .bind(user.0)
                .bind(page.to_owned())
                .bind(interaction.0)
                .bind(now.0)
                .execute(self.connection())
                .await?;
                self.read_mentions(user, Some(interaction), now).await?;
            }
            None => {
                sqlx::query("delete from looking where user_id = $1 and page = $2")
                    .bind(user.0)
                    .bind(page.to_owned())
                    .execute(self.connection())
                    .await?;
            }
        }
        let mut seen = Vec::new();
        for (id, before) in before {
            let after = self.tell_lookers(id, &before, Some(user), now, house).await?;
            if Some(id) == interaction {
                seen = others(house, &after, user);
            }
        }
        let page = Audience::Page { user, page: page.to_owned() };
        self.tell(now, page, &Event::Shown { interactions: shows.to_vec() })?;
        Ok(seen)
    }
}

impl Store {
    pub async fn hearing(
        &self,
        user: UserId,
        page: String,
        hears: bool,
        acted: bool,
        now: Timestamp,
        house: Arc<House>,
    ) -> Result<(), StoreError> {
        self.decide(move |tx| {
            let (page, house) = (page.clone(), house.clone());
            Box::pin(async move { tx.hearing(user, &page, hears, acted, now, &house).await })
        })
        .await
    }

    /// A page shows this interaction now, or none. `shows`: of what it shows, what it is told of because it shows it.
    /// Returns who else looks at it.
    pub async fn look(
        &self,
        user: UserId,
        page: String,
        interaction: Option<InteractionId>,
        shows: Vec<InteractionId>,
        now: Timestamp,
        house: Arc<House>,
    ) -> Result<Vec<Looker>, StoreError> {
        self.write(move |tx| {
            let (page, shows, house) = (page.clone(), shows.clone(), house.clone());
            Box::pin(async move { tx.look(user, &page, interaction, &shows, now, &house).await })
        })
        .await
    }

    /// This node still holds the streams of these pages: what they said holds.
    pub async fn pages_live(&self, pages: Vec<(UserId, String)>, now: Timestamp) -> Result<(), StoreError> {
        let mut pages: Vec<Page> = pages.into_iter().map(|(user_id, page)| Page { user_id, page }).collect();
        pages.sort_by(|a, b| (a.user_id, &a.page).cmp(&(b.user_id, &b.page)));
        let pages = serde_json::to_string(&pages)?;
        self.write(move |tx| {
            let pages = pages.clone();
            Box::pin(async move {
                let set = tx.dialect.rows("pages", &[("user_id", Kind::Int), ("page", Kind::Text)]);
                for table in ["hearing", "looking"] {
                    let sql = format!(
                        "update {table} set seen_at = $2 from {set} \
                         where {table}.user_id = pages.user_id and {table}.page = pages.page"
                    );
                    sqlx::query(AssertSqlSafe(sql)).bind(pages.clone()).bind(now.0).execute(tx.connection()).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Who else looks at these interactions.
    pub async fn looking_at(
        &self,
        me: UserId,
        interactions: &[InteractionId],
        house: &House,
    ) -> Result<Vec<(InteractionId, Vec<Looker>)>, StoreError> {
        if interactions.is_empty() {
            return Ok(Vec::new());
        }
        let set = self.dialect.ids("shown");
        let sql = format!(
            "select l.interaction_id, l.user_id from {set} cross join looking l \
             where l.interaction_id = shown.id and l.user_id <> $2 order by l.interaction_id, l.user_id"
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(serde_json::to_string(interactions)?)
            .bind(me.0)
            .fetch_all(self.read())
            .await?;
        let mut all: Vec<(InteractionId, Vec<Looker>)> = Vec::new();
        for row in rows {
            let interaction = InteractionId(row.try_get("interaction_id")?);
            let person = looker(house, UserId(row.try_get("user_id")?));
            match all.last_mut().filter(|(last, _)| *last == interaction) {
                Some((_, people)) if people.last() == Some(&person) => {}
                Some((_, people)) => people.push(person),
                None => all.push((interaction, vec![person])),
            }
        }
        Ok(all)
    }

    /// Forgets what pages said that are silent since `before`.
    pub async fn sweep_pages(&self, before: Timestamp, now: Timestamp, house: Arc<House>) -> Result<(), StoreError> {
        // Asked on a reader first: most sweeps find nothing and need no write.
        let silent = sqlx::query(
            "select user_id from hearing where seen_at < $1 union all select user_id from looking where seen_at < $1 \
             limit 1",
        )
        .bind(before.0)
        .fetch_optional(self.read())
        .await?;
        if silent.is_none() {
            return Ok(());
        }
        self.decide(move |tx| {
            let house = house.clone();
            Box::pin(async move {
                let rows = sqlx::query("delete from hearing where seen_at < $1 returning user_id")
                    .bind(before.0)
                    .fetch_all(tx.connection())
                    .await?;
                for row in rows {
                    tx.reckon_hearing(UserId(row.try_get("user_id")?), now).await?;
                }
                let rows = sqlx::query("delete from looking where seen_at < $1 returning user_id, interaction_id")
                    .bind(before.0)
                    .fetch_all(tx.connection())
                    .await?;
                for row in rows {
                    let interaction = InteractionId(row.try_get("interaction_id")?);
                    let mut before = tx.lookers(interaction).await?;
                    before.insert(UserId(row.try_get("user_id")?));
                    tx.tell_lookers(interaction, &before, None, now, &house).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Whoever is online and has been deaf since before `before` is taken out of routing: his offers go on to colleagues.
    pub async fn sweep_deaf(
        &self,
        before: Timestamp,
        now: Timestamp,
        house: Arc<House>,
    ) -> Result<Vec<UserId>, StoreError> {
        const DEAF: &str = "audible = 1 and availability = 'online' and connected = 1 and deaf_since <= $1";
        let anybody = sqlx::query(AssertSqlSafe(format!("select user_id from presence where {DEAF} limit 1")))
            .bind(before.0)
            .fetch_optional(self.read())
            .await?;
        if anybody.is_none() {
            return Ok(Vec::new());
        }
        self.decide(move |tx| {
            let house = house.clone();
            Box::pin(async move {
                let sql = format!("update presence set audible = 0 where {DEAF} returning user_id");
                let rows = sqlx::query(AssertSqlSafe(sql)).bind(before.0).fetch_all(tx.connection()).await?;
                let mut taken_out = Vec::new();
                for row in rows {
                    let user = UserId(row.try_get("user_id")?);
                    tx.withdraw_offers_of(user, now, &house).await?;
                    tx.tell_presence(user, now, &house).await?;
                    taken_out.push(user);
                }
                Ok(taken_out)
            })
        })
        .await
    }
}
