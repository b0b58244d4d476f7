//! What was written for later leaves when its time comes, once, behind what agents wait for, unless it is overtaken.

use smsdesk::{
    domain::{
        AccountId, InteractionId, MessageId, Timestamp,
        event::Event,
        message::{Content, Message},
        new_sms::Later,
        queue::Strategy,
        user::Me,
    },
    server::{desktop::Manner, failure::Failure},
};

use crate::house::TestHouse;

const ANNA: &str = "+15550100001";
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

async fn desk(house: &TestHouse) -> (Me, AccountId, InteractionId) {
    let me = house.present("ben").await;
    let account = house.queue_account(Strategy::RingAll, &[&me]).await;
    let interaction = house.conversation(&me, account, ANNA).await;
    (me, account, interaction)
}

fn at(at: Timestamp) -> Later {
    Later { at, cancel_if_they_write: true }
}

async fn schedule(house: &TestHouse, me: &Me, interaction: InteractionId, text: &str, later: Later) -> Message {
    let manner = Manner { later: Some(later), despite: None, media: Vec::new() };
    house.state.desktop.reply_as(me, interaction, text.into(), format!("key {text}"), manner).await.unwrap()
}

/// How many wait, as the interaction and as the messages say.
async fn waiting(house: &TestHouse) -> (i64, i64) {
    let counted = house.number("select cast(sum(scheduled) as bigint) from interaction").await;
    (counted, house.number("select count(*) from message where delivery_rank = -1").await)
}

async fn content(house: &TestHouse, me: &Me, message: &Message) -> Content {
    let seen = house.state.desktop.conversation(me, message.interaction, Default::default()).await.unwrap();
    seen.messages.into_iter().find(|m| m.id == message.id).unwrap().content
}

