//! The set-up from the command line, on a real file.

use std::{io::Cursor, path::Path, time::Duration};

use clap::Parser;
use smsdesk::{
    domain::canned::Scope,
    server::{
        clock::Clock,
        config::Config,
        setup::{
            self, Description, SetupError, demo,
            people::{self, UserCommand},
        },
        state::AppState,
    },
};
use sqlx::{Connection, Row, SqliteConnection};
use tokio_util::sync::CancellationToken;

/// The house in `data`, as one process sees it.
async fn open(data: &Path) -> AppState {
    let config = Config {
        listen: "127.0.0.1:1".parse().unwrap(),
        database_url: None,
        data: data.to_owned(),
        public_url: Some("https://desk.example.com".into()),
        key: None,
        trust_proxy: false,
    };
    let _ = rustls::crypto::ring::default_provider().install_default();
    AppState::open(config, Clock::System, CancellationToken::new()).await.unwrap()
}

fn environment(name: &str) -> Option<String> {
    name.ends_with("_PASSWORD")
        .then(|| "a long password".to_owned())
        .or((name == "TWILIO_TOKEN").then(|| "t0ken".into()))
}

/// The file that the documentation shows.
fn documented() -> String {
    let page = include_str!("../../docs/setup.md");
    page.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap().to_owned()
}

async fn apply(state: &AppState, text: &str) -> Result<Vec<String>, SetupError> {
    let mut lines = Vec::new();
    setup::apply(state, &Description::parse(text).unwrap(), &environment, |line| lines.push(line.to_owned())).await?;
    Ok(lines)
}

async fn check(state: &AppState, text: &str) -> Vec<String> {
    setup::check(state, &Description::parse(text).unwrap(), &environment).await.unwrap()
}

async fn wrong(state: &AppState, text: &str) -> String {
    apply(state, text).await.unwrap_err().to_string()
}

/// Acts noted and events told.
async fn traces(data: &Path) -> (i64, i64) {
    let mut connection =
        SqliteConnection::connect(&format!("sqlite://{}", data.join("smsdesk.db").display())).await.unwrap();
    let row = sqlx::query("select (select count(*) from audit), (select count(*) from event)")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    (row.get(0), row.get(1))
}

#[tokio::test]
async fn the_documented_file_is_brought_about_once() {
    let data = tempfile::tempdir().unwrap();
    let state = open(data.path()).await;
    let text = documented();
    let planned = check(&state, &text).await;
    assert_eq!(traces(data.path()).await, (0, 0), "looking changes nothing");

    let description = Description::parse(&text).unwrap();
    let mut told = Vec::new();
    let addresses = setup::apply(&state, &description, &environment, |line| told.push(line.to_owned())).await.unwrap();
    assert_eq!(told, planned);
    for line in ["+ team Support", "+ user anna", "+ queue Sales", "+ account MAIN"] {
        assert!(told.iter().any(|told| told == line), "{told:?}");
    }
    assert!(told.iter().any(|line| line == "~ settings: house_name \"smsdesk\" → \"Example Support\""), "{told:?}");

    let json = serde_json::to_value(&addresses).unwrap();
    let inbound = json["accounts"]["MAIN"]["inbound"].as_str().unwrap();
    assert!(inbound.starts_with("https://desk.example.com/hooks/") && inbound.ends_with("/inbound"), "{inbound}");
    assert!(json["accounts"]["MAIN"]["status"].as_str().unwrap().ends_with("/status"));

    let before = traces(data.path()).await;
    let again = setup::apply(&state, &description, &environment, |line| panic!("{line}")).await.unwrap();
    assert_eq!(serde_json::to_value(&again).unwrap(), json);
    assert_eq!(traces(data.path()).await, before, "the second time there is nothing to do");
    assert!(check(&state, &text).await.is_empty());
}

#[tokio::test]
async fn new_things_are_tied_to_each_other() {
    let data = tempfile::tempdir().unwrap();
    let state = open(data.path()).await;
    apply(&state, &documented()).await.unwrap();
    let house = state.house();
    let anna = house.users.values().find(|user| user.login == "anna").unwrap();
    assert_eq!((anna.capacity, anna.teams.len()), (Some(4), 1));
    let support = house.queues.values().find(|queue| queue.queue.name == "Support").unwrap();
    assert_eq!((support.members.len(), support.queue.agent_timeout), (2, 20));
    let main = house.accounts.values().find(|account| account.key == "MAIN").unwrap();
    let flow = serde_json::to_value(&main.flow).unwrap();
    assert_eq!(flow[1]["agent"], anna.id.0);
    assert_eq!(flow[3]["queue"], support.queue.id.0);
    assert_eq!(main.credentials.get("auth_token"), Some("t0ken"));
    let stored = state.store.password_of("jo").await.unwrap().map(|(_, hash)| hash);
    assert!(state.passwords.verify("a long password".into(), stored).await);
}

