//! The tables, and how they are read: no statement of the hot paths may read through a table that grows.

use std::{
    collections::BTreeSet,
    fmt,
    sync::{LazyLock, Mutex, Once},
};

use smsdesk::{
    domain::{
        AccountId, CallId, ContactId, InteractionId, MessageId, Peer, Timestamp,
        contact::{ContactEdit, NumberKind, Part},
        contact_field::ContactFieldDraft,
        contact_list::{Order, Query},
        disposition::Disposal,
        draft::{Draft, Mode},
        flow::Step,
        follow_up::FollowUp,
        history::Filter,
        interaction::Stretch,
        new_sms::{Later, NewSms},
        queue::Strategy,
        tag::{TagDraft, TagPick},
        transfer::Destination,
        user::{Me, Role},
    },
    server::{desktop::Manner, store::migrations},
};
use tracing::{
    Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{Layer, filter::Targets, layer::Context, layer::SubscriberExt};

use crate::house::TestHouse;

fn numbers(dialect: &str) -> Vec<String> {
    let folder = format!("{}/migrations/{dialect}", env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn both_databases_have_the_same_migrations_and_all_are_embedded() {
    let embedded: Vec<String> = migrations::names().map(|name| format!("{name}.sql")).collect();
    assert_eq!(numbers("sqlite"), embedded);
    assert_eq!(numbers("postgres"), embedded);
}

on_both! {
    async fn both_databases_have_the_same_columns(house) {
        let other = if house.is_postgres() { TestHouse::sqlite().await } else { house.clone() };
        let sqlite = "select m.name || '.' || p.name from sqlite_master m, pragma_table_info(m.name) p \
                      where m.type = 'table' and m.name not like '\\_%' escape '\\' and m.name not like 'sqlite%'";
        let postgres = "select cast(table_name as text) || '.' || cast(column_name as text) \
                        from information_schema.columns where table_schema = 'public' and table_name not like '\\_%'";
        let columns = |rows: Vec<String>| rows.into_iter().collect::<BTreeSet<_>>();
        let expected = columns(other.words(sqlite).await);
        assert!(expected.contains("message.delivery_rank"));
        let found = columns(if house.is_postgres() { house.words(postgres).await } else { house.words(sqlite).await });
        assert_eq!(found, expected);
    }
}

/// Every statement that was run in this process since the first test asked for it.
pub static STATEMENTS: LazyLock<Mutex<BTreeSet<String>>> = LazyLock::new(Mutex::default);

/// Takes statements from sqlx's log.
struct Statements;

#[derive(Default)]
struct Fields {
    summary: String,
    statement: String,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.record_str(field, format!("{value:?}").trim_matches('"'));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => self.summary = value.to_owned(),
            "db.statement" => self.statement = value.to_owned(),
            _ => {}
        }
    }
}

impl<S: Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let statement = if fields.statement.trim().is_empty() { fields.summary } else { fields.statement };
        let one_line = statement.split_whitespace().collect::<Vec<_>>().join(" ");
        STATEMENTS.lock().unwrap().insert(one_line);
    }
}

pub fn write_down_statements() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let layer = Statements.with_filter(Targets::new().with_target("sqlx::query", tracing::Level::DEBUG));
        tracing::subscriber::set_global_default(tracing_subscriber::registry().with(layer)).unwrap();
    });
}

