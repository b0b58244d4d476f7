//! Canned answers: who may use which, who may keep them, and that a change is heard of at once.

use axum::http::StatusCode;
use serde_json::json;
use smsdesk::{
    domain::{
        AccountId, AnswerId,
        canned::{AnswerDraft, Scope, strongest},
        event::Event,
        queue::Strategy,
        user::{Me, Role, UserDraft},
    },
    server::failure::Failure,
};

use crate::house::TestHouse;

fn draft(scope: Scope, shortcut: &str, text: &str) -> AnswerDraft {
    AnswerDraft { scope, shortcut: shortcut.into(), title: format!("About {shortcut}"), text: text.into() }
}

fn own(me: &Me) -> Scope {
    Scope::Personal { user: me.id }
}

fn of(account: AccountId) -> Scope {
    Scope::Account { account }
}

impl TestHouse {
    async fn keep(&self, me: &Me, scope: Scope, shortcut: &str, text: &str) -> AnswerId {
        self.state.canned.save(me, None, draft(scope, shortcut, text), None).await.unwrap()
    }

    /// Texts by shortcut, as the picker of this conversation shows them.
    async fn picked(&self, me: &Me, account: AccountId) -> Vec<String> {
        let answers = self.state.canned.for_conversation(me, account).await.unwrap();
        strongest(answers)
            .into_iter()
            .map(|answer| format!("{}: {}", answer.draft.shortcut, answer.draft.text))
            .collect()
    }
}

/// The fields that were refused.
fn fields<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> Vec<String> {
    match outcome {
        Err(Failure::Invalid(invalid)) => invalid.0.into_iter().map(|error| error.field).collect(),
        other => panic!("{other:?}"),
    }
}

fn is_unknown<T>(outcome: Result<T, Failure>) -> bool {
    matches!(outcome, Err(Failure::NotFound))
}

