//! Sessions change hands: by transfer, by a supervisor, out of the queue. Whatever happens, one person has each.

use futures::future::join_all;
use serde_json::json;
use smsdesk::{
    domain::{
        AccountId, InteractionId, OfferId, QueueId,
        event::Event,
        message::{Content, Happening},
        offer::{Claim, OfferEnd},
        presence::Availability::{Offline, Online, Paused},
        queue::Strategy,
        transfer::{Destination, Returned},
        user::{Me, Role},
    },
    server::failure::Failure,
};

use crate::{
    closing::{facts, lines, rules},
    house::TestHouse,
};

const ANNA: &str = "+15550100001";
const BRUNO: &str = "+15550100002";
const CARLA: &str = "+15550100003";
const SECOND: i64 = 1_000;

struct Floor {
    a: Me,
    b: Me,
    account: AccountId,
    interaction: InteractionId,
}

/// Ada has a session; Ben is there; transfers are on.
async fn floor(house: &TestHouse) -> Floor {
    let (a, b) = (house.present("ada").await, house.present("ben").await);
    let account = house.queue_account(Strategy::RingAll, &[&a]).await;
    house.settings(|settings| settings.transfer = true).await;
    let interaction = house.conversation(&a, account, ANNA).await;
    house.state.desktop.seen(&a, interaction).await.unwrap();
    Floor { a, b, account, interaction }
}

async fn transfer(house: &TestHouse, me: &Me, interaction: InteractionId, to: &Me) -> Result<(), Failure> {
    house.state.desktop.transfer(me, interaction, Destination::Agent(to.id), "Wants a refund".into()).await
}

async fn to_queue(house: &TestHouse, me: &Me, interaction: InteractionId, queue: QueueId) -> Result<(), Failure> {
    house.state.desktop.transfer(me, interaction, Destination::Queue(queue), String::new()).await
}

fn refused(result: Result<(), Failure>) -> String {
    match result {
        Err(Failure::Refused(words)) => words.to_string(),
        other => panic!("{other:?}"),
    }
}

async fn card(house: &TestHouse, me: &Me) -> OfferId {
    house.offers(me).await.first().expect("nothing is offered to him").id
}