/// A day in the house: every path that many customers, agents or messages make hot.
async fn a_day(house: &TestHouse) {
    let me = house.present("ben").await;
    let boss = house.person("sue", Role::Supervisor, None).await;
    let queue = house.queue("Care", Strategy::RoundRobin, &[&me]).await;
    let account = house.account("CARE", vec![Step::Queue { queue, timeout: None }]).await;
    for peer in ["+15550100001", "+15550100002"] {
        house.text_as(account, peer, peer, "hello").await;
        house.text_as(account, peer, peer, "hello").await;
    }
    house.route().await;
    house.reject(&me).await;
    let mut stream = house.listen(&me).await;
    let interaction = house.take(&me).await;
    let message = house.reply(&me, interaction, "answer").await;
    house.send().await;
    house.receipt(account, &house.twilio.handed()[0].sid, "delivered").await;
    house.receipt(account, "unheard of", "delivered").await;
    house.state.outbox.sweep().await.unwrap();
    house.pass(60_000).await;
    house.text(account, "+15550100001", "more").await;
    stream.heard().await;
    let browser = house.browser(&me).await;
    assert!(browser.get("desktop").await.0.is_success());
    let house_now = house.state.house();
    house.state.desktop.conversation(&me, interaction, Stretch::Before(MessageId(5))).await.unwrap();
    for stretch in [Stretch::Oldest, Stretch::Around(3)] {
        house.state.desktop.conversation(&me, interaction, stretch).await.unwrap();
    }
    house.state.desktop.past_sessions(&me, interaction, interaction).await.unwrap();
    let stranger = house.agent("eve").await;
    assert!(house.state.desktop.conversation(&stranger, interaction, Stretch::Newest).await.is_err());
    let draft =
        Draft { interaction, mode: Mode::Reply, text: "more".into(), at: Timestamp(1), compose_key: "more".into() };
    house.state.desktop.save_draft(&me, draft).await.unwrap();
    house.reply(&me, interaction, "more").await;
    house.state.desktop.delivery_story(&me, message.id).await.unwrap();
    house.state.desktop.seen(&me, interaction).await.unwrap();
    house.state.store.offers_of(me.id, &house_now).await.unwrap();
    house.state.store.calls(Some(AccountId(1)), Some(CallId(9)), 5).await.unwrap();
    house.state.store.calls(None, None, 5).await.unwrap();
    let cursor = house.state.store.newest_cursor().await.unwrap();
    house.state.hub.missed(boss.id, cursor).await.unwrap();
    house.state.store.heartbeat(vec![me.id], house.clock.now()).await.unwrap();
    crate::media::a_day(house, &me, account, interaction).await;
    people_and_finding(house, &me, &boss, interaction).await;
    the_side_bar(house, &me, interaction).await;
    hands(house, &me, &boss, account, interaction).await;
    write_first(house, &me, account, interaction).await;
    house.state.desktop.close(&me, interaction).await.unwrap();
    house.state.retention.forget().await.unwrap();
    house.pass(3_600_000).await;
}

/// Who looks, who is named, who can be heard, what is found.
async fn people_and_finding(house: &TestHouse, me: &Me, boss: &Me, interaction: InteractionId) {
    let page = || "page0000".to_owned();
    house.state.desktop.note(me, interaction, "@sue look".into(), "note".into()).await.unwrap();
    house.state.contacts.journey(boss, smsdesk::domain::ContactId(1), None).await.unwrap();
    house.state.attention.look(boss, page(), Some(interaction), None).await.unwrap();
    house.state.attention.look(me, page(), Some(interaction), None).await.unwrap();
    house.state.attention.hearing(me, page(), false, false).await.unwrap();
    house.state.attention.hearing(me, page(), true, true).await.unwrap();
    house.state.store.pages_live(vec![(me.id, page())], house.clock.now()).await.unwrap();
    house.state.colleagues.read_mentions(boss, None).await.unwrap();
    house.state.desktop.snapshot(boss).await.unwrap();
    house.state.history.list(boss, &Filter::default(), None).await.unwrap();
    house.state.history.rows(boss, &[interaction]).await.unwrap();
    house.state.history.closing_form(boss, &[interaction]).await.unwrap();
    for filter in crate::history::filters(&[AccountId(1)], &[me]) {
        house.state.store.history(&filter, None, 5, &house.state.house()).await.unwrap();
    }
    for typed in ["5550", "mar ro", "1", "mar@ex"] {
        house.state.finder.find(me, typed).await.unwrap();
    }
    let lists = &house.state.contact_list;
    for someone in [me, boss] {
        for order in Order::ALL {
            lists.list(someone, &Query { text: String::new(), order }, None).await.unwrap();
        }
        for text in ["5550", "mar ro", "mar@ex"] {
            lists.list(someone, &Query { text: text.into(), order: Order::Newest }, None).await.unwrap();
        }
        lists.rows(someone, &[ContactId(1)]).await.unwrap();
    }
}

