//! Writing to a customer first: one conversation, owned by who wrote, however many write at once.

use smsdesk::{
    domain::{
        AccountId, InteractionId,
        account::AccountDraft,
        interaction::State,
        message::{Content, Happening},
        new_sms::{Existing, NewSms, Started, Whose},
        offer::Claim,
        phone::{Line, WrongNumber},
        queue::Strategy,
        user::{Me, Role},
    },
    server::failure::Failure,
};

use crate::house::TestHouse;

const MARIO: &str = "+393471234567";

/// An Italian account of these agents; conversations wait in their queue.
async fn italian(house: &TestHouse, agents: &[&Me]) -> AccountId {
    let queue = house.queue("Care", Strategy::RingAll, agents).await;
    let flow = vec![smsdesk::domain::flow::Step::Queue { queue, timeout: None }];
    let draft = AccountDraft {
        country: "IT".into(),
        agents: agents.iter().map(|me| me.id).collect(),
        ..house.account_draft("CARE", flow)
    };
    house.state.accounts.save_as(None, None, draft).await.unwrap()
}

fn first(account: AccountId, to: &str, text: &str) -> NewSms {
    NewSms {
        account,
        to: to.into(),
        text: text.into(),
        compose_key: format!("key of {text}"),
        later: None,
        despite: None,
    }
}

async fn start(house: &TestHouse, me: &Me, new: NewSms) -> Started {
    house.state.first_words.start(me, new).await.unwrap()
}

async fn begin(house: &TestHouse, me: &Me, account: AccountId, to: &str, text: &str) -> InteractionId {
    match start(house, me, first(account, to, text)).await {
        Started::Sent { interaction, .. } => interaction.id,
        other => panic!("{other:?}"),
    }
}

async fn whose(house: &TestHouse, me: &Me, account: AccountId, to: &str) -> Option<Whose> {
    let recipient = house.state.first_words.recipient(me, account, to).await.unwrap();
    recipient.known.unwrap().existing.map(|existing| existing.whose)
}

async fn open_count(house: &TestHouse, me: &Me) -> i64 {
    house.number(&format!("select open_count from presence where user_id = {}", me.id)).await
}

