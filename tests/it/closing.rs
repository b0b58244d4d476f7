//! How sessions end: dispositions, silence, and texts that come soon after.

use serde_json::json;
use smsdesk::{
    domain::{
        AccountId, DispositionId, InteractionId,
        account::Rules,
        disposition::{Disposal, DispositionDraft, RequiredBy, Scope},
        interaction::{Interaction, State},
        message::{Content, Happening},
        presence::Availability::Paused,
        queue::Strategy,
        user::{Me, Role},
    },
    server::failure::Failure,
};

use crate::house::TestHouse;

const ANNA: &str = "+15550100001";
const BRUNO: &str = "+15550100002";
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

pub async fn rules(house: &TestHouse, account: AccountId, change: impl FnOnce(&mut Rules)) {
    let accounts = house.state.accounts.list().await.unwrap();
    let mut draft = accounts.into_iter().find(|it| it.id == account).unwrap().draft;
    change(&mut draft.rules);
    house.state.accounts.save_as(None, Some(account), draft).await.unwrap();
}

pub async fn disposition(house: &TestHouse, parent: Option<DispositionId>, name: &str) -> DispositionId {
    let draft = DispositionDraft { parent, name: name.into(), scope: Scope::default() };
    house.state.dispositions.save_as(None, None, draft).await.unwrap()
}

pub async fn facts(house: &TestHouse, interaction: InteractionId) -> Interaction {
    house.state.store.interaction(interaction, &house.state.house()).await.unwrap().unwrap()
}

/// The system lines, oldest first.
pub async fn lines(house: &TestHouse, interaction: InteractionId) -> Vec<Happening> {
    let (messages, _) = house
        .state
        .store
        .messages(interaction, smsdesk::domain::interaction::Stretch::Newest, 100, &house.state.house())
        .await
        .unwrap();
    let lines = messages.into_iter().filter_map(|message| match message.content {
        Content::System { what } => Some(what),
        _ => None,
    });
    lines.collect()
}

async fn dispose(
    house: &TestHouse,
    me: &Me,
    interaction: InteractionId,
    disposition: DispositionId,
) -> Result<(), Failure> {
    let disposal = Disposal { disposition, remark: " by phone ".into() };
    house.state.desktop.close_with(me, interaction, Some(disposal)).await
}

