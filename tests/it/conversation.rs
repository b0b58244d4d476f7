//! A long conversation is read in stretches, from either end, and the sessions before it follow.

use smsdesk::{
    domain::{
        AccountId, InteractionId, MessageId,
        interaction::{Conversation, Stretch},
        presence::Availability,
        queue::Strategy,
        user::{Me, Role},
    },
    server::failure::Failure,
};

use crate::house::TestHouse;

const ANNA: &str = "+15550100001";
/// Of the conversations here: more than two pages.
const LONG: i64 = 250;

/// An agent, and a conversation of `LONG` messages that he has with Anna.
async fn long_conversation(house: &TestHouse) -> (Me, InteractionId) {
    let me = house.present("ben").await;
    let account = house.queue_account(Strategy::RingAll, &[&me]).await;
    let interaction = house.conversation(&me, account, ANNA).await;
    fill(house, interaction, account).await;
    (me, interaction)
}

async fn fill(house: &TestHouse, interaction: InteractionId, account: AccountId) {
    let here = house.number(&format!("select count(*) from message where interaction_id = {interaction}")).await;
    let rows: Vec<String> =
        (here..LONG).map(|n| format!("({interaction}, {account}, 'inbound', {n}, 'text {n}', '[]')")).collect();
    let values = rows.join(", ");
    house
        .execute(&format!("insert into message (interaction_id, account_id, kind, at, text, media) values {values}"))
        .await;
}

async fn read(house: &TestHouse, me: &Me, of: InteractionId, stretch: Stretch) -> Conversation {
    house.state.desktop.conversation(me, of, stretch).await.unwrap()
}

fn ends(stretch: &Conversation) -> (MessageId, MessageId) {
    (stretch.messages.first().unwrap().id, stretch.messages.last().unwrap().id)
}

on_both! {
    async fn a_long_conversation_is_read_from_its_newest_to_its_oldest_without_a_gap(house) {
        let (me, interaction) = long_conversation(&house).await;
        let mut stretch = read(&house, &me, interaction, Stretch::Newest).await;
        assert_eq!((stretch.messages.len(), stretch.older), (100, LONG - 100));
        let mut read_so_far = stretch.messages.len() as i64;
        while stretch.older > 0 {
            let (first, _) = ends(&stretch);
            let before = read(&house, &me, interaction, Stretch::Before(first)).await;
            assert!(ends(&before).1 < first);
            assert_eq!(before.older + before.messages.len() as i64, stretch.older);
            read_so_far += before.messages.len() as i64;
            stretch = before;
        }
        assert_eq!(read_so_far, LONG);
        assert_eq!(read(&house, &me, interaction, Stretch::Oldest).await.messages[0], stretch.messages[0]);
    }

    async fn a_long_conversation_is_read_from_its_oldest_to_its_newest(house) {
        let (me, interaction) = long_conversation(&house).await;
        let oldest = read(&house, &me, interaction, Stretch::Oldest).await;
        assert_eq!((oldest.messages.len(), oldest.older), (100, 0));
        let after = read(&house, &me, interaction, Stretch::After(ends(&oldest).1)).await;
        assert_eq!((after.messages.len(), after.older), (100, 100));
        let last = read(&house, &me, interaction, Stretch::After(ends(&after).1)).await;
        assert_eq!((last.messages.len() as i64, last.older), (LONG - 200, 200));
        assert_eq!(ends(&last).1, ends(&read(&house, &me, interaction, Stretch::Newest).await).1);
        assert!(read(&house, &me, interaction, Stretch::After(ends(&last).1)).await.messages.is_empty());
    }

    async fn a_jump_lands_around_a_position(house) {
        let (me, interaction) = long_conversation(&house).await;
        let around = read(&house, &me, interaction, Stretch::Around(120)).await;
        assert_eq!((around.messages.len(), around.older), (100, 70));
        let beginning = read(&house, &me, interaction, Stretch::Around(10)).await;
        assert_eq!(beginning.older, 0);
        // Beyond the end is the end.
        let end = read(&house, &me, interaction, Stretch::Around(9_000)).await;
        assert_eq!((end.messages.len(), end.older), (100, LONG - 100));
    }

    async fn who_answers_a_customer_reads_the_earlier_sessions_with_the_same_account(house) {
        let (ben, eve) = (house.present("ben").await, house.agent("eve").await);
        let account = house.queue_account(Strategy::RingAll, &[&ben, &eve]).await;
        let first = house.conversation(&ben, account, ANNA).await;
        house.reply(&ben, first, "answer").await;
        house.state.desktop.close(&ben, first).await.unwrap();
        let second = house.conversation(&ben, account, ANNA).await;
        house.state.desktop.close(&ben, second).await.unwrap();
        let other = house.conversation(&ben, account, "+15550100002").await;

        // Until she answers that customer, they are not hers to read.
        assert!(matches!(house.state.desktop.conversation(&eve, first, Stretch::Newest).await, Err(Failure::NotFound)));
        house.be(&ben, Availability::Offline).await;
        house.connect(&eve).await;
        let third = house.conversation(&eve, account, ANNA).await;
        let past = house.state.desktop.past_sessions(&eve, third, third).await.unwrap();
        let found: Vec<_> = past.sessions.iter().map(|past| past.interaction.id).collect();
        assert_eq!((found, past.more), (vec![first, second], false));
        // Hello, accepted, the answer, closed.
        assert_eq!(past.sessions[0].messages, 4);
        let before = house.state.desktop.past_sessions(&eve, third, second).await.unwrap();
        assert_eq!(before.sessions.len(), 1);
        let read_there = read(&house, &eve, first, Stretch::Newest).await;
        assert_eq!(read_there.messages.len(), 4);

        // To be read, and no more.
        let answer = read_there.messages[2].id;
        assert!(house.state.desktop.delivery_story(&eve, answer).await.is_ok());
        assert!(house.state.desktop.resend(&eve, answer).await.is_err());
        assert!(house.state.desktop.note(&eve, first, "a note".into(), "key".into()).await.is_err());
        assert!(house.state.desktop.reply(&eve, first, "a reply".into(), "key".into()).await.is_err());
        // Of another customer she sees nothing.
        assert!(matches!(house.state.desktop.past_sessions(&eve, other, other).await, Err(Failure::NotFound)));
        let boss = house.person("sue", Role::Supervisor, None).await;
        assert_eq!(house.state.desktop.past_sessions(&boss, third, third).await.unwrap().sessions.len(), 2);
    }

    async fn who_is_named_in_a_session_reads_it_and_is_offered_no_earlier_one(house) {
        let (ben, eve) = (house.present("ben").await, house.agent("eve").await);
        let account = house.queue_account(Strategy::RingAll, &[&ben, &eve]).await;
        let first = house.conversation(&ben, account, ANNA).await;
        house.state.desktop.close(&ben, first).await.unwrap();
        let second = house.conversation(&ben, account, ANNA).await;
        house.state.desktop.note(&ben, second, "@eve, do you know?".into(), "named".into()).await.unwrap();
        assert!(house.state.desktop.conversation(&eve, second, Stretch::Newest).await.is_ok());
        assert!(house.state.desktop.conversation(&eve, first, Stretch::Newest).await.is_err());
        let past = house.state.desktop.past_sessions(&eve, second, second).await.unwrap();
        assert_eq!((past.sessions.len(), past.more), (0, false));
    }
}
