//! Who may come in, and what each may do.

use std::collections::BTreeMap;

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::{Value, json};
use smsdesk::domain::{
    queue::Strategy,
    user::{Role, UserDraft},
};

use crate::house::{PASSWORD, TestHouse};

/// A server function, as its source says.
struct Function {
    endpoint: String,
    by_get: bool,
    right: Option<String>,
}

/// Every server function there is.
fn functions() -> Vec<Function> {
    let mut functions = Vec::new();
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api")).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            continue; // how calls travel
        }
        let source = std::fs::read_to_string(path).unwrap();
        for part in source.split("#[server(prefix").skip(1) {
            let endpoint = part.split("endpoint = \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
            let right = part.split("web::require(Right::").nth(1).map(|r| r.split(')').next().unwrap().to_owned());
            functions.push(Function { endpoint, by_get: part.split(']').next().unwrap().contains("GetUrl"), right });
        }
    }
    assert!(functions.len() > 30);
    functions
}

/// Arguments each can read, so that a refusal is for who calls and not for what he says.
fn arguments() -> BTreeMap<&'static str, Value> {
    let account = json!({
        "key": "A", "name": "A", "provider": "twilio", "sender": "1", "public_url": "", "country": "", "rate": 1.0,
        "api_base": "", "active": true, "mms": false, "flow": [], "agents": [], "teams": [], "credentials": {}
    });
    let queue = json!({
        "name": "Q", "strategy": "ring_all", "agent_timeout": 30, "round_pause": 10, "priority": 0, "agents": [], "teams": []
    });
    let user = json!({
        "login": "x", "name": "X", "role": "agent", "active": true, "capacity": null, "teams": [], "password": PASSWORD
    });
    BTreeMap::from([
        ("users", json!({})),
        ("user.save", json!({"id": null, "draft": user})),
        ("teams", json!({})),
        ("team.save", json!({"id": null, "name": "T"})),
        ("queues", json!({})),
        ("queue.save", json!({"id": null, "draft": queue})),
        ("providers", json!({})),
        ("accounts", json!({})),
        ("account.save", json!({"id": null, "draft": account})),
        ("account.test", json!({"id": null, "draft": account})),
        ("settings", json!({})),
        ("settings.save", json!({"settings": {}})),
        ("journal", json!({})),
        ("journal.drive_again", json!({"call": 1})),
        ("desktop", json!({})),
        ("conversation", json!({"interaction": 1})),
        ("offer.accept", json!({"offer": 1})),
        ("offer.reject", json!({"offer": 1})),
        ("reply", json!({"interaction": 1, "text": "x", "compose_key": "k"})),
        ("note", json!({"interaction": 1, "text": "x", "compose_key": "k"})),
        ("seen", json!({"interaction": 1})),
        ("resend", json!({"message": 1})),
        ("delivery_story", json!({"message": 1})),
        ("close", json!({"interaction": 1})),
        ("follow_up", json!({"interaction": 1, "follow_up": null})),
        ("closing", json!({"interaction": 1})),
        ("transfer.targets", json!({"interaction": 1})),
        ("transfer", json!({"interaction": 1, "to": {"agent": 1}, "note": "x"})),
        ("transfer.cancel", json!({"interaction": 1})),
        ("take_over", json!({"interaction": 1})),
        ("assign", json!({"interaction": 1, "to": {"agent": 1}})),
        ("pull", json!({})),
        ("dispositions", json!({})),
        ("disposition.save", json!({"id": null, "draft": {"parent": null, "name": "D", "scope": {}}})),
        ("disposition.move", json!({"id": 1, "by": 1})),
        ("disposition.archive", json!({"id": 1, "archived": true})),
        ("facts", json!({"interaction": 1})),
        ("journey", json!({"contact": 1})),
        ("contacts", json!({})),
        ("contacts.rows", json!({"contacts": [1]})),
        ("contact", json!({"contact": 1})),
        ("contact.edit", json!({"contact": 1, "edit": {"edit": "remove_number", "number": "+15550100001"}})),
        ("contact.merge", json!({"kept": 1, "gone": 2})),
        ("contact.opt_out", json!({"contact": 1, "opted_out": true, "reason": "x"})),
        ("contact.tag", json!({"contact": 1, "tag": {"pick": "known", "tag": 1}, "on": true})),
        ("interaction.tag", json!({"interaction": 1, "tag": {"pick": "known", "tag": 1}, "on": true})),
        ("tags", json!({})),
        ("tag.save", json!({"id": null, "draft": {"name": "T", "colour": "blue", "archived": false}})),
        ("contact_fields", json!({})),
        (
            "contact_field.save",
            json!({"id": null, "draft": {
                "name": "F", "kind": "text", "options": [], "position": 0, "archived": false
            }}),
        ),
        ("past_sessions", json!({"interaction": 1, "before": 1})),
        ("draft.save", json!({"draft": {"interaction": 1, "mode": "reply", "text": "x", "at": 1}})),
        ("new_sms.recipient", json!({"account": 1, "typed": "+393471234567"})),
        ("new_sms.search", json!({"account": 1, "typed": "347"})),
        (
            "new_sms.start",
            json!({"new": {
                "account": 1, "to": "+393471234567", "text": "x", "compose_key": "n", "later": null, "despite": null
            }}),
        ),
        ("new_sms.take", json!({"interaction": 1})),
        ("outlook", json!({"interaction": 1})),
        ("time.read", json!({"zone": "Europe/Rome", "local": "2027-01-01T09:00"})),
        ("reply.as", json!({"interaction": 1, "text": "x", "compose_key": "r", "later": null, "despite": null})),
        ("scheduled.change", json!({"message": 1, "text": "x", "later": {"at": 1, "cancel_if_they_write": true}})),
        ("scheduled.cancel", json!({"message": 1})),
        ("scheduled.cancel_all", json!({"interaction": 1})),
        ("scheduled.send", json!({"message": 1})),
        ("hearing", json!({"page": "page-of-a-test", "hears": true, "acted": true})),
        ("history", json!({})),
        ("history.rows", json!({"interactions": [1]})),
        ("history.choices", json!({})),
        ("history.closing", json!({"interactions": [1]})),
        ("history.close", json!({"interactions": [1], "disposal": null})),
        ("history.targets", json!({})),
        ("history.assign", json!({"interactions": [1], "to": {"agent": 1}})),
        ("look", json!({"page": "page-of-a-test", "interaction": null})),
        ("alerts.set", json!({"choice": {"tone": "chime", "volume": 70, "every_seconds": 3}})),
        ("colleagues", json!({"typed": "a"})),
        ("mentions.read", json!({"interaction": null})),
        ("find", json!({"typed": "a"})),
        ("presence.set", json!({"availability": "online", "reason": null})),
        ("canned", json!({"account": 1})),
        ("canned.book", json!({})),
        ("canned.save", json!({"id": null, "draft": {"scope": "global", "shortcut": "x", "title": "X", "text": "x"}})),
        ("canned.remove", json!({"id": 1})),
        ("media.retry", json!({"media": 1})),
        ("media.discard", json!({"media": 1})),
        ("sandbox", json!({})),
        ("sandbox.handsets", json!({"account": 1})),
        ("sandbox.handset", json!({"account": 1, "number": "1"})),
        ("sandbox.text", json!({"account": 1, "number": "1", "text": "x"})),
        ("sandbox.faults", json!({"account": 1, "faults": {}})),
        ("theme.set", json!({"theme": "dark"})),
        ("language.set", json!({"language": "it"})),
    ])
}