async fn why(house: &TestHouse, me: &Me, message: &Message) -> String {
    match content(house, me, message).await {
        Content::Outbound { problem: Some(problem), .. } => problem.words.to_string(),
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn a_scheduled_text_leaves_when_its_time_comes_and_not_before(house) {
        let (me, _, id) = desk(&house).await;
        let later = at(house.clock.now() + HOUR);
        let message = schedule(&house, &me, id, "later", later).await;
        assert!(matches!(content(&house, &me, &message).await, Content::Outbound { later: Some(it), .. } if it == later));
        assert_eq!((house.delivery("later").await.as_str(), waiting(&house).await), ("scheduled", (1, 1)));
        let before = house.state.desktop.conversation(&me, id, Default::default()).await.unwrap().interaction;
        assert_eq!((before.first_response_at, before.scheduled), (None, 1));
        house.send().await;
        house.clock.advance(HOUR - 1);
        house.send().await;
        assert!(house.twilio.handed().is_empty());
        house.clock.advance(1);
        let mut stream = house.listen(&me).await;
        house.send().await;
        assert_eq!((house.delivery("later").await.as_str(), waiting(&house).await), ("sent", (0, 0)));
        assert_eq!(house.twilio.handed().len(), 1);
        let heard = stream.heard().await;
        let told: Vec<&str> = heard.iter().filter_map(|event| match event {
            Event::DeliveryChanged { delivery, .. } => Some(delivery.as_str()),
            _ => None,
        }).collect();
        assert_eq!(told, ["sending", "sent"]);
        let after = house.state.desktop.conversation(&me, id, Default::default()).await.unwrap().interaction;
        assert_eq!((after.scheduled, after.last_at, after.first_response_at), (0, house.clock.now(), Some(house.clock.now())));
        let steps = house.state.desktop.delivery_story(&me, message.id).await.unwrap();
        let steps: Vec<&str> = steps.iter().map(|step| step.state.as_str()).collect();
        assert_eq!(steps, ["scheduled", "sending", "sent"]);
    }

    async fn the_worker_knows_when_to_come_back_for_it(house) {
        let (me, _, id) = desk(&house).await;
        schedule(&house, &me, id, "later", at(house.clock.now() + HOUR)).await;
        assert_eq!(house.state.outbox.run_due().await.unwrap(), Some(house.clock.now() + HOUR));
    }

    async fn a_second_node_sends_it_after_the_first_has_gone(house) {
        let (me, _, id) = desk(&house).await;
        schedule(&house, &me, id, "later", at(house.clock.now() + HOUR)).await;
        let other = house.node().await;
        house.clock.advance(HOUR);
        other.send().await;
        house.send().await;
        assert_eq!(house.twilio.handed().len(), 1);
    }

    async fn a_customer_who_writes_first_cancels_it_at_once(house) {
        let (me, account, id) = desk(&house).await;
        let mut stream = house.listen(&me).await;
        let message = schedule(&house, &me, id, "still there?", at(house.clock.now() + HOUR)).await;
        let keeps = Later { cancel_if_they_write: false, ..at(house.clock.now() + HOUR) };
        schedule(&house, &me, id, "the parcel leaves", keeps).await;
        house.clock.advance(MINUTE);
        house.text(account, ANNA, "yes").await;
        assert_eq!((house.delivery("still there?").await.as_str(), waiting(&house).await), ("cancelled", (1, 1)));
        assert_eq!(why(&house, &me, &message).await, "Cancelled because the customer wrote first.");
        let heard = stream.heard().await;
        let scheduled = heard.iter().rev().find_map(|event| match event {
            Event::InteractionChanged { interaction } => Some((interaction.scheduled, interaction.unread)),
            _ => None,
        });
        assert_eq!(scheduled, Some((1, 1)));
        house.clock.advance(HOUR);
        house.send().await;
        assert_eq!(house.twilio.handed().into_iter().map(|handed| handed.body).collect::<Vec<_>>(), ["the parcel leaves"]);
    }

    async fn a_customer_who_writes_in_a_new_session_cancels_it_too(house) {
        let (me, account, id) = desk(&house).await;
        let message = schedule(&house, &me, id, "still there?", at(house.clock.now() + HOUR)).await;
        house.state.desktop.close(&me, id).await.unwrap();
        house.clock.advance(MINUTE);
        house.text(account, ANNA, "another thing").await;
        assert_eq!(house.count("interaction").await, 2);
        house.clock.advance(HOUR);
        house.send().await;
        assert!(house.twilio.handed().is_empty());
        assert_eq!((house.delivery("still there?").await.as_str(), waiting(&house).await), ("cancelled", (0, 0)));
        let _ = message;
        assert_eq!(house.count("outbox").await, 0);
    }

    async fn a_closed_session_still_sends_what_it_was_told_to(house) {
        let (me, _, id) = desk(&house).await;
        schedule(&house, &me, id, "see you", at(house.clock.now() + HOUR)).await;
        house.state.desktop.close(&me, id).await.unwrap();
        house.clock.advance(HOUR);
        house.send().await;
        assert_eq!((house.delivery("see you").await.as_str(), waiting(&house).await), ("sent", (0, 0)));
    }

    async fn closing_can_take_all_of_it_back(house) {
        let (me, _, id) = desk(&house).await;
        schedule(&house, &me, id, "one", at(house.clock.now() + HOUR)).await;
        schedule(&house, &me, id, "two", Later { cancel_if_they_write: false, ..at(house.clock.now() + HOUR) }).await;
        house.state.scheduled.cancel_all(&me, id).await.unwrap();
        house.state.desktop.close(&me, id).await.unwrap();
        assert_eq!((waiting(&house).await, house.count("outbox").await), ((0, 0), 0));
    }

    async fn it_can_be_changed_taken_back_and_sent_at_once_until_its_time_comes(house) {
        let (me, _, id) = desk(&house).await;
        let now = house.clock.now();
        let one = schedule(&house, &me, id, "draft", at(now + HOUR)).await;
        let two = schedule(&house, &me, id, "not this", at(now + HOUR)).await;
        let three = schedule(&house, &me, id, "hurry", at(now + HOUR)).await;
        let changed = house.state.scheduled.change(&me, one.id, "final".into(), at(now + 2 * HOUR)).await.unwrap();
        assert!(matches!(changed.content, Content::Outbound { text, .. } if text == "final"));
        house.state.scheduled.cancel(&me, two.id).await.unwrap();
        assert_eq!(why(&house, &me, &two).await, "Cancelled by Ben.");
        house.state.scheduled.send_now(&me, three.id).await.unwrap();
        assert_eq!(waiting(&house).await, (1, 1));
        house.clock.advance(HOUR);
        house.send().await;
        assert_eq!(house.twilio.handed().into_iter().map(|it| it.body).collect::<Vec<_>>(), ["hurry"]);
        house.clock.advance(HOUR);
        house.send().await;
        assert_eq!(house.twilio.handed().into_iter().map(|it| it.body).collect::<Vec<_>>(), ["hurry", "final"]);
        for late in [
            house.state.scheduled.change(&me, one.id, "no".into(), at(now + 5 * HOUR)).await.err(),
            house.state.scheduled.cancel(&me, one.id).await.err(),
            house.state.scheduled.send_now(&me, two.id).await.err(),
        ] {
            assert!(matches!(late, Some(Failure::Refused(_))), "{late:?}");
        }
        assert_eq!(house.delivery("final").await, "sent");
    }

    async fn only_who_answers_may_change_it_and_only_for_a_time_to_come(house) {
        let (me, _, id) = desk(&house).await;
        let message = schedule(&house, &me, id, "mine", at(house.clock.now() + HOUR)).await;
        let other = house.present("eve").await;
        assert!(matches!(house.state.scheduled.cancel(&other, message.id).await, Err(Failure::NotFound)));
        assert!(matches!(house.state.scheduled.cancel_all(&other, id).await, Err(Failure::NotFound)));
        assert!(matches!(house.state.scheduled.cancel(&me, MessageId(999)).await, Err(Failure::NotFound)));
        for wrong in [house.clock.now(), house.clock.now() + 400 * 24 * HOUR] {
            let manner = Manner { later: Some(at(wrong)), despite: None, media: Vec::new() };
            let answer = house.state.desktop.reply_as(&me, id, "x".into(), "k".into(), manner).await;
            assert!(matches!(answer, Err(Failure::Invalid(invalid)) if invalid.0[0].field == "later"));
        }
    }

    async fn it_never_goes_before_what_an_agent_wrote_just_now(house) {
        let (me, account, id) = desk(&house).await;
        for n in 0..5 {
            let keeps = Later { cancel_if_they_write: false, ..at(house.clock.now() + HOUR) };
            schedule(&house, &me, id, &format!("later {n}"), keeps).await;
        }
        house.clock.advance(HOUR);
        house.text(account, ANNA, "hello?").await;
        house.reply(&me, id, "now").await;
        house.execute("update account set rate = 1").await;
        house.state.houses.reload().await.unwrap();
        house.state.outbox.run_due().await.unwrap();
        house.state.outbox.settle().await;
        assert_eq!(house.twilio.handed()[0].body, "now");
    }

    async fn it_does_not_leave_for_who_opted_out_meanwhile(house) {
        let (me, account, id) = desk(&house).await;
        let keeps = Later { cancel_if_they_write: false, ..at(house.clock.now() + HOUR) };
        schedule(&house, &me, id, "offer", keeps).await;
        house.text(account, ANNA, "STOP").await;
        house.clock.advance(HOUR);
        house.send().await;
        assert!(house.twilio.handed().is_empty());
        assert_eq!((house.delivery("offer").await.as_str(), waiting(&house).await), ("failed", (0, 0)));
    }
}