#[tokio::test]
async fn a_change_is_told_field_by_field_and_leaves_the_rest_alone() {
    let data = tempfile::tempdir().unwrap();
    let state = open(data.path()).await;
    apply(&state, &documented()).await.unwrap();
    let text =
        "queues: [{ name: Sales, agent_timeout: 25, agents: [ben, anna] }]\nusers: [{ login: ben, active: false }]";
    let lines = apply(&state, text).await.unwrap();
    assert_eq!(
        lines,
        [
            "~ user ben: active true → false",
            "~ queue Sales: agent_timeout 30 → 25",
            "~ queue Sales: agents [anna] → [anna, ben]"
        ]
    );
    let sales = state.house().queues.values().find(|queue| queue.queue.name == "Sales").unwrap().queue.clone();
    assert_eq!((sales.priority, sales.agent_timeout), (10, 25));
    assert_eq!(state.house().settings.house_name, "Example Support");
}

#[tokio::test]
async fn secrets_are_told_without_their_values() {
    let data = tempfile::tempdir().unwrap();
    let state = open(data.path()).await;
    apply(&state, &documented()).await.unwrap();
    let text = "accounts: [{ key: MAIN, credentials: { auth_token: { env: X }, auth_token_previous: { env: Y }, \
                account_sid: AC11111111111111111111111111111111 } }]\nusers: [{ login: jo, password: { env: Z, reset: true } }]";
    let description = Description::parse(text).unwrap();
    let new = |name: &str| Some(format!("{name} is new and long"));
    let lines = setup::check(&state, &description, &new).await.unwrap();
    assert_eq!(
        lines,
        [
            "~ user jo: password changed",
            "~ account MAIN: credentials.account_sid \"AC00000000000000000000000000000000\" → \"AC11111111111111111111111111111111\"",
            "~ account MAIN: credentials.auth_token changed",
            "~ account MAIN: credentials.auth_token_previous set"
        ]
    );
    setup::apply(&state, &description, &new, |_| {}).await.unwrap();
    assert!(setup::check(&state, &description, &new).await.unwrap().is_empty());
    // An empty text removes one that is not needed, once.
    let text = "accounts: [{ key: MAIN, credentials: { auth_token_previous: \"\" } }]";
    assert_eq!(apply(&state, text).await.unwrap(), ["~ account MAIN: credentials.auth_token_previous removed"]);
    assert!(check(&state, text).await.is_empty());
    let house = state.house();
    let main = house.accounts.values().find(|account| account.key == "MAIN").unwrap();
    assert_eq!(main.credentials.get("auth_token_previous"), None);
    assert_eq!(main.credentials.get("auth_token"), Some("X is new and long"));
    let error = wrong(&state, "accounts: [{ key: MAIN, credentials: { auth_token: \"\" } }]").await;
    assert!(error.contains("credentials.auth_token: Auth token is needed."), "{error}");
}

#[tokio::test]
async fn how_long_things_are_kept_is_described_too() {
    let data = tempfile::tempdir().unwrap();
    let state = open(data.path()).await;
    let lines = apply(&state, "settings: { keep_calls_days: 30, keep_story_days: 0 }").await.unwrap();
    assert_eq!(lines, ["~ settings: keep_calls_days 90 → 30", "~ settings: keep_story_days 365 → 0"]);
    let error = wrong(&state, "settings: { keep_calls_days: -1 }").await;
    assert!(error.contains("line 1, settings: keep_calls_days: Between 0 and 3650."), "{error}");
}

