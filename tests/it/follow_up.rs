//! Sessions that come back to their owner when he said they should.

use smsdesk::{
    domain::{
        Timestamp, UserId,
        follow_up::{FollowUp, LONGEST_REASON},
        message::Happening,
        queue::Strategy,
        transfer::Destination,
        user::Role,
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
        house.state.desktop.follow_up(&a, interaction, after(&house, 5 * HOUR, "Call back")).await.unwrap();
        house.pass(2 * HOUR).await;
        house.state.routing.close_silent().await.unwrap();
        let boss = house.person("sue", Role::Supervisor, None).await;
        house.state.desktop.assign(&boss, interaction, Destination::Agent(b.id)).await.unwrap();
        let given = facts(&house, interaction).await;
        let owner: Option<UserId> = given.owner;
        assert_eq!((owner, given.closed_at), (Some(b.id), None));
        assert_eq!(given.follow_up.map(|it| it.reason), Some("Call back".into()));
        // Once it has come back, silence counts again.
        house.pass(3 * HOUR).await;
        house.state.desktop.bring_back().await.unwrap();
        house.state.routing.close_silent().await.unwrap();
        assert!(facts(&house, interaction).await.closed_at.is_some());
    }
}
