//! The real process, killed at any moment: what was acknowledged is there once, and nothing is sent twice.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use smsdesk::{domain::queue::Strategy, server::clock::Clock};
use tempfile::TempDir;

use crate::{
    house::{PUBLIC_URL, TestHouse, sqlite_url},
    postgres,
    process::Server,
    twilio::{self, FakeTwilio},
};

/// How often it is killed. More, for a night: `KILL_ROUNDS=100`.
fn rounds() -> usize {
    std::env::var("KILL_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(5)
}

/// A house that outlives the processes in it.
struct Place {
    data: Arc<TempDir>,
    url: String,
    fake: FakeTwilio,
}

impl Place {
    async fn sqlite() -> Place {
        let data = Arc::new(TempDir::new().unwrap());
        Place { url: sqlite_url(&data), data, fake: FakeTwilio::start().await }
    }

    async fn postgres() -> Option<Place> {
        let url = postgres::fresh_database().await?;
        Some(Place { url, data: Arc::new(TempDir::new().unwrap()), fake: FakeTwilio::start().await })
    }

    async fn house(&self, clock: Clock) -> TestHouse {
        TestHouse::again(&self.url, &self.data, clock, &self.fake).await
    }

    async fn server(&self) -> Server {
        Server::start(self.data.path(), &[("DATABASE_URL", &self.url)]).await
    }

    async fn leave(self) {
        if self.url.starts_with("postgres") {
            postgres::drop_database(&self.url).await;
        }
    }
}

async fn after(least: u64, most: u64) {
    tokio::time::sleep(Duration::from_millis(rand::random_range(least..most))).await;
}

/// Which text has which sender: a few customers write many texts each.
fn sender(text: usize) -> String {
    format!("+1555010{:04}", text % 37)
}

/// Makes each test two: one on SQLite, one on PostgreSQL where it is installed.
macro_rules! at_both_places {
    ($($name:ident => $test:ident;)+) => {$(
        mod $name {
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                $test(async || Some(Place::sqlite().await)).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                $test(Place::postgres).await;
            }
        }
    )+};
}

at_both_places! {
    every_acknowledged_text_is_there_once_however_often_the_server_is_killed => texts_arrive;
    no_reply_is_lost_or_sent_twice_however_often_the_server_is_killed => replies_leave;
}

