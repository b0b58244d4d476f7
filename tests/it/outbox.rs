//! A reply becomes an SMS, once, and whatever becomes of it is told.

use std::time::Duration;

use smsdesk::{
    domain::{
        AccountId, Delivery, InteractionId, MessageId,
        event::Event,
        flow::{AutoReplyWhen, Step},
        interaction::Stretch,
        journal::CallVerdict,
        message::{Content, Message},
        queue::Strategy,
        user::{Me, Role},
    },
    server::{
        failure::Failure,
        outbox::client::{Client, NoAnswer},
        providers::HttpRequest,
    },
};

use crate::{
    house::TestHouse,
    twilio::{FakeTwilio, Reply},
};

const ANNA: &str = "+15550100001";
const SECOND: i64 = 1_000;

/// An agent in a conversation with Anna.
async fn desk(house: &TestHouse) -> (Me, AccountId, InteractionId) {
    let me = house.present("ben").await;
    let account = house.queue_account(Strategy::RingAll, &[&me]).await;
    let interaction = house.conversation(&me, account, ANNA).await;
    (me, account, interaction)
}

/// The states in the story of a message, those that changed nothing in brackets.
async fn story(house: &TestHouse, me: &Me, message: &Message) -> Vec<String> {
    let steps = house.state.desktop.delivery_story(me, message.id).await.unwrap();
    steps
        .into_iter()
        .map(|step| if step.applied { step.state.as_str().into() } else { format!("({})", step.state.as_str()) })
        .collect()
}

async fn content(house: &TestHouse, me: &Me, message: &Message) -> Content {
    let seen = house.state.desktop.conversation(me, message.interaction, Stretch::Newest).await.unwrap();
    seen.messages.into_iter().find(|m| m.id == message.id).unwrap().content
}

