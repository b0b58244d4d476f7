//! An interaction becomes an offer, an offer becomes an owner: every strategy, and everything that may come between.

use smsdesk::{
    domain::{
        UserId,
        flow::{AutoReplyWhen, Step},
        offer::Claim,
        presence::Availability::{Offline, Online, Paused},
        queue::Strategy,
        user::Role,
    },
    server::store::StoreError,
};

use crate::house::TestHouse;

const ANNA: &str = "+15550100001";
const BRUNO: &str = "+15550100002";
const CARLA: &str = "+15550100003";
const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;

/// A text of each of these customers, one second apart, routed.
async fn texts(house: &TestHouse, account: smsdesk::domain::AccountId, peers: &[&str]) {
    for peer in peers {
        house.text(account, peer, "hello").await;
        house.route().await;
        house.clock.advance(SECOND);
    }
}

/// How often each state stands in the offers.
async fn offers_in(house: &TestHouse, state: &str) -> i64 {
    house.number(&format!("select count(*) from offer where state = '{state}'")).await
}

/// How many open interactions routing believes this agent to have, on this node.
async fn open_of(node: &TestHouse, agent: UserId) -> i64 {
    let house = node.state.house();
    let floor = node.state.store.decide(move |tx| {
        let house = house.clone();
        Box::pin(async move { tx.floor(&[agent], &house).await })
    });
    floor.await.unwrap().remove(0).open
}

