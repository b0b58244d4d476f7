//! Who would notice a request, and who is looking at what.

use smsdesk::{
    domain::{
        InteractionId,
        alerts::{AlertChoice, AlertTone},
        event::Event,
        presence::{Availability, Presence},
        queue::Strategy,
        user::{Me, Role},
    },
    server::failure::Failure,
};

use crate::house::{Listener, TestHouse};

const ANNA: &str = "+15550100001";
const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;

fn page(of: &str) -> String {
    format!("page0000{of}")
}

async fn hears(house: &TestHouse, me: &Me, of: &str, hears: bool, acted: bool) {
    house.state.attention.hearing(me, page(of), hears, acted).await.unwrap();
}

/// Time passes for pages whose stream stands, and for people who are connected.
async fn pass(house: &TestHouse, people: &[(&Me, &[&str])], millis: i64) {
    let mut left = millis;
    while left > 0 {
        let step = left.min(10 * SECOND);
        left -= step;
        house.clock.advance(step);
        let now = house.clock.now();
        let pages = people.iter().flat_map(|(me, pages)| pages.iter().map(|of| (me.id, page(of)))).collect();
        house.state.store.heartbeat(people.iter().map(|(me, _)| me.id).collect(), now).await.unwrap();
        house.state.store.pages_live(pages, now).await.unwrap();
        house.state.routing.sweep().await.unwrap();
        house.route().await;
    }
}

async fn presence(house: &TestHouse, me: &Me) -> Presence {
    house.state.store.desk_of(me.id, &house.state.house()).await.unwrap().presence.unwrap()
}

/// What the stream said of who looks.
async fn told(listener: &mut Listener) -> Vec<Vec<String>> {
    let heard = listener.heard().await.into_iter();
    let looking = heard.filter_map(|event| match event {
        Event::LookingChanged { people, .. } => Some(people.into_iter().map(|person| person.name).collect()),
        _ => None,
    });
    looking.collect()
}

async fn look(house: &TestHouse, me: &Me, of: &str, interaction: Option<InteractionId>) -> Vec<String> {
    let people = house.state.attention.look(me, page(of), interaction, None).await.unwrap();
    people.into_iter().map(|person| person.name).collect()
}