fn wrong_field(result: Result<(), Failure>) -> String {
    match result {
        Err(Failure::Invalid(wrong)) => wrong.0[0].field.clone(),
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn a_session_is_closed_with_a_disposition_that_history_keeps(house) {
        let a = house.present("ada").await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let sales = disposition(&house, None, "Sales").await;
        let sold = disposition(&house, Some(sales), "Sold").await;
        let interaction = house.conversation(&a, account, ANNA).await;
        assert_eq!(wrong_field(dispose(&house, &a, interaction, sales).await), "disposition", "it only groups");
        dispose(&house, &a, interaction, sold).await.unwrap();
        let closed = facts(&house, interaction).await;
        assert_eq!(closed.state, State::Closed);
        assert_eq!((closed.disposition.as_deref(), closed.remark.as_deref()), (Some("Sales › Sold"), Some("by phone")));
        // Renamed and archived afterwards, it reads the same.
        let admin = house.person("root", Role::Administrator, None).await;
        let draft = DispositionDraft { parent: None, name: "Commerce".into(), scope: Scope::default() };
        house.state.dispositions.save(&admin, Some(sales), draft, None).await.unwrap();
        house.state.dispositions.archive(&admin, sales, true).await.unwrap();
        assert_eq!(facts(&house, interaction).await.disposition.as_deref(), Some("Sales › Sold"));
        let said = Happening::Closed {
            by: "Ada".into(),
            disposition: Some("Sales › Sold".into()),
            remark: Some("by phone".into()),
        };
        assert_eq!(lines(&house, interaction).await.last(), Some(&said));
        // Nobody is offered it again.
        let next = house.conversation(&a, account, BRUNO).await;
        let form = house.state.desktop.closing_form(&a, next).await.unwrap();
        assert_eq!((form.choices, form.recent, form.required), (vec![], vec![], None));
        assert_eq!(wrong_field(dispose(&house, &a, next, sold).await), "disposition");
        assert_eq!(house.number("select open_count from presence where user_id = 1").await, 1);
    }

    async fn the_picker_shows_what_counts_here_and_the_last_used_on_top(house) {
        let a = house.present("ada").await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let other = house.account("OTHER", vec![]).await;
        let (first, second) = (disposition(&house, None, "First").await, disposition(&house, None, "Second").await);
        let scoped = |name: &str, scope| DispositionDraft { parent: None, name: name.into(), scope };
        let queue = house.state.house().queues.keys().next().copied().unwrap();
        for (name, scope) in [
            ("Not here", Scope { accounts: vec![other], queues: vec![] }),
            ("By account", Scope { accounts: vec![account, other], queues: vec![] }),
            ("By queue", Scope { accounts: vec![other], queues: vec![queue] }),
        ] {
            house.state.dispositions.save_as(None, None, scoped(name, scope)).await.unwrap();
        }
        for chosen in [first, second] {
            let interaction = house.conversation(&a, account, ANNA).await;
            house.clock.advance(MINUTE);
            dispose(&house, &a, interaction, chosen).await.unwrap();
        }
        let interaction = house.conversation(&a, account, BRUNO).await;
        let form = house.state.desktop.closing_form(&a, interaction).await.unwrap();
        let paths: Vec<&str> = form.choices.iter().map(|choice| choice.path.as_str()).collect();
        assert_eq!(paths, ["First", "Second", "By account", "By queue"]);
        assert_eq!(form.recent, [second, first]);
        // Somebody who can't see it is told nothing of it.
        let b = house.agent("ben").await;
        assert!(matches!(house.state.desktop.closing_form(&b, interaction).await, Err(Failure::NotFound)));
    }

    async fn where_a_disposition_is_mandatory_nobody_closes_without_one(house) {
        let a = house.present("ada").await;
        let boss = house.person("sue", Role::Supervisor, None).await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        rules(&house, account, |rules| rules.disposition_required = true).await;
        // With nothing to choose from it could never be closed.
        let first = house.conversation(&a, account, ANNA).await;
        house.state.desktop.close(&a, first).await.unwrap();
        let done = disposition(&house, None, "Done").await;
        let second = house.conversation(&a, account, ANNA).await;
        assert_eq!(house.state.desktop.closing_form(&a, second).await.unwrap().required, Some(RequiredBy::Account));
        for me in [&a, &boss] {
            assert_eq!(wrong_field(house.state.desktop.close(me, second).await), "disposition");
        }
        rules(&house, account, |rules| rules.disposition_required = false).await;
        house.settings(|settings| settings.disposition_required = true).await;
        let node = house.node().await;
        assert_eq!(node.state.desktop.closing_form(&a, second).await.unwrap().required, Some(RequiredBy::House));
        assert_eq!(wrong_field(node.state.desktop.close(&a, second).await), "disposition");
        dispose(&node, &a, second, done).await.unwrap();
    }

    async fn the_tree_is_changed_by_administrators_only_and_keeps_its_rules(house) {
        let a = house.agent("ada").await;
        let admin = house.person("root", Role::Administrator, None).await;
        let (mine, his) = (house.browser(&a).await, house.browser(&admin).await);
        let draft = |parent: Option<i64>, name: &str| {
            json!({ "id": null, "draft": { "parent": parent, "name": name, "scope": { "accounts": [], "queues": [] } } })
        };
        assert_eq!(mine.post("disposition.save", draft(None, "Mine")).await.0, 403);
        assert_eq!(mine.get("dispositions").await.0, 403);
        let mut parent = None;
        for level in 1..=3 {
            let (status, id) = his.post("disposition.save", draft(parent, &format!("Level {level}"))).await;
            assert_eq!(status, 200, "{id}");
            parent = id.as_i64();
        }
        assert_eq!(his.post("disposition.save", draft(parent, "Level 4")).await.0, 422);
        assert_eq!(his.post("disposition.save", draft(None, "LEVEL 1")).await.0, 422);
        assert_eq!(his.post("disposition.save", draft(None, "Another")).await.0, 200);
        assert_eq!(his.post("disposition.move", json!({ "id": 4, "by": -1 })).await.0, 200);
        assert_eq!(his.post("disposition.move", json!({ "id": 4, "by": -1 })).await.0, 200);
        let (_, all) = his.get("dispositions").await;
        let names: Vec<_> = all.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Another", "Level 1", "Level 2", "Level 3"]);
        assert_eq!(house.number("select count(*) from audit where act like 'disposition.%'").await, 5);
    }

    async fn a_disposition_that_closes_silent_sessions_is_not_archived_under_them(house) {
        let admin = house.person("root", Role::Administrator, None).await;
        let account = house.account("CARE", vec![]).await;
        let silence = disposition(&house, None, "Silence").await;
        let (yes, other) = (disposition(&house, Some(silence), "Yes").await, disposition(&house, None, "Other").await);
        rules(&house, account, |rules| (rules.auto_close_hours, rules.auto_close_disposition) = (1, Some(yes))).await;
        assert!(matches!(house.state.dispositions.archive(&admin, silence, true).await, Err(Failure::Refused(_))));
        house.state.dispositions.archive(&admin, other, true).await.unwrap();
    }

    async fn a_silent_session_is_closed_with_the_disposition_of_its_account(house) {
        let a = house.present("ada").await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let quiet = house.account("QUIET", vec![]).await;
        let silence = disposition(&house, None, "No answer").await;
        let interaction = house.conversation(&a, account, ANNA).await;
        house.text(quiet, BRUNO, "never closed").await;
        house.clock.advance(30 * HOUR);
        house.state.routing.close_silent().await.unwrap();
        assert_eq!(facts(&house, interaction).await.state, State::Open, "it is off by default");
        rules(&house, account, |rules| (rules.auto_close_hours, rules.auto_close_disposition) = (24, Some(silence))).await;
        house.reply(&a, interaction, "still there?").await;
        house.clock.advance(24 * HOUR - 1);
        house.state.routing.close_silent().await.unwrap();
        assert_eq!(facts(&house, interaction).await.state, State::Open);
        house.clock.advance(1);
        let mut stream = house.listen(&a).await;
        house.state.routing.close_silent().await.unwrap();
        house.state.routing.close_silent().await.unwrap();
        let closed = facts(&house, interaction).await;
        assert_eq!((closed.state, closed.disposition.as_deref()), (State::Closed, Some("No answer")));
        let said = Happening::ClosedInSilence { hours: 24, disposition: Some("No answer".into()) };
        assert_eq!(lines(&house, interaction).await.last(), Some(&said));
        assert!(stream.heard().await.len() >= 2, "the owner sees it");
        assert_eq!(house.number("select cast(sum(open_count) as bigint) from presence").await, 0);
        assert_eq!(house.number("select count(*) from interaction where state = 'open'").await, 1);
        crate::walk::check(&house).await;
    }

    async fn many_silent_sessions_are_closed_in_bounded_steps(house) {
        let account = house.account("CARE", vec![]).await;
        house.text(account, ANNA, "hello").await;
        house
            .execute(
                "insert into interaction (account_id, peer, contact_id, state, started_at, last_at, last_direction, \
                 first_words, unread, version) with recursive n(i) as (select 1 union all select i + 1 from n where i < 700) \
                 select 1, 'peer' || i, 1, 'open', 0, 0, 'outbound', '', 0, 1 from n",
            )
            .await;
        rules(&house, account, |rules| rules.auto_close_hours = 1).await;
        house.state.routing.close_silent().await.unwrap();
        assert_eq!(house.number("select count(*) from interaction where state = 'closed'").await, 500);
        house.state.routing.close_silent().await.unwrap();
        assert_eq!(house.number("select count(*) from interaction where state = 'closed'").await, 700);
    }

    async fn a_text_within_the_window_reopens_the_session_for_the_same_agent(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let account = house.queue_account(Strategy::RingAll, &[&a, &b]).await;
        rules(&house, account, |rules| rules.reopen_minutes = 30).await;
        let done = disposition(&house, None, "Done").await;
        let interaction = house.conversation(&a, account, ANNA).await;
        dispose(&house, &a, interaction, done).await.unwrap();
        let closed = facts(&house, interaction).await;
        assert_eq!(closed.closed_by_name.as_deref(), Some("Ada"));
        assert_eq!(closed.reopens_until, Some(house.clock.now() + 30 * MINUTE));
        house.clock.advance(30 * MINUTE);
        let mut stream = house.listen(&a).await;
        house.text(account, ANNA, "one more thing").await;
        house.route().await;
        let open = facts(&house, interaction).await;
        assert_eq!((open.state, open.owner, open.unread, open.closed_at), (State::Open, Some(a.id), 1, None));
        assert_eq!((open.disposition, open.closed_by_name, open.reopens_until), (None, None, None));
        assert_eq!(lines(&house, interaction).await.last(), Some(&Happening::Reopened { to: Some("Ada".into()) }));
        assert_eq!(house.asked(&[&a, &b]).await, []);
        assert_eq!(house.count("interaction").await, 1);
        assert_eq!(stream.heard().await.iter().filter(|event| format!("{event:?}").contains("one more thing")).count(), 1);
        crate::walk::check(&house).await;
        // Later than that, a new one begins.
        house.state.desktop.close(&a, interaction).await.unwrap();
        house.clock.advance(30 * MINUTE + 1);
        house.text(account, ANNA, "hello again").await;
        house.route().await;
        assert_eq!(house.count("interaction").await, 2);
        crate::walk::check(&house).await;
    }

    async fn when_the_agent_is_gone_or_full_the_same_session_goes_through_the_flow(house) {
        let a = house.person("ada", Role::Agent, Some(1)).await;
        house.connect(&a).await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        rules(&house, account, |rules| rules.reopen_minutes = 30).await;
        let first = house.conversation(&a, account, ANNA).await;
        house.state.desktop.close(&a, first).await.unwrap();
        // Full with another one.
        let second = house.conversation(&a, account, BRUNO).await;
        house.text(account, ANNA, "again").await;
        house.route().await;
        let waits = facts(&house, first).await;
        assert_eq!((waits.state, waits.owner, waits.unread), (State::Open, None, 1));
        assert_eq!(lines(&house, first).await.last(), Some(&Happening::Reopened { to: None }));
        crate::walk::check(&house).await;
        house.state.desktop.close(&a, second).await.unwrap();
        house.route().await;
        assert_eq!(house.take(&a).await, first);
        house.state.desktop.close(&a, first).await.unwrap();
        // There, but not taking anything.
        house.be(&a, Paused).await;
        house.text(account, ANNA, "and again").await;
        house.route().await;
        assert_eq!(facts(&house, first).await.owner, None);
        assert_eq!(house.number("select waiting from queue").await, 1);
        assert_eq!(house.count("interaction").await, 2);
        crate::walk::check(&house).await;
    }

    async fn two_texts_at_the_same_instant_reopen_one_session_once(house) {
        let a = house.present("ada").await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        rules(&house, account, |rules| rules.reopen_minutes = 30).await;
        let nodes = [house.node().await, house.node().await];
        for round in 0..8i64 {
            let peer = format!("+1555020{round:04}");
            let interaction = house.conversation(&a, account, &peer).await;
            house.state.desktop.close(&a, interaction).await.unwrap();
            let texts = (0..6).map(|n| {
                let (node, peer) = (nodes[n % 2].clone(), peer.clone());
                tokio::spawn(async move {
                    let id = format!("SM-{round}-{n}");
                    assert_eq!(node.text_as(account, &id, &peer, "again").await, 200);
                })
            });
            for text in futures::future::join_all(texts).await {
                text.unwrap();
            }
            let open = facts(&house, interaction).await;
            assert_eq!((open.state, open.owner, open.unread), (State::Open, Some(a.id), 6), "round {round}");
            let reopened = lines(&house, interaction).await;
            assert_eq!(reopened.iter().filter(|line| matches!(line, Happening::Reopened { .. })).count(), 1);
            assert_eq!(house.number("select count(*) from interaction").await, round + 1);
            house.state.desktop.close(&a, interaction).await.unwrap();
        }
        crate::walk::check(&house).await;
    }

    async fn a_text_that_races_with_the_close_joins_or_reopens_but_begins_nothing_new(house) {
        let a = house.present("ada").await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        rules(&house, account, |rules| rules.reopen_minutes = 30).await;
        let nodes = [house.node().await, house.node().await];
        let interaction = house.conversation(&a, account, ANNA).await;
        for round in 0..25 {
            let (closer, me) = (nodes[0].clone(), a.clone());
            let close = tokio::spawn(async move { closer.state.desktop.close(&me, interaction).await.unwrap() });
            let texter = nodes[1].clone();
            let text = tokio::spawn(async move { texter.text_as(account, &format!("SM-{round}"), ANNA, "wait").await });
            close.await.unwrap();
            assert_eq!(text.await.unwrap(), 200);
            assert_eq!(house.count("interaction").await, 1, "round {round}");
            crate::walk::check(&house).await;
            if facts(&house, interaction).await.state == State::Closed {
                house.text(account, ANNA, "back").await;
            }
            assert_eq!(facts(&house, interaction).await.owner, Some(a.id));
        }
        assert_eq!(house.number("select count(*) from message where kind = 'inbound' and text = 'wait'").await, 25);
    }

    async fn without_a_window_ingest_says_nothing_more_to_the_database(house) {
        let a = house.present("ada").await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let interaction = house.conversation(&a, account, ANNA).await;
        house.state.desktop.close(&a, interaction).await.unwrap();
        house.text(account, ANNA, "again").await;
        assert_eq!(house.count("interaction").await, 2);
        assert_eq!(facts(&house, interaction).await.state, State::Closed);
    }

    async fn a_described_house_has_its_tree_and_its_rules_and_a_second_time_changes_nothing(house) {
        let file = |tail: &str| {
            let text = format!(
                "queues: [{{ name: Care }}]\ndispositions:\n  - {{ name: Sales, accounts: [NEW], queues: [Care], children: \
                 [Sold, {{ name: Lost, children: [Price] }}] }}\n  - No answer\naccounts:\n  - {{ key: NEW, provider: sandbox, \
                 sender: Desk, rules: {{ reopen_minutes: 5, auto_close_hours: 24, auto_close_disposition: No answer }} }}\n{tail}"
            );
            smsdesk::server::setup::Description::parse(&text).unwrap()
        };
        let none = |_: &str| None;
        smsdesk::server::setup::apply(&house.state, &file(""), &none, |_| {}).await.unwrap();
        let set_up = house.state.house();
        let account = set_up.accounts.values().next().unwrap();
        assert_eq!((account.rules.reopen_minutes, account.rules.auto_close_hours), (5, 24));
        assert_eq!(account.rules.auto_close_disposition, set_up.dispositions.named("No answer"));
        let paths: Vec<String> = set_up.dispositions.choices(account.id, None).into_iter().map(|it| it.path).collect();
        assert_eq!(paths, ["Sales › Sold", "Sales › Lost › Price", "No answer"]);
        assert_eq!(set_up.dispositions.choices(AccountId(99), None).len(), 1);
        let lines = smsdesk::server::setup::check(&house.state, &file(""), &none).await.unwrap();
        assert_eq!(lines, Vec::<String>::new());
        let wrong = file("settings: { tab_limit: 0 }\n");
        assert!(smsdesk::server::setup::check(&house.state, &wrong, &none).await.is_err());
    }
}