on_both! {
    async fn every_node_knows_how_an_agent_stands_whoever_moved_him_and_whatever_was_undone(house) {
        let agent = house.present("ada").await.id;
        let other = house.node().await;
        assert_eq!((open_of(&house, agent).await, open_of(&other, agent).await), (0, 0));
        let (rows, now) = (house.state.house(), house.clock.now());
        let undone = other.state.store.decide(move |tx| {
            let rows = rows.clone();
            Box::pin(async move {
                tx.take_room(agent, now, &rows).await?;
                assert_eq!(tx.floor(&[agent], &rows).await?.remove(0).open, 1);
                Err::<(), _>(StoreError::Busy)
            })
        });
        assert!(matches!(undone.await, Err(StoreError::Busy)));
        assert_eq!((open_of(&house, agent).await, open_of(&other, agent).await), (0, 0));
        house.execute("update presence set open_count = 2").await;
        assert_eq!((open_of(&house, agent).await, open_of(&other, agent).await), (2, 2));
    }

    async fn ring_all_asks_everybody_and_the_first_to_accept_has_it(house) {
        let (a, b, c) = (house.present("ada").await, house.present("ben").await, house.present("cem").await);
        let account = house.queue_account(Strategy::RingAll, &[&a, &b, &c]).await;
        texts(&house, account, &[ANNA]).await;
        assert_eq!(house.asked(&[&a, &b, &c]).await, [a.id, b.id, c.id]);
        let card = house.offers(&c).await.remove(0);
        assert_eq!((&*card.contact_name, &*card.first_words, &*card.account_key), (ANNA, "hello", "CARE"));
        assert_eq!((card.queue_name.as_deref(), card.due_at.since(card.offered_at)), (Some("Care"), 30 * SECOND));
        assert_eq!(house.number("select waiting from queue").await, 1);
        let lost = house.offers(&a).await.remove(0).id;
        let interaction = house.take(&b).await;
        assert_eq!(house.asked(&[&a, &b, &c]).await, []);
        assert_eq!(house.accept(&a, lost).await, Claim::TakenBy { name: "Ben".into() });
        assert_eq!(house.number("select waiting from queue").await, 0);
        assert_eq!(house.count("route").await, 0);
        let owned = house.state.store.interaction(interaction, &house.state.house()).await.unwrap().unwrap();
        assert_eq!((owned.owner_name.as_deref(), owned.first_handler_name.as_deref()), (Some("Ben"), Some("Ben")));
        assert_eq!(owned.queue_name.as_deref(), Some("Care"));
    }

    async fn round_robin_goes_on_where_it_stopped(house) {
        let (a, b, c) = (house.present("ada").await, house.present("ben").await, house.present("cem").await);
        let account = house.queue_account(Strategy::RoundRobin, &[&a, &b, &c]).await;
        let mut asked = Vec::new();
        for peer in [ANNA, BRUNO, CARLA, "+15550100004"] {
            texts(&house, account, &[peer]).await;
            let newest = house.number("select user_id from offer order by id desc limit 1").await;
            asked.push(newest);
        }
        assert_eq!(asked, [a.id.0, b.id.0, c.id.0, a.id.0]);
        assert_eq!(offers_in(&house, "pending").await, 4);
    }

    async fn least_recently_offered_asks_who_was_asked_longest_ago(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let account = house.queue_account(Strategy::LeastRecentlyOffered, &[&a, &b]).await;
        texts(&house, account, &[ANNA]).await;
        assert_eq!(house.asked(&[&a, &b]).await, [a.id]);
        house.take(&a).await;
        texts(&house, account, &[BRUNO]).await;
        assert_eq!(house.asked(&[&a, &b]).await, [b.id]);
        house.take(&b).await;
        texts(&house, account, &[CARLA]).await;
        assert_eq!(house.asked(&[&a, &b]).await, [a.id]);
    }

    async fn longest_idle_asks_who_has_had_nothing_to_do_longest(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let account = house.queue_account(Strategy::LongestIdle, &[&a, &b]).await;
        texts(&house, account, &[ANNA]).await;
        let first = house.take(&a).await;
        texts(&house, account, &[BRUNO]).await;
        let second = house.take(&b).await;
        house.state.desktop.close(&b, second).await.unwrap();
        house.clock.advance(MINUTE);
        house.state.desktop.close(&a, first).await.unwrap();
        texts(&house, account, &[CARLA]).await;
        assert_eq!(house.asked(&[&a, &b]).await, [b.id]);
    }

    async fn fewest_open_asks_who_has_least(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let account = house.queue_account(Strategy::FewestOpen, &[&a, &b]).await;
        texts(&house, account, &[ANNA]).await;
        house.take(&a).await;
        texts(&house, account, &[BRUNO, CARLA]).await;
        // Ben has one card already, Ada one conversation: whoever was asked longer ago gets the third.
        assert_eq!(house.offers(&b).await.len(), 1);
        assert_eq!(house.offers(&a).await.len(), 1);
    }

    async fn a_rejection_goes_on_to_the_next_agent(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let account = house.queue_account(Strategy::RoundRobin, &[&a, &b]).await;
        texts(&house, account, &[ANNA]).await;
        assert_eq!(house.asked(&[&a, &b]).await, [a.id]);
        let rejected = house.offers(&a).await.remove(0).id;
        house.reject(&a).await;
        assert_eq!(house.asked(&[&a, &b]).await, [b.id]);
        // A second click changes nothing, and a rejected card can't be accepted.
        house.state.routing.reject(&a, rejected).await.unwrap();
        assert_eq!(house.accept(&a, rejected).await, Claim::Gone);
        assert_eq!(offers_in(&house, "rejected").await, 1);
        // Nor can anybody take a card that is not his.
        let bens = house.offers(&b).await.remove(0).id;
        assert_eq!(house.accept(&a, bens).await, Claim::Gone);
        house.state.routing.reject(&a, bens).await.unwrap();
        assert_eq!(house.asked(&[&a, &b]).await, [b.id]);
    }

    async fn an_unanswered_offer_times_out_and_goes_on(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let account = house.queue_account(Strategy::RoundRobin, &[&a, &b]).await;
        house.text(account, ANNA, "hello").await;
        house.route().await;
        let card = house.offers(&a).await.remove(0).id;
        house.connect(&a).await;
        house.clock.advance(29 * SECOND);
        house.route().await;
        assert_eq!(house.asked(&[&a, &b]).await, [a.id]);
        house.clock.advance(SECOND);
        house.route().await;
        assert_eq!(house.asked(&[&a, &b]).await, [b.id]);
        assert_eq!(house.accept(&a, card).await, Claim::Gone);
        assert_eq!(offers_in(&house, "timed_out").await, 1);
    }

    async fn when_all_refused_a_pause_comes_and_then_a_new_round(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let account = house.queue_account(Strategy::RingAll, &[&a, &b]).await;
        house.text(account, ANNA, "hello").await;
        house.route().await;
        house.reject(&a).await;
        assert_eq!(house.asked(&[&a, &b]).await, [b.id]);
        house.state.routing.reject(&b, house.offers(&b).await[0].id).await.unwrap();
        // Whoever runs it knows when to come back, however short the pause is.
        let next = house.state.routing.run_due().await.unwrap();
        assert_eq!(next, Some(house.clock.now() + 10 * SECOND));
        assert_eq!(house.asked(&[&a, &b]).await, []);
        house.clock.advance(9 * SECOND);
        house.route().await;
        assert_eq!(house.asked(&[&a, &b]).await, []);
        house.clock.advance(SECOND);
        house.route().await;
        assert_eq!(house.asked(&[&a, &b]).await, [a.id, b.id]);
        assert_eq!(house.number("select round from route").await, 1);
        assert_eq!(house.number("select waiting from queue").await, 1);
    }

    async fn the_next_step_takes_over_when_the_queue_ran_out_of_time(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let first = house.queue("First", Strategy::RingAll, &[&a]).await;
        let second = house.queue("Second", Strategy::RingAll, &[&b]).await;
        let flow = vec![
            Step::Queue { queue: first, timeout: Some(60) },
            Step::AutoReply { text: "We are busy.".into(), when: AutoReplyWhen::OncePerInteraction },
            Step::Queue { queue: second, timeout: None },
        ];
        let account = house.account("CARE", flow).await;
        house.text(account, ANNA, "hello").await;
        house.route().await;
        assert_eq!(house.asked(&[&a, &b]).await, [a.id]);
        house.clock.advance(45 * SECOND);
        house.route().await;
        house.clock.advance(14 * SECOND + 999);
        house.route().await;
        assert_eq!(house.asked(&[&a, &b]).await, [a.id]);
        house.clock.advance(1);
        house.route().await;
        assert_eq!(house.asked(&[&a, &b]).await, [b.id]);
        assert_eq!(house.words("select text from message where kind = 'outbound'").await, ["We are busy."]);
        let waiting = house.rows("select waiting from queue order by id").await;
        assert_eq!(waiting.iter().map(|row| sqlx::Row::get::<i64, _>(row, 0)).collect::<Vec<_>>(), [0, 1]);
    }

    async fn an_agent_step_asks_one_agent_and_then_goes_on(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let queue = house.queue("Care", Strategy::RingAll, &[&b]).await;
        let flow = vec![Step::Agent { agent: a.id, timeout: 20 }, Step::Queue { queue, timeout: None }];
        let account = house.account("CARE", flow).await;
        house.text(account, ANNA, "hello").await;
        house.route().await;
        assert_eq!(house.asked(&[&a, &b]).await, [a.id]);
        assert_eq!(house.number("select waiting from queue").await, 0);
        house.clock.advance(20 * SECOND);
        house.route().await;
        assert_eq!(house.asked(&[&a, &b]).await, [b.id]);
        house.take(&b).await;
        // Who rejects lets it go on at once; who is not there is not asked.
        house.text(account, BRUNO, "hello").await;
        house.route().await;
        house.reject(&a).await;
        assert_eq!(house.asked(&[&a, &b]).await, [b.id]);
        house.be(&a, Paused).await;
        house.text(account, CARLA, "hello").await;
        house.route().await;
        assert_eq!(house.offers(&b).await.len(), 2);
    }

    async fn with_nobody_there_it_waits_and_is_offered_the_moment_somebody_comes(house) {
        let a = house.agent("ada").await;
        let account = house.queue_account(Strategy::RoundRobin, &[&a]).await;
        house.settings(|settings| settings.default_capacity = 2).await;
        texts(&house, account, &[ANNA, BRUNO, CARLA]).await;
        assert_eq!(offers_in(&house, "pending").await, 0);
        assert_eq!(house.number("select waiting from queue").await, 3);
        house.connect(&a).await;
        house.route().await;
        // The oldest first, and no more than he may have.
        let peers: Vec<_> = house.offers(&a).await.into_iter().map(|offer| offer.peer).collect();
        assert_eq!(peers, [ANNA, BRUNO]);
    }

    async fn a_rush_waits_as_if_they_had_come_one_by_one(house) {
        let (a, b) = (house.agent("ada").await, house.present("ben").await);
        let mut accounts = Vec::new();
        for key in ["SLOW", "FAST"] {
            let care = house.queue(key, Strategy::LongestIdle, &[&a]).await;
            let later = house.queue(&format!("{key} later"), Strategy::RingAll, &[&b]).await;
            let flow = vec![Step::Queue { queue: care, timeout: Some(60) }, Step::Queue { queue: later, timeout: None }];
            accounts.push(house.account(key, flow).await);
        }
        house.settings(|settings| settings.default_capacity = 2).await;
        let peers = [ANNA, BRUNO, CARLA];
        for peer in peers {
            house.text(accounts[0], peer, "hello").await;
            house.route().await;
        }
        for peer in peers {
            house.text(accounts[1], peer, "hello").await;
        }
        house.route().await;
        let waiting = |key: &str| {
            format!(
                "select r.step || ' ' || r.round || ' ' || r.priority || ' ' || (r.expires_at - r.entered_at) || ' ' || \
                 (r.due_at - r.entered_at) || ' ' || i.peer || ' ' || q.waiting from route r, interaction i, queue q \
                 where i.id = r.interaction_id and q.id = r.queue_id and q.id = i.queue_id and q.name like '{key}%' \
                 order by i.id"
            )
        };
        let rows = house.words(&waiting("SLOW")).await;
        assert_eq!(rows, peers.map(|peer| format!("0 0 0 60000 60000 {peer} 3")));
        assert_eq!(house.words(&waiting("FAST")).await, rows);
        // Somebody comes who has no room for all: the oldest are put before him, the others wait on.
        house.connect(&a).await;
        house.route().await;
        let mut asked: Vec<_> = house.offers(&a).await.into_iter().map(|offer| offer.peer).collect();
        asked.sort();
        assert_eq!(asked, [ANNA, BRUNO], "of the first account, which came first");
        assert_eq!(house.words(&waiting("FAST")).await, rows);
        // Their time is up: they go on to the next step, where they can be asked for.
        house.clock.advance(60 * SECOND);
        house.route().await;
        assert_eq!(house.offers(&b).await.len(), 2);
        let later: i64 = house.number("select waiting from queue where name = 'FAST later'").await
            + house.number("select waiting from queue where name = 'SLOW later'").await;
        assert_eq!((later, house.number("select cast(sum(waiting) as bigint) from queue").await), (6, 6));
    }

    async fn an_urgent_queue_is_served_first(house) {
        let a = house.agent("ada").await;
        let calm = house.queue("Calm", Strategy::RingAll, &[&a]).await;
        let urgent = house.queue("Urgent", Strategy::RingAll, &[&a]).await;
        house.execute(&format!("update queue set priority = 5 where id = {urgent}")).await;
        house.state.houses.reload().await.unwrap();
        house.settings(|settings| settings.default_capacity = 1).await;
        let slow = house.account("SLOW", vec![Step::Queue { queue: calm, timeout: None }]).await;
        let fast = house.account("FAST", vec![Step::Queue { queue: urgent, timeout: None }]).await;
        texts(&house, slow, &[ANNA]).await;
        texts(&house, fast, &[BRUNO]).await;
        house.connect(&a).await;
        house.route().await;
        let peers: Vec<_> = house.offers(&a).await.into_iter().map(|offer| offer.peer).collect();
        assert_eq!(peers, [BRUNO]);
    }

    async fn capacity_is_never_exceeded_and_a_closed_session_makes_room(house) {
        let a = house.person("ada", Role::Agent, Some(2)).await;
        house.connect(&a).await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        texts(&house, account, &[ANNA, BRUNO, CARLA]).await;
        assert_eq!(house.offers(&a).await.len(), 2);
        let first = house.take(&a).await;
        house.take(&a).await;
        house.route().await;
        assert_eq!(house.offers(&a).await.len(), 0);
        house.state.desktop.close(&a, first).await.unwrap();
        house.route().await;
        assert_eq!(house.offers(&a).await.len(), 1);
        // A smaller capacity holds at once, also for what is on the screen already.
        let card = house.offers(&a).await.remove(0).id;
        let draft = smsdesk::domain::user::UserDraft {
            login: "ada".into(), name: "Ada".into(), role: "agent".into(), active: true, capacity: Some(1),
            ..Default::default()
        };
        house.state.users.save_as(None, Some(a.id), draft).await.unwrap();
        assert_eq!(house.accept(&a, card).await, Claim::Full { capacity: 1 });
        assert_eq!(house.number("select open_count from presence").await, 1);
    }

    async fn whoever_pauses_or_leaves_gives_his_offers_to_colleagues(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let account = house.queue_account(Strategy::RoundRobin, &[&a, &b]).await;
        texts(&house, account, &[ANNA]).await;
        for (leaver, next, how) in [(&a, &b, Paused), (&b, &a, Offline)] {
            house.be(next, Online).await;
            assert_eq!(house.asked(&[&a, &b]).await, [leaver.id]);
            let card = house.offers(leaver).await.remove(0).id;
            house.be(leaver, how).await;
            assert_eq!(house.accept(leaver, card).await, Claim::Gone);
            house.route().await;
            assert_eq!(house.asked(&[&a, &b]).await, [next.id]);
        }
        assert_eq!(offers_in(&house, "withdrawn").await, 2);
    }

    async fn a_reason_to_pause_is_one_of_the_house(house) {
        let a = house.present("ada").await;
        let pause = async |reason: &str| house.state.routing.set_presence(&a, Paused, Some(reason.into())).await;
        assert!(pause("Lunch").await.is_ok());
        assert!(pause("Siesta").await.is_err());
        let presence = house.state.store.desk_of(a.id, &house.state.house()).await.unwrap().presence.unwrap();
        assert_eq!((presence.availability, presence.reason.as_deref()), (Paused, Some("Lunch")));
    }

    async fn a_lost_connection_has_a_grace_period_and_then_offers_go_on(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let account = house.queue_account(Strategy::RoundRobin, &[&a, &b]).await;
        house.settings(|settings| settings.grace_seconds = 10).await;
        texts(&house, account, &[ANNA]).await;
        house.clock.advance(9 * SECOND - 1);
        house.state.store.heartbeat(vec![b.id], house.clock.now()).await.unwrap();
        house.state.routing.sweep().await.unwrap();
        house.route().await;
        assert_eq!(house.asked(&[&a, &b]).await, [a.id]);
        house.pass(2).await;
        assert_eq!(house.asked(&[&a, &b]).await, [b.id]);
        // Back again: he counts at once.
        house.reject(&b).await;
        house.connect(&a).await;
        house.route().await;
        assert_eq!(house.asked(&[&a, &b]).await, [a.id]);
    }

    async fn an_agent_whose_stream_outlived_an_outage_is_asked_again(house) {
        let a = house.present("ada").await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let stream = house.listen(&a).await;
        // The database was away: nobody could write that his stream stands.
        house.clock.advance(60 * SECOND);
        house.state.routing.sweep().await.unwrap();
        texts(&house, account, &[ANNA]).await;
        assert_eq!(house.asked(&[&a]).await, []);
        house.state.hub.heartbeat().await.unwrap();
        house.route().await;
        assert_eq!(house.asked(&[&a]).await, [a.id]);
        drop(stream);
    }

    async fn deserted_conversations_go_back_to_the_queue_when_the_customer_writes(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let queue = house.queue("Care", Strategy::RoundRobin, &[&a, &b]).await;
        let greet = Step::AutoReply { text: "Welcome.".into(), when: AutoReplyWhen::OncePerInteraction };
        let account = house.account("CARE", vec![greet, Step::Queue { queue, timeout: None }]).await;
        house.settings(|settings| settings.absent_minutes = 10).await;
        let waiting = house.conversation(&a, account, ANNA).await;
        house.clock.advance(SECOND);
        house.text(account, BRUNO, "hello").await;
        house.route().await;
        house.reject(&b).await;
        let quiet = house.take(&a).await;
        for interaction in [waiting, quiet] {
            house.reply(&a, interaction, "good day").await;
        }
        let back = async |minutes: i64| {
            house.clock.advance(minutes * MINUTE);
            house.state.store.heartbeat(vec![b.id], house.clock.now()).await.unwrap();
            house.state.routing.sweep().await.unwrap();
            house.route().await;
            house.asked(&[&a, &b]).await
        };
        // Nobody waits for an answer: it stays his, however long he is away.
        assert_eq!(back(20).await, []);
        house.text(account, ANNA, "are you there?").await;
        assert_eq!(back(0).await, [b.id]);
        assert_eq!(house.number("select count(*) from interaction where owner_id is null").await, 1);
        assert_eq!(house.number(&format!("select open_count from presence where user_id = {}", a.id)).await, 1);
        assert_eq!(house.number("select waiting from queue").await, 1);
        assert_eq!(house.take(&b).await, waiting);
        // The customer is not welcomed again, and the first handler stays the first.
        assert_eq!(house.number("select count(*) from message where text = 'Welcome.'").await, 2);
        let taken = house.state.store.interaction(waiting, &house.state.house()).await.unwrap().unwrap();
        assert_eq!((taken.owner_name.as_deref(), taken.first_handler_name.as_deref()), (Some("Ben"), Some("Ada")));
    }

    async fn members_and_rules_of_a_queue_take_effect_at_once(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        house.be(&a, Paused).await;
        texts(&house, account, &[ANNA]).await;
        assert_eq!(house.asked(&[&a, &b]).await, []);
        let queue = house.state.house().queues.values().next().unwrap().queue.clone();
        let draft = smsdesk::domain::queue::QueueDraft {
            name: queue.name, strategy: queue.strategy, agent_timeout: 30, round_pause: 10, priority: 0,
            agents: vec![], teams: vec![],
        };
        let team = house.state.users.save_team_as(None, None, "Blue".into()).await.unwrap();
        let ben = smsdesk::domain::user::UserDraft {
            login: "ben".into(), name: "Ben".into(), role: "agent".into(), active: true, teams: vec![team],
            ..Default::default()
        };
        house.state.users.save_as(None, Some(b.id), ben).await.unwrap();
        let draft = smsdesk::domain::queue::QueueDraft { teams: vec![team], ..draft };
        house.state.queues.save_as(None, Some(queue.id), draft).await.unwrap();
        house.route().await;
        assert_eq!(house.asked(&[&a, &b]).await, [b.id]);
    }

    async fn why_it_was_offered_to_whom_is_kept(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let account = house.queue_account(Strategy::RoundRobin, &[&a, &b]).await;
        house.be(&a, Paused).await;
        texts(&house, account, &[ANNA]).await;
        let why = house.words("select what from explanation").await;
        assert!(why[0].contains("\"paused\"") && why[0].contains("\"round_robin\""), "{why:?}");
    }

    async fn an_agent_who_may_no_longer_sign_in_loses_his_offers(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let account = house.queue_account(Strategy::RoundRobin, &[&a, &b]).await;
        texts(&house, account, &[ANNA]).await;
        assert_eq!(house.asked(&[&a, &b]).await, [a.id]);
        let draft = smsdesk::domain::user::UserDraft {
            login: "ada".into(), name: "Ada".into(), role: "agent".into(), active: false, ..Default::default()
        };
        house.state.users.save_as(None, Some(a.id), draft).await.unwrap();
        house.route().await;
        assert_eq!(house.asked(&[&a, &b]).await, [b.id]);
    }

    async fn a_crowd_of_waiting_customers_fills_a_large_capacity(house) {
        house.settings(|settings| settings.tab_limit = 100).await;
        let crowd = house.crowd(2, 100).await;
        let (busy, late) = (&crowd[0], &crowd[1]);
        house.be(late, Offline).await;
        let account = house.queue_account(Strategy::RoundRobin, &[busy, late]).await;
        let all: Vec<String> = (0..150).map(|n| format!("+1555010{n:04}")).collect();
        for peer in &all {
            house.text(account, peer, "hello").await;
        }
        house.route().await;
        assert_eq!(house.offers(busy).await.len(), 100);
        // The oldest hundred lie before a colleague; what he can take comes after them.
        house.be(late, Online).await;
        house.route().await;
        assert_eq!(house.offers(late).await.len(), 50);
    }
}

on_both! {
    async fn a_colleagues_accept_gives_room_for_what_waits(house) {
        let (a, b) = (house.person("ada", Role::Agent, Some(1)).await, house.person("ben", Role::Agent, Some(2)).await);
        for me in [&a, &b] {
            house.connect(me).await;
        }
        let both = house.queue_account(Strategy::RingAll, &[&a, &b]).await;
        let queue = house.queue("Own", Strategy::RingAll, &[&a]).await;
        let own = house.account("OWN", vec![Step::Queue { queue, timeout: None }]).await;
        texts(&house, both, &[ANNA]).await;
        texts(&house, own, &[BRUNO]).await;
        assert_eq!(house.offers(&a).await.len(), 1, "the card of Anna is all she may have");
        house.take(&b).await;
        house.route().await;
        assert_eq!(house.offers(&a).await.first().map(|offer| offer.peer.clone()).as_deref(), Some(BRUNO));
    }
}
