//! What the server tells the browsers: everything to whom it concerns, in order, and nothing to anybody else.

use std::time::Duration;

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use futures::StreamExt;
use serde_json::json;
use smsdesk::{
    domain::{
        Timestamp,
        event::Event,
        interaction::State,
        message::{Content, Happening},
        queue::Strategy,
        user::{Role, UserDraft},
    },
    server::store::{Cursor, Old},
};

use crate::house::Browser;

const ANNA: &str = "+15550100001";

/// Forgets whatever was told before `before`.
async fn forget(house: &crate::house::TestHouse, before: Timestamp) {
    house.state.store.forget(Old::Events, before, "forget", Timestamp(0)).await.unwrap();
}

/// What an event is about, in a word.
fn word(event: &Event) -> String {
    match event {
        Event::OfferMade { .. } => "offer made".into(),
        Event::OfferEnded { .. } => "offer ended".into(),
        Event::InteractionChanged { interaction } if interaction.state == State::Closed => "closed".into(),
        Event::InteractionChanged { interaction } => format!("unread {}", interaction.unread),
        Event::MessageAdded { message } => match &message.content {
            Content::Inbound { text, .. } => format!("in {text}"),
            Content::Outbound { text, .. } => format!("out {text}"),
            Content::Note { text, .. } => format!("note {text}"),
            Content::System { what: Happening::Accepted { by } } => format!("accepted by {by}"),
            Content::System { what: Happening::Closed { by, .. } } => format!("closed by {by}"),
            Content::System { what } => format!("{what:?}"),
        },
        Event::DeliveryChanged { delivery, .. } => delivery.as_str().into(),
        Event::PresenceChanged { presence } => format!("open {}", presence.open),
        Event::QueueChanged { waiting, .. } => format!("waiting {waiting}"),
        Event::LookingChanged { people, .. } => {
            let names: Vec<&str> = people.iter().map(|person| &*person.name).collect();
            format!("looking [{}]", names.join(" "))
        }
        Event::Shown { interactions } => format!("shown {interactions:?}"),
        Event::Watched { people, .. } => format!("watched by {}", people.len()),
        Event::Mentioned { mention } => format!("mentioned by {}", mention.by),
        Event::MentionsRead { .. } => "mentions read".into(),
        Event::HouseChanged => "house".into(),
        Event::SignedOut => "signed out".into(),
        Event::DraftChanged { .. } => "draft".into(),
        Event::AnswersChanged { .. } => "answers".into(),
        Event::ConsentChanged { .. } => "consent".into(),
        Event::SandboxChanged { .. } => "sandbox".into(),
        Event::MediaChanged { .. } => "media".into(),
        Event::ContactChanged { contact, .. } => format!("contact {contact}"),
        Event::ContactMerged { contact, into } => format!("contact {contact} into {into}"),
        Event::TagsChanged { interaction } => format!("tags of {interaction}"),
    }
}

fn words(events: &[Event]) -> Vec<String> {
    events.iter().map(word).collect()
}

