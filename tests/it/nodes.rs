//! Two processes on one PostgreSQL: what one commits the other's agents read, and when one is killed the other goes on
//! with what it had in hand.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use futures::StreamExt;
use reqwest::header;
use serde_json::{Value, json};
use smsdesk::{
    domain::{
        AccountId,
        event::{Event, Stamped},
        flow::Step,
        message::Content,
        offer::{Claim, Offer, OfferEnd},
        presence::Availability,
        queue::Strategy,
        user::{Me, Role},
    },
    server::store::Cursor,
};
use sqlx::Executor;
use tempfile::TempDir;
use tokio::{
    sync::{Semaphore, mpsc},
    time::timeout,
};

use crate::{
    house::{PASSWORD, PUBLIC_URL, TestHouse},
    postgres,
    process::Server,
    twilio::{self, Reply},
};

/// How long anything may take on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(120);
/// Seconds to answer an offer: so long that none of these tests sees it end.
const ALL_DAY: i64 = 600;

/// Retries until `found` has something.
async fn until<T>(what: &str, mut found: impl AsyncFnMut() -> Option<T>) -> T {
    let retried = async {
        loop {
            if let Some(value) = found().await {
                return value;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, retried).await.unwrap_or_else(|_| panic!("never happened: {what}"))
}

/// A node of `house`: its own process with its own folder, and the key they share.
async fn node(house: &TestHouse, folder: &TempDir) -> Server {
    Server::start(folder.path(), &[("DATABASE_URL", &house.url), ("SMSDESK_KEY", &house.key())]).await
}

/// A browser of an agent: signed in over HTTP, its event stream open.
struct Desk {
    client: reqwest::Client,
    url: String,
    cookie: String,
    stream: mpsc::UnboundedReceiver<Event>,
    heard: Vec<Event>,
}

impl Desk {
    async fn open(node: &Server, me: &Me) -> Desk {
        let (client, url) = (reqwest::Client::new(), node.url.clone());
        let form = [("login", me.login.as_str()), ("password", PASSWORD)];
        let entered = client.post(format!("{url}/api/sign_in")).header(header::ACCEPT, "application/json").form(&form);
        let entered = entered.send().await.unwrap();
        assert!(entered.status().is_success() || entered.status().is_redirection(), "{}", entered.status());
        let cookie = entered.headers()[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
        let mut desk = Desk { client, url, cookie, stream: mpsc::unbounded_channel().1, heard: Vec::new() };
        desk.listen().await;
        desk
    }

    /// Opens the stream where the page begins.
    async fn listen(&mut self) {
        let desktop = self.get("desktop").await;
        let after: Cursor = desktop["cursor"].as_str().unwrap().parse().unwrap();
        let live = self.client.get(format!("{}/live?after={after}", self.url)).header(header::COOKIE, &self.cookie);
        // Its head comes when he counts as present.
        let live = live.send().await.unwrap();
        assert_eq!(live.status(), 200);
        let (events, stream) = mpsc::unbounded_channel();
        tokio::spawn(pass_on(live, events));
        self.stream = stream;
    }

    /// The same browser, after its node died.
    async fn moves_to(&mut self, node: &Server) {
        self.url.clone_from(&node.url);
        self.listen().await;
    }

    async fn get(&self, endpoint: &str) -> Value {
        let asked = self.client.get(format!("{}/api/{endpoint}", self.url)).header(header::COOKIE, &self.cookie);
        let answer = asked.header(header::ACCEPT, "application/json").send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.json().await.unwrap()
    }

    async fn post(&self, endpoint: &str, body: Value) -> Value {
        self.post_at(&self.url, endpoint, body).await
    }

    /// The same browser, sent to another node by whatever stands before them.
    async fn post_at(&self, url: &str, endpoint: &str, body: Value) -> Value {
        let posted = self.client.post(format!("{url}/api/{endpoint}")).header(header::COOKIE, &self.cookie);
        let answer = posted.header(header::ACCEPT, "application/json").json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.json().await.unwrap()
    }

    /// Waits for an event on the stream, or finds it among those that came.
    async fn hears<T>(&mut self, what: &str, found: impl Fn(&Event) -> Option<T>) -> T {
        if let Some(value) = self.heard.iter().find_map(&found) {
            return value;
        }
        let waited = timeout(PATIENCE, async {
            loop {
                let event = self.stream.recv().await.expect("the stream ended");
                let value = found(&event);
                self.heard.push(event);
                if let Some(value) = value {
                    return value;
                }
            }
        });
        waited.await.unwrap_or_else(|_| panic!("never heard: {what}"))
    }

    async fn rings(&mut self, peer: &str) -> Offer {
        self.hears(&format!("an offer of {peer}"), |event| match event {
            Event::OfferMade { offer } if offer.peer == peer => Some(offer.clone()),
            _ => None,
        })
        .await
    }
}

/// Reads server-sent events as a browser does.
async fn pass_on(live: reqwest::Response, events: mpsc::UnboundedSender<Event>) {
    let (mut chunks, mut text) = (live.bytes_stream(), Vec::new());
    while let Some(Ok(chunk)) = chunks.next().await {
        text.extend_from_slice(&chunk);
        while let Some(end) = text.windows(2).position(|two| two == b"\n\n") {
            let frame: Vec<u8> = text.drain(..end + 2).collect();
            let frame = String::from_utf8(frame).unwrap();
            let data = frame.lines().find_map(|line| line.strip_prefix("data: ").filter(|data| data.starts_with('{')));
            if let Some(data) = data {
                let stamped: Stamped = serde_json::from_str(data).unwrap();
                drop(events.send(stamped.event));
            }
        }
    }
}

/// The provider's side: texts that come to either node.
#[derive(Clone)]
struct Network {
    client: reqwest::Client,
    token: String,
}

impl Network {
    fn of(house: &TestHouse, account: AccountId) -> Network {
        Network { client: reqwest::Client::new(), token: house.token(account) }
    }

    /// Whether the node said that it is stored.
    async fn text(&self, node: &str, id: &str, from: &str, text: &str) -> bool {
        let fields = [("MessageSid", id), ("From", from), ("To", "+15550100199"), ("Body", text)];
        self.call(node, "inbound", &fields).await
    }

    /// The same about the receipt of a message that was handed to it.
    async fn receipt(&self, node: &str, id: &str, status: &str) -> bool {
        self.call(node, "status", &[("MessageSid", id), ("MessageStatus", status)]).await
    }

    async fn call(&self, node: &str, hook: &str, fields: &[(&str, &str)]) -> bool {
        let path = format!("/hooks/{}/{hook}", self.token);
        let (body, signature) = twilio::signed_form(&format!("{PUBLIC_URL}{path}"), fields);
        let call = self.client.post(format!("{node}{path}"));
        let call = call.header("content-type", "application/x-www-form-urlencoded");
        let call = call.header("x-twilio-signature", signature).body(body);
        call.send().await.is_ok_and(|answer| answer.status() == 200)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_at_one_node_rings_on_both_and_whoever_accepts_at_the_other_answers_it() {
    let Some(house) = TestHouse::postgres_in_real_time().await else { return };
    let (anna, ben) = (house.agent("anna").await, house.agent("ben").await);
    let queue = house.patient_queue("Care", Strategy::RingAll, &[&anna, &ben], ALL_DAY).await;
    let account = house.account("CARE", vec![Step::Queue { queue, timeout: None }]).await;
    let folders = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    let (first, second) = (node(&house, &folders[0]).await, node(&house, &folders[1]).await);
    let (mut annas, mut bens) = (Desk::open(&first, &anna).await, Desk::open(&second, &ben).await);

    let peer = "+15550100001";
    assert!(Network::of(&house, account).text(&first.url, "SM1", peer, "where is my parcel").await);
    let (to_anna, to_ben) = (annas.rings(peer).await, bens.rings(peer).await);
    assert_eq!((to_anna.interaction, &*to_anna.first_words), (to_ben.interaction, "where is my parcel"));

    let claim = bens.post("offer.accept", json!({ "offer": to_ben.id })).await;
    assert_eq!(claim, serde_json::to_value(Claim::Won { interaction: to_ben.interaction }).unwrap());
    let end = annas
        .hears("who has it", |event| match event {
            Event::OfferEnded { offer, end, .. } if *offer == to_anna.id => Some(end.clone()),
            _ => None,
        })
        .await;
    assert_eq!(end, OfferEnd::TakenBy { id: ben.id, name: "Ben".into() });
    // Her click was on its way already.
    let late = annas.post("offer.accept", json!({ "offer": to_anna.id })).await;
    assert_eq!(late, serde_json::to_value(Claim::TakenBy { name: "Ben".into() }).unwrap());

    // His browser does not know whether the reply arrived, and tries again; the second time it meets the other node.
    let reply = json!({ "interaction": to_ben.interaction, "text": "it is on its way", "compose_key": "key-1" });
    let said = bens.post("reply", reply.clone()).await;
    assert_eq!(bens.post_at(&first.url, "reply", reply).await["id"], said["id"]);
    until("the reply is sent", async || (house.delivery("it is on its way").await == "sent").then_some(())).await;
    let becomes = |wanted: &'static str| {
        move |event: &Event| match event {
            Event::DeliveryChanged { delivery, .. } => (delivery.as_str() == wanted).then_some(()),
            _ => None,
        }
    };
    bens.hears("that it was sent", becomes("sent")).await;
    // The receipt comes to the node that neither took the reply nor shows it.
    let id = house.words("select external_id from attempt").await.remove(0);
    let network = Network::of(&house, account);
    assert!(network.receipt(&first.url, &id, "delivered").await);
    bens.hears("that it was delivered", becomes("delivered")).await;
    // What the customer writes back to the other node is on his screen too, and not on hers.
    assert!(network.text(&first.url, "SM2", peer, "thanks").await);
    let thanks = |event: &Event| match event {
        Event::MessageAdded { message } => {
            matches!(&message.content, Content::Inbound { text, .. } if text == "thanks").then_some(())
        }
        _ => None,
    };
    bens.hears("the answer", thanks).await;
    assert_eq!(house.twilio.bodies(), ["it is on its way"]);
    assert_eq!(annas.heard.iter().find_map(thanks), None);
    drop((first, second));
    postgres::drop_database(&house.url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_accept_at_once_at_two_nodes_one_has_it_and_the_other_reads_who() {
    const CUSTOMERS: usize = 12;
    let Some(house) = TestHouse::postgres_in_real_time().await else { return };
    house.settings(|settings| settings.default_capacity = 20).await;
    let (anna, ben) = (house.agent("anna").await, house.agent("ben").await);
    let queue = house.patient_queue("Care", Strategy::RingAll, &[&anna, &ben], ALL_DAY).await;
    let network = Network::of(&house, house.account("CARE", vec![Step::Queue { queue, timeout: None }]).await);
    let folders = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    let (first, second) = (node(&house, &folders[0]).await, node(&house, &folders[1]).await);
    let (mut annas, mut bens) = (Desk::open(&first, &anna).await, Desk::open(&second, &ben).await);
    for customer in 0..CUSTOMERS {
        let peer = format!("+1555010{customer:04}");
        assert!(network.text(&second.url, &format!("SM{customer}"), &peer, "hello").await);
        let (to_anna, to_ben) = (annas.rings(&peer).await, bens.rings(&peer).await);
        let (hers, his) = tokio::join!(
            annas.post("offer.accept", json!({ "offer": to_anna.id })),
            bens.post("offer.accept", json!({ "offer": to_ben.id })),
        );
        let won = serde_json::to_value(Claim::Won { interaction: to_ben.interaction }).unwrap();
        let (winner, loser, other) = if hers == won { (&anna, his, &mut bens) } else { (&ben, hers, &mut annas) };
        assert_eq!(loser, serde_json::to_value(Claim::TakenBy { name: winner.name.clone() }).unwrap());
        let lost = if winner.id == anna.id { to_ben.id } else { to_anna.id };
        let end = other
            .hears("who has it", |event| match event {
                Event::OfferEnded { offer, end, .. } if *offer == lost => Some(end.clone()),
                _ => None,
            })
            .await;
        assert_eq!(end, OfferEnd::TakenBy { id: winner.id, name: winner.name.clone() });
        let owner = format!("select owner_id from interaction where peer = '{peer}'");
        assert_eq!(house.number(&owner).await, winner.id.0);
    }
    crate::walk::check(&house).await;
    drop((first, second));
    postgres::drop_database(&house.url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_killed_while_texts_arrive_loses_none_and_its_agents_offers_go_to_the_other() {
    const TEXTS: usize = 240;
    const SENDERS: usize = 6;
    /// How many are stored when the node dies: the rest arrives during and after it.
    const UNTIL: usize = 80;
    let Some(house) = TestHouse::postgres_in_real_time().await else { return };
    house
        .settings(|settings| {
            (settings.grace_seconds, settings.default_capacity, settings.tab_limit) = (5, 100, 100);
        })
        .await;
    let (anna, ben) = (house.agent("anna").await, house.agent("ben").await);
    let mut networks = Vec::new();
    for (key, strategy) in [("ALL", Strategy::RingAll), ("TURN", Strategy::RoundRobin)] {
        let queue = house.patient_queue(key, strategy, &[&anna, &ben], ALL_DAY).await;
        let account = house.account(key, vec![Step::Queue { queue, timeout: None }]).await;
        networks.push(Network::of(&house, account));
    }
    let folders = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    let (first, second) = (node(&house, &folders[0]).await, node(&house, &folders[1]).await);
    let (mut annas, bens) = (Desk::open(&first, &anna).await, Desk::open(&second, &ben).await);

    // A provider comes back with what was not taken, and then meets the other node.
    let nodes = [first.url.clone(), second.url.clone()];
    let stored = Arc::new(Mutex::new(0));
    let senders: Vec<_> = (0..SENDERS)
        .map(|sender| {
            let (networks, nodes, stored) = (networks.clone(), nodes.clone(), stored.clone());
            tokio::spawn(async move {
                for text in (sender..TEXTS).step_by(SENDERS) {
                    let (id, from) = (format!("SM{text}"), format!("+1555010{:04}", text % 37));
                    for node in nodes.iter().cycle().skip(sender) {
                        if networks[text % 2].text(node, &id, &from, &id).await {
                            break;
                        }
                    }
                    *stored.lock().unwrap() += 1;
                }
            })
        })
        .collect();
    until("the middle", async || (*stored.lock().unwrap() >= UNTIL).then_some(())).await;
    let hers = format!("select count(*) from offer where user_id = {} and state = 'pending'", anna.id);
    let her_turn = format!("{hers} and queue_id = (select id from queue where name = 'TURN')");
    until("an offer that only she has", async || (house.number(&her_turn).await > 0).then_some(())).await;
    first.kill().await;
    for sender in senders {
        timeout(PATIENCE, sender).await.expect("a text is never taken").unwrap();
    }

    // Every text was acknowledged in the end, by one node or the other, and is there once.
    let ids = house.words("select external_id from message where kind = 'inbound'").await;
    let distinct: BTreeSet<String> = ids.iter().cloned().collect();
    assert_eq!(distinct, (0..TEXTS).map(|text| format!("SM{text}")).collect());
    assert_eq!(ids.len(), TEXTS, "a text is there twice");
    // Each belongs to something that is offered to him who is still there, also what was hers alone.
    let unoffered = format!(
        "select count(*) from interaction i where not exists (select 1 from offer o where o.interaction_id = i.id \
         and o.state = 'pending' and o.user_id = {})",
        ben.id
    );
    until("everything is offered to him", async || (house.number(&unoffered).await == 0).then_some(())).await;
    until("nothing is offered to her", async || (house.number(&hers).await == 0).then_some(())).await;
    assert_eq!(
        house.count("interaction").await,
        house.number("select count(distinct (account_id, peer)) from interaction").await
    );
    assert!(house.number(&her_turn.replace("pending", "withdrawn")).await > 0, "nothing was hers alone");
    // His screen shows them all.
    let cards = bens.get("desktop").await["offers"].as_array().unwrap().len();
    assert_eq!(cards as i64, house.count("interaction").await);
    crate::walk::check(&house).await;
    // Her browser finds the other node, and she is asked there from then on.
    annas.moves_to(&second).await;
    let peer = "+15550109999";
    assert!(networks[0].text(&second.url, "SMlast", peer, "anybody there?").await);
    annas.rings(peer).await;
    drop(second);
    postgres::drop_database(&house.url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_node_was_handing_over_is_never_sent_twice() {
    const REPLIES: usize = 18;
    let Some(house) = TestHouse::postgres_in_real_time().await else { return };
    let me = house.person("anna", Role::Agent, Some(20)).await;
    house.connect(&me).await;
    let account = house.queue_account(Strategy::RingAll, &[&me]).await;
    // A customer for each: what goes to one leaves one after the other.
    let mut interactions = Vec::new();
    for customer in 0..REPLIES {
        interactions.push(house.conversation(&me, account, &format!("+155501{customer:05}")).await);
    }
    let folders = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    let (first, second) = (node(&house, &folders[0]).await, node(&house, &folders[1]).await);
    let desk = Desk::open(&first, &me).await;

    // The provider has each of them and has not answered yet.
    let gate = Arc::new(Semaphore::new(0));
    house.twilio.next((0..REPLIES).map(|_| Reply::Hold(gate.clone())));
    let texts: Vec<String> = (0..REPLIES).map(|reply| format!("reply {reply}")).collect();
    for (text, interaction) in texts.iter().zip(&interactions) {
        desk.post("reply", json!({ "interaction": interaction, "text": text, "compose_key": text })).await;
    }
    until("all are handed over", async || (house.twilio.handed().len() == REPLIES).then_some(())).await;
    first.kill().await;
    gate.add_permits(REPLIES);
    // The minute of the dead node's leases goes by at once; what the other node has in hand it ends by itself.
    house.execute("update outbox set leased_until = leased_until - 60000 where leased_until > 0").await;
    until("the outbox is empty", async || (house.count("outbox").await == 0).then_some(())).await;
    let mut states: BTreeMap<String, usize> = BTreeMap::new();
    for text in &texts {
        let state = until("it is known what became of it", async || {
            Some(house.delivery(text).await).filter(|state| state != "sending")
        })
        .await;
        *states.entry(state).or_default() += 1;
    }
    assert!(states.keys().all(|state| state == "sent" || state == "unknown"), "{states:?}");
    assert!(states.contains_key("unknown"), "the dead node had nothing in hand");

    // Whoever is left goes on.
    let next = json!({ "interaction": interactions[0], "text": "next", "compose_key": "next" });
    desk.post_at(&second.url, "reply", next).await;
    until("the next is sent", async || (house.delivery("next").await == "sent").then_some(())).await;
    let mut handed = house.twilio.bodies();
    handed.sort();
    let mut expected = texts.clone();
    expected.push("next".into());
    expected.sort();
    assert_eq!(handed, expected);
    drop(second);
    postgres::drop_database(&house.url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_goes_away_while_he_waits_for_his_turn_takes_no_turn_with_him() {
    let Some(house) = TestHouse::postgres().await else { return };
    let me = house.present("anna").await;
    // Another node decides something, and he wants a pause and leaves the page.
    let mut other = house.begin().await;
    other.execute("select pg_advisory_xact_lock(1)").await.unwrap();
    let pauses = tokio::spawn({
        let (node, me) = (house.clone(), me.clone());
        async move { node.be(&me, Availability::Paused).await }
    });
    let turns = "select count(*) from pg_locks where locktype = 'advisory' \
                 and database = (select oid from pg_database where datname = current_database())";
    until("he waits", async || (house.number(turns).await == 2).then_some(())).await;
    pauses.abort();
    assert!(pauses.await.unwrap_err().is_cancelled());
    other.rollback().await.unwrap();
    let paused = "select count(*) from presence where availability = 'paused'";
    until("what he asked for is done", async || (house.number(paused).await == 1).then_some(())).await;
    until("the turn is free", async || (house.number(turns).await == 0).then_some(())).await;
    postgres::drop_database(&house.url).await;
}
