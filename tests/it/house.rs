//! A house to test in: real services, real router, real database; time stands still until moved, and the provider is a
//! fake behind HTTP.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use serde_json::Value;
use smsdesk::{
    domain::{
        AccountId, InteractionId, OfferId, QueueId, Timestamp, UserId,
        account::{AccountDraft, Rules},
        event::Event,
        flow::{Flow, Step},
        message::Message,
        offer::{Claim, Offer},
        presence::Availability,
        queue::{QueueDraft, Strategy},
        settings::Settings,
        user::{Me, Role, Theme, UserDraft},
    },
    server::{clock::Clock, config::Config, events::Subscription, router::router, state::AppState, store::Cursor},
};
use sqlx::{AnyPool, AssertSqlSafe, Row, any::AnyPoolOptions};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::{
    postgres,
    twilio::{self, FakeTwilio},
};

pub const PASSWORD: &str = "a long password";
/// Where providers believe the house stands.
pub const PUBLIC_URL: &str = "http://desk.test";
const START: Timestamp = Timestamp(1_800_000_000_000);

/// Makes each test two: one on SQLite, one on PostgreSQL where it is installed.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($house:ident) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn test($house: $crate::house::TestHouse) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                test($crate::house::TestHouse::sqlite().await).await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let Some(house) = $crate::house::TestHouse::postgres().await else { return };
                let url = house.url.clone();
                test(house).await;
                $crate::postgres::drop_database(&url).await;
            }
        }
    )+};
}

#[derive(Clone)]
pub struct TestHouse {
    pub state: AppState,
    pub clock: Clock,
    pub twilio: FakeTwilio,
    pub url: String,
    data: Arc<TempDir>,
    /// To look, and to break things; the house does not know of it.
    pool: AnyPool,
    router: Router,
    texts: Arc<AtomicU64>,
    heard: Arc<Mutex<Cursor>>,
}

/// Of the file a server keeps in `data`.
pub fn sqlite_url(data: &TempDir) -> String {
    format!("sqlite://{}?mode=rwc", data.path().join("smsdesk.db").display())
}

async fn open(url: &str, data: &TempDir, clock: &Clock) -> AppState {
    let config = Config {
        listen: "127.0.0.1:1".parse().unwrap(),
        database_url: Some(url.to_owned()),
        data: data.path().to_owned(),
        public_url: Some(PUBLIC_URL.into()),
        key: None,
        trust_proxy: false,
    };
    AppState::open(config, clock.clone(), CancellationToken::new()).await.unwrap()
}

impl TestHouse {
    pub async fn sqlite() -> TestHouse {
        let data = tempfile::tempdir().unwrap();
        TestHouse::at(sqlite_url(&data), data).await
    }

    pub async fn postgres() -> Option<TestHouse> {
        Some(TestHouse::at(postgres::fresh_database().await?, tempfile::tempdir().unwrap()).await)
    }

    /// A house on PostgreSQL that lives in real time, as processes beside it do.
    pub async fn postgres_in_real_time() -> Option<TestHouse> {
        let (url, data) = (postgres::fresh_database().await?, Arc::new(tempfile::tempdir().unwrap()));
        Some(TestHouse::with(url, data, Clock::System, FakeTwilio::start().await).await)
    }

    async fn at(url: String, data: TempDir) -> TestHouse {
        TestHouse::with(url, Arc::new(data), Clock::manual(START), FakeTwilio::start().await).await
    }

    /// The house at `url` with its key in `data`, which may have been another process's before.
    pub async fn again(url: &str, data: &Arc<TempDir>, clock: Clock, twilio: &FakeTwilio) -> TestHouse {
        TestHouse::with(url.to_owned(), data.clone(), clock, twilio.clone()).await
    }

    async fn with(url: String, data: Arc<TempDir>, clock: Clock, twilio: FakeTwilio) -> TestHouse {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let state = open(&url, &data, &clock).await;
        let pool = AnyPoolOptions::new().max_connections(2).connect(&url).await.unwrap();
        TestHouse {
            router: router(state.clone()),
            state,
            clock,
            twilio,
            url,
            data,
            pool,
            texts: Arc::default(),
            heard: Arc::default(),
        }
    }