#[tokio::test]
async fn a_broken_file_changes_nothing_and_tells_everything_at_once() {
    let data = tempfile::tempdir().unwrap();
    let state = open(data.path()).await;
    let text = "\
settings: { default_capacity: 500 }
teams: [Support]
users:
  - { login: anna, password: { env: NOT_SET } }
  - { login: ben, name: Ben }
queues:
  - { name: Sales, agent_timeout: 1 }
  - { name: Support, agents: [carla], teams: [Nobody] }
accounts:
  - { key: MAIN, provider: twilio, sender: x, credentials: { auth_token: open, auth_tokn: { env: X } } }
  - { key: TOOLONG, provider: pigeon, sender: x, flow: [{ step: queue, queue: Sels }] }
  - { key: MAIN }
";
    let error = wrong(&state, text).await;
    for words in [
        "nothing was changed",
        "line 1, settings: default_capacity: Between 1 and 100.",
        "line 4, user anna: password: the environment variable NOT_SET is not set.",
        "line 5, user ben: password: A new user needs one",
        "line 7, queue Sales: agent_timeout: Between 5 and 600 seconds.",
        "line 8, queue Support: agents: there is no user carla",
        "line 8, queue Support: teams: there is no team Nobody",
        "line 10, account MAIN: credentials.auth_token: A secret does not belong in a file",
        "line 10, account MAIN: credentials.auth_tokn: Twilio has no such credential",
        "line 11, account TOOLONG: flow: there is no queue Sels",
        "line 12, account MAIN: key: It stands in this file twice.",
    ] {
        assert!(error.contains(words), "{words}\n{error}");
    }
    assert_eq!(traces(data.path()).await, (0, 0));

    let error = wrong(&state, "accounts: [{ key: A, provider: pigeon, sender: x }]\nsettings: { house_nam: x }").await;
    assert!(error.contains("account A: provider: Choose a provider."), "{error}");
    assert!(error.contains("line 2, settings: house_nam: unknown field `house_nam`"), "{error}");
}

#[tokio::test]
async fn a_running_server_notices() {
    let data = tempfile::tempdir().unwrap();
    let server = open(data.path()).await;
    let workers = server.start_workers();
    apply(&open(data.path()).await, &documented()).await.unwrap();
    tokio::time::timeout(Duration::from_secs(10), async {
        let mut changes = server.signals.house();
        while server.house().accounts.is_empty() {
            // A change rings before the house is read: look again a little later, too.
            drop(tokio::time::timeout(Duration::from_millis(50), changes.changed()).await);
        }
    })
    .await
    .expect("the server reads what the command line wrote");
    server.stopping.cancel();
    workers.wait().await;
}

#[tokio::test]
async fn a_server_that_writes_itself_is_not_woken_by_itself() {
    let data = tempfile::tempdir().unwrap();
    let server = open(data.path()).await;
    let follower = server.store.clone();
    let following = tokio::spawn(async move { follower.follow_other_nodes().await });
    let mut changes = server.signals.house();
    changes.changed().await.unwrap(); // at the first look
    for number in 0..3 {
        server.store.keep("own".into(), number.to_string()).await.unwrap();
    }
    // Longer than the second between two looks.
    let rung = tokio::time::timeout(Duration::from_millis(1_300), changes.changed()).await;
    assert!(rung.is_err(), "only another process rings");
    following.abort();
}

#[tokio::test]
async fn the_demo_is_brought_about_once_and_what_people_change_stays() {
    let data = tempfile::tempdir().unwrap();
    let state = open(data.path()).await;
    demo::bring_about(&state).await.unwrap();
    assert!(state.users.is_demo().await.unwrap());
    let house = state.house();
    let mut logins: Vec<&str> = house.users.values().map(|user| user.login.as_str()).collect();
    logins.sort();
    assert_eq!(logins, ["admin", "anna", "ben", "sara"]);
    assert_eq!(state.sandbox.simulator().await.unwrap().accounts.len(), 2);
    let stored = state.store.password_of("sara").await.unwrap().map(|(_, hash)| hash);
    assert!(state.passwords.verify(demo::PASSWORD.into(), stored).await);

    apply(&state, "users: [{ login: anna, name: Somebody }, { login: eva, password: { env: E_PASSWORD } }]")
        .await
        .unwrap();
    let before = traces(data.path()).await;
    demo::bring_about(&state).await.unwrap();
    assert_eq!(traces(data.path()).await, before);
}

#[tokio::test]
async fn a_demo_that_was_interrupted_is_finished() {
    let data = tempfile::tempdir().unwrap();
    let state = open(data.path()).await;
    state.store.keep("demo".into(), "begun".into()).await.unwrap();
    apply(&state, "users: [{ login: anna, password: { env: A_PASSWORD } }]").await.unwrap();
    demo::bring_about(&state).await.unwrap();
    assert_eq!((state.house().users.len(), state.house().accounts.len()), (4, 2));
}