/// What stands beside a conversation, read and changed.
async fn the_side_bar(house: &TestHouse, me: &Me, interaction: InteractionId) {
    let (contacts, tags) = (&house.state.contacts, &house.state.tags);
    let tag = tags.save_as(None, None, TagDraft { name: "Late".into(), ..TagDraft::default() }).await.unwrap();
    let field = ContactFieldDraft { name: "Plan".into(), ..ContactFieldDraft::default() };
    let field = house.state.contact_fields.save_as(None, None, field).await.unwrap();
    let contact = contacts.facts(me, interaction).await.unwrap().contact;
    contacts.journey(me, contact.id, Some(interaction)).await.unwrap();
    let set = |part, value: &str| ContactEdit::Set { part, was: String::new(), value: value.into() };
    let number = contact.numbers[0].number.clone();
    for edit in [
        set(Part::Name, "Shop"),
        set(Part::Own(field), "Gold"),
        ContactEdit::AddNumber { number: "+15550109999".into(), kind: NumberKind::Work },
        ContactEdit::SetNumberKind { number, kind: NumberKind::Home },
        ContactEdit::RemoveNumber { number: Peer::parse("+15550109999") },
    ] {
        contacts.edit(me, contact.id, edit).await.unwrap();
    }
    for on in [true, false] {
        tags.tag_contact(me, contact.id, TagPick::Known(tag), on).await.unwrap();
        tags.tag_interaction(me, interaction, TagPick::Known(tag), on).await.unwrap();
    }
    let boss = house.person("kim", Role::Supervisor, None).await;
    for out in [true, false] {
        contacts.set_opt_out(&boss, contact.id, out, "said so".into()).await.unwrap();
    }
    house.text(AccountId(1), "+15550108888", "hello").await;
    let other = house.state.store.contact_with_number(&Peer::parse("+15550108888")).await.unwrap().unwrap();
    contacts
        .edit(&boss, contact.id, ContactEdit::AddNumber { number: "+15550108888".into(), kind: NumberKind::Work })
        .await
        .unwrap();
    contacts.merge(&boss, contact.id, other).await.unwrap();
}

/// A session goes round and is closed, opened and closed again.
async fn hands(house: &TestHouse, me: &Me, boss: &Me, account: AccountId, interaction: InteractionId) {
    let other = house.present("ada").await;
    house.connect(me).await;
    house.settings(|settings| settings.transfer = true).await;
    crate::closing::rules(house, account, |rules| (rules.reopen_minutes, rules.auto_close_hours) = (5, 500)).await;
    let done = crate::closing::disposition(house, None, "Done").await;
    let to = Destination::Agent(other.id);
    let follow_up = FollowUp { at: house.state.clock.now() + 1, reason: String::new() };
    house.state.desktop.follow_up(me, interaction, Some(follow_up)).await.unwrap();
    house.pass(1).await;
    house.state.desktop.bring_back().await.unwrap();
    house.state.desktop.targets(me, interaction).await.unwrap();
    house.state.desktop.transfer(me, interaction, to, "note".into()).await.unwrap();
    house.state.desktop.cancel_transfer(me, interaction).await.unwrap();
    house.state.desktop.transfer(me, interaction, to, String::new()).await.unwrap();
    house.route().await;
    house.take(&other).await;
    house.state.desktop.take_over(boss, interaction).await.unwrap();
    house.state.desktop.conversation(&other, interaction, Stretch::Newest).await.unwrap();
    let queue = house.state.house().queues.keys().next().copied().unwrap();
    house.state.desktop.assign(boss, interaction, Destination::Queue(queue)).await.unwrap();
    house.route().await;
    drop(house.state.desktop.pull(me).await);
    house.state.desktop.assign(boss, interaction, Destination::Agent(me.id)).await.ok();
    house.state.desktop.closing_form(me, interaction).await.unwrap();
    let disposal = Disposal { disposition: done, remark: String::new() };
    house.state.desktop.close_with(me, interaction, Some(disposal)).await.unwrap();
    for peer in ["+15550100001", "+15550100002"] {
        house.text(account, peer, "again").await;
    }
    house.state.routing.close_silent().await.unwrap();
}

