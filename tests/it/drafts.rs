//! What somebody has begun to write is found again, wherever he goes on.

use smsdesk::{
    domain::{
        InteractionId, Timestamp,
        draft::{Draft, Mode},
        event::Event,
        queue::Strategy,
        user::{Me, Role},
    },
    server::failure::Failure,
};

use crate::house::TestHouse;

const ANNA: &str = "+15550100001";

async fn desk(house: &TestHouse) -> (Me, InteractionId) {
    let me = house.present("ben").await;
    let account = house.queue_account(Strategy::RingAll, &[&me]).await;
    let interaction = house.conversation(&me, account, ANNA).await;
    (me, interaction)
}

fn draft(interaction: InteractionId, mode: Mode, text: &str, at: i64) -> Draft {
    let compose_key = format!("begun as {}", mode.as_str());
    Draft { interaction, mode, text: text.into(), at: Timestamp(at), compose_key }
}

async fn save(house: &TestHouse, me: &Me, draft: Draft) -> String {
    house.state.desktop.save_draft(me, draft).await.unwrap().text
}

/// The texts of his drafts, replies first.
async fn kept(house: &TestHouse, me: &Me) -> Vec<String> {
    let mut drafts = house.state.desktop.snapshot(me).await.unwrap().drafts;
    drafts.sort_by_key(|draft| draft.mode == Mode::Note);
    drafts.into_iter().map(|draft| draft.text).collect()
}