async fn texts_arrive(place: impl AsyncFn() -> Option<Place>) {
    const SENDERS: usize = 8;
    let Some(place) = place().await else { return };
    let house = place.house(Clock::System).await;
    let me = house.agent("ben").await;
    let account = house.queue_account(Strategy::RingAll, &[&me]).await;
    let path = format!("/hooks/{}/inbound", house.token(account));
    drop(house);

    let acknowledged = Arc::new(Mutex::new(BTreeSet::new()));
    let sent = Arc::new(Mutex::new(BTreeSet::new()));
    let post = {
        let (client, path, acknowledged, sent) =
            (reqwest::Client::new(), path.clone(), acknowledged.clone(), sent.clone());
        move |url: String, text: usize| {
            let (client, path) = (client.clone(), path.clone());
            let (acknowledged, sent) = (acknowledged.clone(), sent.clone());
            async move {
                let (id, from) = (format!("SM{text}"), sender(text));
                let fields = [("MessageSid", &*id), ("From", &*from), ("To", "+15550100199"), ("Body", &*id)];
                let (body, signature) = twilio::signed_form(&format!("{PUBLIC_URL}{path}"), &fields);
                sent.lock().unwrap().insert(text);
                let call = client
                    .post(format!("{url}{path}"))
                    .header("content-type", "application/x-www-form-urlencoded")
                    .header("x-twilio-signature", signature)
                    .body(body);
                let taken = call.send().await.is_ok_and(|answer| answer.status() == 200);
                if taken {
                    acknowledged.lock().unwrap().insert(text);
                }
                taken
            }
        }
    };

    for round in 0..rounds() {
        let server = place.server().await;
        let tasks: Vec<_> = (0..SENDERS)
            .map(|task| {
                let (post, url) = (post.clone(), server.url.clone());
                tokio::spawn(async move {
                    // Each text is its own; when a call fails the provider comes back with it, here in the next round.
                    for number in 0.. {
                        if !post(url.clone(), round * 1_000_000 + number * SENDERS + task).await {
                            return;
                        }
                    }
                })
            })
            .collect();
        after(30, 400).await;
        server.kill().await;
        futures::future::join_all(tasks).await;
        let house = place.house(Clock::System).await;
        let stored = house.words("select external_id from message where kind = 'inbound'").await;
        let distinct: BTreeSet<_> = stored.iter().collect();
        assert_eq!(distinct.len(), stored.len(), "a text is there twice");
        for text in acknowledged.lock().unwrap().iter() {
            assert!(distinct.contains(&format!("SM{text}")), "round {round}: text {text} was acknowledged and is lost");
        }
    }

    // The provider comes back with everything that was not acknowledged, and with some that was.
    let server = place.server().await;
    let all: Vec<usize> = sent.lock().unwrap().iter().copied().collect();
    assert!(all.len() > SENDERS * rounds(), "hardly anything was sent");
    let open: Vec<usize> = {
        let acknowledged = acknowledged.lock().unwrap();
        all.iter().copied().filter(|text| !acknowledged.contains(text) || text % 7 == 0).collect()
    };
    for text in open {
        assert!(post(server.url.clone(), text).await);
    }
    server.kill().await;
    let house = place.house(Clock::System).await;
    let stored =
        house.rows("select external_id, count(*) from message where kind = 'inbound' group by external_id").await;
    let stored: BTreeMap<String, i64> =
        stored.iter().map(|row| (sqlx::Row::get(row, 0), sqlx::Row::get(row, 1))).collect();
    let expected: BTreeMap<String, i64> = all.iter().map(|text| (format!("SM{text}"), 1)).collect();
    assert_eq!(stored, expected);
    // Everything that hangs on a text is there with it, or not at all.
    let customers: BTreeSet<_> = all.iter().map(|text| sender(*text)).collect();
    assert_eq!(house.count("interaction").await, customers.len() as i64);
    assert_eq!(house.count("route").await, customers.len() as i64);
    assert_eq!(house.number("select cast(sum(unread) as bigint) from interaction").await, all.len() as i64);
    let accepted = house.number("select count(*) from webhook_call where verdict = 'accepted'").await;
    assert_eq!(accepted, all.len() as i64);
    crate::walk::check(&house).await;
    drop(house);
    place.leave().await;
}

async fn replies_leave(place: impl AsyncFn() -> Option<Place>) {
    const REPLIES: usize = 40;
    let mut in_doubt = 0;
    for round in 0..rounds() {
        let Some(place) = place().await else { return };
        let house = place.house(Clock::System).await;
        let me = house.present("ben").await;
        let account = house.queue_account(Strategy::RingAll, &[&me]).await;
        let interaction = house.conversation(&me, account, "+15550100001").await;
        for reply in 0..REPLIES {
            house.reply(&me, interaction, &format!("reply {reply}")).await;
        }
        let started = house.clock.now();
        drop(house);

        let server = place.server().await;
        after(1, 350).await;
        server.kill().await;
        let server = place.server().await;
        after(1, 100).await;
        server.kill().await;

        // When the leases of the dead have run out, what they had is in doubt; the rest is sent by whoever comes next.
        let clock = Clock::manual(started + 10 * 60_000);
        let house = place.house(clock).await;
        for _ in 0..REPLIES {
            // Each time: PostgreSQL may end what a dead process asked of it last a moment after its death.
            house.state.outbox.sweep().await.unwrap();
            house.send().await;
            house.clock.advance(50);
        }
        let mut handed: BTreeMap<String, usize> = BTreeMap::new();
        for body in place.fake.bodies() {
            *handed.entry(body).or_default() += 1;
        }
        let sent_twice: Vec<_> = handed.iter().filter(|(_, times)| **times > 1).collect();
        assert!(sent_twice.is_empty(), "round {round}: {sent_twice:?}");
        for reply in 0..REPLIES {
            let text = format!("reply {reply}");
            let (state, handed) = (house.delivery(&text).await, handed.contains_key(&text));
            match state.as_str() {
                "sent" => assert!(handed, "round {round}: {text} is said to be sent and was not"),
                // The provider may have it or not, and a person is asked.
                "unknown" => in_doubt += 1,
                other => panic!("round {round}: {text} is {other}, handed over: {handed}"),
            }
        }
        assert_eq!(house.count("outbox").await, 0);
        drop(house);
        place.leave().await;
    }
    println!("{in_doubt} of {} replies were in doubt", REPLIES * rounds());
}
