//! Nothing leaves for a customer who wants no texts, nor in quiet hours, unless somebody who may says why.

use serde_json::json;
use smsdesk::{
    domain::{
        AccountId, InteractionId, Timestamp,
        account::AccountDraft,
        contact::Origin,
        event::Event,
        flow::{AutoReplyWhen, Step},
        message::{Content, Happening},
        new_sms::{Later, NewSms, Started},
        queue::Strategy,
        quiet::{QuietHours, ZoneKnownBy},
        user::{Me, Role},
    },
    server::{desktop::Manner, failure::Failure},
};

use crate::{house::TestHouse, twilio::Reply};

const MARIO: &str = "+393471234567";
const JANE: &str = "+12025550123";
const HOUR: i64 = 3_600_000;

/// An agent with an account; conversations wait in his queue.
async fn desk(house: &TestHouse, quiet_hours: Option<QuietHours>, before: Vec<Step>) -> (Me, AccountId) {
    let me = house.present("anna").await;
    let queue = house.queue("Care", Strategy::RingAll, &[&me]).await;
    let flow = before.into_iter().chain([Step::Queue { queue, timeout: None }]).collect();
    let draft =
        AccountDraft { country: "IT".into(), agents: vec![me.id], quiet_hours, ..house.account_draft("CARE", flow) };
    (me.clone(), house.state.accounts.save_as(None, None, draft).await.unwrap())
}

/// At night, by the clock in Rome; the house's time begins at nine in the morning there.
fn nights() -> QuietHours {
    QuietHours { from: 21 * 60, to: 8 * 60, zone: "Europe/Rome".into(), days: (0..7).collect() }
}

fn new(account: AccountId, to: &str, text: &str) -> NewSms {
    NewSms { account, to: to.into(), text: text.into(), compose_key: format!("key {text}"), later: None, despite: None }
}

async fn refused(answer: Result<impl Sized, Failure>) -> String {
    match answer {
        Err(Failure::Refused(words)) => words.to_string(),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("not refused"),
    }
}

async fn happenings(house: &TestHouse, me: &Me, interaction: InteractionId) -> Vec<Happening> {
    let seen = house.state.desktop.conversation(me, interaction, Default::default()).await.unwrap();
    let what = seen.messages.into_iter().filter_map(|message| match message.content {
        Content::System { what } => Some(what),
        _ => None,
    });
    what.collect()
}

async fn opted_out(house: &TestHouse) -> Option<i64> {
    sqlx::Row::get(&house.rows("select opted_out_at from contact").await[0], 0)
}