on_both! {
    async fn a_reply_and_a_note_are_kept_apart_and_only_for_their_writer(house) {
        let (me, interaction) = desk(&house).await;
        let boss = house.person("sue", Role::Supervisor, None).await;
        save(&house, &me, draft(interaction, Mode::Reply, "Dear Anna", 1)).await;
        save(&house, &me, draft(interaction, Mode::Note, "odd customer", 1)).await;
        save(&house, &boss, draft(interaction, Mode::Note, "watching", 1)).await;
        assert_eq!(kept(&house, &me).await, ["Dear Anna", "odd customer"]);
        assert_eq!(kept(&house, &boss).await, ["watching"]);
    }

    async fn the_newest_typing_wins_whichever_arrives_first(house) {
        let (me, interaction) = desk(&house).await;
        assert_eq!(save(&house, &me, draft(interaction, Mode::Reply, "second", 20)).await, "second");
        assert_eq!(save(&house, &me, draft(interaction, Mode::Reply, "first", 10)).await, "second");
        assert_eq!(save(&house, &me, draft(interaction, Mode::Reply, "third", 30)).await, "third");
        // Thrown away: what comes late does not bring it back.
        save(&house, &me, draft(interaction, Mode::Reply, "", 40)).await;
        assert_eq!(save(&house, &me, draft(interaction, Mode::Reply, "third", 35)).await, "");
    }

    async fn his_other_windows_are_told_and_nobody_else(house) {
        let (me, interaction) = desk(&house).await;
        let boss = house.person("sue", Role::Supervisor, None).await;
        let (mut mine, mut theirs) = (house.listen(&me).await, house.listen(&boss).await);
        let typed = draft(interaction, Mode::Reply, "Dear", 1);
        save(&house, &me, typed.clone()).await;
        save(&house, &me, typed.clone()).await;
        assert_eq!(mine.heard().await, [Event::DraftChanged { draft: typed }]);
        assert_eq!(theirs.heard().await, []);
    }

    async fn what_is_sent_is_no_draft_any_more(house) {
        let (me, interaction) = desk(&house).await;
        save(&house, &me, draft(interaction, Mode::Reply, "Good morning ", 1)).await;
        save(&house, &me, draft(interaction, Mode::Note, "a note", 1)).await;
        house.reply(&me, interaction, "Good morning").await;
        assert_eq!(kept(&house, &me).await, ["", "a note"]);
        // Saved by the browser just before it was sent, and late.
        assert_eq!(save(&house, &me, draft(interaction, Mode::Reply, "Good morn", 1)).await, "");
        // One begun in another window stays.
        save(&house, &me, draft(interaction, Mode::Reply, "And another thing", 5)).await;
        house.reply(&me, interaction, "Goodbye").await;
        assert_eq!(kept(&house, &me).await, ["And another thing", "a note"]);
    }

    async fn one_draft_sent_from_two_windows_is_one_message(house) {
        let (me, interaction) = desk(&house).await;
        let begun = draft(interaction, Mode::Reply, "Good morning", 1);
        save(&house, &me, begun.clone()).await;
        let windows = [(); 2].map(|()| {
            house.state.desktop.reply(&me, interaction, begun.text.clone(), begun.compose_key.clone())
        });
        let [first, second] = futures::future::join_all(windows).await.try_into().unwrap();
        assert_eq!(first.unwrap().id, second.unwrap().id);
        // Typed on in one of them, and sent before that was told: nothing goes out unasked, and nothing is lost.
        let other = house.state.desktop.reply(&me, interaction, "Good morning!".into(), begun.compose_key.clone()).await;
        assert!(matches!(other, Err(Failure::Refused(_))));
        let sent = house.words("select text from message where kind = 'outbound'").await;
        assert_eq!(sent, ["Good morning"]);
        let noted = house.state.desktop.note(&me, interaction, "Good morning".into(), begun.compose_key).await;
        assert!(matches!(noted, Err(Failure::Refused(_))), "a note is another message");
    }

    async fn a_draft_that_was_sent_does_not_come_back_however_late_and_its_windows_are_told_which_it_was(house) {
        let (me, interaction) = desk(&house).await;
        let begun = draft(interaction, Mode::Reply, "Good morning", 5);
        save(&house, &me, Draft { text: "Good morn".into(), at: Timestamp(1), ..begun.clone() }).await;
        let mut told = house.listen(&me).await;
        house.state.desktop.reply(&me, interaction, begun.text.clone(), begun.compose_key.clone()).await.unwrap();
        told.heard().await;
        assert_eq!(save(&house, &me, begun.clone()).await, "");
        let over = Draft { text: String::new(), at: Timestamp(6), ..begun.clone() };
        assert_eq!(told.heard().await, [Event::DraftChanged { draft: over }]);
        // Typed on meanwhile: that stays.
        let more = Draft { text: "Good morning, Anna".into(), at: Timestamp(9), ..begun };
        assert_eq!(save(&house, &me, more).await, "Good morning, Anna");
    }

    async fn a_closed_session_keeps_no_drafts(house) {
        let (me, interaction) = desk(&house).await;
        save(&house, &me, draft(interaction, Mode::Reply, "Dear Anna", 1)).await;
        house.state.desktop.close(&me, interaction).await.unwrap();
        assert!(kept(&house, &me).await.is_empty());
        let late = house.state.desktop.save_draft(&me, draft(interaction, Mode::Reply, "late", 9)).await;
        assert!(matches!(late, Err(Failure::Refused(_))));
        assert!(kept(&house, &me).await.is_empty());
        // A note may still be written.
        save(&house, &me, draft(interaction, Mode::Note, "to be called", 9)).await;
    }

    async fn nobody_keeps_a_draft_where_he_sees_nothing(house) {
        let (me, interaction) = desk(&house).await;
        let other = house.agent("eve").await;
        let refused = house.state.desktop.save_draft(&other, draft(interaction, Mode::Reply, "hi", 1)).await;
        assert!(matches!(refused, Err(Failure::NotFound)));
        let endless = "x".repeat(20_000);
        let refused = house.state.desktop.save_draft(&me, draft(interaction, Mode::Reply, &endless, 1)).await;
        assert!(matches!(refused, Err(Failure::Invalid(_))));
        let browser = house.browser(&me).await;
        let body = serde_json::json!({ "draft": draft(interaction, Mode::Reply, "by the browser", 1) });
        assert!(browser.post("draft.save", body).await.0.is_success());
        assert_eq!(kept(&house, &me).await, ["by the browser"]);
    }
}
