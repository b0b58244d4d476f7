//! The houses that are measured: set up by `smsdesk apply` as any house, then filled by SQL, because a million messages
//! through the front door would take an hour.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::{AnyPool, AssertSqlSafe, Row, any::AnyPoolOptions};
use tempfile::TempDir;

use crate::postgres;

pub const PUBLIC_URL: &str = "http://desk.test";
pub const TWILIO_TOKEN: &str = "the-auth-token-of-the-measurements";
/// 32 bytes in base64. Seals a token everybody may read.
const KEY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
/// Numbers of customers go up from here.
const FIRST_NUMBER: usize = 1_000_000;
/// Routing that goes on for longer is a fault.
const LONGEST_SETTLING: Duration = Duration::from_secs(180);
/// A time long ago, ms.
const ONCE: i64 = 1_700_000_000_000;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    pub const ALL: [Kind; 2] = [Kind::Sqlite, Kind::Postgres];

    pub fn name(self) -> &'static str {
        match self {
            Kind::Sqlite => "SQLite",
            Kind::Postgres => "PostgreSQL",
        }
    }
}

/// The number of the customer with contact `id`.
pub fn number_of(id: usize) -> String {
    format!("+1555{}", FIRST_NUMBER + id)
}

/// The contact of a number.
pub fn customer_of(number: &str) -> Option<usize> {
    number.strip_prefix("+1555")?.parse::<usize>().ok()?.checked_sub(FIRST_NUMBER)
}

/// The cookie of the agent with this id.
pub fn session_of(agent: usize) -> String {
    format!("session-of-{agent}")
}

/// How a house begins.
pub struct Setup<'a> {
    /// Where the provider stands.
    pub api_base: &'a str,
    /// Segments a second of each account.
    pub rates: &'a [f64],
    pub strategy: &'a str,
    /// Open interactions an agent may own.
    pub capacity: usize,
}

impl Default for Setup<'_> {
    fn default() -> Self {
        Setup { api_base: "http://127.0.0.1:9", rates: &[100.0], strategy: "longest_idle", capacity: 5 }
    }
}

pub struct Ground {
    pub kind: Kind,
    folder: TempDir,
    url: String,
    /// Paths of the accounts' webhooks.
    pub inbound: Vec<String>,
}

impl Ground {
    /// `None` where PostgreSQL is not installed.
    pub async fn new(kind: Kind, setup: Setup<'_>) -> Option<Ground> {
        let folder = TempDir::new().unwrap();
        let url = match kind {
            Kind::Sqlite => sqlite_url(folder.path()),
            Kind::Postgres => postgres::fresh_database().await?,
        };
        let mut ground = Ground { kind, folder, url, inbound: Vec::new() };
        let mut description = format!(
            "settings: {{ tab_limit: 100 }}\nusers: [{{ login: agent0, name: Agent 0, capacity: {}, password: {{ env: AGENT_PASSWORD }} }}]\n\
             queues: [{{ name: Care, strategy: {}, agents: [agent0], agent_timeout: 600 }}]\naccounts:\n",
            setup.capacity, setup.strategy
        );
        for (index, rate) in setup.rates.iter().enumerate() {
            description += &format!(
                "  - {{ key: A{index}, provider: twilio, sender: \"+1555010{index:04}\", country: US, rate: {rate}, \
                 api_base: \"{}\", credentials: {{ account_sid: AC00000000000000000000000000000000, \
                 auth_token: {{ env: TWILIO_TOKEN }} }}, flow: [{{ step: queue, queue: Care }}] }}\n",
                setup.api_base
            );
        }
        let file = ground.folder.path().join("house.yaml");
        std::fs::write(&file, description).unwrap();
        let applied = ground.command().arg("apply").arg(file).output().unwrap();
        assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
        let addresses: Value = serde_json::from_slice(&applied.stdout).unwrap();
        for index in 0..setup.rates.len() {
            let address = addresses["accounts"][format!("A{index}")]["inbound"].as_str().unwrap();
            ground.inbound.push(address.strip_prefix(PUBLIC_URL).unwrap().to_owned());
        }
        Some(ground)
    }

    /// The same house again, to be worn out apart from this one.
    pub async fn copy(&self) -> Ground {
        static COPIES: AtomicU32 = AtomicU32::new(0);
        let folder = TempDir::new().unwrap();
        let url = match self.kind {
            Kind::Sqlite => {
                std::fs::copy(self.database_file(), folder.path().join("smsdesk.db")).unwrap();
                sqlite_url(folder.path())
            }
            Kind::Postgres => {
                let (server, name) = self.url.rsplit_once('/').unwrap();
                let copy = format!("copy_{}", COPIES.fetch_add(1, Ordering::Relaxed));
                let pool = open(&format!("{server}/postgres")).await;
                let sql = format!("create database {copy} template {name} strategy file_copy");
                sqlx::query(AssertSqlSafe(sql)).execute(&pool).await.unwrap();
                pool.close().await;
                format!("{server}/{copy}")
            }
        };
        Ground { kind: self.kind, folder, url, inbound: self.inbound.clone() }
    }

