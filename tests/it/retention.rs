//! What is too old goes, a little at a time; what must stay stays.

use smsdesk::{
    domain::{AccountId, MessageId, queue::Strategy, settings::Settings, user::Me},
    server::failure::Failure,
};

use crate::house::TestHouse;

const ANNA: &str = "+15550100001";
const DAY: i64 = 86_400_000;
const GROWING: [&str; 3] = ["webhook_call", "explanation", "delivery_step"];

/// A conversation with an answer that has arrived: something of everything.
async fn something(house: &TestHouse) -> (Me, AccountId) {
    let me = house.present("ada").await;
    let account = house.queue_account(Strategy::RingAll, &[&me]).await;
    let interaction = house.conversation(&me, account, ANNA).await;
    house.reply(&me, interaction, "answer").await;
    house.send().await;
    house.receipt(account, &house.twilio.handed()[0].sid, "delivered").await;
    (me, account)
}

async fn counts(house: &TestHouse) -> [i64; 3] {
    [house.count(GROWING[0]).await, house.count(GROWING[1]).await, house.count(GROWING[2]).await]
}

on_both! {
    async fn calls_and_explanations_go_after_the_days_the_house_says_and_nothing_else_does(house) {
        let (me, account) = something(&house).await;
        let (kept, messages, acts) = (counts(&house).await, house.count("message").await, house.count("audit").await);
        assert!(kept.iter().all(|n| *n > 0), "{kept:?}");
        house.clock.advance(89 * DAY);
        house.state.retention.forget().await.unwrap();
        assert_eq!(counts(&house).await, kept);
        house.clock.advance(2 * DAY);
        house.text(account, ANNA, "much later").await;
        house.state.retention.forget().await.unwrap();
        assert_eq!(counts(&house).await, [1, kept[1], kept[2]], "the newest call, and all that is kept for a year");
        // Kept for ever, until the house says otherwise; at once then.
        house.settings(|settings| settings.keep_story_days = 0).await;
        house.clock.advance(600 * DAY);
        house.state.retention.forget().await.unwrap();
        assert_eq!(counts(&house).await, [0, kept[1], kept[2]]);
        house.settings(|settings| settings.keep_story_days = 30).await;
        house.clock.advance(DAY);
        house.state.retention.forget().await.unwrap();
        assert_eq!(counts(&house).await, [0; 3]);
        assert_eq!(house.count("message").await, messages + 1);
        assert!(house.count("audit").await > acts);
        // Where nothing is kept any more, nothing is told, and nothing breaks.
        let interaction = house.state.store.sessions_of(me.id, &house.state.house()).await.unwrap().remove(0);
        assert!(house.state.contacts.facts(&me, interaction.id).await.unwrap().routing.is_empty());
        let answer = house.number("select id from message where text = 'answer'").await;
        assert!(house.state.desktop.delivery_story(&me, MessageId(answer)).await.unwrap().is_empty());
    }

    async fn thousands_go_in_batches_and_only_one_node_works_at_it(house) {
        let now = house.clock.now().0;
        for (number, at) in [(2_500, now - 91 * DAY), (30, now)] {
            let rows = format!(
                "with recursive n (i) as (select 1 union all select i + 1 from n where i < {number}) \
                 insert into webhook_call (at, hook, method, url, headers, body, body_base64, verdict) \
                 select {at}, 'inbound', 'POST', '', '[]', '', 0, 'accepted' from n"
            );
            house.execute(&rows).await;
        }
        // An old one behind new ones: a clock was put back. It waits until it is among the oldest.
        house.execute(&format!(
            "insert into webhook_call (at, hook, method, url, headers, body, body_base64, verdict) \
             values ({}, 'inbound', 'POST', '', '[]', '', 0, 'accepted')", now - 91 * DAY
        )).await;
        let node = house.node().await;
        let (one, two) = tokio::join!(house.state.retention.forget(), node.state.retention.forget());
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!((one.max(two), one.min(two)), (2_501, 0), "one of them");
        assert_eq!(house.count("webhook_call").await, 30);
        // Not again so soon, then by whoever comes first, also when the one before died at it.
        house.execute(&format!("update webhook_call set at = {}", now - 92 * DAY)).await;
        assert_eq!(house.state.retention.forget().await.unwrap(), 0);
        house.clock.advance(300_000);
        assert_eq!(node.state.retention.forget().await.unwrap(), 30);
    }

    async fn how_long_things_are_kept_is_checked_and_an_older_setting_means_the_usual(house) {
        let mut settings = house.state.house().settings.clone();
        assert_eq!((settings.keep_calls_days, settings.keep_story_days), (90, 365));
        settings.keep_calls_days = -1;
        settings.keep_story_days = 4_000;
        let saved = house.state.users.save_settings_as(None, settings).await;
        let Err(Failure::Invalid(wrong)) = saved else { panic!("{saved:?}") };
        let fields: Vec<&str> = wrong.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["keep_calls_days", "keep_story_days"]);
        let older: Settings = serde_json::from_str(r#"{"house_name":"Old"}"#).unwrap();
        assert_eq!((older.keep_calls_days, older.keep_story_days), (90, 365));
    }
}