on_both! {
    async fn who_can_not_notice_a_request_is_taken_out_of_routing_after_the_set_time(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let account = house.queue_account(Strategy::RoundRobin, &[&a, &b]).await;
        let here: &[(&Me, &[&str])] = &[(&a, &["a"]), (&b, &["b"])];
        hears(&house, &a, "a", true, false).await;
        hears(&house, &b, "b", true, false).await;
        pass(&house, here, 5 * MINUTE).await;
        assert!(presence(&house, &a).await.audible);
        // Ada leaves the page; nothing there could call her back.
        hears(&house, &a, "a", false, false).await;
        let mut stream = house.listen(&a).await;
        pass(&house, here, 2 * MINUTE - SECOND).await;
        house.text(account, ANNA, "hello").await;
        house.route().await;
        assert_eq!(house.asked(&[&a, &b]).await, [a.id], "two minutes are hers");
        pass(&house, here, SECOND).await;
        // Her card goes on to Ben, and she is told when she comes back.
        assert_eq!(house.asked(&[&a, &b]).await, [b.id]);
        let out = presence(&house, &a).await;
        assert!(!out.audible && out.availability == Availability::Online);
        let told = stream.heard().await;
        assert!(told.iter().any(|event| matches!(event, Event::PresenceChanged { presence } if !presence.audible)));
        let why = house.words("select what from explanation order by id desc limit 1").await.remove(0);
        assert!(why.contains(&format!("\"deaf\":[{}]", a.id)), "{why}");
        // To be seen again is not enough: somebody must be there.
        hears(&house, &a, "a", true, false).await;
        house.reject(&b).await;
        pass(&house, here, MINUTE).await;
        assert!(house.asked(&[&a]).await.is_empty());
        hears(&house, &a, "a", true, true).await;
        house.route().await;
        assert!(presence(&house, &a).await.audible);
        let free = house.asked(&[&a, &b]).await;
        assert_eq!(free.len(), 1, "somebody is asked again");
    }

    async fn one_page_that_hears_is_enough_until_it_is_gone(house) {
        let a = house.present("ada").await;
        house.queue_account(Strategy::RingAll, &[&a]).await;
        hears(&house, &a, "deaf", false, false).await;
        hears(&house, &a, "hears", true, false).await;
        pass(&house, &[(&a, &["deaf", "hears"])], 10 * MINUTE).await;
        assert!(presence(&house, &a).await.audible);
        // The other window is closed: its word holds for half a minute, and two minutes go by then.
        pass(&house, &[(&a, &["deaf"])], 2 * MINUTE + 25 * SECOND).await;
        assert!(presence(&house, &a).await.audible);
        pass(&house, &[(&a, &["deaf"])], 30 * SECOND).await;
        assert!(!presence(&house, &a).await.audible);
    }

    async fn only_who_is_online_is_taken_out_and_switching_on_begins_anew(house) {
        let a = house.present("ada").await;
        house.queue_account(Strategy::RingAll, &[&a]).await;
        house.be(&a, Availability::Paused).await;
        hears(&house, &a, "a", false, false).await;
        pass(&house, &[(&a, &["a"])], 10 * MINUTE).await;
        assert!(presence(&house, &a).await.audible);
        house.be(&a, Availability::Online).await;
        pass(&house, &[(&a, &["a"])], MINUTE).await;
        assert!(presence(&house, &a).await.audible);
        pass(&house, &[(&a, &["a"])], MINUTE).await;
        assert!(!presence(&house, &a).await.audible);
        house.be(&a, Availability::Online).await;
        assert!(presence(&house, &a).await.audible, "he pressed the switch, so he is there");
    }

    async fn a_house_may_leave_it_to_its_people(house) {
        let a = house.present("ada").await;
        house.settings(|settings| settings.deaf_minutes = 0).await;
        hears(&house, &a, "a", false, false).await;
        pass(&house, &[(&a, &["a"])], 30 * MINUTE).await;
        assert!(presence(&house, &a).await.audible);
    }

    async fn whoever_looks_is_seen_by_the_others_and_by_who_answers(house) {
        let (a, boss) = (house.present("ada").await, house.person("sue", Role::Supervisor, None).await);
        let other = house.person("tim", Role::Supervisor, None).await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let interaction = house.conversation(&a, account, ANNA).await;
        let (mut adas, mut sues) = (house.listen(&a).await, house.listen(&boss).await);
        assert_eq!(look(&house, &a, "a", Some(interaction)).await, [] as [&str; 0]);
        assert!(told(&mut adas).await.is_empty() && told(&mut sues).await.is_empty(), "an owner alone tells nobody");
        assert_eq!(look(&house, &boss, "s", Some(interaction)).await, ["Ada"]);
        assert_eq!(told(&mut adas).await, [["Sue"]]);
        // A second window of the same person is the same person.
        look(&house, &boss, "s2", Some(interaction)).await;
        assert!(told(&mut adas).await.is_empty());
        assert_eq!(look(&house, &other, "t", Some(interaction)).await, ["Ada", "Sue"]);
        assert_eq!(told(&mut adas).await, [["Sue", "Tim"]]);
        assert_eq!(told(&mut sues).await, [["Ada", "Tim"]]);
        // Ada goes elsewhere; her tab still tells her.
        look(&house, &a, "a", None).await;
        assert_eq!(told(&mut sues).await, [["Tim"]]);
        look(&house, &other, "t", None).await;
        assert_eq!(told(&mut adas).await, [["Sue"]]);
        let shown = house.state.desktop.snapshot(&a).await.unwrap().looking;
        assert_eq!(shown.len(), 1);
        assert_eq!((shown[0].0, &*shown[0].1[0].name, shown[0].1.len()), (interaction, "Sue", 1));
    }

    async fn who_falls_silent_is_not_looking_any_more(house) {
        let (a, boss) = (house.present("ada").await, house.person("sue", Role::Supervisor, None).await);
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let interaction = house.conversation(&a, account, ANNA).await;
        look(&house, &a, "a", Some(interaction)).await;
        look(&house, &boss, "s", Some(interaction)).await;
        let mut adas = house.listen(&a).await;
        // Another node holds the stream of Sue's page: its word counts here too.
        pass(&house, &[(&a, &["a"]), (&boss, &["s"])], 2 * MINUTE).await;
        assert!(told(&mut adas).await.is_empty());
        pass(&house, &[(&a, &["a"])], 29 * SECOND).await;
        assert!(told(&mut adas).await.is_empty());
        pass(&house, &[(&a, &["a"])], 2 * SECOND).await;
        assert_eq!(told(&mut adas).await, [[] as [&str; 0]]);
        assert_eq!(house.count("looking").await, 1);
    }

    async fn nobody_looks_at_what_he_may_not_see_and_a_page_has_a_proper_name(house) {
        let (a, b) = (house.present("ada").await, house.agent("ben").await);
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let interaction = house.conversation(&a, account, ANNA).await;
        let strange = house.state.attention.look(&b, page("b"), Some(interaction), None).await;
        assert!(matches!(strange, Err(Failure::NotFound)));
        let nowhere = house.state.attention.look(&a, page("a"), Some(InteractionId(4711)), None).await;
        assert!(matches!(nowhere, Err(Failure::NotFound)));
        for name in ["", "short", "with spaces and more", &"x".repeat(65), "quote'quote"] {
            let answer = house.state.attention.look(&a, name.to_owned(), None, None).await;
            assert!(matches!(answer, Err(Failure::Invalid(_))), "{name}");
        }
        assert_eq!(house.count("looking").await, 0);
    }

    async fn two_who_come_at_once_both_learn_of_the_other(house) {
        let (a, boss) = (house.present("ada").await, house.person("sue", Role::Supervisor, None).await);
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let interaction = house.conversation(&a, account, ANNA).await;
        let node = house.node().await;
        for turn in 0..10 {
            let (one, two) = (format!("{turn}a"), format!("{turn}s"));
            let (mut adas, mut sues) = (house.listen(&a).await, house.listen(&boss).await);
            let (mine, hers) =
                tokio::join!(look(&house, &a, &one, Some(interaction)), look(&node, &boss, &two, Some(interaction)));
            let knows = |answer: Vec<String>, told: Vec<Vec<String>>, name: &str| {
                told.last().cloned().unwrap_or(answer) == [name.to_owned()]
            };
            assert!(knows(mine, told(&mut adas).await, "Sue"), "turn {turn}");
            assert!(knows(hers, told(&mut sues).await, "Ada"), "turn {turn}");
            look(&house, &a, &one, None).await;
            look(&house, &boss, &two, None).await;
        }
    }

    async fn how_requests_sound_follows_a_person(house) {
        let a = house.agent("ada").await;
        assert_eq!(house.state.desktop.snapshot(&a).await.unwrap().alerts, AlertChoice::default());
        let browser = house.browser(&a).await;
        let wish = serde_json::json!({ "choice": { "tone": "marimba", "volume": 250, "every_seconds": 9 } });
        assert!(browser.post("alerts.set", wish).await.0.is_success());
        let kept = AlertChoice { tone: AlertTone::Marimba, volume: 100, every_seconds: 10 };
        assert_eq!(house.state.desktop.snapshot(&a).await.unwrap().alerts, kept);
    }
}
