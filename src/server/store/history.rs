//! The list of interactions: newest activity first, a stretch at a time.

use std::collections::HashMap;

use serde::Serialize;
use sqlx::{AssertSqlSafe, Row};

use super::{
    Store, StoreError,
    dialect::{Dialect, Kind},
    interactions,
};
use crate::{
    domain::{
        InteractionId, TagId,
        history::{Filter, Place, Status},
        interaction::{Interaction, State},
        tag::{Tag, folded},
    },
    server::house::House,
};

#[derive(Serialize)]
struct Shown {
    id: InteractionId,
}

fn shown(ids: &[InteractionId]) -> Result<String, StoreError> {
    let shown: Vec<Shown> = ids.iter().map(|id| Shown { id: *id }).collect();
    Ok(serde_json::to_string(&shown)?)
}

/// The statement for a filter, and what is bound from `$4` on.
///
/// Open and closed ones have indexes of their own: an open one's place moves with every text, a closed one's never, so
/// only closed ones can afford one for each way to narrow the list.
fn statement(dialect: Dialect, filter: &Filter) -> (String, Vec<i64>) {
    let narrowing = [
        ("account_id", filter.account.map(|id| id.0)),
        ("first_handler_id", filter.agent.map(|id| id.0)),
        ("owner_id", filter.owner.map(|id| id.0)),
    ];
    let narrowing: Vec<(&str, i64)> = narrowing.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    let stretch = |state: &State| {
        // With its sign a column is in no index: the newest open ones are gone through, which are few, whatever a planner
        // without statistics takes for cheaper.
        let sign = if *state == State::Open { "+" } else { "" };
        let mut narrowed: String =
            narrowing.iter().zip(4..).map(|((column, _), n)| format!(" and {sign}{column} = ${n}")).collect();
        if filter.status == Status::Waiting {
            narrowed += " and +owner_id is null";
        }
        let state = state.as_str();
        format!(
            "select {state}.id from (select id from interaction where state = '{state}' and (last_at, id) < ($1, $2)\
             {narrowed} order by last_at desc, id desc limit $3) as {state}"
        )
    };
    let stretches: Vec<String> = filter.states().iter().map(stretch).collect();
    let columns = interactions::columns(dialect);
    let sql = format!(
        "select {columns} from interaction where id in ({}) order by last_at desc, id desc limit $3",
        stretches.join(" union all ")
    );
    (sql, narrowing.into_iter().map(|(_, value)| value).collect())
}

impl Store {
    /// Up to `limit` interactions that stand after `before`.
    pub async fn history(
        &self,
        filter: &Filter,
        before: Option<Place>,
        limit: i64,
        house: &House,
    ) -> Result<Vec<Interaction>, StoreError> {
        if filter.states().is_empty() {
            return Ok(Vec::new());
        }
        let (at, id) = before.map_or((i64::MAX, i64::MAX), |before| (before.at.0, before.id.0));
        let (sql, bound) = statement(self.dialect, filter);
        let query = sqlx::query(AssertSqlSafe(sql)).bind(at).bind(id).bind(limit);
        let query = bound.into_iter().fold(query, |query, value| query.bind(value));
        let rows = query.fetch_all(self.read()).await?;
        rows.iter().map(|row| interactions::read(row, house)).collect()
    }

    /// Those with these numbers, in any order.
    pub async fn interactions(&self, ids: &[InteractionId], house: &House) -> Result<Vec<Interaction>, StoreError> {
        let set = self.dialect.rows("shown", &[("id", Kind::Int)]);
        let columns = interactions::columns(self.dialect);
        let sql = format!("select {columns} from interaction where id in (select shown.id from {set})");
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(shown(ids)?).fetch_all(self.read()).await?;
        rows.iter().map(|row| interactions::read(row, house)).collect()
    }

    /// The tags of these interactions, each by name.
    pub async fn tags_of_all(
        &self,
        ids: &[InteractionId],
        house: &House,
    ) -> Result<HashMap<InteractionId, Vec<Tag>>, StoreError> {
        let set = self.dialect.rows("shown", &[("id", Kind::Int)]);
        let sql = format!(
            "select t.interaction_id, t.tag_id from {set} cross join interaction_tag t where t.interaction_id = shown.id"
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(shown(ids)?).fetch_all(self.read()).await?;
        let mut all: HashMap<InteractionId, Vec<Tag>> = HashMap::new();
        for row in rows {
            let tags = all.entry(InteractionId(row.try_get("interaction_id")?)).or_default();
            tags.extend(house.tags.get(&TagId(row.try_get("tag_id")?)).cloned());
        }
        for tags in all.values_mut() {
            tags.sort_by_key(|tag| folded(&tag.name));
        }
        Ok(all)
    }
}
