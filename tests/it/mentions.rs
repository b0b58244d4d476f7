//! Colleagues named in notes; and that a note never leaves the house, whatever is tried.

use smsdesk::{
    domain::{
        InteractionId,
        event::Event,
        message::{Content, Message},
        queue::Strategy,
        user::{Me, Role},
    },
    server::failure::Failure,
};

use crate::house::{Listener, TestHouse};

const ANNA: &str = "+15550100001";

async fn note(house: &TestHouse, me: &Me, interaction: InteractionId, text: &str) -> Message {
    let key = format!("note-{text}");
    house.state.desktop.note(me, interaction, text.into(), key.chars().take(60).collect()).await.unwrap()
}

/// What was heard of the texts and notes of a conversation.
async fn texts(listener: &mut Listener) -> Vec<String> {
    let heard = listener.heard().await.into_iter();
    let texts = heard.filter_map(|event| match event {
        Event::MessageAdded { message } => match message.content {
            Content::Inbound { text, .. } | Content::Outbound { text, .. } | Content::Note { text, .. } => Some(text),
            Content::System { .. } => None,
        },
        _ => None,
    });
    texts.collect()
}

on_both! {
    async fn whoever_is_named_is_told_may_read_and_writes_notes_but_answers_nobody(house) {
        let (a, b) = (house.present("ada").await, house.agent("ben").await);
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let interaction = house.conversation(&a, account, ANNA).await;
        let mut bens = house.listen(&b).await;
        assert!(matches!(house.state.desktop.conversation(&b, interaction, Default::default()).await, Err(Failure::NotFound)));
        note(&house, &a, interaction, "nothing for anybody, me@ben, @nobody, @ada").await;
        assert_eq!(house.count("mention").await, 0);
        assert!(bens.heard().await.is_empty());

        note(&house, &a, interaction, "@Ben, can you look? @ben").await;
        let heard = bens.heard().await;
        let Some(Event::Mentioned { mention }) = heard.first() else { panic!("{heard:?}") };
        assert_eq!((&*mention.by, &*mention.contact_name, &*mention.account_key), ("Ada", ANNA, "CARE"));
        assert_eq!((&*mention.words, mention.read, mention.interaction), ("@Ben, can you look? @ben", false, interaction));
        assert_eq!(house.count("mention").await, 1, "named twice is told once");
        let shown = house.state.desktop.snapshot(&b).await.unwrap().mentions;
        assert_eq!((shown.unread, &shown.newest[0]), (1, mention));

        let seen = house.state.desktop.conversation(&b, interaction, Default::default()).await.unwrap();
        assert_eq!(seen.messages.len(), 4, "hello, accepted, two notes");
        note(&house, &b, interaction, "I do").await;
        let refused = house.state.desktop.reply(&b, interaction, "dear customer".into(), "k".into()).await;
        assert!(matches!(refused, Err(Failure::Refused(words)) if words.to_string().contains("Ada")));
        assert!(matches!(house.state.desktop.close(&b, interaction).await, Err(Failure::Refused(_))));
        // From now on he hears what goes on, as the owner does.
        texts(&mut bens).await;
        house.text(account, ANNA, "more").await;
        let answer = house.reply(&a, interaction, "answer").await;
        house.send().await;
        assert_eq!(texts(&mut bens).await, ["more", "answer"]);
        house.receipt(account, &house.twilio.handed()[0].sid, "delivered").await;
        let heard = bens.heard().await;
        assert!(heard.iter().any(|event| matches!(event, Event::DeliveryChanged { message, .. } if *message == answer.id)));
    }

    async fn a_mention_is_read_by_looking_or_by_saying_so(house) {
        let (a, b) = (house.present("ada").await, house.agent("ben").await);
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let first = house.conversation(&a, account, ANNA).await;
        let second = house.conversation(&a, account, "+15550100002").await;
        note(&house, &a, first, "@ben one").await;
        note(&house, &a, second, "@ben two").await;
        let mut bens = house.listen(&b).await;
        let unread = async || house.state.desktop.snapshot(&b).await.unwrap().mentions.unread;
        assert_eq!(unread().await, 2);
        house.state.attention.look(&b, "page0000".into(), Some(first), None).await.unwrap();
        assert_eq!(unread().await, 1);
        // What he has on the screen is read as it comes.
        note(&house, &a, first, "@ben and this").await;
        assert_eq!(unread().await, 1);
        // Looking again changes nothing and tells nobody.
        house.state.attention.look(&b, "page0001".into(), Some(first), None).await.unwrap();
        house.state.colleagues.read_mentions(&b, None).await.unwrap();
        house.state.colleagues.read_mentions(&b, None).await.unwrap();
        assert_eq!(unread().await, 0);
        let read: Vec<_> = bens.heard().await.into_iter().filter(|e| matches!(e, Event::MentionsRead { .. })).collect();
        assert_eq!(read, [
            Event::MentionsRead { interaction: Some(first) },
            Event::MentionsRead { interaction: None },
        ]);
    }

    async fn colleagues_are_found_by_login_and_by_each_of_their_names(house) {
        let a = house.agent("ada").await;
        house.agent("ben").await;
        house.person("brigitte", Role::Administrator, None).await;
        let draft = smsdesk::domain::user::UserDraft {
            login: "mz".into(), name: "Maria Zoé Benedetti".into(), role: "agent".into(), active: true,
            password: crate::house::PASSWORD.into(), ..Default::default()
        };
        let maria = house.state.users.save_as(None, None, draft.clone()).await.unwrap();
        let find = |typed: &str| {
            let found = house.state.colleagues.find(&a, typed);
            found.into_iter().map(|person| person.login).collect::<Vec<_>>()
        };
        assert_eq!(find("b"), ["ben", "brigitte", "mz"]);
        assert_eq!(find("BEN"), ["ben", "mz"]);
        assert_eq!(find("zoé"), ["mz"]);
        assert_eq!(find("ada"), [] as [&str; 0], "nobody names himself");
        let gone = smsdesk::domain::user::UserDraft { active: false, password: String::new(), ..draft };
        house.state.users.save_as(None, Some(maria), gone).await.unwrap();
        assert_eq!(find("m"), [] as [&str; 0]);
    }

    async fn a_note_never_reaches_the_provider_whatever_is_tried(house) {
        let (a, b) = (house.present("ada").await, house.agent("ben").await);
        let boss = house.person("sue", Role::Supervisor, None).await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let interaction = house.conversation(&a, account, ANNA).await;
        let secret = "@ben the customer is difficult";
        let written = note(&house, &a, interaction, secret).await;
        // Written again under the same name, as a reply: refused, and it stays the note it was.
        let again = house.state.desktop.reply(&a, interaction, secret.into(), format!("note-{secret}")).await;
        assert!(again.is_err(), "{again:?}");
        // Sent again, by everybody who could.
        for me in [&a, &b, &boss] {
            assert!(house.state.desktop.resend(me, written.id).await.is_err());
        }
        // A receipt that claims to be for it.
        let path = format!("/hooks/{}/status?m={}-1", house.token(account), written.id);
        house.hook(&path, &[("MessageSid", "SMnote"), ("MessageStatus", "failed")]).await;
        assert!(house.state.desktop.resend(&a, written.id).await.is_err());
        // Time, the way back to the queue, closing, another note after the close.
        house.pass(3_600_000).await;
        house.connect(&a).await;
        house.state.desktop.close(&boss, interaction).await.unwrap();
        let late = note(&house, &b, interaction, "a word afterwards").await;
        house.text(account, ANNA, "again").await;
        house.route().await;
        house.take(&a).await;
        // Past all code: the tables themselves refuse.
        for message in [written.id, late.id] {
            let row = format!("({message}, {account}, 0, 0, 0, '', 1, 0)");
            let columns = "message_id, account_id, priority, due_at, leased_until, lease, segments, tries";
            assert!(house.try_rows(&format!("insert into outbox ({columns}) values {row}")).await.is_none());
            let disguised = format!("update message set kind = 'outbound' where id = {message}");
            assert!(house.try_rows(&disguised).await.is_none());
        }
        let outbox = house.reply(&a, house.conversation(&a, account, "+15550100009").await, "a real answer").await;
        let swapped = format!("update outbox set message_id = {} where message_id = {}", written.id, outbox.id);
        assert!(house.try_rows(&swapped).await.is_none());
        house.send().await;
        house.clock.advance(3_600_000);
        house.send().await;
        assert_eq!(house.twilio.bodies(), ["a real answer"]);
        assert_eq!(house.number("select count(*) from message where kind = 'note'").await, 2);
        assert_eq!(house.number("select count(*) from message where kind = 'note' and delivery is not null").await, 0);
        assert_eq!(house.number("select count(*) from attempt a, message m where m.id = a.message_id and m.kind <> 'outbound'").await, 0);
    }
}