on_both! {
    async fn who_hears_that_the_house_changed_finds_it_changed(house) {
        let ada = house.agent("ada").await;
        let mut stream = house.listen(&ada).await;
        let mut settings = house.state.house().settings.clone();
        settings.pause_reasons = vec!["Training".into()];
        // As another process does it: this one is told by the event alone.
        house.state.store.save_settings(settings, None, house.clock.now()).await.unwrap();
        assert!(stream.heard().await.contains(&Event::HouseChanged));
        assert_eq!(house.state.house().settings.pause_reasons, ["Training"]);
    }

    async fn everything_reaches_the_owner_in_order_supervisors_too_and_nobody_else(house) {
        let (me, colleague) = (house.present("ben").await, house.present("eve").await);
        let outsider = house.agent("out").await;
        let boss = house.person("sue", Role::Supervisor, None).await;
        let account = house.queue_account(Strategy::RoundRobin, &[&me, &colleague]).await;
        let mut mine = house.listen(&me).await;
        let (mut colleagues, mut outsiders) = (house.listen(&colleague).await, house.listen(&outsider).await);
        let mut all = house.listen(&boss).await;

        let interaction = house.conversation(&me, account, ANNA).await;
        house.text(account, ANNA, "more").await;
        house.reply(&me, interaction, "answer").await;
        house.send().await;
        house.receipt(account, &house.twilio.handed()[0].sid, "delivered").await;
        house.state.desktop.note(&me, interaction, "nice".into(), "k".into()).await.unwrap();
        house.text(account, ANNA, "thanks").await;
        house.state.desktop.seen(&me, interaction).await.unwrap();
        house.state.desktop.close(&me, interaction).await.unwrap();

        let heard = words(&mine.heard().await);
        assert_eq!(heard, [
            "waiting 1", "offer made",
            "open 1", "offer ended", "waiting 0", "unread 1", "accepted by Ben",
            "in more", "unread 2",
            "out answer", "unread 0", "sent", "delivered",
            "note nice",
            "in thanks", "unread 1", "unread 0",
            "closed by Ben", "closed", "open 0",
        ]);
        assert_eq!(words(&colleagues.heard().await), ["waiting 1", "waiting 0"]);
        assert_eq!(words(&outsiders.heard().await), [] as [&str; 0]);
        // A supervisor hears all of it but what is for one person: cards and presence.
        let personal = ["offer made", "offer ended", "open 1", "open 0"];
        let expected: Vec<_> = heard.into_iter().filter(|word| !personal.contains(&word.as_str())).collect();
        let supervised = words(&all.heard().await);
        assert_eq!(supervised[0], "unread 1", "a new interaction");
        assert_eq!(supervised[1..], expected);
    }

    async fn versions_grow_so_that_an_older_copy_never_replaces_a_newer_one(house) {
        let me = house.present("ben").await;
        let account = house.queue_account(Strategy::RingAll, &[&me]).await;
        let mut mine = house.listen(&me).await;
        let interaction = house.conversation(&me, account, ANNA).await;
        for number in 0..5 {
            house.text(account, ANNA, &format!("text {number}")).await;
            house.reply(&me, interaction, &format!("answer {number}")).await;
        }
        let versions: Vec<i64> = mine.heard().await.iter().filter_map(|event| match event {
            Event::InteractionChanged { interaction } => Some(interaction.version),
            _ => None,
        }).collect();
        assert!(versions.len() > 10 && versions.is_sorted_by(|a, b| a < b), "{versions:?}");
    }

    async fn a_former_owner_is_told_that_it_is_his_no_more(house) {
        let me = house.present("ben").await;
        let account = house.queue_account(Strategy::RingAll, &[&me]).await;
        house.conversation(&me, account, ANNA).await;
        let mut mine = house.listen(&me).await;
        house.pass(3_600_000).await;
        let gone = mine.heard().await.into_iter().any(|event| {
            matches!(event, Event::InteractionChanged { interaction } if interaction.owner.is_none())
        });
        assert!(gone);
    }

    async fn a_stream_that_comes_back_gets_exactly_what_it_missed(house) {
        let (me, other) = (house.present("ben").await, house.present("eve").await);
        let account = house.queue_account(Strategy::RingAll, &[&me]).await;
        let interaction = house.conversation(&me, account, ANNA).await;
        house.pump().await;
        let mut stream = house.listen(&me).await;
        house.text(account, ANNA, "first").await;
        stream.heard().await;
        let cursor = house.state.store.newest_cursor().await.unwrap();
        house.text(account, ANNA, "second").await;
        house.reply(&me, interaction, "answer").await;
        let live = stream.heard().await;
        let missed = house.state.hub.missed(me.id, cursor).await.unwrap().unwrap();
        let missed: Vec<Event> = missed.iter().map(|row| serde_json::from_str(&row.body).unwrap()).collect();
        assert_eq!(missed, live);
        assert_eq!(words(&missed), ["in second", "unread 3", "out answer", "unread 0"]);
        assert_eq!(house.state.hub.missed(other.id, cursor).await.unwrap().unwrap().len(), 0);
        let newest = house.state.store.newest_cursor().await.unwrap();
        assert_eq!(house.state.hub.missed(me.id, newest).await.unwrap().unwrap().len(), 0);
    }

    async fn a_stream_that_was_away_too_long_must_start_anew(house) {
        let me = house.present("ben").await;
        let account = house.queue_account(Strategy::RingAll, &[&me]).await;
        house.conversation(&me, account, ANNA).await;
        house.pump().await;
        let old = house.state.store.newest_cursor().await.unwrap();
        assert!(house.state.hub.missed(me.id, Cursor::default()).await.unwrap().is_some(), "nothing is forgotten yet");
        house.clock.advance(3_600_000);
        house.text(account, ANNA, "one").await;
        house.clock.advance(3_600_000);
        house.text(account, ANNA, "two").await;
        house.pump().await;
        forget(&house, house.clock.now() - 1_000).await;
        assert!(house.state.hub.missed(me.id, old).await.unwrap().is_none());
        assert!(house.state.hub.missed(me.id, Cursor::default()).await.unwrap().is_none());
        let newest = house.state.store.newest_cursor().await.unwrap();
        assert_eq!(house.state.hub.missed(me.id, newest).await.unwrap().unwrap().len(), 0);
        // Nor is anything left after everything was forgotten but the newest.
        forget(&house, house.clock.now() + 1_000).await;
        assert_eq!(house.count("event").await, 1);
        // So much was missed that it is cheaper to begin again.
        let before = house.state.store.newest_cursor().await.unwrap();
        for number in 0..260 {
            house.text(account, ANNA, &format!("text {number}")).await;
        }
        house.pump().await;
        assert!(house.state.hub.missed(me.id, before).await.unwrap().is_none());
    }

    async fn a_slow_transactions_events_are_not_skipped(house) {
        if !house.is_postgres() {
            return; // one writer: nothing can be slow beside it
        }
        let me = house.present("ben").await;
        let account = house.queue_account(Strategy::RingAll, &[&me]).await;
        house.conversation(&me, account, ANNA).await;
        let mut stream = house.listen(&me).await;
        let mut slow = house.begin().await;
        let event = format!(
            "insert into event (at, audience, body) values (0, '{{\"to\":\"person\",\"user\":{}}}', '\"house_changed\"')",
            me.id
        );
        sqlx::query(sqlx::AssertSqlSafe(event)).execute(&mut *slow).await.unwrap();
        let cursor = house.state.store.newest_cursor().await.unwrap();
        house.text(account, ANNA, "fast").await;
        // The fast one is committed, and must wait until the slow one before it is, or the slow one would be lost.
        assert_eq!(house.state.hub.pump(cursor).await.unwrap(), cursor);
        assert!(house.state.store.is_held_up(cursor).await.unwrap());
        slow.commit().await.unwrap();
        assert_eq!(words(&stream.heard().await), ["house", "in fast", "unread 2"]);
    }

    async fn nothing_reaches_a_stream_of_somebody_who_may_no_longer_sign_in(house) {
        let (me, boss) = (house.present("ben").await, house.person("sue", Role::Supervisor, None).await);
        let account = house.queue_account(Strategy::RingAll, &[&me]).await;
        let (mut mine, mut hers) = (house.listen(&me).await, house.listen(&boss).await);
        let draft = |login: &str, role: &str| smsdesk::domain::user::UserDraft {
            login: login.into(), name: login.into(), role: role.into(), active: false, ..Default::default()
        };
        house.state.users.save_as(None, Some(me.id), draft("ben", "agent")).await.unwrap();
        house.state.users.save_as(None, Some(boss.id), draft("sue", "supervisor")).await.unwrap();
        mine.heard().await;
        hers.heard().await;
        assert!(house.state.hub.present().is_empty(), "their streams have ended");
        house.text(account, ANNA, "secret").await;
        house.route().await;
        // Not even what is for him alone.
        house.be(&me, smsdesk::domain::presence::Availability::Offline).await;
        assert_eq!(words(&mine.heard().await), [] as [&str; 0]);
        assert_eq!(words(&hers.heard().await), [] as [&str; 0]);
    }

    async fn the_stream_of_whoever_is_deactivated_ends_at_once(house) {
        let (me, colleague) = (house.agent("ben").await, house.agent("eve").await);
        let browser = house.browser(&me).await;
        house.pump().await;
        let request = Request::get("/live").header(header::COOKIE, &browser.cookie).body(Body::empty()).unwrap();
        let mut chunks = house.respond(request).await.into_body().into_data_stream();
        let stays = house.state.hub.subscribe(colleague.id).unwrap();
        let draft = smsdesk::domain::user::UserDraft {
            login: "ben".into(), name: "Ben".into(), role: "agent".into(), active: false, ..Default::default()
        };
        house.state.users.save_as(None, Some(me.id), draft).await.unwrap();
        house.pump().await;
        let end = async { while chunks.next().await.is_some() {} };
        tokio::time::timeout(std::time::Duration::from_secs(10), end).await.expect("the stream ends");
        assert_eq!(house.state.hub.present().into_iter().collect::<Vec<_>>(), [stays.user]);
    }

    async fn the_stream_over_http_resumes_where_it_stopped(house) {
        let me = house.agent("ben").await;
        let account = house.queue_account(Strategy::RingAll, &[&me]).await;
        let stranger = Request::get("/live").body(Body::empty()).unwrap();
        assert_eq!(house.ask(stranger).await.0, StatusCode::UNAUTHORIZED);
        let browser = house.browser(&me).await;
        house.pump().await;
        let cursor = house.state.store.newest_cursor().await.unwrap();
        house.text(account, ANNA, "hello").await;
        house.pump().await;

        let first = |after: &str| Request::get(format!("/live?after={after}")).header(header::COOKIE, &browser.cookie);
        let open = async |request: Request<Body>, until: &str| {
            let response = house.respond(request).await;
            assert_eq!(response.status(), StatusCode::OK);
            // Another test's transaction may have held up what it missed.
            house.pump().await;
            let mut chunks = response.into_body().into_data_stream();
            let mut heard = String::new();
            while !heard.contains(until) {
                heard.push_str(std::str::from_utf8(&chunks.next().await.unwrap().unwrap()).unwrap());
            }
            heard
        };
        // Connecting makes him available, which is the first he hears.
        let heard = open(first(&cursor.to_string()).body(Body::empty()).unwrap(), "presence_changed").await;
        assert!(heard.starts_with("event: hello\n"), "{heard}");
        house.route().await;
        house.pump().await;
        let last = heard.lines().rev().find_map(|line| line.strip_prefix("id: ")).unwrap().to_owned();
        let request = first("").header("last-event-id", &last).body(Body::empty()).unwrap();
        let heard = open(request, "offer_made").await;
        assert!(!heard.contains("presence_changed"), "{heard}");
        // Without data a browser would pass over it.
        let heard = open(first("nonsense").body(Body::empty()).unwrap(), "\n\nevent: resync\ndata: resync\n").await;
        assert!(heard.contains("\nid: "));
    }

    async fn who_signs_out_hears_nothing_more_and_is_asked_nothing_more(house) {
        let me = house.agent("ben").await;
        let account = house.queue_account(Strategy::RingAll, &[&me]).await;
        let (here, there) = (house.browser(&me).await, house.browser(&me).await);
        let open = async |browser: &Browser| {
            let request = Request::get("/live").header(header::COOKIE, &browser.cookie).body(Body::empty()).unwrap();
            house.respond(request).await.into_body().into_data_stream()
        };
        let ends = async |mut stream: axum::body::BodyDataStream| {
            house.pump().await;
            let end = async { while stream.next().await.is_some() {} };
            tokio::time::timeout(Duration::from_secs(20), end).await.expect("the stream ends");
        };
        let (one, other) = (open(&here).await, open(&there).await);
        here.post("sign_out", json!({})).await;
        ends(one).await;
        // In his other browser he is still there.
        house.text(account, ANNA, "hello").await;
        house.route().await;
        assert_eq!(house.offers(&me).await.len(), 1);
        there.post("sign_out", json!({})).await;
        ends(other).await;
        house.route().await;
        assert_eq!(house.offers(&me).await.len(), 0);
        // Nor has whoever is switched off a stream.
        let back = house.browser(&me).await;
        let stream = open(&back).await;
        let draft = UserDraft {
            login: "ben".into(), name: "Ben".into(), role: "agent".into(), active: false, ..UserDraft::default()
        };
        house.state.users.save_as(None, Some(me.id), draft).await.unwrap();
        ends(stream).await;
    }

    async fn a_cut_stream_goes_on_with_exactly_what_was_missed_and_says_when_that_is_all(house) {
        let me = house.agent("ben").await;
        let account = house.queue_account(Strategy::RingAll, &[&me]).await;
        let browser = house.browser(&me).await;
        house.pump().await;
        let begin = house.state.store.newest_cursor().await.unwrap();
        let open = async |after: &str, last: Option<&str>| {
            let mut request = Request::get(format!("/live?after={after}")).header(header::COOKIE, &browser.cookie);
            if let Some(last) = last {
                request = request.header("last-event-id", last);
            }
            house.respond(request.body(Body::empty()).unwrap()).await.into_body().into_data_stream()
        };
        let read = async |chunks: &mut axum::body::BodyDataStream, until: &str| {
            let mut heard = String::new();
            while !heard.contains(until) {
                heard.push_str(std::str::from_utf8(&chunks.next().await.unwrap().unwrap()).unwrap());
            }
            heard
        };
        let ids = |heard: &str| -> Vec<String> {
            heard.lines().filter_map(|line| line.strip_prefix("id: ").map(str::to_owned)).collect()
        };
        let mut stream = open(&begin.to_string(), None).await;
        let mut told = ids(&read(&mut stream, "event: current\ndata: current\n").await);
        house.text(account, ANNA, "hello").await;
        house.route().await;
        house.pump().await;
        told.extend(ids(&read(&mut stream, "offer_made").await));
        // The line is cut. Meanwhile the day goes on.
        drop(stream);
        let interaction = house.take(&me).await;
        for text in ["one", "two", "three"] {
            house.text(account, ANNA, text).await;
        }
        house.reply(&me, interaction, "answer").await;
        house.pump().await;
        let mut stream = open("", told.last().map(String::as_str)).await;
        let missed = read(&mut stream, "event: current").await;
        assert!(["one", "two", "three", "answer"].iter().all(|text| missed.contains(&format!(r#""text":"{text}""#))));
        told.extend(ids(&missed));
        // What comes afterwards comes after it.
        house.text(account, ANNA, "four").await;
        house.pump().await;
        told.extend(ids(&read(&mut stream, r#""unread":1"#).await));
        let all = house.state.hub.missed(me.id, begin).await.unwrap().unwrap();
        let all: Vec<String> = all.iter().map(|event| event.cursor.to_string()).collect();
        assert_eq!(told, all, "each once, none left out");
    }
}