    /// Gives its disk space back.
    pub async fn leave(self) {
        if self.kind == Kind::Postgres {
            postgres::drop_database(&self.url).await;
        }
    }

    /// Of SQLite.
    pub fn database_file(&self) -> PathBuf {
        self.folder.path().join("smsdesk.db")
    }

    /// smsdesk with this house's settings.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_smsdesk"));
        command.env_clear().envs([
            ("DATABASE_URL", self.url.as_str()),
            ("SMSDESK_KEY", KEY),
            ("PUBLIC_URL", PUBLIC_URL),
            ("RUST_LOG", "error"),
            ("TWILIO_TOKEN", TWILIO_TOKEN),
            ("AGENT_PASSWORD", "a password of the measurements"),
        ]);
        command.env("SMSDESK_DATA", self.folder.path());
        command
    }

    /// The flags that open this house in this process.
    pub fn flags(&self) -> Vec<String> {
        let data = self.folder.path().display().to_string();
        ["smsdesk", "--database-url", &self.url, "--key", KEY, "--public-url", PUBLIC_URL, "--data", &data]
            .map(str::to_owned)
            .to_vec()
    }

    /// The port of its PostgreSQL.
    pub fn port(&self) -> Option<&str> {
        let (_, rest) = self.url.rsplit_once(':').filter(|_| self.kind == Kind::Postgres)?;
        rest.split('/').next()
    }

    // Looking at it.

    pub async fn number(&self, sql: &str) -> i64 {
        let pool = open(&self.url).await;
        let number = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_one(&pool).await.unwrap().get(0);
        pool.close().await;
        number
    }

    pub async fn words(&self, sql: &str) -> Vec<String> {
        let pool = open(&self.url).await;
        let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&pool).await.unwrap();
        pool.close().await;
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// Waits until routing has nothing left to do.
    pub async fn settle(&self) {
        let end = Instant::now() + LONGEST_SETTLING;
        loop {
            if self.number(&format!("select count(*) from route where due_at <= {}", now())).await == 0 {
                return;
            }
            assert!(Instant::now() < end, "routing does not come to an end");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    // Filling it.

    /// A connection to look and to prepare by, beside what is timed: to open or end one meanwhile would take its time.
    pub async fn beside(&self) -> AnyPool {
        open(&self.url).await
    }

    pub async fn run(&self, statements: impl IntoIterator<Item = String>) {
        let pool = open(&self.url).await;
        for statement in statements {
            sqlx::query(AssertSqlSafe(statement)).execute(&pool).await.unwrap();
        }
        pool.close().await;
    }

    /// So many contacts, each with a number.
    pub async fn contacts(&self, count: usize) {
        self.run([
            format!(
                "{} insert into contact (list_id, name, created_at) select 1, 'Customer ' || n, {ONCE} from n",
                up_to(count)
            ),
            format!(
                "insert into contact_number (number, contact_id) \
                 select '+1555' || cast({FIRST_NUMBER} + id as text), id from contact"
            ),
        ])
        .await;
    }

    /// So many agents altogether, all of them in the queue and signed in.
    pub async fn agents(&self, count: usize) {
        if count > 1 {
            self.run([format!(
                "{} insert into app_user (login, name, role, active, capacity, password_hash, theme, created_at) \
                 select 'agent' || n, 'Agent ' || n, u.role, 1, u.capacity, 'none', u.theme, u.created_at \
                 from n, app_user u where u.login = 'agent0'",
                up_to(count - 1)
            )])
            .await;
        }
        self.run([
            format!(
                "insert into presence (user_id, availability, since, connected, seen_at, open_count, pending_count, \
                 last_offered_at, idle_since) select id, 'online', {ONCE}, 0, 0, 0, 0, 0, {ONCE} from app_user \
                 where id not in (select user_id from presence)"
            ),
            "insert into queue_agent (queue_id, user_id) select q.id, u.id from queue q, app_user u \
             where u.id not in (select user_id from queue_agent)"
                .into(),
        ])
        .await;
        let agents: Vec<usize> = (1..=count).collect();
        for some in agents.chunks(500) {
            let rows: Vec<String> = some
                .iter()
                .map(|agent| {
                    let hash = Sha256::digest(session_of(*agent).as_bytes());
                    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
                    format!("('{hash}', {agent}, {ONCE}, 9000000000000, 9000000000000, '')")
                })
                .collect();
            let sql = "insert into session (token_hash, user_id, created_at, seen_at, expires_at, user_agent) values";
            self.run([format!("{sql} {}", rows.join(", "))]).await;
        }
    }

    /// Each agent owns the conversation of the customer with his number.
    pub async fn conversations(&self) {
        self.run([
            format!(
                "insert into interaction (account_id, peer, contact_id, state, owner_id, first_handler_id, started_at, \
                 last_at, last_inbound_at, last_direction, first_words, unread, version) \
                 select 1, n.number, n.contact_id, 'open', u.id, u.id, {ONCE}, {ONCE}, {ONCE}, 'inbound', 'hello', 0, 1 \
                 from app_user u, contact_number n where n.contact_id = u.id"
            ),
            "insert into handled (interaction_id, user_id) select id, owner_id from interaction".into(),
            "update presence set open_count = 1".into(),
        ])
        .await;
    }

    /// The first agent owns the conversations of the first `tabs` customers. The first of them is `long` messages, the
    /// others are 20.
    pub async fn desk(&self, tabs: usize, long: usize) {
        let owned = "from interaction i where i.owner_id = 1";
        let words = "case n % 3 when 0 then 'Thank you.' when 1 then 'Where is my parcel? The number is ' || n || '.' else \
             'It left our house on Tuesday and should be with you tomorrow; the driver rings twice, so stay near the door.' \
             end";
        self.run([
            format!(
                "insert into interaction (account_id, peer, contact_id, state, owner_id, first_handler_id, started_at, \
                 last_at, last_inbound_at, last_direction, first_words, unread, version) \
                 select 1, number, contact_id, 'open', 1, 1, {ONCE}, {ONCE} + 60000000, {ONCE}, 'inbound', 'hello', 0, 1 \
                 from contact_number where contact_id <= {tabs}"
            ),
            format!("insert into handled (interaction_id, user_id) select id, 1 {owned}"),
            format!(
                "{} insert into message (interaction_id, account_id, kind, at, author_id, text, media, external_id, \
                 delivery, delivery_rank, attempt, segments) select i.id, 1, case n % 2 when 1 then 'inbound' else \
                 'outbound' end, {ONCE} + n * 10000, case n % 2 when 0 then 1 end, {words}, '[]', \
                 'SMtab' || i.id || '-' || n, case n % 2 when 0 then 'delivered' end, case n % 2 when 0 then 5 end, \
                 case n % 2 when 0 then 1 end, case n % 2 when 0 then 1 end \
                 from n cross join (select i.id, i.contact_id {owned}) i where n <= 20 or i.contact_id = 1 order by n",
                up_to(long)
            ),
            format!("update presence set open_count = {tabs} where user_id = 1"),
        ])
        .await;
    }

    /// So many stored messages, in closed conversations of all customers.
    pub async fn history(&self, messages: usize) {
        let contacts = usize::try_from(self.number("select count(*) from contact").await).unwrap();
        let some = contacts.min(messages.div_ceil(10));
        self.run([
            format!(
                "insert into interaction (account_id, peer, contact_id, state, started_at, closed_at, last_at, \
                 last_inbound_at, last_direction, first_words, unread, version) \
                 select 1, number, contact_id, 'closed', {ONCE} + contact_id, {ONCE} + contact_id, {ONCE} + contact_id, \
                 {ONCE} + contact_id, 'inbound', 'hello', 0, 9 from contact_number where contact_id <= {some}"
            ),
            format!(
                "{} insert into message (interaction_id, account_id, kind, at, text, media, external_id) \
                 select i.id, i.account_id, 'inbound', i.started_at + n, \
                 'Message ' || n || ' of a conversation about order ' || i.id || ', which is late', '[]', \
                 'SMold' || i.id || '-' || n from n, interaction i where i.state = 'closed'",
                up_to(messages / some.max(1))
            ),
        ])
        .await;
    }

    /// What a database learns of its tables in time.
    pub async fn rest(&self) {
        if self.kind == Kind::Postgres {
            self.run(["vacuum analyze".into()]).await;
        }
    }
}

/// This moment, ms.
pub fn now() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()
}

/// The numbers from 1 to `most`, as table `n`.
pub fn up_to(most: usize) -> String {
    format!("with recursive n(n) as (select 1 union all select n + 1 from n where n < {most})")
}

fn sqlite_url(folder: &Path) -> String {
    format!("sqlite://{}?mode=rwc", folder.join("smsdesk.db").display())
}

async fn open(url: &str) -> AnyPool {
    sqlx::any::install_default_drivers();
    AnyPoolOptions::new().max_connections(1).connect(url).await.unwrap()
}