async fn problem(house: &TestHouse, me: &Me, message: &Message) -> (String, Option<String>) {
    match content(house, me, message).await {
        Content::Outbound { problem: Some(problem), .. } => (problem.words.to_string(), problem.code),
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn a_reply_is_sent_and_its_receipts_move_it_on(house) {
        let (me, account, interaction) = desk(&house).await;
        let message = house.reply(&me, interaction, "answer").await;
        assert_eq!(house.delivery("answer").await, "queued");
        house.send().await;
        assert_eq!(house.delivery("answer").await, "sent");
        assert_eq!(house.count("outbox").await, 0);
        let handed = house.twilio.handed().remove(0);
        assert_eq!((&*handed.to, &*handed.from, &*handed.body), (ANNA, "+15550100199", "answer"));
        let callback = format!("http://desk.test/hooks/{}/status?m={}-1", house.token(account), message.id);
        assert_eq!(handed.status_callback, callback);
        house.receipt(account, &handed.sid, "delivered").await;
        assert_eq!(house.delivery("answer").await, "delivered");
        assert_eq!(story(&house, &me, &message).await, ["queued", "sending", "sent", "delivered"]);
        let health = house.state.accounts.list().await.unwrap().remove(0).health;
        assert!(health.last_sent.is_some() && health.last_receipt.is_some() && health.last_error.is_none());
    }

    async fn a_late_sent_receipt_does_not_undo_delivered(house) {
        let (me, account, interaction) = desk(&house).await;
        let message = house.reply(&me, interaction, "answer").await;
        house.send().await;
        let sid = house.twilio.handed().remove(0).sid;
        for status in ["delivered", "sent", "failed", "delivered"] {
            house.receipt(account, &sid, status).await;
        }
        assert_eq!(house.delivery("answer").await, "delivered");
        assert_eq!(
            story(&house, &me, &message).await,
            ["queued", "sending", "sent", "delivered", "(sent)", "(failed)", "(delivered)"]
        );
    }

    async fn a_permanent_refusal_fails_the_message_and_says_why(house) {
        let (me, _, interaction) = desk(&house).await;
        house.twilio.next([Reply::Refuse(400, 21211, None)]);
        let message = house.reply(&me, interaction, "answer").await;
        house.send().await;
        assert_eq!(house.delivery("answer").await, "failed");
        assert_eq!(problem(&house, &me, &message).await.1.as_deref(), Some("21211"));
        house.clock.advance(3_600 * SECOND);
        house.send().await;
        assert_eq!(house.twilio.handed().len(), 1);
    }

    async fn a_recipient_who_opted_out_is_marked(house) {
        let (me, _, interaction) = desk(&house).await;
        house.twilio.next([Reply::Refuse(400, 21610, None)]);
        house.reply(&me, interaction, "answer").await;
        house.send().await;
        assert_eq!(house.delivery("answer").await, "failed");
        assert_eq!(house.number("select opted_out_at from contact").await, house.clock.now().0);
    }

    async fn wrong_credentials_fail_the_message_and_show_at_the_account(house) {
        let (me, _, interaction) = desk(&house).await;
        house.twilio.next([Reply::Refuse(401, 20003, None)]);
        house.reply(&me, interaction, "answer").await;
        house.send().await;
        assert_eq!(house.delivery("answer").await, "failed");
        let health = house.state.accounts.list().await.unwrap().remove(0).health;
        assert!(health.last_error.unwrap().1.to_string().contains("credentials"));
    }

    async fn a_throttled_account_waits_as_long_as_it_was_asked_to(house) {
        let (me, account, interaction) = desk(&house).await;
        house.twilio.next([Reply::Refuse(429, 20429, Some(7))]);
        house.reply(&me, interaction, "first").await;
        house.send().await;
        // The whole account waits, also with what was written meanwhile.
        house.reply(&me, interaction, "second").await;
        house.clock.advance(6 * SECOND + 999);
        house.send().await;
        assert_eq!(house.twilio.bodies(), ["first"]);
        let next = house.state.outbox.run_due().await.unwrap();
        assert_eq!(next, Some(house.clock.now() + 1));
        house.clock.advance(1);
        house.send().await;
        house.clock.advance(SECOND);
        house.send().await;
        assert_eq!(house.twilio.bodies(), ["first", "first", "second"]);
        assert_eq!(house.words("select delivery from message where kind = 'outbound'").await, ["sent", "sent"]);
        assert_eq!(house.number(&format!("select count(*) from attempt where account_id = {account}")).await, 3);
    }

    async fn trouble_at_the_provider_is_tried_again_less_and_less_and_then_given_up(house) {
        let (me, _, interaction) = desk(&house).await;
        house.twilio.next((0..20).map(|_| Reply::Refuse(503, 20503, None)));
        let message = house.reply(&me, interaction, "answer").await;
        let mut waits = Vec::new();
        for _ in 0..20 {
            house.send().await;
            if house.delivery("answer").await == "failed" {
                break;
            }
            let next = house.state.outbox.run_due().await.unwrap().expect("it comes back");
            waits.push(next.since(house.clock.now()) / SECOND);
            house.clock.advance(next.since(house.clock.now()));
        }
        assert_eq!(waits, [2, 5, 15, 60, 180, 600, 1200, 1800]);
        assert_eq!(house.twilio.handed().len(), 9);
        assert!(problem(&house, &me, &message).await.0.starts_with("Given up after several tries"));
    }

    async fn a_new_try_is_an_attempt_of_its_own_and_its_story_says_so(house) {
        let (me, account, interaction) = desk(&house).await;
        house.twilio.next([Reply::Refuse(503, 20503, None)]);
        let message = house.reply(&me, interaction, "answer").await;
        let mut stream = house.listen(&me).await;
        house.send().await;
        let told = stream.heard().await.into_iter().rev().find_map(|event| match event {
            Event::DeliveryChanged { attempt, delivery, problem, .. } => Some((attempt, delivery, problem.is_some())),
            _ => None,
        });
        assert_eq!(told, Some((2, Delivery::Queued, true)));
        assert_eq!(story(&house, &me, &message).await, ["queued", "sending", "queued"]);
        house.clock.advance(2 * SECOND);
        house.send().await;
        assert_eq!(story(&house, &me, &message).await, ["queued", "sending", "queued", "sending", "sent"]);
        let callbacks: Vec<String> = house.twilio.handed().into_iter().map(|handed| handed.status_callback).collect();
        assert!(callbacks[0].ends_with("-1") && callbacks[1].ends_with("-2"), "{callbacks:?}");
        house.receipt(account, &house.twilio.handed()[1].sid, "delivered").await;
        assert_eq!(house.delivery("answer").await, "delivered");
    }

    async fn a_reply_never_overtakes_an_earlier_one_to_the_same_customer(house) {
        let (me, account, interaction) = desk(&house).await;
        let other = house.conversation(&me, account, "+15550100002").await;
        house.twilio.next([Reply::Refuse(503, 20503, None), Reply::Accept, Reply::Refuse(503, 20503, None)]);
        house.reply(&me, interaction, "first").await;
        house.reply(&me, interaction, "second").await;
        house.send().await;
        house.reply(&me, interaction, "third").await;
        house.reply(&me, other, "to somebody else").await;
        house.send().await;
        assert_eq!(house.twilio.bodies(), ["first", "to somebody else"]);
        // It is tried twice more before it is taken.
        for wait in [2, 5] {
            house.clock.advance(wait * SECOND);
            house.send().await;
        }
        assert_eq!(house.twilio.bodies()[2..], ["first", "first", "second", "third"]);
        assert_eq!(house.count("outbox").await, 0);
    }

    async fn what_follows_a_message_that_fails_for_good_leaves_then(house) {
        let (me, _, interaction) = desk(&house).await;
        house.twilio.next([Reply::Refuse(400, 21211, None)]);
        house.reply(&me, interaction, "first").await;
        house.reply(&me, interaction, "second").await;
        house.send().await;
        assert_eq!(house.twilio.bodies(), ["first", "second"]);
        assert_eq!((house.delivery("first").await, house.delivery("second").await), ("failed".into(), "sent".into()));
    }

    async fn what_recovers_is_sent_once(house) {
        let (me, _, interaction) = desk(&house).await;
        house.twilio.next([Reply::Refuse(503, 20503, None)]);
        house.reply(&me, interaction, "answer").await;
        house.send().await;
        assert_eq!(house.delivery("answer").await, "queued");
        house.clock.advance(2 * SECOND);
        house.send().await;
        house.clock.advance(3_600 * SECOND);
        house.send().await;
        assert_eq!(house.delivery("answer").await, "sent");
        assert_eq!(house.twilio.handed().len(), 2);
    }

    async fn a_provider_out_of_reach_is_tried_again(house) {
        let (me, account, interaction) = desk(&house).await;
        let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let mut draft = house.account_draft("CARE", house.state.house().account(account).unwrap().flow.0.clone());
        draft.api_base = format!("http://{closed}");
        house.state.accounts.save_as(None, Some(account), draft.clone()).await.unwrap();
        house.reply(&me, interaction, "answer").await;
        house.send().await;
        assert_eq!(house.delivery("answer").await, "queued");
        draft.api_base = house.twilio.base.clone();
        house.state.accounts.save_as(None, Some(account), draft).await.unwrap();
        house.clock.advance(2 * SECOND);
        house.send().await;
        assert_eq!(house.delivery("answer").await, "sent");
    }

    async fn when_the_line_breaks_after_the_request_nobody_knows_and_nothing_is_sent_again(house) {
        let (me, account, interaction) = desk(&house).await;
        house.twilio.next([Reply::HangUp]);
        let message = house.reply(&me, interaction, "answer").await;
        house.send().await;
        assert_eq!(house.delivery("answer").await, "unknown");
        assert!(problem(&house, &me, &message).await.0.contains("may or may not"));
        for _ in 0..5 {
            house.clock.advance(3_600 * SECOND);
            house.state.outbox.sweep().await.unwrap();
            house.send().await;
        }
        assert_eq!(house.twilio.handed().len(), 1);
        // A receipt that carries our own reference settles it.
        let handed = house.twilio.handed().remove(0);
        let path = handed.status_callback.strip_prefix("http://desk.test").unwrap().to_owned();
        house.hook(&path, &[("MessageSid", &handed.sid), ("MessageStatus", "delivered")]).await;
        assert_eq!(house.delivery("answer").await, "delivered");
        assert_eq!(house.count("parked_receipt").await, 0);
        assert_eq!(house.number(&format!("select count(*) from attempt where account_id = {account}")).await, 1);
    }

    async fn what_a_dead_worker_had_becomes_unknown_and_is_not_sent_again(house) {
        let (me, account, interaction) = desk(&house).await;
        let message = house.reply(&me, interaction, "answer").await;
        // A worker takes it and dies: nothing more is heard of it.
        let (now, store) = (house.clock.now(), &house.state.store);
        let claim = store.claim_departures(vec![(account, 100.0)], 10, "dead".into(), now, house.state.house()).await.unwrap();
        assert_eq!(claim.departures.len(), 1);
        assert_eq!(house.delivery("answer").await, "sending");
        for (after, state) in [(30, "sending"), (31, "unknown")] {
            house.clock.advance(after * SECOND);
            house.state.outbox.sweep().await.unwrap();
            house.send().await;
            assert_eq!(house.delivery("answer").await, state);
        }
        assert_eq!(house.twilio.handed().len(), 0);
        assert_eq!(house.count("outbox").await, 0);
        assert!(problem(&house, &me, &message).await.0.contains("may or may not"));
    }

    async fn a_resend_is_a_second_attempt_with_its_history(house) {
        let (me, account, interaction) = desk(&house).await;
        house.twilio.next([Reply::Refuse(400, 21211, None)]);
        let message = house.reply(&me, interaction, "answer").await;
        house.send().await;
        house.state.desktop.resend(&me, message.id).await.unwrap();
        assert_eq!(house.delivery("answer").await, "queued");
        // A second click finds nothing to send again.
        assert!(house.state.desktop.resend(&me, message.id).await.is_err());
        house.send().await;
        let handed = house.twilio.handed();
        assert_eq!(handed.len(), 2);
        assert!(handed[1].status_callback.ends_with(&format!("?m={}-2", message.id)));
        // What is heard late of the first attempt does not touch the second.
        house.receipt(account, &handed[0].sid, "undelivered").await;
        assert_eq!(house.delivery("answer").await, "sent");
        house.receipt(account, &handed[1].sid, "delivered").await;
        assert!(house.state.desktop.resend(&me, message.id).await.is_err());
        match content(&house, &me, &message).await {
            Content::Outbound { attempt, problem, .. } => assert_eq!((attempt, problem), (2, None)),
            other => panic!("{other:?}"),
        }
        assert_eq!(
            story(&house, &me, &message).await,
            ["queued", "sending", "failed", "queued", "sending", "sent", "delivered"]
        );
    }

    async fn a_message_its_customer_has_is_not_sent_again_after_all(house) {
        let (me, account, interaction) = desk(&house).await;
        // Resent while unknown; then the first attempt turns out to have arrived.
        house.twilio.next([Reply::HangUp]);
        let message = house.reply(&me, interaction, "answer").await;
        house.send().await;
        house.state.desktop.resend(&me, message.id).await.unwrap();
        let first = house.twilio.handed().remove(0);
        let path = format!("/hooks/{}/status?m={}-1", house.token(account), message.id);
        house.hook(&path, &[("MessageSid", &first.sid), ("MessageStatus", "delivered")]).await;
        house.send().await;
        assert_eq!(house.twilio.handed().len(), 1);
        assert_eq!(house.delivery("answer").await, "delivered");
        // The same while the call is under way and ends in "try again".
        let gate = std::sync::Arc::new(tokio::sync::Semaphore::new(0));
        house.twilio.next([Reply::Hold(gate.clone())]);
        let other = house.reply(&me, interaction, "other").await;
        let departure = {
            let (now, store) = (house.clock.now() + SECOND, &house.state.store);
            store.claim_departures(vec![(account, 100.0)], 10, "one".into(), now, house.state.house()).await.unwrap().departures.remove(0)
        };
        let path = format!("/hooks/{}/status?m={}-1", house.token(account), other.id);
        house.hook(&path, &[("MessageSid", "SMother"), ("MessageStatus", "delivered")]).await;
        let problem = smsdesk::domain::message::Problem { words: ["busy", "occupato"].into(), code: None };
        let again = smsdesk::server::store::Outcome::Again { due_at: house.clock.now(), problem, pause_account: false };
        house.state.store.finish_departure(departure, again, house.clock.now()).await.unwrap();
        assert_eq!(house.count("outbox").await, 0);
        assert_eq!(house.delivery("other").await, "delivered");
    }

    async fn only_who_answers_the_customer_can_send_again(house) {
        let (me, _, interaction) = desk(&house).await;
        house.twilio.next([Reply::Refuse(400, 21211, None)]);
        let message = house.reply(&me, interaction, "answer").await;
        house.send().await;
        let other = house.agent("eve").await;
        assert!(house.state.desktop.resend(&other, message.id).await.is_err());
        assert!(house.state.desktop.delivery_story(&other, message.id).await.is_err());
        assert!(house.state.desktop.resend(&me, MessageId(999)).await.is_err());
        assert_eq!(house.delivery("answer").await, "failed");
    }

    async fn one_composed_message_is_sent_once_however_often_it_is_clicked(house) {
        let (me, _, interaction) = desk(&house).await;
        let nodes = [house.node().await, house.node().await];
        let clicks = (0..12).map(|click| {
            let (node, me) = (nodes[click % 2].clone(), me.clone());
            tokio::spawn(async move {
                node.state.desktop.reply(&me, interaction, "answer".into(), "the-one-key".into()).await.unwrap().id
            })
        });
        let ids: Vec<_> = futures::future::join_all(clicks).await.into_iter().map(|id| id.unwrap()).collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        house.send().await;
        let again = house.state.desktop.reply(&me, interaction, "answer".into(), "the-one-key".into()).await.unwrap();
        assert_eq!(again.id, ids[0]);
        house.send().await;
        assert_eq!(house.twilio.bodies(), ["answer"]);
        // Even when the session was closed before the answer came back to the browser.
        house.state.desktop.close(&me, interaction).await.unwrap();
        let again = house.state.desktop.reply(&me, interaction, "answer".into(), "the-one-key".into()).await.unwrap();
        assert_eq!(again.id, ids[0]);
    }

    async fn only_the_owner_replies_and_a_note_never_leaves_the_house(house) {
        let (me, _, interaction) = desk(&house).await;
        let other = house.agent("eve").await;
        let reply = async |who: &Me, text: &str| {
            house.state.desktop.reply(who, interaction, text.into(), format!("key {text}")).await
        };
        let boss = house.person("sue", Role::Supervisor, None).await;
        let refused = reply(&boss, "mine").await.unwrap_err();
        assert_eq!(refused.to_string(), "Ben answers this customer now.");
        // Who may not even see it is not told whose it is.
        assert!(matches!(reply(&other, "mine").await, Err(Failure::NotFound)));
        house.state.desktop.note(&me, interaction, "he is angry".into(), "note".into()).await.unwrap();
        house.state.desktop.note(&me, interaction, "he is angry".into(), "note".into()).await.unwrap();
        assert!(house.state.desktop.note(&other, interaction, "psst".into(), "note2".into()).await.is_err());
        for text in ["", "   ", "a\0b", &"x".repeat(1601)] {
            assert!(reply(&me, text).await.is_err());
        }
        house.state.desktop.close(&me, interaction).await.unwrap();
        assert!(reply(&me, "too late").await.is_err());
        house.send().await;
        assert_eq!(house.twilio.handed().len(), 0);
        assert_eq!(house.number("select count(*) from message where kind = 'note'").await, 1);
    }

    async fn an_agents_reply_goes_before_automatic_ones(house) {
        let me = house.present("ben").await;
        let queue = house.queue("Care", Strategy::RingAll, &[&me]).await;
        let greet = Step::AutoReply { text: "Welcome.".into(), when: AutoReplyWhen::OncePerInteraction };
        let mut draft = house.account_draft("CARE", vec![greet, Step::Queue { queue, timeout: None }]);
        draft.rate = 1.0;
        let account = house.state.accounts.save_as(None, None, draft).await.unwrap();
        let interaction = house.conversation(&me, account, ANNA).await;
        for peer in 5..10 {
            house.text(account, &format!("+1555010{peer:04}"), "hello").await;
        }
        house.route().await;
        house.reply(&me, interaction, "answer").await;
        for _ in 0..7 {
            house.send().await;
            // A slot is a breath wider than the rate says.
            house.clock.advance(SECOND + 20);
        }
        let bodies = house.twilio.bodies();
        assert_eq!(bodies[0], "answer");
        assert_eq!(bodies.len(), 7);
    }

    async fn without_news_a_sent_message_becomes_unconfirmed_and_a_receipt_still_counts(house) {
        let (me, account, interaction) = desk(&house).await;
        house.reply(&me, interaction, "answer").await;
        house.send().await;
        house.clock.advance(59 * 60 * SECOND);
        house.state.outbox.sweep().await.unwrap();
        assert_eq!(house.delivery("answer").await, "sent");
        house.clock.advance(2 * 60 * SECOND);
        house.state.outbox.sweep().await.unwrap();
        house.state.outbox.sweep().await.unwrap();
        assert_eq!(house.delivery("answer").await, "unconfirmed");
        house.receipt(account, &house.twilio.handed()[0].sid, "delivered").await;
        assert_eq!(house.delivery("answer").await, "delivered");
    }

    async fn news_is_missed_since_it_was_sent_not_since_it_was_written(house) {
        let (me, _, interaction) = desk(&house).await;
        house.twilio.next((0..7).map(|_| Reply::Refuse(503, 20503, None)));
        house.reply(&me, interaction, "answer").await;
        // It leaves an hour after it was written.
        while house.delivery("answer").await != "sent" {
            house.send().await;
            if let Some(next) = house.state.outbox.run_due().await.unwrap() {
                house.clock.advance(next.since(house.clock.now()));
            }
        }
        house.state.outbox.sweep().await.unwrap();
        assert_eq!(house.delivery("answer").await, "sent");
        house.clock.advance(61 * 60 * SECOND);
        house.state.outbox.sweep().await.unwrap();
        assert_eq!(house.delivery("answer").await, "unconfirmed");
    }

    async fn a_switched_off_account_sends_nothing_and_keeps_what_comes_for_later(house) {
        let (me, account, interaction) = desk(&house).await;
        let admin = house.person("ann", Role::Administrator, None).await;
        house.reply(&me, interaction, "early").await;
        house.send().await;
        house.reply(&me, interaction, "before").await;
        let mut draft = house.account_draft("CARE", house.state.house().account(account).unwrap().flow.0.clone());
        draft.active = false;
        house.state.accounts.save_as(None, Some(account), draft.clone()).await.unwrap();
        assert!(house.state.desktop.reply(&me, interaction, "during".into(), "key".into()).await.is_err());
        house.send().await;
        assert_eq!(house.twilio.bodies(), ["early"]);
        let refused = house.text_as(account, "SM1", ANNA, "are you there?").await;
        assert_eq!(refused, axum::http::StatusCode::NOT_FOUND);
        let call = house.state.accounts.journal(Some(account), None).await.unwrap().remove(0);
        assert_eq!(call.verdict, CallVerdict::SwitchedOff);
        // What was sent before is still told of.
        house.receipt(account, &house.twilio.handed()[0].sid, "delivered").await;
        assert_eq!(house.delivery("early").await, "delivered");
        draft.active = true;
        house.state.accounts.save_as(None, Some(account), draft).await.unwrap();
        house.send().await;
        assert_eq!(house.twilio.bodies(), ["early", "before"]);
        assert_eq!(house.state.inbox.drive_again(&admin, call.id).await.unwrap(), CallVerdict::Accepted);
        assert_eq!(house.number("select count(*) from message where text = 'are you there?' and kind = 'inbound'").await, 1);
    }

    async fn two_nodes_never_send_the_same_message(house) {
        let (me, _, interaction) = desk(&house).await;
        for number in 0..30 {
            house.reply(&me, interaction, &format!("answer {number:02}")).await;
        }
        // As if each were to a customer of its own: what goes to one leaves one after the other.
        house.execute("update outbox set interaction_id = message_id").await;
        let nodes = [house.node().await, house.node().await];
        for _ in 0..40 {
            let turns = nodes.iter().map(|node| async {
                node.state.outbox.run_due().await.unwrap();
            });
            futures::future::join_all(turns).await;
            house.clock.advance(20);
        }
        for node in &nodes {
            node.state.outbox.settle().await;
        }
        house.send().await;
        let mut bodies = house.twilio.bodies();
        bodies.sort();
        let expected: Vec<String> = (0..30).map(|number| format!("answer {number:02}")).collect();
        assert_eq!(bodies, expected);
        assert_eq!(house.number("select count(*) from message where delivery = 'sent'").await, 30);
    }

    async fn a_retry_that_comes_due_later_wakes_the_worker_in_time(house) {
        let (me, _, interaction) = desk(&house).await;
        house.twilio.next([Reply::Refuse(503, 20503, None)]);
        house.reply(&me, interaction, "first").await;
        house.send().await;
        house.reply(&me, interaction, "second").await;
        // One can leave now, the other in two seconds: the worker must not sleep past it.
        let next = house.state.outbox.run_due().await.unwrap();
        house.state.outbox.settle().await;
        assert_eq!(next, Some(house.clock.now() + 2 * SECOND));
    }
}

#[tokio::test]
async fn a_provider_that_never_answers_leaves_the_message_in_doubt() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let twilio = FakeTwilio::start().await;
    twilio.next([Reply::Silence]);
    let client = Client::with_time_outs(Duration::from_secs(5), Duration::from_millis(200));
    let url = format!("{}/2010-04-01/Accounts/{}/Messages.json", twilio.base, crate::twilio::SID);
    let request = HttpRequest { method: "POST", url, headers: vec![], body: b"To=1".to_vec() };
    match client.call(request).await {
        Err(NoAnswer::InDoubt(words)) => assert_eq!(words, "The provider did not answer in time."),
        other => panic!("{other:?}"),
    }
}