on_both! {
    async fn a_personal_answer_beats_the_accounts_and_that_one_everybodys(house) {
        let admin = house.person("ann", Role::Administrator, None).await;
        let (ben, eve) = (house.present("ben").await, house.present("eve").await);
        let account = house.queue_account(Strategy::RingAll, &[&ben, &eve]).await;
        let other = house.account("OTHER", vec![]).await;
        for me in [&ben, &eve] {
            house.conversation(me, account, &format!("+1555010000{}", me.id.0)).await;
        }
        house.keep(&admin, Scope::Global, "hi", "everybody").await;
        house.keep(&admin, Scope::Global, "bye", "everybody").await;
        house.keep(&admin, of(account), "hi", "account").await;
        house.keep(&admin, of(other), "hi", "another account").await;
        house.keep(&ben, own(&ben), "hi", "ben").await;
        assert_eq!(house.picked(&ben, account).await, ["bye: everybody", "hi: ben"]);
        assert_eq!(house.picked(&eve, account).await, ["bye: everybody", "hi: account"]);
        assert_eq!(house.picked(&admin, other).await, ["bye: everybody", "hi: another account"]);
    }

    async fn the_answers_of_an_account_are_for_those_who_use_it_or_answer_in_it(house) {
        let admin = house.person("ann", Role::Administrator, None).await;
        let (ben, eve) = (house.present("ben").await, house.agent("eve").await);
        let account = house.queue_account(Strategy::RingAll, &[&ben]).await;
        house.keep(&admin, of(account), "hi", "account").await;
        for me in [&ben, &eve] {
            assert!(is_unknown(house.state.canned.for_conversation(me, account).await), "{}", me.login);
            assert!(house.state.canned.book(me).await.unwrap().answers.is_empty());
        }
        assert!(is_unknown(house.state.canned.for_conversation(&admin, AccountId(99)).await));
        // Whoever accepted a conversation of it needs them.
        house.conversation(&ben, account, "+15550100001").await;
        assert_eq!(house.picked(&ben, account).await, ["hi: account"]);
        // So does whoever may write first from it.
        let mut uses = house.account_draft("CARE", vec![]);
        uses.agents = vec![eve.id];
        house.state.accounts.save_as(None, Some(account), uses).await.unwrap();
        assert_eq!(house.picked(&eve, account).await, ["hi: account"]);
        let book = house.state.canned.book(&eve).await.unwrap();
        assert_eq!((book.answers.len(), book.accounts.len(), book.accounts[0].max_chars), (1, 1, 1600));
    }

    async fn each_role_keeps_its_own_scopes_and_no_others(house) {
        let (admin, boss) = (house.person("ann", Role::Administrator, None).await, house.person("sue", Role::Supervisor, None).await);
        let (ben, eve) = (house.agent("ben").await, house.agent("eve").await);
        let account = house.account("CARE", vec![]).await;
        let canned = &house.state.canned;
        for (me, scope, may) in [
            (&ben, own(&ben), true), (&ben, own(&eve), false), (&ben, Scope::Global, false), (&ben, of(account), false),
            (&boss, own(&boss), true), (&boss, own(&ben), false), (&boss, Scope::Global, false), (&boss, of(account), true),
            (&admin, own(&ben), false), (&admin, Scope::Global, true), (&admin, of(account), true),
        ] {
            let outcome = canned.save(me, None, draft(scope, &format!("by-{}", me.login), "text"), None).await;
            if may {
                outcome.unwrap();
            } else {
                assert_eq!(fields(outcome), ["scope"], "{} {scope:?}", me.login);
            }
        }
        let bens = house.keep(&ben, own(&ben), "mine", "text").await;
        let everybodys = house.keep(&admin, Scope::Global, "all", "text").await;
        for (me, id) in [(&eve, bens), (&admin, bens), (&ben, everybodys), (&boss, everybodys), (&ben, AnswerId(999))] {
            assert!(is_unknown(canned.save(me, Some(id), draft(own(me), "stolen", "text"), None).await), "{}", me.login);
            assert!(is_unknown(canned.remove(me, id).await), "{}", me.login);
        }
        // A supervisor may not make an account's answer everybody's, an administrator may.
        let accounts = house.keep(&boss, of(account), "raise", "text").await;
        assert_eq!(fields(canned.save(&boss, Some(accounts), draft(Scope::Global, "raise", "text"), None).await), ["scope"]);
        canned.save(&admin, Some(accounts), draft(Scope::Global, "raise", "text"), None).await.unwrap();
        assert!(is_unknown(canned.remove(&boss, accounts).await));
        canned.remove(&admin, accounts).await.unwrap();
        assert!(is_unknown(canned.remove(&admin, accounts).await));
        let shortcuts = |book: smsdesk::domain::canned::AnswerBook| -> Vec<String> {
            book.answers.into_iter().map(|answer| answer.draft.shortcut).collect()
        };
        assert_eq!(shortcuts(canned.book(&eve).await.unwrap()), ["all", "by-ann"]);
        assert_eq!(shortcuts(canned.book(&ben).await.unwrap()), ["all", "by-ann", "by-ben", "mine"]);
    }

    async fn a_shortcut_is_taken_once_in_each_scope_whatever_its_case(house) {
        let admin = house.person("ann", Role::Administrator, None).await;
        let account = house.account("CARE", vec![]).await;
        let canned = &house.state.canned;
        for scope in [Scope::Global, of(account), own(&admin)] {
            let first = house.keep(&admin, scope, "Hi", "text").await;
            assert_eq!(fields(canned.save(&admin, None, draft(scope, "/hI ", "other"), None).await), ["shortcut"]);
            // The same one again is a change, not a second one.
            canned.save(&admin, Some(first), draft(scope, "HI", "other"), None).await.unwrap();
        }
        assert_eq!(house.words("select distinct shortcut || text from canned_answer").await, ["hiother"]);
        let (free, taken) = (house.keep(&admin, Scope::Global, "bye", "x").await, own(&admin));
        assert_eq!(fields(canned.save(&admin, Some(free), draft(taken, "hi", "x"), None).await), ["shortcut"]);
    }

    async fn what_can_not_be_sent_is_not_kept(house) {
        let admin = house.person("ann", Role::Administrator, None).await;
        let canned = &house.state.canned;
        for (shortcut, text, wrong) in [
            ("", "text", "shortcut"),
            ("two words", "text", "shortcut"),
            ("ok", " \n ", "text"),
            ("ok", "Dear {contact.firstname}", "text"),
            ("ok", "nul \0", "text"),
        ] {
            assert_eq!(fields(canned.save(&admin, None, draft(Scope::Global, shortcut, text), None).await), [wrong], "{text:?}");
        }
        assert_eq!(fields(canned.save(&admin, None, draft(Scope::Global, "ok", &"x".repeat(1601)), None).await), ["text"]);
        assert_eq!(fields(canned.save(&admin, None, draft(of(AccountId(99)), "ok", "text"), None).await), ["scope"]);
        assert_eq!(house.count("canned_answer").await, 0);
        canned.save(&admin, None, draft(Scope::Global, "ok", &"x".repeat(1600)), None).await.unwrap();
    }

    async fn a_change_is_told_at_once_to_those_it_concerns_and_to_nobody_else(house) {
        let admin = house.person("ann", Role::Administrator, None).await;
        let (ben, eve) = (house.agent("ben").await, house.agent("eve").await);
        let account = house.account("CARE", vec![]).await;
        // Heard on one node, changed on another.
        let other = house.node().await;
        let (mut bens, mut eves) = (other.listen(&ben).await, other.listen(&eve).await);
        let told = |account| vec![Event::AnswersChanged { account }];
        let id = house.keep(&admin, Scope::Global, "hi", "text").await;
        assert_eq!((bens.heard().await, eves.heard().await), (told(None), told(None)));
        house.state.canned.save(&admin, Some(id), draft(of(account), "hi", "text"), None).await.unwrap();
        let both = [told(None), told(Some(account))].concat();
        assert_eq!((bens.heard().await, eves.heard().await), (both.clone(), both));
        house.keep(&ben, own(&ben), "hi", "text").await;
        assert_eq!((bens.heard().await, eves.heard().await), (told(None), vec![]));
        house.state.canned.remove(&admin, id).await.unwrap();
        assert_eq!((bens.heard().await, eves.heard().await), (told(Some(account)), told(Some(account))));
        // What concerns others is in the books; what somebody keeps for themselves is not.
        let acts = house.words("select act from audit where act like 'canned%' order by id").await;
        assert_eq!(acts, ["canned_answer.save", "canned_answer.save", "canned_answer.remove"]);
    }

    async fn a_text_with_a_gap_never_leaves(house) {
        let ben = house.present("ben").await;
        let account = house.queue_account(Strategy::RingAll, &[&ben]).await;
        let interaction = house.conversation(&ben, account, "+15550100001").await;
        let send = |text: &str, key: &str| house.state.desktop.reply(&ben, interaction, text.into(), key.into());
        assert_eq!(fields(send("Dear {contact.first_name},", "k1").await), ["text"]);
        send("Dear {customer}, {} { date }", "k2").await.unwrap();
        // A colleague may read how an answer is written.
        house.state.desktop.note(&ben, interaction, "Write {contact.first_name}".into(), "k3".into()).await.unwrap();
    }

    async fn a_name_for_customers_is_kept_and_the_own_name_stands_in_for_none(house) {
        let ben = house.agent("ben").await;
        let browser = house.browser(&ben).await;
        assert_eq!(browser.get("desktop").await.1["me"]["alias"], "Ben");
        let draft = UserDraft {
            login: "ben".into(), name: "Ben".into(), alias: " Benny ".into(), role: "agent".into(), active: true, ..UserDraft::default()
        };
        house.state.users.save_as(None, Some(ben.id), draft.clone()).await.unwrap();
        let (_, desktop) = browser.get("desktop").await;
        assert_eq!((&desktop["me"]["alias"], &desktop["me"]["name"]), (&json!("Benny"), &json!("Ben")));
        let long = UserDraft { alias: "x".repeat(81), ..draft };
        assert_eq!(fields(house.state.users.save_as(None, Some(ben.id), long).await), ["alias"]);
    }

    async fn answers_travel_over_the_wire(house) {
        let ben = house.agent("ben").await;
        let account = house.account("CARE", vec![]).await;
        let browser = house.browser(&ben).await;
        let draft = json!({"scope": "personal", "user": ben.id, "shortcut": "hi", "title": "Hi", "text": "Hi {contact.name}"});
        let (status, id) = browser.post("canned.save", json!({"id": null, "draft": draft})).await;
        assert_eq!(status, StatusCode::OK);
        let (_, book) = browser.get("canned.book").await;
        assert_eq!(book["answers"], json!([{"id": id, "draft": draft}]));
        assert_eq!(browser.get(&format!("canned?account={account}")).await.0, StatusCode::NOT_FOUND);
        assert_eq!(browser.post("canned.remove", json!({"id": id})).await.0, StatusCode::OK);
        assert_eq!(browser.get("canned.book").await.1["answers"], json!([]));
    }
}

/// It is asked for with every conversation that is opened.
#[tokio::test]
async fn the_picker_reads_by_index_only() {
    let house = TestHouse::sqlite().await;
    for condition in ["scope = 'global'", "account_id = $1", "user_id = $1"] {
        let plan =
            house.rows(&format!("explain query plan select id, text from canned_answer where {condition}")).await;
        let line: String = sqlx::Row::get(&plan[0], "detail");
        assert!(line.starts_with("SEARCH canned_answer USING INDEX canned_answer_"), "{line}");
    }
}