/// Conversations that we begin, texts for later, and words that end them.
async fn write_first(house: &TestHouse, me: &Me, account: AccountId, interaction: InteractionId) {
    let mut draft = house.state.accounts.list().await.unwrap().remove(0).draft;
    draft.agents.push(me.id);
    house.state.accounts.save_as(None, Some(account), draft).await.unwrap();
    let first = &house.state.first_words;
    for typed in ["mario", "347", "4567"] {
        first.search(me, account, typed).await.unwrap();
    }
    first.recipient(me, account, "+393471234567").await.unwrap();
    let later = |ahead: i64| Some(Later { at: house.clock.now() + ahead, cancel_if_they_write: true });
    let new = |key: &str, later| NewSms {
        account,
        to: "+393471234567".into(),
        text: "hello".into(),
        compose_key: key.into(),
        later,
        despite: None,
    };
    first.start(me, new("one", later(60_000))).await.unwrap();
    first.start(me, new("two", None)).await.unwrap();
    let mut scheduled = Vec::new();
    for text in ["a", "b", "c"] {
        let manner = Manner { later: later(60_000), despite: None, media: Vec::new() };
        let written = house.state.desktop.reply_as(me, interaction, text.into(), text.into(), manner).await.unwrap();
        scheduled.push(written.id);
    }
    house.state.scheduled.change(me, scheduled[0], "d".into(), later(90_000).unwrap()).await.unwrap();
    house.state.scheduled.cancel(me, scheduled[1]).await.unwrap();
    house.state.scheduled.send_now(me, scheduled[2]).await.unwrap();
    let peer = house.words(&format!("select peer from interaction where id = {interaction}")).await.remove(0);
    house.text(account, &peer, "STOP").await;
    house.text(account, &peer, "START").await;
    house.clock.advance(60_000);
    house.send().await;
}

/// Tables that grow with every customer, message or day.
const GROWING: &[&str] = &[
    "message",
    "draft",
    "interaction",
    "contact",
    "contact_number",
    "contact_value",
    "contact_tag",
    "interaction_tag",
    "attempt",
    "delivery_step",
    "parked_receipt",
    "outbox",
    "webhook_call",
    "route",
    "offer",
    "explanation",
    "event",
    "mention",
    "audit",
    "session",
    "sandbox_text",
    "sandbox_call",
    "handled",
    "served",
    "disposition_use",
    "media",
    "media_blob",
    "media_chunk",
    "sandbox_media",
];

/// Statements that may read a whole table, and why.
const MAY_SCAN: [(&str, &str); 10] = [
    // SQLite plans to look at a foreign key from its parent's side, and does so only if it was violated before.
    ("insert into account (", "a new account has no rows yet"),
    ("insert into app_user (", "a new person has no rows yet"),
    ("insert into disposition (", "a new disposition has no rows yet"),
    ("insert into queue (", "a new queue has no rows yet"),
    ("update route set due_at = $1", "an administrator changed something; as many rows as customers wait"),
    ("select tx, id from event order by tx, id limit 1", "the first of an index"),
    ("select tx, id from event where", "the last of an index"),
    (
        "select tx, id from (select tx, id from event order by tx, id limit $1) as oldest \
         order by tx desc, id desc limit 1",
        "the first thousand of an index",
    ),
    ("select max(id) as last from (", "the first thousand of a primary key"),
    ("select min(due_at) as due_at from sandbox_call", "the first of an index"),
];

fn is_ours(statement: &str) -> bool {
    let first = statement.split(' ').next().unwrap_or_default();
    ["select", "update", "delete", "insert"].contains(&first)
        && statement.contains('$')
        && !MAY_SCAN
            .iter()
            .any(|(may, _)| statement == *may || (may.ends_with(['(', 'e']) && statement.starts_with(may)))
}

