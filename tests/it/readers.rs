//! Whoever has an interaction on the screen to read it is told what happens in it, for as long as he looks and may read it.

use smsdesk::domain::{
    AccountId, InteractionId,
    event::Event,
    interaction::Stretch,
    message::Content,
    queue::Strategy,
    tag::{TagDraft, TagPick},
    transfer::Destination,
    user::{Me, Role, UserDraft},
};

use crate::house::{Listener, TestHouse};

const ANNA: &str = "+15550100001";
const PAGE: &str = "page00000000";

struct Given {
    /// He had it.
    ada: Me,
    /// He has it now.
    ben: Me,
    account: AccountId,
    interaction: InteractionId,
}

/// Ada gave a session away.
async fn given(house: &TestHouse) -> Given {
    let (ada, ben) = (house.present("ada").await, house.present("ben").await);
    let account = house.queue_account(Strategy::RingAll, &[&ada]).await;
    let boss = house.person("sue", Role::Supervisor, None).await;
    let interaction = house.conversation(&ada, account, ANNA).await;
    house.state.desktop.assign(&boss, interaction, Destination::Agent(ben.id)).await.unwrap();
    Given { ada, ben, account, interaction }
}

async fn look(house: &TestHouse, me: &Me, shown: Option<InteractionId>, beside: Option<InteractionId>) {
    house.state.attention.look(me, PAGE.into(), shown, beside).await.unwrap();
}

/// The texts and notes that were told, and which interactions the page was told to be told of.
async fn told(listener: &mut Listener) -> (Vec<String>, Vec<Vec<InteractionId>>) {
    let (mut texts, mut shown) = (Vec::new(), Vec::new());
    for event in listener.heard().await {
        match event {
            Event::MessageAdded { message } => match message.content {
                Content::Inbound { text, .. } | Content::Outbound { text, .. } | Content::Note { text, .. } => {
                    texts.push(text);
                }
                Content::System { .. } => {}
            },
            Event::Shown { interactions } => shown.push(interactions),
            _ => {}
        }
    }
    (texts, shown)
}