    pub fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres")
    }

    /// The key of its secrets, which other nodes need.
    pub fn key(&self) -> String {
        std::fs::read_to_string(self.data.path().join("secrets.key")).unwrap()
    }

    /// Another node on the same database. SQLite has but one, so there it is the same one again.
    pub async fn node(&self) -> TestHouse {
        if !self.is_postgres() {
            return self.clone();
        }
        let state = open(&self.url, &self.data, &self.clock).await;
        TestHouse { router: router(state.clone()), state, heard: Arc::default(), ..self.clone() }
    }

    // Setting it up.

    pub async fn person(&self, login: &str, role: Role, capacity: Option<i64>) -> Me {
        let draft = UserDraft {
            login: login.into(),
            name: format!("{}{}", login[..1].to_uppercase(), &login[1..]),
            role: role.as_str().into(),
            active: true,
            capacity,
            password: PASSWORD.into(),
            ..UserDraft::default()
        };
        let name = draft.name.clone();
        let id = self.state.users.save_as(None, None, draft).await.unwrap();
        Me { id, login: login.into(), alias: name.clone(), name, role, theme: Theme::System, language: None }
    }

    pub async fn agent(&self, login: &str) -> Me {
        self.person(login, Role::Agent, None).await
    }

    /// An agent who is online from the start.
    pub async fn present(&self, login: &str) -> Me {
        let me = self.agent(login).await;
        self.connect(&me).await;
        me
    }

    /// Many agents with one password nobody knows: hashing would take longer than the test.
    pub async fn crowd(&self, size: usize, capacity: i64) -> Vec<Me> {
        let mut crowd = Vec::new();
        for index in 0..size {
            let login = format!("agent{index:03}");
            let draft = UserDraft {
                login: login.clone(),
                name: format!("Agent {index}"),
                active: true,
                capacity: Some(capacity),
                ..UserDraft::default()
            };
            let name = draft.name.clone();
            let (hash, now) = (Some("none".into()), self.clock.now());
            let saved = self.state.store.save_user(None, draft, Role::Agent, hash, None, now, self.state.house());
            let id = saved.await.unwrap().unwrap();
            crowd.push(Me {
                id,
                login,
                alias: name.clone(),
                name,
                role: Role::Agent,
                theme: Theme::System,
                language: None,
            });
        }
        self.state.houses.reload().await.unwrap();
        for me in &crowd {
            self.connect(me).await;
        }
        crowd
    }

    pub async fn queue(&self, name: &str, strategy: Strategy, agents: &[&Me]) -> QueueId {
        self.patient_queue(name, strategy, agents, 30).await
    }

    /// A queue whose agents have `agent_timeout` seconds to answer.
    pub async fn patient_queue(&self, name: &str, strategy: Strategy, agents: &[&Me], agent_timeout: i64) -> QueueId {
        let draft = QueueDraft {
            name: name.into(),
            strategy,
            agent_timeout,
            round_pause: 10,
            priority: 0,
            agents: agents.iter().map(|me| me.id).collect(),
            teams: vec![],
        };
        self.state.queues.save_as(None, None, draft).await.unwrap()
    }

    pub fn account_draft(&self, key: &str, flow: Vec<Step>) -> AccountDraft {
        let credentials = [("account_sid", twilio::SID), ("auth_token", twilio::TOKEN)];
        AccountDraft {
            key: key.into(),
            name: format!("Account {key}"),
            provider: "twilio".into(),
            sender: "+15550100199".into(),
            public_url: String::new(),
            country: "US".into(),
            rate: 100.0,
            api_base: self.twilio.base.clone(),
            active: true,
            mms: true,
            flow: Flow(flow),
            rules: Rules::default(),
            quiet_hours: None,
            agents: vec![],
            teams: vec![],
            credentials: BTreeMap::from(credentials.map(|(k, v)| (k.to_owned(), v.to_owned()))),
            cleared: [].into(),
        }
    }

    pub async fn account(&self, key: &str, flow: Vec<Step>) -> AccountId {
        self.state.accounts.save_as(None, None, self.account_draft(key, flow)).await.unwrap()
    }

    /// An account whose flow is one queue, for as long as it takes.
    pub async fn queue_account(&self, strategy: Strategy, agents: &[&Me]) -> AccountId {
        let queue = self.queue("Care", strategy, agents).await;
        self.account("CARE", vec![Step::Queue { queue, timeout: None }]).await
    }

    pub async fn settings(&self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.state.house().settings.clone();
        change(&mut settings);
        self.state.users.save_settings_as(None, settings).await.unwrap();
    }

    // What happens in it.

    pub async fn connect(&self, me: &Me) {
        self.state.store.connected(me.id, self.clock.now(), self.state.house()).await.unwrap();
    }

    pub async fn be(&self, me: &Me, availability: Availability) {
        self.state.routing.set_presence(me, availability, None).await.unwrap();
    }

    pub fn token(&self, account: AccountId) -> String {
        self.state.house().account(account).unwrap().token.clone()
    }

    /// Posts to the router; the status and the body of the answer.
    pub async fn post(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> (StatusCode, String) {
        let mut request = Request::post(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.ask(request.body(body.into()).unwrap()).await
    }

    pub async fn ask(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.respond(request).await;
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }

    pub async fn respond(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// A form signed by Twilio.
    pub async fn hook(&self, path: &str, fields: &[(&str, &str)]) -> StatusCode {
        let (body, signature) = twilio::signed_form(&format!("{PUBLIC_URL}{path}"), fields);
        let form = ("content-type", "application/x-www-form-urlencoded");
        self.post(path, &[form, ("x-twilio-signature", &signature)], body).await.0
    }

    /// A text under a given id.
    pub async fn text_as(&self, account: AccountId, id: &str, from: &str, text: &str) -> StatusCode {
        let path = format!("/hooks/{}/inbound", self.token(account));
        self.hook(&path, &[("MessageSid", id), ("From", from), ("To", "+15550100199"), ("Body", text)]).await
    }

    /// A customer's text arrives.
    pub async fn text(&self, account: AccountId, from: &str, text: &str) {
        let id = format!("SMin{:028}", self.texts.fetch_add(1, Ordering::Relaxed));
        assert_eq!(self.text_as(account, &id, from, text).await, StatusCode::OK);
    }

    /// A receipt for the provider's id, without our own reference.
    pub async fn receipt(&self, account: AccountId, id: &str, status: &str) {
        let path = format!("/hooks/{}/status", self.token(account));
        assert_eq!(self.hook(&path, &[("MessageSid", id), ("MessageStatus", status)]).await, StatusCode::OK);
    }

    /// Routes until nothing is due at this moment.
    pub async fn route(&self) {
        for _ in 0..200 {
            self.state.routing.run_due().await.unwrap();
            if self.state.store.due_routes(self.clock.now(), 1).await.unwrap().0.is_empty() {
                return;
            }
        }
        panic!("routing goes on for ever");
    }

    /// Time passes, and what became due is done.
    pub async fn pass(&self, millis: i64) {
        self.clock.advance(millis);
        self.state.routing.sweep().await.unwrap();
        self.route().await;
    }

    /// Sends what may leave at this moment, and waits for its outcomes.
    pub async fn send(&self) {
        for _ in 0..200 {
            let handed = self.twilio.handed().len();
            self.state.outbox.run_due().await.unwrap();
            self.state.outbox.settle().await;
            if self.twilio.handed().len() == handed {
                return;
            }
        }
        panic!("sending goes on for ever");
    }

    pub async fn offers(&self, me: &Me) -> Vec<Offer> {
        self.state.store.offers_of(me.id, &self.state.house()).await.unwrap()
    }

    /// Those of `people` who have an offer before them.
    pub async fn asked(&self, people: &[&Me]) -> Vec<UserId> {
        let mut asked = Vec::new();
        for me in people {
            if !self.offers(me).await.is_empty() {
                asked.push(me.id);
            }
        }
        asked
    }

    pub async fn accept(&self, me: &Me, offer: OfferId) -> Claim {
        self.state.routing.accept(me, offer).await.unwrap()
    }

    /// Takes the oldest card on the screen of `me`.
    pub async fn take(&self, me: &Me) -> InteractionId {
        let offer = self.offers(me).await.first().expect("nothing is offered to him").id;
        match self.accept(me, offer).await {
            Claim::Won { interaction } => interaction,
            other => panic!("{other:?}"),
        }
    }

    pub async fn reject(&self, me: &Me) {
        let offer = self.offers(me).await.first().expect("nothing is offered to him").id;
        self.state.routing.reject(me, offer).await.unwrap();
        self.route().await;
    }

    /// A customer of `account` whose interaction `me` has accepted.
    pub async fn conversation(&self, me: &Me, account: AccountId, peer: &str) -> InteractionId {
        self.text(account, peer, "hello").await;
        self.route().await;
        self.take(me).await
    }

    pub async fn reply(&self, me: &Me, interaction: InteractionId, text: &str) -> Message {
        let key = format!("key-{}", self.texts.fetch_add(1, Ordering::Relaxed));
        self.state.desktop.reply(me, interaction, text.into(), key).await.unwrap()
    }

    // Looking at it.

    pub async fn rows(&self, sql: &str) -> Vec<sqlx::any::AnyRow> {
        sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&self.pool).await.unwrap()
    }

    /// `None` when the database does not understand it.
    pub async fn try_rows(&self, sql: &str) -> Option<Vec<sqlx::any::AnyRow>> {
        sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&self.pool).await.ok()
    }

    pub async fn execute(&self, sql: &str) {
        sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&self.pool).await.unwrap();
    }

    /// A transaction of somebody else.
    pub async fn begin(&self) -> sqlx::Transaction<'static, sqlx::Any> {
        self.pool.begin().await.unwrap()
    }

    pub async fn number(&self, sql: &str) -> i64 {
        self.rows(sql).await.first().expect("no row").get(0)
    }

    /// The first column as text, a null as an empty one.
    pub async fn words(&self, sql: &str) -> Vec<String> {
        self.rows(sql).await.iter().map(|row| row.get::<Option<String>, _>(0).unwrap_or_default()).collect()
    }

    /// How far the only message to customers, or the one with this text, has come.
    pub async fn delivery(&self, text: &str) -> String {
        self.words(&format!("select delivery from message where text = '{text}'")).await.remove(0)
    }

    pub async fn count(&self, table: &str) -> i64 {
        self.number(&format!("select count(*) from {table}")).await
    }

    // Listening to it.

    /// Opens a stream that hears everything from now on.
    pub async fn listen(&self, me: &Me) -> Listener {
        self.pump().await;
        Listener { house: self.clone(), subscription: self.state.hub.subscribe(me.id).unwrap() }
    }

    /// The stream of a page, by the name under which it tells what it shows.
    pub async fn listen_on(&self, me: &Me, page: &str) -> Listener {
        self.pump().await;
        let subscription = self.state.hub.subscribe_page(me.id, Some(page.to_owned())).unwrap();
        Listener { house: self.clone(), subscription }
    }

    /// Passes on what was committed up to now, to every stream of this node.
    pub async fn pump(&self) {
        for _ in 0..2000 {
            let from = *self.heard.lock().unwrap();
            let now = self.state.hub.pump(from).await.unwrap();
            *self.heard.lock().unwrap() = now;
            if !self.state.store.is_held_up(now).await.unwrap() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        panic!("events are held up for ever");
    }

    // Signing in to it.

    pub async fn browser(&self, me: &Me) -> Browser {
        let (status, cookie) = self.sign_in(&me.login, PASSWORD).await;
        assert!(status.is_success() || status.is_redirection(), "{status}");
        Browser { house: self.clone(), cookie: cookie.expect("a cookie") }
    }

    pub async fn sign_in(&self, login: &str, password: &str) -> (StatusCode, Option<String>) {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("login", login), ("password", password)])
            .finish();
        let request = Request::post("/api/sign_in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json");
        let response = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let cookie = response.headers().get(header::SET_COOKIE).map(|cookie| cookie.to_str().unwrap().to_owned());
        (response.status(), cookie.and_then(|cookie| Some(cookie.split_once(';')?.0.to_owned())))
    }
}