#[tokio::test]
async fn no_statement_reads_through_a_table_that_grows() {
    write_down_statements();
    let house = TestHouse::sqlite().await;
    a_day(&house).await;
    // As it is where there is much: with statistics of nothing the planner prefers to scan.
    let statements: Vec<String> = STATEMENTS.lock().unwrap().iter().filter(|s| is_ours(s)).cloned().collect();
    let mut explained = 0;
    let mut scans = Vec::new();
    for statement in &statements {
        // Statements of other tests on PostgreSQL are written down too.
        let Some(plan) = house.try_rows(&format!("explain query plan {statement}")).await else { continue };
        explained += 1;
        for row in &plan {
            let line: String = sqlx::Row::get(row, "detail");
            let words: Vec<&str> = line.split(' ').collect();
            // All events have one `tx` on SQLite: a search by nothing else is a scan under another name. A comparison of rows
            // is PostgreSQL's way.
            let narrowed = line.contains("id>?") || line.contains("id<?");
            let in_disguise = words.contains(&"event_order") && !narrowed && !statement.contains("(tx, id) ");
            let scanned = words.iter().position(|word| *word == "SCAN" || (*word == "SEARCH" && in_disguise));
            let scanned = scanned.map(|at| words[at + 1]);
            // As the table, or as the alias the statement gives it.
            let is_alias = |table: &str, name: &str| {
                [" ", ",", ")"].iter().any(|end| statement.contains(&format!("{table} {name}{end}")))
            };
            let table = scanned.filter(|name| GROWING.iter().any(|table| table == name || is_alias(table, name)));
            if table.is_some() {
                scans.push(format!("{line}\n      in {statement}"));
            }
        }
    }
    assert!(explained > 60, "{explained} of {} statements were explained", statements.len());
    for hot in [
        "from message where interaction_id = $1 and id <",
        "where owner_id = $1 and state = 'open'",
        "(select m.id from message m where m.account_id",
        "join contact_number n",
        "from route where due_at <=",
        "from event where tx = $1 and id >",
        "from event where tx = $1 and id <=",
        "from offer o, interaction i, contact c",
        "from outbox o where account_id",
        "from outbox e where e.interaction_id",
        "_number_digits match",
        "_contact_words match",
        "from served where name = ''",
        "from served s where s.user_id = $3",
        "cross join contact_number n where n.contact_id = shown.id",
        "from mention m, message t",
        "update mention set read_at",
        "from media where interaction_id",
        "from media where due_at <=",
        "from media_chunk where sha256",
        "from interaction i where i.contact_id = $1 and (i.started_at, i.id) <",
        "from explanation where interaction_id",
        "from contact_number where substr(number, -4) =",
        "where interaction_id = $1 and delivery_rank = -1",
        "where state = 'closed' and (last_at, id) < ($1, $2) and account_id = $4",
        "join interaction_tag t",
    ] {
        assert!(statements.iter().any(|statement| statement.contains(hot)), "nobody ran: {hot}");
    }
    assert!(scans.is_empty(), "{}", scans.join("\n"));
}

/// PostgreSQL takes an index only when it has to here, so what still scans has none.
#[tokio::test]
async fn on_postgres_every_statement_has_an_index_to_take() {
    write_down_statements();
    let Some(house) = TestHouse::postgres().await else { return };
    a_day(&house).await;
    let statements: Vec<String> = STATEMENTS.lock().unwrap().iter().filter(|s| is_ours(s)).cloned().collect();
    let mut explained = 0;
    let mut scans = Vec::new();
    let mut connection = house.begin().await;
    for setting in ["enable_seqscan = off", "plan_cache_mode = force_generic_plan"] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("set local {setting}"))).execute(&mut *connection).await.unwrap();
    }
    for statement in &statements {
        let parameters = (1..20).filter(|n| statement.contains(&format!("${n}"))).count();
        let nulls = vec!["null"; parameters].join(", ");
        let run = format!("savepoint s; prepare p as {statement}; explain execute p({nulls}); deallocate p; release s");
        let plan = sqlx::raw_sql(sqlx::AssertSqlSafe(run)).fetch_all(&mut *connection).await;
        let Ok(plan) = plan else {
            let undo = "rollback to s; deallocate all";
            sqlx::raw_sql(undo).execute(&mut *connection).await.unwrap();
            continue;
        };
        explained += 1;
        for row in &plan {
            let line: String = sqlx::Row::get(row, 0);
            let scanned = line.split("Seq Scan on ").nth(1).and_then(|rest| rest.split(' ').next());
            if scanned.is_some_and(|table| GROWING.contains(&table)) {
                scans.push(format!("{}\n      in {statement}", line.trim()));
            }
        }
    }
    assert!(explained > 60, "{explained} of {} statements were explained", statements.len());
    assert!(scans.is_empty(), "{}", scans.join("\n"));
}