on_both! {
    async fn a_former_owner_who_still_reads_it_is_told_everything_while_he_looks(house) {
        let Given { ada, ben, account, interaction } = given(&house).await;
        // He reads on one node; what happens comes to another one, and so may his word that he reads.
        let node = house.node().await;
        let mut adas = house.listen_on(&ada, PAGE).await;
        let mut others = house.listen_on(&ada, "otherpage000").await;
        house.text(account, ANNA, "before").await;
        assert_eq!(told(&mut adas).await.0, [] as [&str; 0], "he is not looking");
        look(&node, &ada, Some(interaction), None).await;
        assert_eq!(told(&mut adas).await, (vec![], vec![vec![interaction]]));
        node.text(account, ANNA, "more").await;
        let answer = node.reply(&ben, interaction, "answer").await;
        house.state.desktop.note(&ben, interaction, "a note".into(), "note".into()).await.unwrap();
        house.send().await;
        house.receipt(account, &house.twilio.handed()[0].sid, "delivered").await;
        let tag = house.state.tags.save_as(None, None, TagDraft { name: "Late".into(), ..TagDraft::default() });
        let tag = TagPick::Known(tag.await.unwrap());
        house.state.tags.tag_interaction(&ben, interaction, tag, true).await.unwrap();
        let heard = adas.heard().await;
        let has = |wanted: &dyn Fn(&Event) -> bool| heard.iter().any(wanted);
        for text in ["more", "answer", "a note"] {
            assert!(
                has(&|event| matches!(event, Event::MessageAdded { message } if match &message.content {
                    Content::Inbound { text: it, .. } | Content::Outbound { text: it, .. } | Content::Note { text: it, .. } => it == text,
                    Content::System { .. } => false,
                })),
                "{text}: {heard:?}"
            );
        }
        assert!(has(&|event| matches!(event, Event::DeliveryChanged { message, .. } if *message == answer.id)));
        assert!(has(&|event| matches!(event, Event::TagsChanged { .. })));
        assert!(has(&|event| matches!(event, Event::InteractionChanged { interaction: it } if it.id == interaction)));
        assert_eq!(told(&mut others).await, (vec![], vec![]), "another window of his shows something else");
        // Closed and opened again by the customer, in the hands of whoever takes it: he reads on.
        house.state.desktop.close(&ben, interaction).await.unwrap();
        let closed = adas.heard().await;
        assert!(closed.iter().any(|event| matches!(event, Event::InteractionChanged { interaction } if interaction.closed_at.is_some())));
        // He looks away.
        look(&house, &ada, None, None).await;
        assert_eq!(told(&mut adas).await.1, [vec![] as Vec<InteractionId>]);
        house.state.desktop.note(&ben, interaction, "among us".into(), "note2".into()).await.unwrap();
        assert_eq!(told(&mut adas).await.0, [] as [&str; 0]);
    }

    async fn what_is_read_beside_the_one_in_hand_is_told_too_and_a_new_stream_is_told_anew(house) {
        let Given { ada, ben, account, interaction } = given(&house).await;
        let own = house.conversation(&ada, account, "+15550100002").await;
        let mut adas = house.listen_on(&ada, PAGE).await;
        look(&house, &ada, Some(own), Some(interaction)).await;
        told(&mut adas).await;
        house.reply(&ben, interaction, "beside").await;
        assert_eq!(told(&mut adas).await.0, ["beside"]);
        // The connection broke: the page says again what it shows, and is told from then on.
        drop(adas);
        let mut adas = house.listen_on(&ada, PAGE).await;
        house.reply(&ben, interaction, "missed").await;
        look(&house, &ada, Some(own), Some(interaction)).await;
        house.reply(&ben, interaction, "told").await;
        assert_eq!(told(&mut adas).await, (vec!["told".into()], vec![vec![own, interaction]]));
        assert_eq!(house.state.desktop.conversation(&ada, interaction, Stretch::Newest).await.unwrap().messages.len(), 6);
    }

    async fn nobody_is_told_of_what_he_may_not_read(house) {
        let Given { ada, ben, account, interaction } = given(&house).await;
        let eve = house.agent("eve").await;
        assert!(house.state.attention.look(&eve, PAGE.into(), Some(interaction), None).await.is_err());
        let own = { house.state.store.look(eve.id, PAGE.into(), None, vec![], house.clock.now(), house.state.house()) };
        own.await.unwrap();
        let mut eves = house.listen_on(&eve, PAGE).await;
        let mut adas = house.listen_on(&ada, PAGE).await;
        // Ada looks under a name that Eve's page has too.
        look(&house, &ada, Some(interaction), None).await;
        house.reply(&ben, interaction, "answer").await;
        assert_eq!(told(&mut eves).await, (vec![], vec![]));
        assert_eq!(told(&mut adas).await.0, ["answer"]);

        // Who saw it as a supervisor alone sees nothing more when he is none.
        let boss = house.person("tim", Role::Supervisor, None).await;
        let mut bosses = house.listen_on(&boss, PAGE).await;
        look(&house, &boss, Some(interaction), None).await;
        house.reply(&ben, interaction, "watched").await;
        assert_eq!(told(&mut bosses).await, (vec!["watched".into()], vec![vec![]]));
        let plain = |me: &Me, active| UserDraft {
            login: me.login.clone(), name: me.name.clone(), role: "agent".into(), active, ..UserDraft::default()
        };
        house.state.users.save_as(None, Some(boss.id), plain(&boss, true)).await.unwrap();
        // And who can't sign in any more sees nothing at all.
        house.state.users.save_as(None, Some(ada.id), plain(&ada, false)).await.unwrap();
        told(&mut adas).await;
        told(&mut bosses).await;
        house.text(account, ANNA, "more").await;
        house.reply(&ben, interaction, "unwatched").await;
        assert_eq!(told(&mut bosses).await.0, [] as [&str; 0]);
        assert_eq!(told(&mut adas).await.0, [] as [&str; 0]);
    }
}
