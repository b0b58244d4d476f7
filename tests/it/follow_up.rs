//! Sessions that come back to their owner when he said they should.

use smsdesk::{
    domain::{
        Timestamp, UserId,
        follow_up::{FollowUp, LONGEST_REASON},
        message::Happening,
        queue::Strategy,
        transfer::Destination,
        user::{Me, Role},
    },
    server::failure::Failure,
};

use crate::{
    closing::{facts, lines, rules},
    house::TestHouse,
};

const ANNA: &str = "+15550100001";
const HOUR: i64 = 3_600_000;

fn after(house: &TestHouse, millis: i64, reason: &str) -> Option<FollowUp> {
    Some(FollowUp { at: Timestamp(house.state.clock.now().0 + millis), reason: reason.into() })
}

async fn open(house: &TestHouse, me: &Me) -> i64 {
    house.number(&format!("select open_count from presence where user_id = {}", me.id)).await
}

fn wrong_field(result: Result<(), Failure>) -> String {
    match result {
        Err(Failure::Invalid(wrong)) => wrong.0[0].field.clone(),
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn a_session_comes_back_once_as_unread_with_the_reason(house) {
        let a = house.present("ada").await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let interaction = house.conversation(&a, account, ANNA).await;
        house.state.desktop.seen(&a, interaction).await.unwrap();
        let mut screen = house.listen(&a).await;
        let wanted = after(&house, HOUR, " Ask the warehouse ");
        house.state.desktop.follow_up(&a, interaction, wanted).await.unwrap();
        let set = facts(&house, interaction).await;
        assert_eq!(set.follow_up.as_ref().map(|it| it.reason.as_str()), Some("Ask the warehouse"));
        assert!(!screen.heard().await.is_empty(), "other windows learn of it");

        house.state.desktop.bring_back().await.unwrap();
        assert_eq!(facts(&house, interaction).await, set, "not before its time");
        house.pass(HOUR).await;
        let node = house.node().await;
        for looks in [&house, &node, &house] {
            looks.state.desktop.bring_back().await.unwrap();
        }
        let back = facts(&house, interaction).await;
        assert_eq!((back.follow_up, back.unread, back.owner), (None, 1, Some(a.id)));
        let due = Happening::FollowUpDue { reason: "Ask the warehouse".into() };
        assert_eq!(lines(&house, interaction).await.into_iter().filter(|line| *line == due).count(), 1);
    }

    async fn a_follow_up_is_changed_taken_away_and_ends_with_the_session(house) {
        let a = house.present("ada").await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let interaction = house.conversation(&a, account, ANNA).await;
        for follow_up in [after(&house, HOUR, "first"), after(&house, 3 * HOUR, ""), None] {
            house.state.desktop.follow_up(&a, interaction, follow_up.clone()).await.unwrap();
            assert_eq!(facts(&house, interaction).await.follow_up, follow_up);
        }
        house.state.desktop.follow_up(&a, interaction, after(&house, HOUR, "")).await.unwrap();
        house.state.desktop.close(&a, interaction).await.unwrap();
        assert_eq!(facts(&house, interaction).await.follow_up, None);
        let late = house.state.desktop.follow_up(&a, interaction, after(&house, HOUR, "")).await;
        assert!(matches!(late, Err(Failure::Refused(_))), "{late:?}");
        house.pass(2 * HOUR).await;
        let before = lines(&house, interaction).await.len();
        house.state.desktop.bring_back().await.unwrap();
        assert_eq!(lines(&house, interaction).await.len(), before);
    }

    async fn what_can_not_be_is_said_beside_its_field_and_strangers_set_nothing(house) {
        let (a, b) = (house.present("ada").await, house.present("bea").await);
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let interaction = house.conversation(&a, account, ANNA).await;
        for (millis, reason, field) in [
            (-1, String::new(), "later"),
            (400 * 24 * HOUR, String::new(), "later"),
            (HOUR, "x".repeat(LONGEST_REASON + 1), "reason"),
            (HOUR, "\0".into(), "reason"),
        ] {
            let answer = house.state.desktop.follow_up(&a, interaction, after(&house, millis, &reason)).await;
            assert_eq!(wrong_field(answer), field);
        }
        let stranger = house.state.desktop.follow_up(&b, interaction, after(&house, HOUR, "")).await;
        assert!(matches!(stranger, Err(Failure::NotFound)), "{stranger:?}");
        assert_eq!(facts(&house, interaction).await.follow_up, None);
        let boss = house.person("sue", Role::Supervisor, None).await;
        house.state.desktop.follow_up(&boss, interaction, after(&house, HOUR, "")).await.unwrap();
    }

    async fn it_goes_with_the_session_and_silence_does_not_close_it_before(house) {
        let (a, b) = (house.present("ada").await, house.present("bea").await);
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        rules(&house, account, |rules| rules.auto_close_hours = 1).await;
        let interaction = house.conversation(&a, account, ANNA).await;
        // Nobody waits for an answer: it stays with an owner who is gone.
        house.state.desktop.seen(&a, interaction).await.unwrap();
        house.state.desktop.follow_up(&a, interaction, after(&house, 5 * HOUR, "Call back")).await.unwrap();
        house.pass(2 * HOUR).await;
        house.state.routing.close_silent().await.unwrap();
        let boss = house.person("sue", Role::Supervisor, None).await;
        house.state.desktop.assign(&boss, interaction, Destination::Agent(b.id)).await.unwrap();
        let given = facts(&house, interaction).await;
        let owner: Option<UserId> = given.owner;
        assert_eq!((owner, given.closed_at), (Some(b.id), None));
        assert_eq!(given.follow_up.map(|it| it.reason), Some("Call back".into()));
        house.state.desktop.seen(&b, interaction).await.unwrap();
        // Once it has come back, silence counts again.
        house.pass(3 * HOUR).await;
        house.state.desktop.bring_back().await.unwrap();
        house.state.routing.close_silent().await.unwrap();
        assert!(facts(&house, interaction).await.closed_at.is_some());
    }

    async fn what_is_put_off_takes_no_place_until_it_comes_back_whatever_was_taken_meanwhile(house) {
        let a = house.person("ada", Role::Agent, Some(1)).await;
        house.connect(&a).await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let first = house.conversation(&a, account, ANNA).await;
        house.text(account, "+15550100002", "hello").await;
        house.route().await;
        assert!(house.offers(&a).await.is_empty(), "one at a time");
        house.state.desktop.follow_up(&a, first, after(&house, HOUR, "")).await.unwrap();
        house.route().await;
        let second = house.take(&a).await;
        // Set for another time it sleeps on; nothing more is offered.
        house.state.desktop.follow_up(&a, first, after(&house, 2 * HOUR, "")).await.unwrap();
        house.text(account, "+15550100003", "hello").await;
        house.route().await;
        assert!(house.offers(&a).await.is_empty());
        assert_eq!(open(&house, &a).await, 1);
        // It is his again, although he has as many as he may.
        house.clock.advance(2 * HOUR);
        house.connect(&a).await;
        house.state.desktop.bring_back().await.unwrap();
        house.state.desktop.bring_back().await.unwrap();
        assert_eq!(open(&house, &a).await, 2);
        house.state.desktop.close(&a, second).await.unwrap();
        house.route().await;
        assert!(house.offers(&a).await.is_empty(), "he is just full");
        house.state.desktop.close(&a, first).await.unwrap();
        house.route().await;
        assert_eq!(house.offers(&a).await.len(), 1);
        crate::walk::check(&house).await;
    }

    async fn a_session_that_sleeps_takes_room_from_nobody_who_gets_it_and_a_queue_wakes_it(house) {
        let (a, b) = (house.present("ada").await, house.person("bea", Role::Agent, Some(1)).await);
        house.connect(&b).await;
        let boss = house.person("sue", Role::Supervisor, None).await;
        let account = house.queue_account(Strategy::RingAll, &[&a, &b]).await;
        let interaction = house.conversation(&a, account, ANNA).await;
        house.conversation(&b, account, "+15550100002").await;
        house.state.desktop.follow_up(&a, interaction, after(&house, HOUR, "Call back")).await.unwrap();
        house.state.desktop.assign(&boss, interaction, Destination::Agent(b.id)).await.unwrap();
        assert_eq!((open(&house, &a).await, open(&house, &b).await), (0, 1), "she is full, and it sleeps");
        crate::walk::check(&house).await;
        let queue = *house.state.house().queues.keys().next().unwrap();
        house.state.desktop.assign(&boss, interaction, Destination::Queue(queue)).await.unwrap();
        assert_eq!(open(&house, &b).await, 1);
        assert_eq!(facts(&house, interaction).await.follow_up, None);
        let due = Happening::FollowUpDue { reason: "Call back".into() };
        assert!(lines(&house, interaction).await.contains(&due), "what it was for stays to be read");
        house.route().await;
        house.take(&a).await;
        assert_eq!(open(&house, &a).await, 1);
        crate::walk::check(&house).await;
    }

    async fn the_counters_hold_whatever_is_set_taken_back_closed_and_due_at_the_same_instant(house) {
        let a = house.person("ada", Role::Agent, Some(9)).await;
        house.connect(&a).await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let node = house.node().await;
        for turn in 0..12 {
            let interaction = house.conversation(&a, account, &format!("+155501001{turn:02}")).await;
            house.state.desktop.follow_up(&a, interaction, after(&house, 1, "")).await.unwrap();
            house.clock.advance(1);
            let (one, two) = (&house.state.desktop, &node.state.desktop);
            let again = after(&house, HOUR, "");
            let close = async { if turn % 3 == 0 { drop(two.close(&a, interaction).await) } };
            let (back, set, unset, ()) = tokio::join!(
                one.bring_back(),
                two.follow_up(&a, interaction, again),
                one.follow_up(&a, interaction, None),
                close,
            );
            back.unwrap();
            for answer in [set, unset] {
                assert!(matches!(answer, Ok(()) | Err(Failure::Refused(_))), "{answer:?}");
            }
            if turn % 4 == 3 {
                drop(one.close(&a, interaction).await);
            }
            house.route().await;
            crate::walk::check(&house).await;
        }
    }
}