/// An open stream.
pub struct Listener {
    house: TestHouse,
    subscription: Subscription,
}

impl Listener {
    /// What it heard since it was asked last.
    pub async fn heard(&mut self) -> Vec<Event> {
        self.house.pump().await;
        let mut heard = Vec::new();
        while let Ok(row) = self.subscription.events.try_recv() {
            heard.push(serde_json::from_str(&row.body).unwrap());
        }
        heard
    }
}

/// A signed-in browser.
pub struct Browser {
    house: TestHouse,
    pub cookie: String,
}

impl Browser {
    pub async fn post(&self, endpoint: &str, body: Value) -> (StatusCode, Value) {
        let request = Request::post(format!("/api/{endpoint}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json")
            .header(header::COOKIE, &self.cookie);
        let (status, answer) = self.house.ask(request.body(Body::from(body.to_string())).unwrap()).await;
        (status, serde_json::from_str(&answer).unwrap_or(Value::String(answer)))
    }

    pub async fn get(&self, endpoint: &str) -> (StatusCode, Value) {
        let request = Request::get(format!("/api/{endpoint}"))
            .header(header::ACCEPT, "application/json")
            .header(header::COOKIE, &self.cookie);
        let (status, answer) = self.house.ask(request.body(Body::empty()).unwrap()).await;
        (status, serde_json::from_str(&answer).unwrap_or(Value::String(answer)))
    }
}

/// Waits until `condition` holds: for what a task does in its own time.
pub async fn eventually(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    for _ in 0..1000 {
        if condition().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("never happened: {what}");
}