on_both! {
    async fn a_first_message_is_sent_and_its_conversation_is_the_senders(house) {
        let me = house.present("anna").await;
        let account = italian(&house, &[&me]).await;
        let mut stream = house.listen(&me).await;
        let id = begin(&house, &me, account, "347 123 4567", "good morning").await;
        house.send().await;
        let handed = house.twilio.handed().remove(0);
        assert_eq!((&*handed.to, &*handed.body), (MARIO, "good morning"));
        let seen = house.state.desktop.conversation(&me, id, Default::default()).await.unwrap();
        assert_eq!((seen.interaction.owner, seen.interaction.first_handler_name.as_deref()), (Some(me.id), Some("Anna")));
        assert_eq!((seen.interaction.last_inbound_at, seen.interaction.first_response_at), (None, None));
        let Content::System { what } = &seen.messages[0].content else { panic!("{:?}", seen.messages[0]) };
        assert_eq!(*what, Happening::Started { by: "Anna".into() });
        assert!(matches!(&seen.messages[1].content, Content::Outbound { text, .. } if text == "good morning"));
        assert_eq!(open_count(&house, &me).await, 1);
        assert_eq!(house.count("route").await, 0);
        assert!(!stream.heard().await.is_empty());
        // The answer joins it, and closing gives the room back.
        house.text(account, MARIO, "hello").await;
        assert_eq!(house.count("interaction").await, 1);
        assert_eq!(house.words("select first_words from interaction").await, ["hello"]);
        house.state.desktop.close(&me, id).await.unwrap();
        assert_eq!(open_count(&house, &me).await, 0);
    }

    async fn a_second_click_sends_nothing_and_leads_to_the_same_conversation(house) {
        let me = house.present("anna").await;
        let account = italian(&house, &[&me]).await;
        let new = first(account, MARIO, "once");
        let clicks = (0..4).map(|_| {
            let (house, me, new) = (house.clone(), me.clone(), new.clone());
            tokio::spawn(async move { start(&house, &me, new).await })
        });
        for click in futures::future::join_all(clicks).await {
            assert!(matches!(click.unwrap(), Started::Sent { .. }));
        }
        assert_eq!((house.count("interaction").await, house.count("outbox").await), (1, 1));
        assert_eq!(open_count(&house, &me).await, 1);
    }

    async fn of_many_who_write_first_at_once_one_does_and_the_others_are_told_whose_it_is(house) {
        let crowd = house.crowd(6, 3).await;
        let account = italian(&house, &crowd.iter().collect::<Vec<_>>()).await;
        let nodes = [house.node().await, house.node().await];
        for node in &nodes {
            node.state.houses.reload().await.unwrap();
        }
        let clicks = crowd.iter().enumerate().map(|(index, me)| {
            let (node, me) = (nodes[index % 2].clone(), me.clone());
            tokio::spawn(async move {
                let new = first(account, MARIO, &format!("from {}", me.name));
                start(&node, &me, new).await
            })
        });
        let answers: Vec<Started> = futures::future::join_all(clicks).await.into_iter().map(Result::unwrap).collect();
        let owner = house.words("select name from app_user where id = (select owner_id from interaction)").await.remove(0);
        let won = answers.iter().filter(|answer| matches!(answer, Started::Sent { .. })).count();
        assert_eq!((won, house.count("interaction").await, house.count("outbox").await), (1, 1, 1));
        assert_eq!(house.number("select cast(sum(open_count) as bigint) from presence").await, 1);
        for answer in answers {
            if let Started::Exists { existing: Existing { whose, .. } } = answer {
                assert_eq!(whose, Whose::Colleague { name: owner.clone(), visible: false });
            }
        }
    }

    async fn a_customer_who_writes_at_the_same_instant_is_in_the_same_conversation(house) {
        let me = house.present("anna").await;
        let account = italian(&house, &[&me]).await;
        for round in 0..8 {
            let peer = format!("+39347123450{round}");
            let writes = tokio::spawn({
                let (house, me, peer) = (house.clone(), me.clone(), peer.clone());
                async move { start(&house, &me, first(account, &peer, &format!("we {round}"))).await }
            });
            house.text_as(account, &format!("in{round}"), &peer, "they").await;
            writes.await.unwrap();
            let open = house.number(&format!("select count(*) from interaction where peer = '{peer}'")).await;
            assert_eq!(open, 1);
        }
        let owned = house.number("select count(*) from interaction where owner_id is not null").await;
        assert_eq!(open_count(&house, &me).await, owned);
        // Who owns it waits in no queue.
        let both = "select count(*) from route r, interaction i where i.id = r.interaction_id and i.owner_id is not null";
        assert_eq!(house.number(both).await, 0);
    }

    async fn the_dialog_says_whose_it_is_and_who_may_takes_it(house) {
        let (anna, ben) = (house.present("anna").await, house.present("ben").await);
        let account = italian(&house, &[&anna, &ben]).await;
        let sue = house.person("sue", Role::Supervisor, None).await;
        assert_eq!(whose(&house, &anna, account, MARIO).await, None);
        house.text(account, MARIO, "hello?").await;
        house.route().await;
        let waiting = Whose::Waiting { queue: Some("Care".into()), takable: true };
        assert_eq!(whose(&house, &anna, account, "347 1234567").await, Some(waiting));
        let Started::Exists { existing } = start(&house, &anna, first(account, MARIO, "hi")).await else { panic!() };
        assert_eq!(house.count("outbox").await, 0);
        let claim = house.state.first_words.take(&anna, existing.interaction).await.unwrap();
        assert_eq!(claim, Claim::Won { interaction: existing.interaction });
        assert!(house.offers(&anna).await.is_empty() && house.offers(&ben).await.is_empty());
        assert_eq!(house.number("select waiting from queue").await, 0);
        assert_eq!(whose(&house, &anna, account, MARIO).await, Some(Whose::Mine));
        let colleague = Whose::Colleague { name: "Anna".into(), visible: false };
        assert_eq!(whose(&house, &ben, account, MARIO).await, Some(colleague));
        let late = house.state.first_words.take(&ben, existing.interaction).await.unwrap();
        assert_eq!(late, Claim::TakenBy { name: "Anna".into() });
        // A supervisor who may not write from the account is not told anything by it.
        let asked = house.state.first_words.recipient(&sue, account, MARIO).await;
        assert!(matches!(asked, Err(Failure::NotFound)));
    }

    async fn a_stranger_to_the_queue_cannot_take_from_it(house) {
        let (anna, ben) = (house.present("anna").await, house.present("ben").await);
        let queue = house.queue("Care", Strategy::RingAll, &[&anna]).await;
        let flow = vec![smsdesk::domain::flow::Step::Queue { queue, timeout: None }];
        let draft = AccountDraft { agents: vec![anna.id, ben.id], ..house.account_draft("CARE", flow) };
        let account = house.state.accounts.save_as(None, None, draft).await.unwrap();
        house.text(account, MARIO, "hello?").await;
        house.route().await;
        let waiting = Whose::Waiting { queue: Some("Care".into()), takable: false };
        assert_eq!(whose(&house, &ben, account, MARIO).await, Some(waiting));
        let id = InteractionId(house.number("select id from interaction").await);
        assert!(matches!(house.state.first_words.take(&ben, id).await, Err(Failure::NotFound)));
    }

    async fn an_agent_may_write_first_beyond_his_capacity_and_is_offered_no_more(house) {
        let me = house.person("anna", Role::Agent, Some(1)).await;
        house.connect(&me).await;
        let account = italian(&house, &[&me]).await;
        house.text(account, "+393471234500", "waiting").await;
        house.route().await;
        assert_eq!(house.offers(&me).await.len(), 1);
        begin(&house, &me, account, MARIO, "one").await;
        house.route().await;
        assert!(house.offers(&me).await.is_empty());
        begin(&house, &me, account, "+393471234568", "two").await;
        assert_eq!(open_count(&house, &me).await, 2);
    }

    async fn a_number_that_cannot_be_right_is_told_while_it_is_typed_and_refused_when_it_is_sent(house) {
        let me = house.present("anna").await;
        let account = italian(&house, &[&me]).await;
        let read = async |typed: &str| house.state.first_words.recipient(&me, account, typed).await.unwrap();
        let short = read("347 12").await;
        assert_eq!(short.number, Err(WrongNumber::TooShort { country: Some("IT".into()) }));
        let inside = read("+39 347 123 4567 ext. 12").await;
        assert_eq!(inside.number, Err(WrongNumber::Extension));
        assert!(short.known.is_none());
        let right = read("0039 347 1234567").await.number.unwrap();
        assert_eq!((right.international.as_str(), right.line), ("+39 347 123 4567", Line::Mobile));
        let refused = house.state.first_words.start(&me, first(account, "347 12", "hi")).await;
        assert!(matches!(refused, Err(Failure::Invalid(invalid)) if invalid.0[0].field == "to"));
        let refused = house.state.first_words.start(&me, first(account, MARIO, "  ")).await;
        assert!(matches!(refused, Err(Failure::Invalid(invalid)) if invalid.0[0].field == "text"));
        assert_eq!((house.count("interaction").await, house.count("contact").await), (0, 0));
        // Who has written to us exists, whatever the plan says.
        house.text(account, "+15550100001", "hi").await;
        assert_eq!(read("+1 555 010 0001").await.number.unwrap().line, Line::Other);
    }

    async fn only_accounts_of_ones_own_can_be_written_from(house) {
        let (anna, ben) = (house.present("anna").await, house.present("ben").await);
        let account = italian(&house, &[&anna]).await;
        for answer in [
            house.state.first_words.start(&ben, first(account, MARIO, "hi")).await.err(),
            house.state.first_words.search(&ben, account, "mario").await.err(),
            house.state.first_words.recipient(&ben, account, MARIO).await.err(),
        ] {
            assert!(matches!(answer, Some(Failure::NotFound)));
        }
    }

    async fn contacts_are_found_by_either_name_and_by_either_end_of_a_number(house) {
        let me = house.present("anna").await;
        let account = italian(&house, &[&me]).await;
        for (peer, name) in [(MARIO, "Mario Rossi"), ("+393479999999", "Maria Bianchi"), ("+447400123456", "")] {
            house.text(account, peer, "hi").await;
            house.execute(&format!(
                "update contact set name = '{name}' where id = (select contact_id from contact_number where number = '{peer}')"
            ))
            .await;
        }
        let search = async |typed: &str| {
            let hits = house.state.first_words.search(&me, account, typed).await.unwrap();
            hits.into_iter().map(|hit| hit.number.peer.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(search("mari").await, ["+393479999999", MARIO]);
        assert_eq!(search("ROSSI").await, [MARIO]);
        assert_eq!(search("mario r").await, [MARIO]);
        assert_eq!(search("347123").await, [MARIO]);
        assert_eq!(search("+39 347").await, [MARIO, "+393479999999"]);
        assert_eq!(search("0044 74").await, ["+447400123456"]);
        assert_eq!(search("123456").await, ["+447400123456"]);
        assert_eq!(search("4567").await, [MARIO]);
        assert_eq!(search("34").await, Vec::<String>::new());
        assert_eq!(search("%").await, Vec::<String>::new());
        assert_eq!(search("nobody").await, Vec::<String>::new());
    }

    async fn nobody_finds_contacts_of_accounts_that_are_not_his(house) {
        let (anna, ben) = (house.present("anna").await, house.present("ben").await);
        let boss = house.person("sue", Role::Supervisor, None).await;
        let hers = italian(&house, &[&anna, &boss]).await;
        house.text(hers, MARIO, "hi").await;
        house.execute("update contact set name = 'Mario Rossi'").await;
        let draft = AccountDraft { agents: vec![ben.id], ..house.account_draft("SALES", vec![]) };
        let his = house.state.accounts.save_as(None, None, draft).await.unwrap();
        for typed in ["mario", "rossi", "+39 347", "4567"] {
            let found = async |me: &Me, account| house.state.first_words.search(me, account, typed).await.unwrap().len();
            assert_eq!((found(&anna, hers).await, found(&boss, hers).await, found(&ben, his).await), (1, 1, 0), "{typed}");
        }
        let interaction = InteractionId(house.number("select id from interaction").await);
        let answer = house.state.first_words.take(&ben, interaction).await;
        assert!(matches!(answer, Err(Failure::NotFound)), "{answer:?}");
        house.route().await;
        house.take(&anna).await;
        let answer = house.state.first_words.take(&ben, interaction).await;
        assert!(matches!(answer, Err(Failure::NotFound)), "{answer:?}");
        let answer = house.state.desktop.reply(&ben, interaction, "mine".into(), "key".into()).await;
        assert!(matches!(answer, Err(Failure::NotFound)), "{answer:?}");
    }

    async fn the_conversation_can_be_begun_again_when_the_last_one_is_closed(house) {
        let me = house.present("anna").await;
        let account = italian(&house, &[&me]).await;
        let one = begin(&house, &me, account, MARIO, "one").await;
        house.state.desktop.close(&me, one).await.unwrap();
        let two = begin(&house, &me, account, MARIO, "two").await;
        assert_ne!(one, two);
        assert_eq!(house.count("contact").await, 1);
        let seen = house.state.desktop.conversation(&me, two, Default::default()).await.unwrap();
        assert_eq!(seen.interaction.state, State::Open);
    }
}