/// Open to strangers.
const OPEN: [&str; 4] = ["frame", "language.set", "sign_in", "sign_out"];

async fn call(house: &TestHouse, function: &Function, cookie: Option<&str>) -> (StatusCode, String) {
    let arguments = arguments();
    let arguments = arguments
        .get(function.endpoint.as_str())
        .unwrap_or_else(|| panic!("{} is new: say above what it can read", function.endpoint));
    let form = || {
        let pairs = arguments
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    };
    let path = format!("/api/{}", function.endpoint);
    let request = match (function.by_get, function.endpoint.as_str()) {
        (true, _) => Request::get(format!("{path}?{}", form())),
        (false, "theme.set") => Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"),
        (false, _) => Request::post(path).header(header::CONTENT_TYPE, "application/json"),
    };
    let request = request.header(header::ACCEPT, "application/json");
    let request = match cookie {
        Some(cookie) => request.header(header::COOKIE, cookie),
        None => request,
    };
    let body = match (function.by_get, function.endpoint.as_str()) {
        (true, _) => String::new(),
        (false, "theme.set") => form(),
        (false, _) => arguments.to_string(),
    };
    house.ask(request.body(Body::from(body)).unwrap()).await
}

on_both! {
    async fn a_wrong_password_and_an_unknown_name_are_refused_alike(house) {
        house.agent("ben").await;
        for (login, password) in [("ben", "wrong password"), ("nobody", PASSWORD), ("", ""), ("ben", "")] {
            let (status, cookie) = house.sign_in(login, password).await;
            assert_eq!((status, cookie), (StatusCode::UNPROCESSABLE_ENTITY, None), "{login}");
        }
        assert_eq!(house.count("session").await, 0);
        let (_, cookie) = house.sign_in(" BEN ", PASSWORD).await;
        assert!(cookie.unwrap().starts_with("sid="));
        // The cookie itself is stored nowhere.
        assert_eq!(house.words("select token_hash from session").await[0].len(), 64);
    }

    async fn whoever_guesses_is_slowed_down(house) {
        house.agent("ben").await;
        let mut statuses = Vec::new();
        for _ in 0..11 {
            statuses.push(house.sign_in("ben", "wrong password").await.0);
        }
        assert_eq!(statuses[9], StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(statuses[10], StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(house.sign_in("ben", PASSWORD).await.0, StatusCode::TOO_MANY_REQUESTS);
    }

    async fn a_shift_behind_one_address_comes_in_together(house) {
        let hash = house.state.passwords.hash(PASSWORD.into()).await;
        let logins: Vec<String> = (0..60).map(|number| format!("agent{number}")).collect();
        for login in &logins {
            let draft = UserDraft { login: login.clone(), name: login.clone(), active: true, ..UserDraft::default() };
            let (hash, now) = (hash.clone(), house.clock.now());
            house.state.store.save_user(None, draft, Role::Agent, hash, None, now, house.state.house()).await.unwrap();
        }
        house.state.houses.reload().await.unwrap();
        let all = futures::future::join_all(logins.iter().map(|login| house.sign_in(login, PASSWORD))).await;
        assert!(all.iter().all(|(_, cookie)| cookie.is_some()), "{all:?}");
        assert_eq!(house.count("session").await, 60);
    }

    async fn whoever_guesses_at_many_names_is_slowed_down_too(house) {
        let names: Vec<String> = (0..60).map(|number| format!("nobody{number}")).collect();
        let tries = futures::future::join_all(names.iter().map(|name| house.sign_in(name, "wrong password"))).await;
        let slower = tries.iter().filter(|(status, _)| *status == StatusCode::TOO_MANY_REQUESTS).count();
        // Forty may be wrong; one more for the two that are looked at at once.
        assert!((19..=20).contains(&slower), "{slower}");
        assert_eq!(house.sign_in("somebody", "wrong password").await.0, StatusCode::TOO_MANY_REQUESTS);
        house.clock.advance(6_000);
        assert_eq!(house.sign_in("somebody", "wrong password").await.0, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(house.sign_in("somebody", "wrong password").await.0, StatusCode::TOO_MANY_REQUESTS);
    }

    async fn signing_out_ends_the_session(house) {
        let me = house.agent("ben").await;
        let (here, there) = (house.browser(&me).await, house.browser(&me).await);
        assert_eq!(here.get("desktop").await.0, StatusCode::OK);
        here.post("sign_out", json!({})).await;
        assert_eq!(here.get("desktop").await.0, StatusCode::UNAUTHORIZED);
        assert_eq!(there.get("desktop").await.0, StatusCode::OK);
    }

    async fn a_session_ends_when_it_is_not_used_and_goes_on_while_it_is(house) {
        let me = house.agent("ben").await;
        let browser = house.browser(&me).await;
        for _ in 0..4 {
            house.clock.advance(11 * 3_600_000);
            assert_eq!(browser.get("desktop").await.0, StatusCode::OK);
        }
        house.clock.advance(12 * 3_600_000);
        assert_eq!(browser.get("desktop").await.0, StatusCode::UNAUTHORIZED);
    }

    async fn whoever_is_deactivated_is_signed_out_at_once(house) {
        let me = house.agent("ben").await;
        let browser = house.browser(&me).await;
        let draft = UserDraft {
            login: "ben".into(), name: "Ben".into(), role: "agent".into(), active: false, ..UserDraft::default()
        };
        house.state.users.save_as(None, Some(me.id), draft.clone()).await.unwrap();
        assert_eq!(browser.get("desktop").await.0, StatusCode::UNAUTHORIZED);
        assert_eq!(house.sign_in("ben", PASSWORD).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        // Nor does an old session live again with the person.
        house.state.users.save_as(None, Some(me.id), UserDraft { active: true, ..draft }).await.unwrap();
        assert_eq!(browser.get("desktop").await.0, StatusCode::UNAUTHORIZED);
    }

    async fn a_new_password_signs_out_everywhere(house) {
        let me = house.agent("ben").await;
        let browser = house.browser(&me).await;
        let draft = UserDraft {
            login: "ben".into(), name: "Ben".into(), role: "agent".into(), active: true,
            password: "another password".into(), ..UserDraft::default()
        };
        house.state.users.save_as(None, Some(me.id), draft).await.unwrap();
        assert_eq!(browser.get("desktop").await.0, StatusCode::UNAUTHORIZED);
        assert_eq!(house.sign_in("ben", PASSWORD).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(house.sign_in("ben", "another password").await.1.is_some());
    }

    async fn pages_asked_for_at_the_same_moment_all_come(house) {
        let anna = house.agent("anna").await;
        let cookie = house.browser(&anna).await.cookie;
        // More than once each, because what stands inside what is still being rendered used to be thrown away now and then.
        let mut asked = tokio::task::JoinSet::new();
        for path in ["/", "/s/1", "/simulator", "/admin/queues"].repeat(10) {
            let (house, cookie) = (house.clone(), cookie.clone());
            let request = Request::get(path).header(header::COOKIE, cookie).header(header::ACCEPT, "text/html");
            let request = request.body(Body::empty()).unwrap();
            asked.spawn(async move { (path, house.ask(request).await.0) });
        }
        while let Some(answer) = asked.join_next().await {
            let (path, status) = answer.unwrap();
            assert_eq!(status, StatusCode::OK, "{path}");
        }
    }

        async fn strangers_are_refused_everything_and_agents_what_is_for_administrators(house) {
        let agent = house.browser(&house.agent("ben").await).await;
        let boss = house.browser(&house.person("sue", Role::Supervisor, None).await).await;
        for function in functions().iter().filter(|function| !OPEN.contains(&function.endpoint.as_str())) {
            let endpoint = &function.endpoint;
            let right = function.right.as_deref().unwrap_or_else(|| panic!("{endpoint} asks for no right"));
            for stranger in [None, Some("sid=made-up"), Some("other=cookie")] {
                let (status, answer) = call(&house, function, stranger).await;
                assert_eq!(status, StatusCode::UNAUTHORIZED, "{endpoint}: {answer}");
            }
            for (person, forbidden) in [(&agent, ["Supervise", "Administer"].as_slice()), (&boss, &["Administer"])] {
                let (status, answer) = call(&house, function, Some(&person.cookie)).await;
                assert_eq!(status == StatusCode::FORBIDDEN, forbidden.contains(&right), "{endpoint}: {status} {answer}");
                assert!(!status.is_server_error(), "{endpoint}: {status} {answer}");
            }
        }
        assert_eq!(house.count("queue").await + house.count("account").await + house.count("team").await, 0);
        assert_eq!(house.count("app_user").await, 2);
    }

    async fn an_administrator_may_do_all_of_it(house) {
        let admin = house.browser(&house.person("ann", Role::Administrator, None).await).await;
        for function in functions().iter().filter(|function| !OPEN.contains(&function.endpoint.as_str())) {
            let (status, answer) = call(&house, function, Some(&admin.cookie)).await;
            let denied = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&status);
            assert!(!denied && !status.is_server_error(), "{}: {status} {answer}", function.endpoint);
        }
    }

    async fn a_call_that_can_not_be_read_is_no_fault_of_the_server(house) {
        let admin = house.browser(&house.person("ann", Role::Administrator, None).await).await;
        let mut tried = 0;
        // Signing out takes nothing, so it can be read whatever is sent.
        for Function { endpoint, by_get, .. } in functions().into_iter().filter(|it| it.endpoint != "sign_out") {
            let path = format!("/api/{endpoint}");
            let request = if by_get { Request::get(format!("{path}?interaction=x&message=x")) } else { Request::post(path) };
            let kind = if ["sign_in", "theme.set", "language.set"].contains(&&*endpoint) {
                "application/x-www-form-urlencoded"
            } else {
                "application/json"
            };
            let request = request
                .header(header::CONTENT_TYPE, kind)
                .header(header::ACCEPT, "application/json")
                .header(header::COOKIE, &admin.cookie);
            let (status, answer) = house.ask(request.body(Body::from("{\"not\": [\"json")).unwrap()).await;
            assert!(!status.is_server_error(), "{endpoint}: {status} {answer}");
            if status == StatusCode::UNPROCESSABLE_ENTITY && answer == r#"{"error":"unreadable"}"# {
                tried += 1;
            }
        }
        assert!(tried > 30, "{tried}");
        let (status, answer) = admin.post("reply", json!({"interaction": "one", "text": 5})).await;
        assert_eq!((status, &answer["error"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("unreadable")));
        // What a function itself says keeps its words.
        let (status, answer) = admin.post("team.save", json!({"id": null, "name": ""})).await;
        assert_eq!((status, &answer["detail"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("name")));
    }

    async fn what_is_wrong_with_a_person_is_told_in_the_order_of_the_form(house) {
        let admin = house.browser(&house.person("ann", Role::Administrator, None).await).await;
        let long = "x".repeat(81);
        let draft = json!({
            "login": "no spaces", "name": "", "alias": long, "role": "king", "active": true, "capacity": 101,
            "teams": [77], "password": "short"
        });
        let (status, answer) = admin.post("user.save", json!({"id": null, "draft": draft})).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields: Vec<&str> = answer["detail"].as_array().unwrap().iter().filter_map(|it| it["field"].as_str()).collect();
        assert_eq!(fields, ["name", "login", "alias", "password", "role", "teams", "capacity"]);
    }

    async fn a_secret_that_is_not_needed_can_be_removed_and_one_that_is_can_not(house) {
        let admin = house.person("ann", Role::Administrator, None).await;
        let mut draft = house.account_draft("CARE", vec![]);
        draft.credentials.insert("auth_token_previous".into(), "the one before".into());
        let id = house.state.accounts.save(&admin, None, draft, None).await.unwrap();
        let known = async || house.state.accounts.list().await.unwrap().remove(0);
        let secrets = |account: &smsdesk::domain::account::Account| account.secrets_set.keys().cloned().collect::<Vec<_>>();
        let stored = known().await;
        assert_eq!(secrets(&stored), ["auth_token", "auth_token_previous"]);
        // Left empty they stay; typed anew, a mark to remove means nothing.
        house.state.accounts.save(&admin, Some(id), stored.draft.clone(), None).await.unwrap();
        let mut replaced = stored.draft.clone();
        replaced.credentials.insert("auth_token_previous".into(), "another".into());
        replaced.cleared.insert("auth_token_previous".into());
        house.state.accounts.save(&admin, Some(id), replaced, None).await.unwrap();
        assert_eq!(secrets(&known().await).len(), 2);
        let mut without = known().await.draft;
        without.cleared.insert("auth_token".into());
        without.cleared.insert("auth_token_previous".into());
        let Err(smsdesk::server::failure::Failure::Invalid(wrong)) = house.state.accounts.save(&admin, Some(id), without.clone(), None).await else {
            panic!("saved without a token");
        };
        assert_eq!(wrong.0[0].field, "credentials.auth_token");
        without.cleared.remove("auth_token");
        house.state.accounts.save(&admin, Some(id), without, None).await.unwrap();
        let after = known().await;
        assert_eq!(secrets(&after), ["auth_token"]);
        assert_eq!(house.state.house().account(id).unwrap().credentials.get("auth_token_previous"), None);
        assert_eq!(house.state.house().account(id).unwrap().credentials.get("auth_token"), Some(crate::twilio::TOKEN));
    }

    async fn another_site_can_not_act_for_a_user(house) {
        let me = house.agent("ben").await;
        let browser = house.browser(&me).await;
        for site in ["cross-site", "same-site"] {
            let request = Request::post("/api/presence.set")
                .header(header::CONTENT_TYPE, "application/json")
                .header(header::COOKIE, &browser.cookie)
                .header("sec-fetch-site", site);
            let body = Body::from(r#"{"availability":"offline","reason":null}"#);
            assert_eq!(house.ask(request.body(body).unwrap()).await.0, StatusCode::FORBIDDEN);
        }
        assert_eq!(house.words("select availability from presence").await, ["online"]);
    }

    async fn a_secret_is_never_sent_back(house) {
        let admin = house.browser(&house.person("ann", Role::Administrator, None).await).await;
        house.account("CARE", vec![]).await;
        for endpoint in ["accounts", "providers", "settings", "users", "journal"] {
            let (status, answer) = admin.get(endpoint).await;
            assert_eq!(status, StatusCode::OK);
            let answer = answer.to_string();
            assert!(!answer.contains(crate::twilio::TOKEN) && !answer.contains("argon2"), "{endpoint}: {answer}");
        }
        let stored = house.rows("select credentials from account").await;
        let sealed: Vec<u8> = sqlx::Row::get(&stored[0], 0);
        assert!(!String::from_utf8_lossy(&sealed).contains(crate::twilio::TOKEN));
    }

    async fn a_whole_conversation_works_over_the_wire(house) {
        let me = house.present("ben").await;
        let account = house.queue_account(Strategy::RingAll, &[&me]).await;
        house.text(account, "+15550100001", "hello").await;
        house.route().await;
        let browser = house.browser(&me).await;
        let (_, desktop) = browser.get("desktop").await;
        let offer = &desktop["offers"][0];
        assert_eq!(offer["first_words"], "hello");
        let (status, claim) = browser.post("offer.accept", json!({"offer": offer["id"]})).await;
        assert_eq!((status, &claim["claim"]), (StatusCode::OK, &json!("won")));
        let interaction = &claim["interaction"];
        let reply = json!({"interaction": interaction, "text": "answer", "compose_key": "k1"});
        let (status, message) = browser.post("reply", reply.clone()).await;
        assert_eq!((status, &message["content"]["outbound"]["delivery"]), (StatusCode::OK, &json!("queued")));
        assert_eq!(browser.post("reply", reply).await.1["id"], message["id"]);
        house.send().await;
        let (_, conversation) = browser.get(&format!("conversation?interaction={interaction}")).await;
        let contents = conversation["messages"].as_array().unwrap().iter().map(|m| m["content"].as_object().unwrap());
        let kinds: Vec<&String> = contents.flat_map(serde_json::Map::keys).collect();
        assert_eq!(kinds, ["inbound", "system", "outbound"]);
        let (_, earlier) = browser.get(&format!("conversation?interaction={interaction}&stretch=before-{}", message["id"])).await;
        assert_eq!(earlier["messages"].as_array().unwrap().len(), 2);
        let (_, story) = browser.get(&format!("delivery_story?message={}", message["id"])).await;
        assert_eq!(story.as_array().unwrap().len(), 3);
        assert_eq!(browser.post("close", json!({"interaction": interaction})).await.0, StatusCode::OK);
        let (status, refused) = browser
            .post("reply", json!({"interaction": interaction, "text": "late", "compose_key": "k2"})).await;
        assert_eq!((status, &refused["error"]), (StatusCode::CONFLICT, &json!("conflict")));
        let other = house.browser(&house.agent("eve").await).await;
        let (status, _) = other.get(&format!("conversation?interaction={interaction}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
}