on_both! {
    async fn a_transfer_is_an_offer_and_the_session_changes_hands_when_it_is_accepted(house) {
        let Floor { a, b, interaction, .. } = floor(&house).await;
        transfer(&house, &a, interaction, &b).await.unwrap();
        let offer = house.offers(&b).await.remove(0);
        let from = offer.transfer.clone().unwrap();
        assert_eq!((from.from.as_str(), from.note.as_str()), ("Ada", "Wants a refund"));
        assert_eq!(offer.due_at.since(offer.offered_at), 60 * SECOND);
        // Until then it is Ada's, and she can write.
        let before = facts(&house, interaction).await;
        assert_eq!((before.owner, before.transfer_to_name.as_deref()), (Some(a.id), Some("Ben")));
        house.reply(&a, interaction, "One moment").await;
        crate::walk::check(&house).await;
        let mut hers = house.listen(&a).await;
        assert!(matches!(house.accept(&b, offer.id).await, Claim::Won { .. }));
        let after = facts(&house, interaction).await;
        assert_eq!((after.owner, after.transfer_to, after.first_handler_name.as_deref()), (Some(b.id), None, Some("Ada")));
        let said = lines(&house, interaction).await;
        assert_eq!(said[said.len() - 2..], [
            Happening::TransferBegun { by: "Ada".into(), to: "Ben".into() },
            Happening::Transferred { from: "Ada".into(), to: "Ben".into() },
        ]);
        let told = hers.heard().await;
        let is_his = |event: &Event| matches!(event, Event::InteractionChanged { interaction } if interaction.owner == Some(b.id));
        assert!(told.iter().any(is_his), "her tab goes");
        // The note stands in the conversation, and she may still read it, but not answer.
        let conversation = house.state.desktop.conversation(&a, interaction, smsdesk::domain::interaction::Stretch::Newest).await.unwrap();
        let notes = conversation.messages.iter().filter(|m| matches!(&m.content, Content::Note { text, .. } if text == "Wants a refund"));
        assert_eq!(notes.count(), 1);
        assert!(house.state.desktop.reply(&a, interaction, "no".into(), "k".into()).await.is_err());
        assert_eq!(house.words("select text from message where text = 'no'").await.len(), 0);
        crate::walk::check(&house).await;
    }

    async fn a_transfer_that_is_not_taken_comes_back_unread_with_the_reason(house) {
        let Floor { a, b, interaction, .. } = floor(&house).await;
        house.settings(|settings| settings.grace_seconds = 600).await;
        for why in [Returned::Rejected, Returned::TimedOut, Returned::Unavailable, Returned::Unavailable] {
            house.state.desktop.seen(&a, interaction).await.unwrap();
            transfer(&house, &a, interaction, &b).await.unwrap();
            match why {
                Returned::Rejected => house.reject(&b).await,
                Returned::TimedOut => {
                    house.pass(60 * SECOND - 1).await;
                    assert_eq!(house.asked(&[&b]).await, [b.id]);
                    house.state.store.heartbeat(vec![a.id, b.id], house.clock.now()).await.unwrap();
                    house.pass(1).await;
                }
                _ => {
                    house.be(&b, if house.count("offer").await % 2 == 0 { Paused } else { Offline }).await;
                    house.be(&b, Online).await;
                }
            }
            house.connect(&b).await;
            let back = facts(&house, interaction).await;
            assert_eq!((back.owner, back.transfer_to, back.unread), (Some(a.id), None, 1), "{why:?}");
            let said = Happening::TransferReturned { to: "Ben".into(), why };
            assert_eq!(lines(&house, interaction).await.last(), Some(&said));
            assert_eq!(house.asked(&[&a, &b]).await, []);
            crate::walk::check(&house).await;
        }
    }

    async fn a_colleague_who_loses_the_connection_gives_the_transfer_back(house) {
        let Floor { a, b, interaction, .. } = floor(&house).await;
        house.settings(|settings| settings.transfer_seconds = 600).await;
        transfer(&house, &a, interaction, &b).await.unwrap();
        house.clock.advance(31 * SECOND);
        house.state.store.heartbeat(vec![a.id], house.clock.now()).await.unwrap();
        house.state.routing.sweep().await.unwrap();
        let said = Happening::TransferReturned { to: "Ben".into(), why: Returned::Unavailable };
        assert_eq!(lines(&house, interaction).await.last(), Some(&said));
        assert!(refused(transfer(&house, &a, interaction, &b).await).contains("Ben is not there"));
        crate::walk::check(&house).await;
    }

    async fn the_sender_may_stop_it_and_nothing_is_unread_then(house) {
        let Floor { a, b, interaction, .. } = floor(&house).await;
        transfer(&house, &a, interaction, &b).await.unwrap();
        let mut his = house.listen(&b).await;
        house.state.desktop.cancel_transfer(&a, interaction).await.unwrap();
        house.state.desktop.cancel_transfer(&a, interaction).await.unwrap();
        let ended = his.heard().await.into_iter().filter(|e| matches!(e, Event::OfferEnded { end: OfferEnd::Withdrawn, .. }));
        assert_eq!(ended.count(), 1);
        let kept = facts(&house, interaction).await;
        assert_eq!((kept.owner, kept.transfer_to, kept.unread), (Some(a.id), None, 0));
        crate::walk::check(&house).await;
    }

    async fn what_is_asked_again_because_the_answer_was_lost_is_done_once(house) {
        let Floor { a, b, interaction, .. } = floor(&house).await;
        let c = house.present("cem").await;
        let notes = async || house.number("select count(*) from message where kind = 'note'").await;
        let say = async |note: &str| {
            house.state.desktop.transfer(&a, interaction, Destination::Agent(b.id), note.into()).await.unwrap();
        };
        say("Wants a refund").await;
        say("Wants a refund").await;
        assert_eq!((house.asked(&[&a, &b, &c]).await, notes().await), (vec![b.id], 1));
        // Nothing of what she writes is lost.
        say("Wants a refund, and is angry").await;
        assert_eq!((house.number("select count(*) from offer where state = 'pending'").await, notes().await), (1, 2));
        assert!(refused(transfer(&house, &a, interaction, &c).await).contains("Ben is being asked already"));
        house.state.desktop.cancel_transfer(&a, interaction).await.unwrap();

        let empty = house.queue("Second level", Strategy::LongestIdle, &[]).await;
        let other = house.queue("Third level", Strategy::LongestIdle, &[]).await;
        to_queue(&house, &a, interaction, empty).await.unwrap();
        house.route().await;
        to_queue(&house, &a, interaction, empty).await.unwrap();
        let said = Happening::SentToQueue { by: "Ada".into(), queue: "Second level".into() };
        assert_eq!(lines(&house, interaction).await.iter().filter(|line| **line == said).count(), 1);
        assert_eq!(house.number(&format!("select waiting from queue where id = {empty}")).await, 1);
        assert!(refused(to_queue(&house, &a, interaction, other).await).contains("waits in a queue"));
        // Where somebody else has put it there, it is not by her doing.
        let boss = house.person("sia", Role::Supervisor, None).await;
        house.state.desktop.assign(&boss, interaction, Destination::Queue(other)).await.unwrap();
        assert!(refused(to_queue(&house, &a, interaction, other).await).contains("waits in a queue"));
        crate::walk::check(&house).await;
    }

    async fn a_transfer_needs_the_house_the_account_and_a_colleague_with_room(house) {
        let Floor { a, b, account, interaction } = floor(&house).await;
        let c = house.person("cem", Role::Agent, Some(0)).await;
        house.connect(&c).await;
        assert!(refused(transfer(&house, &a, interaction, &c).await).contains("0 open sessions"));
        assert!(matches!(transfer(&house, &b, interaction, &c).await, Err(Failure::NotFound)), "it is not Ben's");
        rules(&house, account, |rules| rules.transfer = false).await;
        assert!(house.state.desktop.snapshot(&a).await.unwrap().transfer.is_empty());
        assert!(refused(transfer(&house, &a, interaction, &b).await).contains("switched off"));
        rules(&house, account, |rules| rules.transfer = true).await;
        assert_eq!(house.state.desktop.snapshot(&a).await.unwrap().transfer, [account]);
        house.settings(|settings| settings.transfer = false).await;
        assert!(refused(transfer(&house, &a, interaction, &b).await).contains("switched off"));
        let targets = house.state.desktop.targets(&a, interaction).await.unwrap();
        let names: Vec<_> = targets.agents.iter().map(|it| (it.name.as_str(), it.is_ready())).collect();
        assert_eq!(names, [("Ben", true), ("Cem", false)]);
        assert_eq!((targets.queues[0].name.as_str(), targets.queues[0].online), ("Care", 0), "she is the only one there");
        assert_eq!(house.asked(&[&a, &b, &c]).await, []);
    }

    async fn sent_to_a_queue_it_goes_by_its_strategy_and_waits_where_nobody_is(house) {
        let Floor { a, b, interaction, .. } = floor(&house).await;
        let empty = house.queue("Second level", Strategy::LongestIdle, &[&a, &b]).await;
        house.be(&b, Paused).await;
        to_queue(&house, &a, interaction, empty).await.unwrap();
        house.route().await;
        let waits = facts(&house, interaction).await;
        assert_eq!((waits.owner, waits.queue_name.as_deref()), (None, Some("Second level")));
        assert_eq!(house.number(&format!("select waiting from queue where id = {empty}")).await, 1);
        assert_eq!(house.number("select cast(sum(open_count) as bigint) from presence").await, 0);
        let said = Happening::SentToQueue { by: "Ada".into(), queue: "Second level".into() };
        assert_eq!(lines(&house, interaction).await.last(), Some(&said));
        crate::walk::check(&house).await;
        assert_eq!(house.asked(&[&a, &b]).await, [], "she let it go herself");
        house.be(&b, Online).await;
        house.route().await;
        assert_eq!(house.asked(&[&a, &b]).await, [b.id]);
        assert_eq!(house.take(&b).await, interaction);
        assert_eq!(house.number(&format!("select waiting from queue where id = {empty}")).await, 0);
        // And round again: what was answered the first time does not count.
        to_queue(&house, &b, interaction, empty).await.unwrap();
        house.route().await;
        assert_eq!(house.asked(&[&a, &b]).await, [a.id]);
        crate::walk::check(&house).await;
    }

    async fn with_nobody_else_the_sender_is_asked_after_a_round(house) {
        let Floor { a, interaction, .. } = floor(&house).await;
        let own = house.state.house().queues.keys().next().copied().unwrap();
        to_queue(&house, &a, interaction, own).await.unwrap();
        house.route().await;
        assert_eq!(house.asked(&[&a]).await, []);
        house.state.store.heartbeat(vec![a.id], house.clock.now()).await.unwrap();
        house.pass(10 * SECOND).await;
        assert_eq!(house.asked(&[&a]).await, [a.id]);
    }

    async fn nobody_of_a_queue_takes_it_and_it_comes_back_unread_with_the_reason(house) {
        let Floor { a, b, interaction, .. } = floor(&house).await;
        let queue = house.queue("Second level", Strategy::RingAll, &[&a, &b]).await;
        let to = Destination::Queue(queue);
        house.state.desktop.transfer(&a, interaction, to, "Wants a refund".into()).await.unwrap();
        house.route().await;
        let offer = house.offers(&b).await.remove(0);
        let from = offer.transfer.clone().unwrap();
        assert_eq!((from.from.as_str(), from.note.as_str()), ("Ada", "Wants a refund"));
        assert_eq!(offer.queue_name.as_deref(), Some("Second level"));
        house.reject(&b).await;
        let back = facts(&house, interaction).await;
        assert_eq!((back.owner, back.unread), (Some(a.id), 1));
        let why = Happening::NotTaken { queue: "Second level".into(), to: "Ada".into() };
        assert_eq!(lines(&house, interaction).await.last(), Some(&why));
        assert_eq!(house.number(&format!("select waiting from queue where id = {queue}")).await, 0);
        crate::walk::check(&house).await;
        // Nor is it kept for ever before those who don't answer.
        house.settings(|settings| settings.transfer_seconds = 20).await;
        house.state.desktop.transfer(&a, interaction, to, String::new()).await.unwrap();
        house.route().await;
        assert_eq!(house.asked(&[&a, &b]).await, [b.id]);
        house.pass(19 * SECOND).await;
        assert_eq!(facts(&house, interaction).await.owner, None);
        house.pass(SECOND).await;
        assert_eq!(facts(&house, interaction).await.owner, Some(a.id));
        assert_eq!(house.asked(&[&a, &b]).await, []);
        crate::walk::check(&house).await;
    }

    async fn what_its_sender_can_not_have_back_waits_in_the_queue(house) {
        let Floor { a, b, interaction, .. } = floor(&house).await;
        let queue = house.queue("Second level", Strategy::RingAll, &[&a, &b]).await;
        to_queue(&house, &a, interaction, queue).await.unwrap();
        house.route().await;
        house.be(&a, Paused).await;
        house.reject(&b).await;
        let waits = facts(&house, interaction).await;
        assert_eq!((waits.owner, waits.queue_name.as_deref()), (None, Some("Second level")));
        crate::walk::check(&house).await;
        house.be(&a, Online).await;
        house.pass(10 * SECOND).await;
        assert_eq!(house.asked(&[&a, &b]).await, [a.id, b.id], "a new round");
        crate::walk::check(&house).await;
    }

    async fn a_queue_that_is_gone_leaves_the_way_to_the_flow(house) {
        let Floor { a, b, interaction, .. } = floor(&house).await;
        let gone = house.queue("Gone", Strategy::RingAll, &[&b]).await;
        house.be(&b, Paused).await;
        to_queue(&house, &a, interaction, gone).await.unwrap();
        house.route().await;
        house.execute("update route set sent_to = 99, due_at = 0").await;
        house.route().await;
        assert_eq!(facts(&house, interaction).await.queue_name.as_deref(), Some("Care"));
        crate::walk::check(&house).await;
    }

    async fn what_began_with_our_own_text_is_transferred_and_closed_alike(house) {
        let Floor { a, b, account, .. } = floor(&house).await;
        house
            .execute(&format!(
                "insert into interaction (account_id, peer, contact_id, state, owner_id, first_handler_id, started_at, \
                 last_at, last_direction, first_words, unread, version) \
                 values ({account}, '{BRUNO}', 1, 'open', {}, {}, 5, 5, 'outbound', '', 0, 1)",
                a.id, a.id
            ))
            .await;
        house.execute(&format!("update presence set open_count = open_count + 1 where user_id = {}", a.id)).await;
        let interaction = InteractionId(2);
        transfer(&house, &a, interaction, &b).await.unwrap();
        assert_eq!(house.take(&b).await, interaction);
        let queue = house.state.house().queues.keys().next().copied().unwrap();
        to_queue(&house, &b, interaction, queue).await.unwrap();
        house.route().await;
        assert_eq!(house.take(&a).await, interaction);
        crate::walk::check(&house).await;
        house.state.desktop.close(&a, interaction).await.unwrap();
        crate::walk::check(&house).await;
    }

    async fn a_close_ends_a_transfer_and_a_transfer_outlives_no_owner(house) {
        let Floor { a, b, interaction, .. } = floor(&house).await;
        transfer(&house, &a, interaction, &b).await.unwrap();
        let offer = card(&house, &b).await;
        house.state.desktop.close(&a, interaction).await.unwrap();
        assert_eq!(house.accept(&b, offer).await, Claim::Gone);
        crate::walk::check(&house).await;
    }

    async fn of_accept_cancel_reject_close_and_take_over_at_once_one_wins(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let boss = house.person("sue", Role::Supervisor, None).await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        house.settings(|settings| settings.transfer = true).await;
        let nodes = [house.node().await, house.node().await];
        for round in 0..15usize {
            let interaction = house.conversation(&a, account, &format!("+1555030{round:04}")).await;
            transfer(&house, &a, interaction, &b).await.unwrap();
            let offer = card(&house, &b).await;
            let acts = (0..5usize).map(|act| {
                let (node, a, b, boss) = (nodes[(act + round) % 2].clone(), a.clone(), b.clone(), boss.clone());
                tokio::spawn(async move {
                    match act {
                        0 => matches!(node.accept(&b, offer).await, Claim::Won { .. }),
                        1 => node.state.desktop.cancel_transfer(&a, interaction).await.is_err(),
                        2 => node.state.routing.reject(&b, offer).await.is_err(),
                        3 => node.state.desktop.take_over(&boss, interaction).await.is_err(),
                        _ => node.state.desktop.transfer(&a, interaction, Destination::Agent(b.id), String::new()).await.is_err(),
                    }
                })
            });
            for act in join_all(acts).await {
                act.unwrap();
            }
            house.route().await;
            crate::walk::check(&house).await;
            assert_eq!(facts(&house, interaction).await.owner, Some(boss.id), "round {round}");
            house.state.desktop.close(&boss, interaction).await.unwrap();
            crate::walk::check(&house).await;
        }
    }

    async fn a_transfer_never_goes_over_the_capacity_of_who_accepts(house) {
        let a = house.present("ada").await;
        let b = house.person("ben", Role::Agent, Some(1)).await;
        house.connect(&b).await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        house.settings(|settings| settings.transfer = true).await;
        let mut cards = Vec::new();
        for peer in [ANNA, BRUNO] {
            let interaction = house.conversation(&a, account, peer).await;
            transfer(&house, &a, interaction, &b).await.unwrap();
        }
        for offer in house.offers(&b).await {
            let (house, b) = (house.clone(), b.clone());
            cards.push(tokio::spawn(async move { house.accept(&b, offer.id).await }));
        }
        let claims: Vec<Claim> = join_all(cards).await.into_iter().map(|claim| claim.unwrap()).collect();
        assert_eq!(claims.iter().filter(|claim| matches!(claim, Claim::Won { .. })).count(), 1, "{claims:?}");
        assert_eq!(house.number(&format!("select open_count from presence where user_id = {}", b.id)).await, 1);
        // The other one went back to Ada, because Ben has no room any more.
        assert_eq!(house.number(&format!("select open_count from presence where user_id = {}", a.id)).await, 1);
        crate::walk::check(&house).await;
    }

    async fn tabs_stand_in_the_order_in_which_their_owner_got_them(house) {
        let Floor { a, b, account, interaction: first } = floor(&house).await;
        rules(&house, account, |rules| rules.reopen_minutes = 30).await;
        let boss = house.person("sue", Role::Supervisor, None).await;
        let tabs = async || {
            let sessions = house.state.desktop.snapshot(&a).await.unwrap().sessions;
            sessions.into_iter().map(|session| session.id).collect::<Vec<_>>()
        };
        house.text(account, BRUNO, "hello").await;
        house.text(account, CARLA, "hello").await;
        house.route().await;
        // The one who came last is answered first.
        let mut got = vec![first];
        for offer in house.offers(&a).await.into_iter().rev() {
            house.clock.advance(SECOND);
            assert!(matches!(house.accept(&a, offer.id).await, Claim::Won { .. }));
            got.push(offer.interaction);
        }
        assert!(got[1] > got[2]);
        assert_eq!(tabs().await, got);
        // What comes back to her comes last: from a colleague, and from the customer after its end.
        for to in [&b, &a] {
            house.clock.advance(SECOND);
            house.state.desktop.assign(&boss, first, Destination::Agent(to.id)).await.unwrap();
        }
        assert_eq!(tabs().await, [got[1], got[2], first]);
        house.state.desktop.close(&a, got[1]).await.unwrap();
        house.clock.advance(SECOND);
        house.text(account, CARLA, "one more thing").await;
        house.route().await;
        assert_eq!(tabs().await, [got[2], first, got[1]]);
    }

    async fn a_supervisor_takes_over_and_the_former_owner_is_told(house) {
        let Floor { a, b, interaction, .. } = floor(&house).await;
        let boss = house.person("sue", Role::Supervisor, None).await;
        assert!(matches!(house.state.desktop.take_over(&b, interaction).await, Err(Failure::NotFound)));
        let browser = house.browser(&b).await;
        assert_eq!(browser.post("take_over", json!({ "interaction": interaction })).await.0, 403);
        let mut hers = house.listen(&a).await;
        house.state.desktop.take_over(&boss, interaction).await.unwrap();
        let told = hers.heard().await;
        let is_sues = |event: &Event| matches!(event, Event::InteractionChanged { interaction } if interaction.owner == Some(boss.id));
        assert!(told.iter().any(is_sues));
        // The account is not hers; that of her session she has to know all the same.
        let account = facts(&house, interaction).await.account;
        let shown = house.state.desktop.snapshot(&boss).await.unwrap();
        assert!(shown.accounts.is_empty());
        assert_eq!(shown.other_accounts.iter().map(|it| it.id).collect::<Vec<_>>(), [account]);
        let said = Happening::TakenOver { by: "Sue".into(), from: Some("Ada".into()) };
        assert_eq!(lines(&house, interaction).await.last(), Some(&said));
        // What she has herself she gives away, not "from Sue".
        house.state.desktop.assign(&boss, interaction, Destination::Agent(b.id)).await.unwrap();
        let given = Happening::Assigned { by: "Sue".into(), to: "Ben".into(), from: None };
        assert_eq!(lines(&house, interaction).await.last(), Some(&given));
        assert!(house.state.desktop.reply(&a, interaction, "mine".into(), "k".into()).await.is_err());
        assert!(house.state.desktop.conversation(&a, interaction, smsdesk::domain::interaction::Stretch::Newest).await.is_ok(), "she may read it");
        assert!(house.state.desktop.close(&a, interaction).await.is_err());
        let audit = "select detail from audit where act = 'interaction.take_over'";
        assert_eq!(house.words(audit).await, ["from Ada"]);
        crate::walk::check(&house).await;
    }

    async fn a_supervisor_gives_a_session_to_an_agent_or_to_a_queue_and_closes_it(house) {
        let Floor { a, b, interaction, .. } = floor(&house).await;
        let boss = house.person("sue", Role::Supervisor, None).await;
        let assign = async |to| house.state.desktop.assign(&boss, interaction, to).await;
        assign(Destination::Agent(b.id)).await.unwrap();
        let given = facts(&house, interaction).await;
        assert_eq!((given.owner, given.unread), (Some(b.id), 1));
        crate::walk::check(&house).await;
        let queue = house.queue("Second level", Strategy::RingAll, &[&a]).await;
        assign(Destination::Queue(queue)).await.unwrap();
        house.route().await;
        assert_eq!(house.asked(&[&a, &b]).await, [a.id]);
        // Out of the queue into somebody's hands: the card goes by his name.
        let mut hers = house.listen(&a).await;
        assign(Destination::Agent(b.id)).await.unwrap();
        let ends = hers.heard().await.into_iter().filter_map(|event| match event {
            Event::OfferEnded { end, .. } => Some(end),
            _ => None,
        });
        assert_eq!(ends.collect::<Vec<_>>(), [OfferEnd::TakenBy { id: b.id, name: "Ben".into() }]);
        crate::walk::check(&house).await;
        let c = house.person("cem", Role::Agent, Some(0)).await;
        assert!(refused(assign(Destination::Agent(c.id)).await).contains("Cem has 0 open"));
        house.state.desktop.close(&boss, interaction).await.unwrap();
        assert!(refused(assign(Destination::Agent(b.id)).await).contains("closed"));
        assert_eq!(house.number("select count(*) from audit where act like 'interaction.%'").await, 4);
        crate::walk::check(&house).await;
    }

    async fn an_agent_with_room_takes_the_oldest_waiting_interaction_of_his_queues(house) {
        let a = house.present("ada").await;
        let b = house.person("ben", Role::Agent, Some(1)).await;
        let account = house.queue_account(Strategy::RingAll, &[&a, &b]).await;
        let stranger = house.agent("cem").await;
        for peer in [ANNA, BRUNO] {
            house.text(account, peer, "hello").await;
            house.route().await;
            house.clock.advance(SECOND);
        }
        assert!(house.state.desktop.pull(&stranger).await.is_err(), "no queue of his");
        let mut hers = house.listen(&a).await;
        let Claim::Won { interaction } = house.state.desktop.pull(&b).await.unwrap() else { panic!("not his") };
        assert_eq!(facts(&house, interaction).await.peer.as_str(), ANNA);
        assert_eq!(lines(&house, interaction).await, [Happening::Pulled { by: "Ben".into() }]);
        assert!(format!("{:?}", hers.heard().await).contains("TakenBy"), "her card goes by his name");
        assert_eq!(house.state.desktop.pull(&b).await.unwrap(), Claim::Full { capacity: 1 });
        crate::walk::check(&house).await;
        // Both at once for the last one: one has it.
        let claims = join_all((0..4).map(|_| {
            let (house, a) = (house.clone(), a.clone());
            tokio::spawn(async move { house.state.desktop.pull(&a).await.is_ok() })
        }));
        assert_eq!(claims.await.into_iter().filter(|claim| *claim.as_ref().unwrap()).count(), 1);
        assert!(refused(house.state.desktop.pull(&a).await.map(drop)).contains("Nobody is waiting"));
        crate::walk::check(&house).await;
    }

    async fn nobody_has_more_sessions_than_the_tab_limit_however_high_his_capacity(house) {
        let a = house.person("ada", Role::Agent, Some(50)).await;
        house.connect(&a).await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        house.settings(|settings| settings.tab_limit = 1).await;
        let first = house.conversation(&a, account, ANNA).await;
        house.text(account, BRUNO, "hello").await;
        house.route().await;
        assert_eq!(house.asked(&[&a]).await, []);
        assert_eq!(house.state.desktop.pull(&a).await.unwrap(), Claim::Full { capacity: 1 });
        house.state.desktop.close(&a, first).await.unwrap();
        house.route().await;
        assert_eq!(house.asked(&[&a]).await, [a.id]);
    }
}
