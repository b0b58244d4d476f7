//! Two administrators at one form: the second is told, and nothing is written over that he has not seen.

use axum::http::StatusCode;
use serde_json::{Value, json};
use smsdesk::{
    domain::{
        canned::{AnswerDraft, Scope},
        contact_field::ContactFieldDraft,
        disposition::DispositionDraft,
        error::OVERTAKEN,
        flow::{AutoReplyWhen, Step},
        language::Language,
        queue::{QueueDraft, Strategy},
        tag::TagDraft,
        user::{Role, UserDraft},
    },
    server::{failure::Failure, store::StoreError},
};

use crate::house::{Browser, TestHouse};

/// Something that a form saves by `call`: `key` names the argument, `field` what two people change in it.
struct Thing {
    call: &'static str,
    id: Option<i64>,
    key: &'static str,
    field: &'static str,
    stored: Value,
}

impl Thing {
    /// As it is stored, with another value in the field that everybody wants to change.
    fn with(&self, value: Value) -> Value {
        let mut changed = self.stored.clone();
        if self.field.is_empty() {
            changed = value;
        } else {
            changed[self.field] = value;
        }
        changed
    }

    async fn save(&self, by: &Browser, what: &Value, seen: &Value) -> (StatusCode, Value) {
        by.post(self.call, json!({"id": self.id, self.key: what, "seen": seen})).await
    }
}

/// One of each kind.
async fn one_of_each(house: &TestHouse) -> Vec<Thing> {
    let state = &house.state;
    let agent = house.agent("ben").await;
    let queue = house.queue("Sales", Strategy::RingAll, &[&agent]).await;
    let reply = Step::AutoReply { text: " We will answer soon.\n".into(), when: AutoReplyWhen::FirstContact };
    let account = house.account("CARE", vec![reply, Step::Queue { queue, timeout: None }]).await;
    let team = state.users.save_team_as(None, None, "North".into()).await.unwrap();
    let tag = TagDraft { name: "Late".into(), ..TagDraft::default() };
    let tag_id = state.tags.save_as(None, None, tag.clone()).await.unwrap();
    let field = ContactFieldDraft { name: "Contract".into(), ..ContactFieldDraft::default() };
    let field_id = state.contact_fields.save_as(None, None, field.clone()).await.unwrap();
    let disposition = DispositionDraft { name: "Sold".into(), ..DispositionDraft::default() };
    let disposition_id = state.dispositions.save_as(None, None, disposition.clone()).await.unwrap();
    let answer =
        AnswerDraft { scope: Scope::Global, shortcut: "hi".into(), title: "Hello".into(), text: "Hello!".into() };
    let answer_id = state.canned.save_as(None, None, answer.clone()).await.unwrap();
    let mut user = UserDraft::from(&state.house().users[&agent.id]);
    user.language = None;
    let thing = |call, id, field, stored| Thing { call, id: Some(id), key: "draft", field, stored };
    vec![
        thing("user.save", agent.id.0, "name", json!(&user)),
        thing("queue.save", queue.0, "name", json!(&QueueDraft::from(&state.house().queues[&queue].queue))),
        thing("account.save", account.0, "name", json!(&state.accounts.list().await.unwrap().remove(0).draft)),
        thing("tag.save", tag_id.0, "name", json!(&tag)),
        thing("contact_field.save", field_id.0, "name", json!(&field)),
        thing("disposition.save", disposition_id.0, "name", json!(&disposition)),
        thing("canned.save", answer_id.0, "title", json!(&answer)),
        Thing { call: "team.save", id: Some(team.0), key: "name", field: "", stored: json!("North") },
        Thing {
            call: "settings.save",
            id: None,
            key: "settings",
            field: "house_name",
            stored: json!(&state.house().settings),
        },
    ]
}

async fn house_with_two(house: &TestHouse) -> (Browser, Browser) {
    let ann = house.person("ann", Role::Administrator, None).await;
    let joe = house.person("joe", Role::Administrator, None).await;
    (house.browser(&ann).await, house.browser(&joe).await)
}

fn is_overtaken<T>(outcome: &Result<T, Failure>) -> bool {
    matches!(outcome, Err(Failure::Store(StoreError::Overtaken)))
}

