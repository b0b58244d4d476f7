//! What an administrator may not save: names that only capitals tell apart, countries and senders that don't exist.

use smsdesk::{
    domain::{
        account::AccountDraft,
        canned::{AnswerDraft, Scope},
        contact_field::ContactFieldDraft,
        disposition::DispositionDraft,
        queue::{QueueDraft, Strategy},
        tag::TagDraft,
        user::{Role, UserDraft},
    },
    server::failure::Failure,
};

use crate::house::TestHouse;

/// The fields a refusal names.
fn wrong(result: Result<impl std::fmt::Debug, Failure>) -> Vec<String> {
    match result {
        Err(Failure::Invalid(invalid)) => invalid.0.into_iter().map(|error| error.field).collect(),
        other => panic!("{other:?}"),
    }
}

fn queue(name: &str) -> QueueDraft {
    QueueDraft {
        name: name.into(),
        strategy: Strategy::RingAll,
        agent_timeout: 30,
        round_pause: 10,
        priority: 0,
        agents: vec![],
        teams: vec![],
    }
}

fn with(house: &TestHouse, change: impl FnOnce(&mut AccountDraft)) -> AccountDraft {
    let mut draft = house.account_draft("NEXT", vec![]);
    change(&mut draft);
    draft
}

on_both! {
    async fn names_that_only_capitals_tell_apart_are_refused_at_their_field(house) {
        let (accounts, queues, users) = (&house.state.accounts, &house.state.queues, &house.state.users);
        let fields = &house.state.contact_fields;
        let account = house.account("DEMO", vec![]).await;
        assert_eq!(wrong(accounts.save_as(None, None, house.account_draft("demo", vec![])).await), ["key"]);
        let sales = queues.save_as(None, None, queue("Über Sales")).await.unwrap();
        assert_eq!(wrong(queues.save_as(None, None, queue("über  sales")).await), ["name"]);
        let team = users.save_team_as(None, None, "Équipe".into()).await.unwrap();
        assert_eq!(wrong(users.save_team_as(None, None, "ÉQUIPE".into()).await), ["name"]);
        let field = |name: &str| ContactFieldDraft { name: name.into(), ..ContactFieldDraft::default() };
        fields.save_as(None, None, field("Città")).await.unwrap();
        assert_eq!(wrong(fields.save_as(None, None, field("CITTÀ")).await), ["name"]);
        let mut settings = house.state.house().settings.clone();
        settings.pause_reasons = vec!["Break".into(), "Lunch".into(), "break".into()];
        assert_eq!(wrong(users.save_settings_as(None, settings).await), ["pause_reasons"]);

        // Its own name in other letters is nobody else's.
        accounts.save_as(None, Some(account), house.account_draft("Demo", vec![])).await.unwrap();
        queues.save_as(None, Some(sales), queue("ÜBER SALES")).await.unwrap();
        users.save_team_as(None, Some(team), "équipe".into()).await.unwrap();
        assert_eq!((house.count("account").await, house.count("queue").await, house.count("team").await), (1, 1, 1));
    }

    async fn a_name_keeps_nothing_that_is_not_seen(house) {
        const TYPED: &str = " North\u{202e}  \u{200b}Sea ";
        let state = &house.state;
        let admin = house.person("ada", Role::Administrator, None).await;
        let account = with(&house, |draft| (draft.name, draft.sender) = (TYPED.into(), "+1555\u{202c}0100".into()));
        state.accounts.save_as(None, None, account).await.unwrap();
        state.queues.save_as(None, None, queue(TYPED)).await.unwrap();
        state.users.save_team_as(None, None, TYPED.into()).await.unwrap();
        let person = UserDraft {
            login: "nora".into(),
            name: TYPED.into(),
            alias: TYPED.into(),
            role: Role::Agent.as_str().into(),
            active: true,
            password: crate::house::PASSWORD.into(),
            ..UserDraft::default()
        };
        state.users.save_as(None, None, person).await.unwrap();
        state.tags.save_as(None, None, TagDraft { name: TYPED.into(), ..TagDraft::default() }).await.unwrap();
        let disposition = DispositionDraft { parent: None, name: TYPED.into(), scope: Default::default() };
        state.dispositions.save_as(None, None, disposition).await.unwrap();
        let answer =
            AnswerDraft { scope: Scope::Global, shortcut: "hi".into(), title: TYPED.into(), text: "Hello".into() };
        state.canned.save(&admin, None, answer, None).await.unwrap();
        let field = ContactFieldDraft { name: TYPED.into(), ..ContactFieldDraft::default() };
        state.contact_fields.save_as(None, None, field).await.unwrap();
        for kept in [
            "select name from account",
            "select name from queue",
            "select name from team",
            "select name from app_user where login = 'nora'",
            "select alias from app_user where login = 'nora'",
            "select name from tag",
            "select name from disposition",
            "select title from canned_answer",
            "select name from contact_field",
        ] {
            assert_eq!(house.words(kept).await, ["North Sea"], "{kept}");
        }
        assert_eq!(house.words("select sender from account").await, ["+15550100"]);
        // One that is nothing else is none.
        assert_eq!(wrong(state.queues.save_as(None, None, queue("\u{202e}\u{200b}")).await), ["name"]);
    }

    async fn two_who_stand_there_since_long_ago_can_still_be_changed(house) {
        let queues = &house.state.queues;
        let sales = queues.save_as(None, None, queue("Sales")).await.unwrap();
        queues.save_as(None, None, queue("Other")).await.unwrap();
        house.execute("update queue set name = 'sales' where name = 'Other'").await;
        let slower = QueueDraft { agent_timeout: 60, ..queue("Sales") };
        queues.save_as(None, Some(sales), slower).await.unwrap();
        assert_eq!(wrong(queues.save_as(None, Some(sales), queue("SALES")).await), ["name"]);
    }

    async fn an_account_has_a_country_a_sender_and_ids_that_exist(house) {
        let accounts = &house.state.accounts;
        for country in ["ZZ", "XX", "I", "ITA"] {
            let draft = with(&house, |draft| draft.country = country.into());
            assert_eq!(wrong(accounts.save_as(None, None, draft).await), ["country"], "{country}");
        }
        for sender in ["1", "+12", "+1555abc", "15550100199", "More than eleven", "!", "123456789"] {
            let draft = with(&house, |draft| draft.sender = sender.into());
            assert_eq!(wrong(accounts.save_as(None, None, draft).await), ["sender"], "{sender}");
        }
        for (key, value) in [("account_sid", "AC1"), ("account_sid", "SK00000000000000000000000000000000"), ("api_key_sid", "SK1")] {
            let draft = with(&house, |draft| {
                draft.credentials.insert("api_key_sid".into(), "SK00000000000000000000000000000000".into());
                draft.credentials.insert("api_key_secret".into(), "k3y".into());
                draft.credentials.insert(key.into(), value.into());
            });
            assert_eq!(wrong(accounts.save_as(None, None, draft).await), [format!("credentials.{key}")], "{value}");
        }
        for (at, sender) in
            ["+15550100199", "38438", "My Bank", "MGM Grand", "MG00000000000000000000000000000000"].into_iter().enumerate()
        {
            let draft = with(&house, |draft| (draft.key, draft.sender) = (format!("K{at}"), sender.into()));
            accounts.save_as(None, None, draft).await.unwrap();
        }
    }

    async fn an_accounts_addresses_are_hosts_and_paths_and_nothing_else(house) {
        let accounts = &house.state.accounts;
        for address in ["desk.example.com", "ftp://x.example", "https://", "https://u:p@x.example/path?q=1#f", "https://x.example?q"] {
            let draft = with(&house, |draft| (draft.public_url, draft.api_base) = (address.into(), address.into()));
            assert_eq!(wrong(accounts.save_as(None, None, draft).await), ["public_url", "api_base"], "{address}");
        }
        let draft = with(&house, |draft| draft.public_url = "https://x.example/desk/".into());
        let account = accounts.save_as(None, None, draft).await.unwrap();
        let address = house.state.house().account(account).unwrap().inbound_url();
        assert!(address.starts_with("https://x.example/desk/hooks/"), "{address}");
    }

    async fn half_a_key_is_neither_saved_nor_tested(house) {
        let accounts = &house.state.accounts;
        let draft = with(&house, |draft| {
            draft.credentials.insert("api_key_sid".into(), "SK00000000000000000000000000000000".into());
        });
        assert_eq!(wrong(accounts.test(None, draft.clone()).await), ["credentials.api_key_secret"]);
        assert_eq!(wrong(accounts.save_as(None, None, draft).await), ["credentials.api_key_secret"]);
    }

    async fn without_reasons_one_pauses_without_one(house) {
        let me = house.person("ben", Role::Agent, None).await;
        house.settings(|settings| settings.pause_reasons.clear()).await;
        house.be(&me, smsdesk::domain::presence::Availability::Paused).await;
        assert_eq!(house.number("select count(*) from presence where availability = 'paused'").await, 1);
    }
}
