//! A provider's call becomes a message of an interaction, once.

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use smsdesk::domain::{flow::Step, interaction::Stretch, journal::CallVerdict, queue::Strategy, user::Role};

use crate::twilio;

const ANNA: &str = "+15550100001";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

on_both! {
    async fn a_text_is_durable_before_it_is_answered(house) {
        let account = house.account("CARE", vec![]).await;
        let path = format!("/hooks/{}/inbound", house.token(account));
        let fields = [("MessageSid", "SM1"), ("From", ANNA), ("To", "+15550100199"), ("Body", "Ciao è 🎉")];
        let (body, signature) = twilio::signed_form(&format!("http://desk.test{path}"), &fields);
        let (status, answer) = house.post(&path, &[FORM, ("x-twilio-signature", &signature)], body).await;
        // Read by another connection, so what it sees is committed.
        assert_eq!(house.words("select text from message").await, ["Ciao è 🎉"]);
        assert_eq!(status, StatusCode::OK);
        assert!(answer.ends_with("<Response/>"), "{answer}");
        assert_eq!(house.words("select peer from interaction where state = 'open' and unread = 1").await, [ANNA]);
        assert_eq!(house.words("select verdict from webhook_call").await, ["accepted"]);
        assert_eq!(house.number("select last_inbound_at from account_state").await, house.clock.now().0);
    }

    async fn a_forged_call_is_refused_and_the_journal_says_why(house) {
        let account = house.account("CARE", vec![]).await;
        let path = format!("/hooks/{}/inbound", house.token(account));
        let body = "MessageSid=SM1&From=%2B15550100001&To=%2B15550100199&Body=hello";
        for headers in [&[FORM][..], &[FORM, ("x-twilio-signature", "AAAA")], &[FORM, ("x-twilio-signature", "no base64")]] {
            assert_eq!(house.post(&path, headers, body).await.0, StatusCode::FORBIDDEN);
        }
        assert_eq!(house.count("message").await, 0);
        assert_eq!(house.number("select count(*) from webhook_call where verdict = 'bad_signature'").await, 3);
        let reasons = house.words("select reason from webhook_call order by id").await;
        assert!(reasons[0].contains("no x-twilio-signature header"), "{reasons:?}");
        assert!(reasons[1].contains("does not match"), "{reasons:?}");
    }

    async fn an_address_nobody_has_is_not_found_and_kept_in_the_journal(house) {
        assert_eq!(house.hook("/hooks/nobody/inbound", &[("MessageSid", "SM1")]).await, StatusCode::NOT_FOUND);
        assert_eq!(house.words("select verdict from webhook_call where account_id is null").await, ["no_account"]);
    }

    async fn what_is_genuine_but_makes_no_sense_is_kept_for_later(house) {
        let account = house.account("CARE", vec![]).await;
        let path = format!("/hooks/{}/inbound", house.token(account));
        assert_eq!(house.hook(&path, &[("MessageSid", "SM1")]).await, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(house.words("select reason from webhook_call where verdict = 'unreadable'").await, ["no From"]);
    }

    async fn what_is_too_large_is_refused_without_a_word_and_noted(house) {
        let account = house.account("CARE", vec![]).await;
        for (path, status) in [
            (format!("/hooks/{}/inbound", house.token(account)), StatusCode::PAYLOAD_TOO_LARGE),
            ("/hooks/nobody/inbound".to_owned(), StatusCode::NOT_FOUND),
        ] {
            let request = Request::post(&path).body(Body::from("x".repeat(300 * 1024))).unwrap();
            let response = house.respond(request).await;
            assert_eq!((response.status(), response.headers().get("content-type")), (status, None));
            assert_eq!(to_bytes(response.into_body(), usize::MAX).await.unwrap(), "");
        }
        let noted = "select verdict || ': ' || reason || body from webhook_call order by id";
        assert_eq!(house.words(noted).await, ["unreadable: the body is too large", "no_account: no account has this address"]);
    }

    async fn a_call_is_judged_by_its_signature_and_not_by_the_site_it_names(house) {
        let account = house.account("CARE", vec![]).await;
        let path = format!("/hooks/{}/inbound", house.token(account));
        let fields = [("MessageSid", "SM1"), ("From", ANNA), ("To", "+15550100199"), ("Body", "hello")];
        let (body, signature) = twilio::signed_form(&format!("http://desk.test{path}"), &fields);
        let foreign = [("origin", "https://elsewhere.example"), ("sec-fetch-site", "cross-site"), FORM];
        let signed = [&foreign[..], &[("x-twilio-signature", &*signature)]].concat();
        assert_eq!(house.post(&path, &signed, body.clone()).await.0, StatusCode::OK);
        assert_eq!(house.post(&path, &foreign, body).await.0, StatusCode::FORBIDDEN);
        assert_eq!(house.words("select verdict from webhook_call order by id").await, ["accepted", "bad_signature"]);
    }

    async fn the_journal_says_what_nothing_was_done_with(house) {
        let account = house.account("CARE", vec![]).await;
        house.receipt(account, "SM1", "partially_delivered").await;
        house.receipt(account, "SM1", "delivered").await;
        assert_eq!(
            house.words("select verdict || coalesce(': ' || reason, '') from webhook_call order by id").await,
            ["accepted: status partially_delivered means nothing to us", "accepted"]
        );
    }

    async fn the_journal_shows_every_verdict_and_the_bytes_as_they_came(house) {
        let account = house.account("CARE", vec![]).await;
        let path = format!("/hooks/{}/inbound", house.token(account));
        assert_eq!(house.text_as(account, "SM1", ANNA, "hello").await, StatusCode::OK);
        assert_eq!(house.text_as(account, "SM1", ANNA, "hello").await, StatusCode::OK);
        house.post(&path, &[FORM], vec![0xff, 0x00, 0xfe]).await;
        house.hook(&path, &[("MessageSid", "SM1")]).await;
        house.hook("/hooks/nobody/status", &[("MessageSid", "SM1")]).await;
        let mut calls = house.state.store.calls(None, None, 10).await.unwrap();
        calls.extend(house.state.store.calls(Some(account), None, 10).await.unwrap());
        let verdicts: Vec<_> = calls.iter().rev().map(|call| call.row.verdict.as_str()).collect();
        assert_eq!(verdicts, ["accepted", "duplicate", "bad_signature", "unreadable", "no_account"]);
        assert_eq!(calls[2].body, [0xff, 0x00, 0xfe]);
        assert_eq!(calls[4].row.url, format!("http://desk.test{path}"));
        assert!(calls[4].headers.contains("x-twilio-signature"));
        let shown = house.state.accounts.journal(Some(account), None).await.unwrap();
        assert_eq!(shown.len(), 4);
        let before = house.state.accounts.journal(Some(account), Some(shown[1].id)).await.unwrap();
        assert_eq!(before.len(), 2);
    }

    async fn what_was_refused_is_taken_again_when_the_account_is_mended(house) {
        let account = house.account("CARE", vec![]).await;
        let admin = house.person("ann", Role::Administrator, None).await;
        let path = format!("/hooks/{}/inbound", house.token(account));
        let fields = [("MessageSid", "SM1"), ("From", ANNA), ("To", "+15550100199"), ("Body", "hello")];
        // Signed for the address that the provider has; ours is another one.
        let (body, signature) = twilio::signed_form(&format!("https://new.test{path}"), &fields);
        let refused = house.post(&path, &[FORM, ("x-twilio-signature", &signature)], body).await;
        assert_eq!(refused.0, StatusCode::FORBIDDEN);
        let call = house.state.accounts.journal(Some(account), None).await.unwrap()[0].id;
        let again = async || house.state.inbox.drive_again(&admin, call).await.unwrap();
        assert_eq!(again().await, CallVerdict::BadSignature);
        let mut draft = house.state.accounts.list().await.unwrap().remove(0).draft;
        draft.public_url = "https://new.test".into();
        house.state.accounts.save_as(None, Some(account), draft).await.unwrap();
        assert_eq!(again().await, CallVerdict::Accepted);
        assert_eq!(again().await, CallVerdict::Duplicate);
        assert_eq!(house.words("select text from message").await, ["hello"]);
        assert_eq!(house.count("webhook_call").await, 4);
        let acts = "select detail from audit where act = 'call.drive_again' order by id";
        assert_eq!(house.words(acts).await, ["bad_signature", "accepted", "duplicate"]);
    }

    async fn a_duplicate_is_acknowledged_and_stored_once(house) {
        let account = house.account("CARE", vec![]).await;
        for _ in 0..3 {
            assert_eq!(house.text_as(account, "SM1", ANNA, "hello").await, StatusCode::OK);
        }
        assert_eq!(house.count("message").await, 1);
        assert_eq!(house.number("select unread from interaction").await, 1);
        // The same id at another account is another text.
        let other = house.account("SALES", vec![]).await;
        assert_eq!(house.text_as(other, "SM1", ANNA, "hello").await, StatusCode::OK);
        assert_eq!(house.count("message").await, 2);
    }

    async fn duplicates_at_the_same_instant_are_stored_once_on_any_node(house) {
        let account = house.account("CARE", vec![]).await;
        let nodes = [house.node().await, house.node().await];
        // Many at once: some meet in one batch, some in two nodes at the same moment.
        let calls = (0..120).map(|call| {
            let node = nodes[call % 2].clone();
            tokio::spawn(async move {
                let (peer, id) = (call / 2 % 5, call / 4 % 15);
                node.text_as(account, &format!("SM{id}-{peer}"), &format!("+1555010{peer:04}"), "hello").await
            })
        });
        for call in futures::future::join_all(calls).await {
            assert_eq!(call.unwrap(), StatusCode::OK);
        }
        let distinct = house.number("select count(*) from (select distinct external_id from message) d").await;
        assert_eq!(house.count("message").await, distinct);
        assert_eq!(house.count("interaction").await, 5);
        assert_eq!(house.count("contact").await, 5);
        assert_eq!(house.count("route").await, 5);
        assert_eq!(house.number("select cast(sum(unread) as bigint) from interaction").await, distinct);
        assert_eq!(house.number("select count(*) from webhook_call where verdict = 'accepted'").await, distinct);
        assert_eq!(house.count("webhook_call").await, 120);
    }

    async fn texts_at_the_same_instant_from_one_customer_make_one_interaction(house) {
        let account = house.account("CARE", vec![]).await;
        let nodes = [house.node().await, house.node().await];
        let calls = (0..60).map(|call| {
            let node = nodes[call % 2].clone();
            tokio::spawn(async move { node.text_as(account, &format!("SM{call}"), ANNA, &format!("text {call}")).await })
        });
        for call in futures::future::join_all(calls).await {
            assert_eq!(call.unwrap(), StatusCode::OK);
        }
        assert_eq!(house.count("interaction").await, 1);
        assert_eq!(house.count("contact").await, 1);
        assert_eq!(house.count("message").await, 60);
        assert_eq!(house.number("select unread from interaction").await, 60);
        assert_eq!(house.count("route").await, 1);
    }

    async fn texts_join_the_open_interaction_and_after_close_the_next_opens_a_new_one(house) {
        let agent = house.present("ben").await;
        let account = house.queue_account(Strategy::RingAll, &[&agent]).await;
        let first = house.conversation(&agent, account, ANNA).await;
        house.text(account, ANNA, "more").await;
        assert_eq!(house.count("interaction").await, 1);
        house.state.desktop.close(&agent, first).await.unwrap();
        house.state.desktop.close(&agent, first).await.unwrap();
        house.text(account, ANNA, "again").await;
        assert_eq!(house.count("interaction").await, 2);
        assert_eq!(house.number("select unread from interaction where state = 'open'").await, 1);
        assert_eq!(house.count("contact").await, 1);
        house.route().await;
        let second = house.take(&agent).await;
        assert_ne!(first, second);
        let seen = house.state.desktop.conversation(&agent, second, Stretch::Newest).await.unwrap();
        assert_eq!(seen.interaction.unread, 1);
    }

    async fn a_contact_is_found_by_any_of_its_numbers(house) {
        let account = house.account("CARE", vec![]).await;
        house.execute("insert into contact (list_id, name, created_at) values (1, 'Anna Rossi', 0)").await;
        house.execute("insert into contact_number (number, contact_id) values ('+15550100001', 1), ('+15550100002', 1)").await;
        house.text(account, "+15550100002", "from my other phone").await;
        house.text(account, "15550100001", "from the first, written without a plus").await;
        assert_eq!(house.count("contact").await, 1);
        assert_eq!(house.number("select count(*) from interaction where contact_id = 1").await, 2);
        let interaction = house.number("select min(id) from interaction").await;
        let found = house.state.store.interaction(smsdesk::domain::InteractionId(interaction), &house.state.house()).await;
        assert_eq!(found.unwrap().unwrap().contact_name, "Anna Rossi");
    }

    async fn short_codes_and_names_can_write_too(house) {
        let account = house.account("CARE", vec![]).await;
        for sender in ["38438", "My Bank", "Ünïcode"] {
            house.text(account, sender, "your code is 1").await;
            house.text(account, sender, "your code is 2").await;
        }
        assert_eq!(house.words("select peer from interaction order by id").await, ["38438", "My Bank", "Ünïcode"]);
        assert_eq!(house.words("select number from contact_number order by contact_id").await, ["38438", "My Bank", "Ünïcode"]);
    }

    async fn a_zero_byte_is_replaced_and_harms_nobody(house) {
        let account = house.account("CARE", vec![]).await;
        assert_eq!(house.text_as(account, "S\0M", "+1555\0", "a\0b").await, StatusCode::OK);
        assert_eq!(house.text_as(account, "S\0M", "+1555\0", "a\0b").await, StatusCode::OK);
        assert_eq!(house.words("select text from message").await, ["a\u{fffd}b"]);
        let path = format!("/hooks/{}/inbound", house.token(account));
        // Nor where it comes in what the journal keeps: the address, a header, the reason.
        let odd = house.hook(&format!("{path}?x=%00"), &[("MessageSid", "SM\0"), ("MessageStatus", "\0")]).await;
        assert_eq!(odd, StatusCode::OK);
        assert_eq!(house.count("webhook_call").await, 3);
    }

    async fn one_bad_call_in_a_batch_harms_nobody(house) {
        let good = house.account("GOOD", vec![]).await;
        let bad = house.account("BAD", vec![]).await;
        // The house in memory still knows the account; its row is gone, so nothing can be stored for it.
        let gone = format!("delete from account_state where account_id = {bad}");
        house.execute(&gone).await;
        house.execute(&format!("delete from account where id = {bad}")).await;
        let calls = (0..40).map(|call| {
            let house = house.clone();
            tokio::spawn(async move {
                let account = if call % 10 == 3 { bad } else { good };
                (account, house.text_as(account, &format!("SM{call}"), &format!("+155501{call:05}"), "hello").await)
            })
        });
        for call in futures::future::join_all(calls).await {
            let (account, status) = call.unwrap();
            // Not stored, so not acknowledged: the provider comes back.
            let expected = if account == bad { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
            assert_eq!(status, expected);
        }
        assert_eq!(house.count("message").await, 36);
    }

    async fn a_receipt_before_its_send_is_recorded_is_kept_and_applied(house) {
        let agent = house.present("ben").await;
        let account = house.queue_account(Strategy::RingAll, &[&agent]).await;
        let interaction = house.conversation(&agent, account, ANNA).await;
        house.reply(&agent, interaction, "answer").await;
        let gate = std::sync::Arc::new(tokio::sync::Semaphore::new(0));
        house.twilio.next([twilio::Reply::Hold(gate.clone())]);
        house.state.outbox.run_due().await.unwrap();
        crate::house::eventually("the message is handed over", async || house.twilio.handed().len() == 1).await;
        let handed = house.twilio.handed().remove(0);
        house.receipt(account, &handed.sid, "sent").await;
        house.receipt(account, &handed.sid, "delivered").await;
        assert_eq!(house.delivery("answer").await, "sending");
        assert_eq!(house.count("parked_receipt").await, 2);
        gate.add_permits(1);
        house.state.outbox.settle().await;
        assert_eq!(house.delivery("answer").await, "delivered");
        assert_eq!(house.count("parked_receipt").await, 0);
        let story = house.words("select state from delivery_step order by id").await;
        assert_eq!(story, ["queued", "sending", "sent", "sent", "delivered"]);
    }

    async fn an_automatic_reply_goes_once_and_never_to_a_name(house) {
        let flow = |when| vec![Step::AutoReply { text: format!("{when:?}"), when }];
        use smsdesk::domain::flow::AutoReplyWhen::{EachMessage, FirstContact, OncePerInteraction};
        let once = house.account("ONCE", flow(OncePerInteraction)).await;
        let each = house.account("EACH", flow(EachMessage)).await;
        let first = house.account("FIRST", flow(FirstContact)).await;
        for _ in 0..3 {
            for account in [once, each, first] {
                house.text(account, ANNA, "hello").await;
                house.text(account, "My Bank", "hello").await;
            }
            // Two machines must not talk for ever: at most one a minute.
            for account in [once, each, first] {
                house.text(account, ANNA, "hello").await;
            }
            house.route().await;
            house.pass(61_000).await;
        }
        house.send().await;
        let mut bodies = house.twilio.bodies();
        bodies.sort();
        assert_eq!(bodies, ["EachMessage", "EachMessage", "EachMessage", "FirstContact", "OncePerInteraction"]);
        assert!(house.twilio.handed().iter().all(|handed| handed.to == ANNA));
    }
}