on_both! {
    async fn what_somebody_else_saved_meanwhile_is_not_written_over_unseen(house) {
        let (ann, joe) = house_with_two(&house).await;
        for thing in one_of_each(&house).await {
            let call = thing.call;
            let [anns, joes, last] = ["Of Ann", "Of Joe", "Of Joe again"].map(|name| thing.with(json!(name)));
            assert_eq!(thing.save(&ann, &anns, &thing.stored).await.0, 200, "{call}");
            let (status, answer) = thing.save(&joe, &joes, &thing.stored).await;
            assert_eq!(status, 422, "{call}: {answer}");
            assert_eq!(answer["detail"].as_array().unwrap().len(), 1, "{call}: {answer}");
            assert_eq!(answer["detail"][0]["field"], OVERTAKEN, "{call}");
            let words = &answer["detail"][0]["words"];
            assert!(words["en"] != words["it"] && words["it"].is_string(), "{call}: {words}");
            // Ann's is what there is: whoever saw that may change it.
            assert_eq!(thing.save(&ann, &anns, &anns).await.0, 200, "{call}");
            // The very thing that is there already is no quarrel.
            assert_eq!(thing.save(&joe, &anns, &thing.stored).await.0, 200, "{call}");
            // All the same, and then twice in a row from the same form, with the spaces of somebody who types.
            assert_eq!(thing.save(&joe, &joes, &Value::Null).await.0, 200, "{call}");
            let typed = thing.with(json!("  Of  Joe "));
            assert_eq!(thing.save(&joe, &last, &typed).await.0, 200, "{call}");
            assert_eq!(thing.save(&ann, &anns, &typed).await.0, 422, "{call}");
        }
    }

    async fn of_many_who_save_at_once_one_wins_on_all_nodes(house) {
        let ann = house.person("ann", Role::Administrator, None).await;
        let other = house.node().await;
        let queue = house.queue("Sales", Strategy::RingAll, &[]).await;
        let answer = AnswerDraft { scope: Scope::Global, shortcut: "hi".into(), title: "Hello".into(), text: "Hello!".into() };
        let answer_id = house.state.canned.save_as(None, None, answer.clone()).await.unwrap();
        let settings = house.state.house().settings.clone();
        let seen = QueueDraft::from(&house.state.house().queues[&queue].queue);
        let saves = (0..8).map(|index| {
            let (state, ann, seen) = (if index % 2 == 0 { &house } else { &other }.state.clone(), ann.clone(), seen.clone());
            let (answer, settings) = (answer.clone(), settings.clone());
            async move {
                let name = format!("Of number {index}");
                let mine = QueueDraft { name: name.clone(), ..seen.clone() };
                let queue = state.queues.save(&ann, Some(queue), mine, Some(seen)).await;
                let mine = AnswerDraft { title: name.clone(), ..answer.clone() };
                let canned = state.canned.save(&ann, Some(answer_id), mine, Some(answer)).await;
                let mine = smsdesk::domain::settings::Settings { house_name: name, ..settings.clone() };
                let set = state.users.save_settings(&ann, mine, Some(settings)).await;
                for lost in [is_overtaken(&queue) || queue.is_ok(), is_overtaken(&canned) || canned.is_ok(), is_overtaken(&set) || set.is_ok()] {
                    assert!(lost, "{queue:?} {canned:?} {set:?}");
                }
                [queue.is_ok(), canned.is_ok(), set.is_ok()].map(usize::from)
            }
        });
        let won = futures::future::join_all(saves).await;
        let sum = |at: usize| won.iter().map(|won| won[at]).sum::<usize>();
        assert_eq!([sum(0), sum(1), sum(2)], [1, 1, 1]);
    }

    async fn what_a_form_is_never_shown_is_not_compared(house) {
        let ann = house.person("ann", Role::Administrator, None).await;
        let [ben, eva] = [house.agent("ben").await, house.agent("eva").await];
        let state = &house.state;
        // A password set by somebody else, and the language that Ben chose himself.
        let seen = UserDraft::from(&state.house().users[&ben.id]);
        let password = UserDraft { password: "another password".into(), ..seen.clone() };
        state.users.save(&ann, Some(ben.id), password, Some(seen.clone())).await.unwrap();
        state.users.set_language(ben.id, Language::Italian).await.unwrap();
        let renamed = UserDraft { name: "Benjamin".into(), ..seen.clone() };
        state.users.save(&ann, Some(ben.id), renamed, Some(seen)).await.unwrap();
        // A secret.
        let account = house.account("CARE", vec![]).await;
        let seen = state.accounts.list().await.unwrap().remove(0).draft;
        let mut secret = seen.clone();
        secret.credentials.insert("auth_token".into(), "another".into());
        state.accounts.save(&ann, Some(account), secret.clone(), Some(seen.clone())).await.unwrap();
        let mut renamed = seen.clone();
        renamed.name = "Renamed".into();
        // What was typed into it goes along with what a form remembers of its last save; it is not looked at.
        state.accounts.save(&ann, Some(account), renamed, Some(secret)).await.unwrap();
        assert_eq!(state.house().account(account).unwrap().credentials.get("auth_token"), Some("another"));
        // Members are in no order.
        let queue = house.queue("Sales", Strategy::RingAll, &[&ben, &eva]).await;
        let mut seen = QueueDraft::from(&state.house().queues[&queue].queue);
        seen.agents = vec![eva.id, ben.id, eva.id];
        let slower = QueueDraft { round_pause: 20, ..seen.clone() };
        state.queues.save(&ann, Some(queue), slower, Some(seen)).await.unwrap();
    }

    async fn what_is_gone_is_told_as_gone(house) {
        let ann = house.person("ann", Role::Administrator, None).await;
        let canned = &house.state.canned;
        let answer = AnswerDraft { scope: Scope::Global, shortcut: "hi".into(), title: "Hello".into(), text: "Hello!".into() };
        let id = canned.save(&ann, None, answer.clone(), Some(answer.clone())).await.unwrap();
        canned.remove(&ann, id).await.unwrap();
        assert!(matches!(canned.save(&ann, Some(id), answer.clone(), Some(answer)).await, Err(Failure::NotFound)));
    }
}
