//! Reads the whole set-up at once.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use sqlx::{AnyConnection, Row};

use super::{AccountRow, Store, StoreError, Tx, accounts, contact_fields, dispositions, tags};
use crate::domain::{
    AccountId, QueueId, TeamId, UserId,
    contact::ContactList,
    contact_field::ContactField,
    disposition::Disposition,
    language::Language,
    queue::{Queue, Strategy},
    settings::Settings,
    tag::Tag,
    user::{Role, User},
};

/// The set-up as it is stored; secrets still sealed.
#[derive(Debug, Default)]
pub struct HouseRows {
    pub settings: Settings,
    pub users: HashMap<UserId, User>,
    pub teams: BTreeMap<TeamId, String>,
    pub queues: BTreeMap<QueueId, Queue>,
    pub accounts: BTreeMap<AccountId, AccountRow>,
    pub dispositions: Vec<Disposition>,
    pub tags: Vec<Tag>,
    pub contact_fields: Vec<ContactField>,
    pub lists: Vec<ContactList>,
}

/// Whether a thing is still what its form showed; asked of the set-up as it is when the save has its turn. `None` asks
/// nothing: the thing is new, or it is saved whatever there is.
pub type Still = Option<Arc<dyn Fn(&HouseRows) -> bool + Send + Sync>>;

impl Store {
    pub async fn house(&self) -> Result<HouseRows, StoreError> {
        let mut connection = self.read().acquire().await?;
        read(&mut connection).await
    }
}

impl Tx {
    /// `Overtaken` when something is not any more what its form showed. Nothing in the tables stops two saves at once: the
    /// caller's job takes its turn.
    pub(super) async fn check_still(&mut self, still: &Still) -> Result<(), StoreError> {
        match still {
            Some(still) if !still(&read(self.connection()).await?) => Err(StoreError::Overtaken),
            _ => Ok(()),
        }
    }
}

async fn read(connection: &mut AnyConnection) -> Result<HouseRows, StoreError> {
    Ok(HouseRows {
        settings: settings(connection).await?,
        users: users(connection).await?,
        teams: teams(connection).await?,
        queues: queues(connection).await?,
        accounts: account_rows(connection).await?,
        dispositions: dispositions::all(connection).await?,
        tags: tags::all(connection).await?,
        contact_fields: contact_fields::all(connection).await?,
        lists: contact_fields::lists(connection).await?,
    })
}

async fn settings(connection: &mut AnyConnection) -> Result<Settings, StoreError> {
    let row = sqlx::query("select value from setting where key = 'house'").fetch_optional(connection).await?;
    row.map_or(Ok(Settings::default()), |row| {
        let stored: String = row.try_get("value")?;
        Ok(serde_json::from_str(&stored)?)
    })
}

/// Pairs of (left, right) from a table of memberships.
async fn pairs(connection: &mut AnyConnection, sql: &'static str) -> Result<HashMap<i64, Vec<i64>>, StoreError> {
    let mut pairs: HashMap<i64, Vec<i64>> = HashMap::new();
    for row in sqlx::query(sql).fetch_all(&mut *connection).await? {
        pairs.entry(row.try_get(0)?).or_default().push(row.try_get(1)?);
    }
    Ok(pairs)
}

async fn users(connection: &mut AnyConnection) -> Result<HashMap<UserId, User>, StoreError> {
    let mut teams = pairs(connection, "select user_id, team_id from team_member order by team_id").await?;
    let rows = sqlx::query("select id, login, name, alias, role, active, capacity, language from app_user")
        .fetch_all(&mut *connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let id: i64 = row.try_get("id")?;
            let role: String = row.try_get("role")?;
            let user = User {
                id: UserId(id),
                login: row.try_get("login")?,
                name: row.try_get("name")?,
                alias: row.try_get("alias")?,
                language: row.try_get::<Option<String>, _>("language")?.as_deref().and_then(Language::parse),
                role: Role::parse(&role).ok_or(StoreError::Unreadable(role))?,
                active: row.try_get::<i64, _>("active")? == 1,
                capacity: row.try_get("capacity")?,
                teams: teams.remove(&id).unwrap_or_default().into_iter().map(TeamId).collect(),
            };
            Ok((user.id, user))
        })
        .collect()
}

async fn teams(connection: &mut AnyConnection) -> Result<BTreeMap<TeamId, String>, StoreError> {
    let rows = sqlx::query("select id, name from team").fetch_all(&mut *connection).await?;
    rows.into_iter().map(|row| Ok((TeamId(row.try_get("id")?), row.try_get("name")?))).collect()
}

async fn queues(connection: &mut AnyConnection) -> Result<BTreeMap<QueueId, Queue>, StoreError> {
    let mut agents = pairs(connection, "select queue_id, user_id from queue_agent order by user_id").await?;
    let mut teams = pairs(connection, "select queue_id, team_id from queue_team order by team_id").await?;
    let rows = sqlx::query("select id, name, strategy, agent_timeout, round_pause, priority from queue")
        .fetch_all(&mut *connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let id: i64 = row.try_get("id")?;
            let strategy: String = row.try_get("strategy")?;
            let queue = Queue {
                id: QueueId(id),
                name: row.try_get("name")?,
                strategy: Strategy::parse(&strategy).ok_or(StoreError::Unreadable(strategy))?,
                agent_timeout: row.try_get("agent_timeout")?,
                round_pause: row.try_get("round_pause")?,
                priority: row.try_get("priority")?,
                agents: agents.remove(&id).unwrap_or_default().into_iter().map(UserId).collect(),
                teams: teams.remove(&id).unwrap_or_default().into_iter().map(TeamId).collect(),
            };
            Ok((queue.id, queue))
        })
        .collect()
}

async fn account_rows(connection: &mut AnyConnection) -> Result<BTreeMap<AccountId, AccountRow>, StoreError> {
    let mut agents = pairs(connection, "select account_id, user_id from account_agent order by user_id").await?;
    let mut teams = pairs(connection, "select account_id, team_id from account_team order by team_id").await?;
    let rows = sqlx::query(accounts::SELECT).fetch_all(&mut *connection).await?;
    rows.iter()
        .map(|row| {
            let id: i64 = row.try_get("id")?;
            let agents = agents.remove(&id).unwrap_or_default().into_iter().map(UserId).collect();
            let teams = teams.remove(&id).unwrap_or_default().into_iter().map(TeamId).collect();
            Ok((AccountId(id), accounts::read(row, agents, teams)?))
        })
        .collect()
}