#[tokio::test]
async fn the_demo_keeps_away_from_real_people() {
    let data = tempfile::tempdir().unwrap();
    let state = open(data.path()).await;
    apply(&state, "users: [{ login: admin, role: administrator, password: { env: A_PASSWORD } }]").await.unwrap();
    let error = demo::bring_about(&state).await.unwrap_err().to_string();
    assert!(error.contains("holds real people, such as admin"), "{error}");
    assert!(!state.users.is_demo().await.unwrap());
    assert_eq!(state.house().users.len(), 1);
}

#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    command: UserCommand,
}

async fn user(state: &AppState, line: &str, input: &str) -> Result<String, SetupError> {
    let line = Line::try_parse_from(std::iter::once("user").chain(line.split(' '))).unwrap();
    people::run(state, line.command, &|_| None, &mut Cursor::new(input.to_owned())).await
}

#[tokio::test]
async fn people_come_and_go_by_command() {
    let data = tempfile::tempdir().unwrap();
    let state = open(data.path()).await;
    apply(&state, "teams: [Support]").await.unwrap();
    let matches = async |login: &str, password: &str| {
        let stored = state.store.password_of(login).await.unwrap().map(|(_, hash)| hash);
        state.passwords.verify(password.to_owned(), stored).await
    };

    user(&state, "add jo --name Jo --role administrator --team Support --password-stdin", "correct horse\n")
        .await
        .unwrap();
    assert!(matches("jo", "correct horse").await);
    let said = user(&state, "add ann", "").await.unwrap();
    let made = said.trim_end().rsplit(' ').next().unwrap();
    assert!(matches("ann", made).await, "{said}");
    assert_eq!(
        user(&state, "list", "").await.unwrap(),
        "ann\tann\tagent\tactive\njo\tJo\tadministrator\tactive\tSupport\n"
    );

    user(&state, "password jo --password-stdin", "battery staple\n").await.unwrap();
    assert!(matches("jo", "battery staple").await);
    user(&state, "deactivate jo", "").await.unwrap();
    assert!(!matches("jo", "battery staple").await);

    for (line, input, words) in [
        ("add ann", "", "there is a user ann already"),
        ("add eva --team Nobody", "", "there is no team Nobody"),
        ("add eva --password-stdin", "short\n", "password: At least 10 characters."),
        ("add eva --password-stdin", &"x".repeat(201), "password: At most 200 characters."),
        ("add eva --password-stdin", "", "no password on standard input"),
        ("password eva", "", "there is no user eva"),
        ("deactivate eva", "", "there is no user eva"),
    ] {
        let error = user(&state, line, input).await.unwrap_err().to_string();
        assert!(error.contains(words), "{line}: {error}");
    }
}

#[tokio::test]
async fn canned_answers_are_kept_as_described_for_everybody_and_for_an_account() {
    let data = tempfile::tempdir().unwrap();
    let state = open(data.path()).await;
    apply(&state, &documented()).await.unwrap();
    let answers = state.store.answers_of_house(None).await.unwrap();
    let account = state.house().accounts.values().find(|account| account.key == "MAIN").unwrap().id;
    let of = |shortcut: &str| answers.iter().find(|answer| answer.draft.shortcut == shortcut).unwrap().draft.clone();
    assert_eq!((of("hi").scope, of("hi").title.as_str()), (Scope::Global, "Greeting"));
    assert_eq!(of("hours").scope, Scope::Account { account });

    let lines =
        apply(&state, "canned_answers: [{ shortcut: /Hi, text: Good morning }, { shortcut: new, text: x }]").await;
    assert_eq!(
        lines.unwrap(),
        [
            "~ canned answer /hi: text \"Hello {contact.first_name}, this is {agent.alias}.\" → \"Good morning\"",
            "+ canned answer /new"
        ]
    );
    let wrong = wrong(
        &state,
        "canned_answers:\n  - { shortcut: empty }\n  - { shortcut: odd, text: \"{contact.nam}\" }\n  - { account: GONE, shortcut: a, text: b }\n",
    )
    .await;
    for line in [
        "line 2, canned answer /empty: text",
        "line 3, canned answer /odd: text: There is no variable {contact.nam}. Do you mean {contact.name}?",
        "line 4, canned answer /a of GONE: account",
    ] {
        assert!(wrong.contains(line), "{wrong}");
    }
}