on_both! {
    async fn the_word_stop_ends_every_text_and_start_brings_them_back(house) {
        let (me, account) = desk(&house, None, vec![]).await;
        let id = house.conversation(&me, account, MARIO).await;
        let mut stream = house.listen(&me).await;
        house.text(account, MARIO, " Stop. ").await;
        assert_eq!(opted_out(&house).await, Some(house.clock.now().0));
        let origin = async || house.state.contacts.facts(&me, id).await.unwrap().contact.opted_out.map(|out| out.how);
        assert_eq!(origin().await, Some(Origin::Texted("STOP".into())));
        let lines = happenings(&house, &me, id).await;
        assert_eq!(lines.last(), Some(&Happening::OptedOut { word: "STOP".into() }));
        let seen = house.state.desktop.conversation(&me, id, Default::default()).await.unwrap().interaction;
        assert_eq!(seen.opted_out_at, Some(house.clock.now()));
        let heard = stream.heard().await;
        assert!(heard.iter().any(|event| matches!(event, Event::ConsentChanged { opted_out_at: Some(_), .. })));
        let last = heard.iter().rev().find_map(|event| match event {
            Event::InteractionChanged { interaction } => Some(interaction.opted_out_at),
            _ => None,
        });
        assert_eq!(last, Some(Some(house.clock.now())));

        let answer = house.state.desktop.reply(&me, id, "wait".into(), "k1".into()).await;
        assert!(refused(answer).await.contains("opted out"));
        // The word again changes nothing and says nothing.
        house.text(account, MARIO, "STOP").await;
        assert_eq!(happenings(&house, &me, id).await.len(), lines.len());

        house.text(account, MARIO, "Start").await;
        assert_eq!(opted_out(&house).await, None);
        assert_eq!(happenings(&house, &me, id).await.last(), Some(&Happening::OptedIn { word: "START".into() }));
        house.reply(&me, id, "welcome back").await;
        house.send().await;
        assert_eq!(house.delivery("welcome back").await, "sent");
        let acts = house.words("select act from audit where act like 'contact.%' order by id").await;
        assert_eq!(acts, ["contact.opt_out", "contact.opt_in"]);
    }

    async fn a_word_in_a_sentence_and_a_yes_from_who_never_stopped_change_nothing(house) {
        let (me, account) = desk(&house, None, vec![]).await;
        let id = house.conversation(&me, account, MARIO).await;
        for text in ["please stop by tomorrow", "Yes", "START", "the end"] {
            house.text(account, MARIO, text).await;
        }
        assert_eq!(opted_out(&house).await, None);
        assert_eq!(happenings(&house, &me, id).await.len(), 1);
    }

    async fn what_the_provider_makes_of_a_text_counts_before_our_own_words(house) {
        let (me, account) = desk(&house, None, vec![]).await;
        house.conversation(&me, account, MARIO).await;
        let path = format!("/hooks/{}/inbound", house.token(account));
        let sent = [("MessageSid", "SMstop"), ("From", MARIO), ("To", "+15550100199"), ("Body", "arrêt"), ("OptOutType", "STOP")];
        assert!(house.hook(&path, &sent).await.is_success());
        assert!(opted_out(&house).await.is_some());
        // The provider explains itself to who asks for help: no wish of ours.
        let sent = [("MessageSid", "SMhelp"), ("From", MARIO), ("To", "+15550100199"), ("Body", "START"), ("OptOutType", "HELP")];
        assert!(house.hook(&path, &sent).await.is_success());
        assert!(opted_out(&house).await.is_some());
    }

    async fn nothing_that_waits_in_the_outbox_leaves_for_who_opted_out_meanwhile(house) {
        let (me, account) = desk(&house, None, vec![]).await;
        let id = house.conversation(&me, account, MARIO).await;
        house.reply(&me, id, "on its way").await;
        house.text(account, MARIO, "STOP").await;
        house.send().await;
        assert!(house.twilio.handed().is_empty());
        assert_eq!((house.delivery("on its way").await.as_str(), house.count("outbox").await), ("failed", 0));
        let message = house.number("select id from message where text = 'on its way'").await;
        let again = house.state.desktop.resend(&me, smsdesk::domain::MessageId(message)).await;
        assert!(refused(again).await.contains("opted out"));
    }

    async fn no_automatic_reply_goes_to_who_opted_out(house) {
        let thanks = Step::AutoReply { text: "Thanks!".into(), when: AutoReplyWhen::EachMessage };
        let (_, account) = desk(&house, None, vec![thanks]).await;
        house.text(account, MARIO, "STOP").await;
        house.route().await;
        house.clock.advance(2 * 60_000);
        house.text(account, MARIO, "really").await;
        house.route().await;
        assert_eq!(house.count("outbox").await, 0);
    }

    async fn a_first_message_to_who_opted_out_is_refused_and_a_supervisor_may_say_why_not(house) {
        let (me, account) = desk(&house, None, vec![]).await;
        house.text(account, MARIO, "STOP").await;
        let id = InteractionId(house.number("select id from interaction").await);
        house.route().await;
        house.take(&me).await;
        house.state.desktop.close(&me, id).await.unwrap();
        let recipient = house.state.first_words.recipient(&me, account, MARIO).await.unwrap();
        assert!(recipient.known.unwrap().opted_out_at.is_some());
        let despite = |why: &str| NewSms { despite: Some(why.into()), ..new(account, MARIO, "urgent") };
        assert!(refused(house.state.first_words.start(&me, new(account, MARIO, "hi")).await).await.contains("opted out"));
        assert!(refused(house.state.first_words.start(&me, despite("recall")).await).await.contains("opted out"));

        let sue = house.person("sue", Role::Supervisor, None).await;
        let mut draft = house.state.accounts.list().await.unwrap().remove(0).draft;
        draft.agents.push(sue.id);
        house.state.accounts.save_as(None, Some(account), draft).await.unwrap();
        let empty = house.state.first_words.start(&sue, despite("  ")).await;
        assert!(matches!(empty, Err(Failure::Invalid(invalid)) if invalid.0[0].field == "despite"));
        let Started::Sent { interaction, .. } = house.state.first_words.start(&sue, despite("recall")).await.unwrap() else {
            panic!("not sent")
        };
        house.send().await;
        assert_eq!(house.delivery("urgent").await, "sent");
        assert_eq!(house.words("select detail from audit where act = 'message.despite_opt_out'").await, ["recall"]);
        let lines = happenings(&house, &sue, interaction.id).await;
        assert!(matches!(&lines[1], Happening::SentDespite { by, why, .. } if by == "Sue" && why == "recall"));
        // Once: the next one is refused again.
        let answer = house.state.desktop.reply(&sue, interaction.id, "more".into(), "k2".into()).await;
        assert!(refused(answer).await.contains("opted out"));
    }

    async fn an_opt_out_that_the_provider_reports_is_told_to_who_answers(house) {
        let (me, account) = desk(&house, None, vec![]).await;
        let id = house.conversation(&me, account, MARIO).await;
        let mut stream = house.listen(&me).await;
        house.twilio.next([Reply::Refuse(400, 21610, None)]);
        house.reply(&me, id, "hi").await;
        house.send().await;
        let heard = stream.heard().await;
        assert!(heard.iter().any(|event| matches!(event, Event::ConsentChanged { opted_out_at: Some(_), .. })));
        assert_eq!(house.words("select act from audit where act like 'contact.%'").await, ["contact.opt_out"]);
    }

    async fn in_quiet_hours_only_who_is_talking_is_answered(house) {
        let (me, account) = desk(&house, Some(nights()), vec![]).await;
        let id = house.conversation(&me, account, MARIO).await;
        house.clock.advance(13 * HOUR); // ten in the evening in Rome
        let answer = house.state.desktop.reply(&me, id, "late".into(), "k1".into()).await;
        assert!(refused(answer).await.contains("08:00 (Europe/Rome)"));
        house.text(account, MARIO, "are you there?").await;
        house.reply(&me, id, "yes").await;
        house.clock.advance(HOUR);
        let answer = house.state.desktop.reply(&me, id, "and?".into(), "k2".into()).await;
        assert!(refused(answer).await.contains("quiet time"));
        // In the morning all is well.
        house.clock.advance(9 * HOUR);
        house.reply(&me, id, "good morning").await;
    }

    async fn a_first_message_in_quiet_hours_can_be_scheduled_for_their_end(house) {
        let (me, account) = desk(&house, Some(nights()), vec![]).await;
        house.clock.advance(13 * HOUR);
        let known = house.state.first_words.recipient(&me, account, MARIO).await.unwrap().known.unwrap();
        let until = known.outlook.quiet_at(house.clock.now()).unwrap();
        assert_eq!(until.since(house.clock.now()), 10 * HOUR);
        assert_eq!((known.outlook.zone.name.as_str(), known.outlook.zone.known_by), ("Europe/Rome", ZoneKnownBy::Number));
        assert_eq!(known.outlook.tomorrow, until + HOUR);
        assert!(refused(house.state.first_words.start(&me, new(account, MARIO, "hi")).await).await.contains("quiet time"));
        let at = |at: Timestamp| Some(Later { at, cancel_if_they_write: true });
        let too_early = NewSms { later: at(until - 60_000), ..new(account, MARIO, "hi") };
        assert!(refused(house.state.first_words.start(&me, too_early).await).await.contains("quiet time"));
        let scheduled = NewSms { later: at(until), ..new(account, MARIO, "hi") };
        assert!(matches!(house.state.first_words.start(&me, scheduled).await.unwrap(), Started::Sent { .. }));
        house.send().await;
        assert!(house.twilio.handed().is_empty());
        house.clock.advance(10 * HOUR);
        house.send().await;
        assert_eq!(house.delivery("hi").await, "sent");
    }

    async fn where_the_number_tells_no_zone_the_accounts_holds_and_it_is_said(house) {
        let (me, account) = desk(&house, Some(nights()), vec![]).await;
        let known = house.state.first_words.recipient(&me, account, JANE).await.unwrap().known.unwrap();
        assert_eq!((known.outlook.zone.name.as_str(), known.outlook.zone.known_by), ("Europe/Rome", ZoneKnownBy::Account));
        // It is five in the afternoon in Tokyo, and night where the account is not.
        let tokyo = house.state.first_words.recipient(&me, account, "+81 90 1234 5678").await.unwrap().known.unwrap();
        assert_eq!(tokyo.outlook.zone.name, "Asia/Tokyo");
        house.clock.advance(5 * HOUR); // two in the afternoon in Rome, ten in the evening in Tokyo
        let refusal = refused(house.state.first_words.start(&me, new(account, "+819012345678", "hi")).await).await;
        assert!(refusal.contains("Asia/Tokyo"), "{refusal}");
        assert!(house.state.first_words.start(&me, new(account, JANE, "hello")).await.is_ok());
    }

    async fn a_supervisor_may_reply_in_quiet_hours_with_a_reason(house) {
        let (me, account) = desk(&house, Some(nights()), vec![]).await;
        let id = house.conversation(&me, account, MARIO).await;
        house.clock.advance(13 * HOUR);
        let manner = || Manner { despite: Some("he asked for it by phone".into()), later: None, media: Vec::new() };
        let answer = house.state.desktop.reply_as(&me, id, "now".into(), "k1".into(), manner()).await;
        assert!(refused(answer).await.contains("quiet time"));
        house.execute(&format!("update app_user set role = 'supervisor' where id = {}", me.id)).await;
        house.state.houses.reload().await.unwrap();
        let me = Me { role: Role::Supervisor, ..me };
        house.state.desktop.reply_as(&me, id, "now".into(), "k1".into(), manner()).await.unwrap();
        assert_eq!(house.count("audit where act = 'message.despite_quiet_hours'").await, 1);
    }

    async fn quiet_hours_that_make_no_sense_are_refused_at_their_fields(house) {
        let mut draft = house.account_draft("CARE", vec![]);
        for (hours, field) in [
            (QuietHours { to: 21 * 60, ..nights() }, "quiet_hours.to"),
            (QuietHours { zone: "Rome".into(), ..nights() }, "quiet_hours.zone"),
            (QuietHours { days: vec![], ..nights() }, "quiet_hours.days"),
            (QuietHours { days: vec![7], ..nights() }, "quiet_hours.days"),
        ] {
            draft.quiet_hours = Some(hours);
            match house.state.accounts.save_as(None, None, draft.clone()).await {
                Err(Failure::Invalid(invalid)) => assert_eq!(invalid.0[0].field, field),
                other => panic!("{other:?}"),
            }
        }
        draft.quiet_hours = Some(QuietHours { days: vec![6, 0, 6], ..nights() });
        house.state.accounts.save_as(None, None, draft).await.unwrap();
        let stored = house.state.accounts.list().await.unwrap().remove(0).draft.quiet_hours;
        assert_eq!(stored, Some(QuietHours { days: vec![0, 6], ..nights() }));
    }

    async fn the_browser_gets_what_it_asks_for(house) {
        let (me, account) = desk(&house, Some(nights()), vec![]).await;
        let browser = house.browser(&me).await;
        let (status, answer) = browser.post("new_sms.recipient", json!({ "account": account, "typed": "347 123 4567" })).await;
        assert!(status.is_success(), "{answer}");
        assert_eq!(answer["number"]["Ok"]["international"], "+39 347 123 4567");
        let new = json!({ "account": account, "to": MARIO, "text": "hi", "compose_key": "k", "later": null, "despite": null });
        let (status, answer) = browser.post("new_sms.start", json!({ "new": new })).await;
        assert_eq!((status.as_u16(), &answer["started"]), (200, &json!("sent")));
        let (status, _) = browser.post("time.read", json!({ "zone": "Europe/Rome", "local": "soon" })).await;
        assert_eq!(status.as_u16(), 422);
        let (_, desktop) = browser.get("desktop").await;
        assert_eq!(desktop["accounts"][0]["quiet_hours"], true);
    }
}
