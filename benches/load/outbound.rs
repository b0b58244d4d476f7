//! Replies out: how many a second a provider that answers at once can be handed, and whether each account keeps its pace.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use crate::{
    Plan,
    fake::{Fake, Taken},
    figures::median,
    ground::{Ground, Kind, Setup, now, up_to},
    on_one_thread,
    process::Program,
    report::Figure,
};

/// What Kannel hands over, measured on such a machine.
const KANNEL: f64 = 2_900.0;
/// Segments a second of eight accounts.
const PACES: [f64; 8] = [1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 70.0, 100.0];
/// How long they are watched.
const WATCHED: u64 = 20;
/// Nothing here takes longer.
const LONGEST: Duration = Duration::from_secs(120);

/// `count` replies of `account` that wait to be sent.
pub async fn queue(ground: &Ground, account: usize, count: usize) {
    let now = now();
    ground
        .run([
            format!(
                "insert into interaction (account_id, peer, contact_id, state, owner_id, first_handler_id, started_at, \
                 last_at, last_direction, first_words, unread, version) \
                 select {account}, number, contact_id, 'open', 1, 1, {now}, {now}, 'outbound', '', 0, 1 \
                 from contact_number where contact_id = {account}"
            ),
            format!(
                "{} insert into message (interaction_id, account_id, kind, at, author_id, text, media, delivery, \
                 delivery_rank, attempt, segments) select i.id, i.account_id, 'outbound', {now}, 1, \
                 'reply ' || i.account_id || '-' || n, '[]', 'queued', 0, 1, 1 from n, interaction i \
                 where i.account_id = {account}",
                up_to(count)
            ),
            format!(
                // Each as if to a customer of its own: what goes to one customer leaves one after the other.
                "insert into outbox (message_id, interaction_id, account_id, priority, due_at, leased_until, lease, \
                 segments, tries) select id, id, account_id, 0, 0, 0, '', 1, 0 from message where account_id = {account}"
            ),
        ])
        .await;
}

pub fn measure(plan: &Plan) -> Vec<Figure> {
    let mut figures: Vec<Figure> =
        Kind::ALL.into_iter().filter_map(|kind| on_one_thread(throughput(plan, kind))).collect();
    figures.extend(on_one_thread(pace()));
    figures
}

async fn throughput(plan: &Plan, kind: Kind) -> Option<Figure> {
    let (mut rates, mut cpu) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds.min(3) {
        let fake = Fake::start().await;
        let ground = Ground::new(kind, Setup { api_base: &fake.base, ..Setup::default() }).await?;
        ground.contacts(1).await;
        queue(&ground, 1, plan.replies).await;
        // Faster than anything here: only the machine sets the pace.
        ground.run(["update account set rate = 1000000".into()]).await;
        ground.rest().await;
        let server = Program::server(&ground);
        let start = Instant::now();
        while fake.count() < plan.replies && start.elapsed() < LONGEST {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        while ground.number("select count(*) from outbox").await > 0 && start.elapsed() < LONGEST {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // Until the outcome of the last is written, too.
        let took = start.elapsed();
        let spent = server.cpu();
        server.kill();
        let sent = ground.number("select count(*) from message where delivery = 'sent'").await;
        let once = fake.times();
        let all = once.len() == plan.replies && once.values().all(|times| *times == 1);
        let all = all && sent == i64::try_from(plan.replies).unwrap();
        rates.push(if all { plan.replies as f64 / took.as_secs_f64() } else { 0.0 });
        cpu.push(spent.as_secs_f64() * 1e6 / plan.replies as f64);
        eprintln!("   {}: {:.0}/s, once each: {all}", kind.name(), rates[rates.len() - 1]);
        if !all {
            let states = "select delivery || ' ' || count(*) || ' ' || coalesce(problem_words, '') from message \
                 group by delivery, problem_words";
            eprintln!("   handed {}; {}", once.len(), ground.words(states).await.join(", "));
        }
        ground.leave().await;
    }
    let (rate, asked) = (median(rates), kind == Kind::Sqlite);
    Some(Figure::new(
        format!("replies handed to a provider that answers at once, outcome on the disk, {}", kind.name()),
        format!("{rate:.0}/s, {:.0} µs CPU each", median(cpu)),
        if asked { "≥ Kannel (2,900/s)" } else { "" },
        asked.then_some(rate >= KANNEL),
    ))
}

async fn pace() -> Vec<Figure> {
    let fake = Fake::start().await;
    let setup = Setup { api_base: &fake.base, rates: &PACES, ..Setup::default() };
    let ground = Ground::new(Kind::Sqlite, setup).await.unwrap();
    ground.contacts(PACES.len()).await;
    for (index, rate) in PACES.iter().enumerate() {
        queue(&ground, index + 1, (rate * (WATCHED + 5) as f64) as usize).await;
    }
    let server = Program::server(&ground);
    tokio::time::sleep(Duration::from_secs(WATCHED + 2)).await;
    server.kill();
    let mut by_account: HashMap<String, Vec<Taken>> = HashMap::new();
    for taken in fake.taken() {
        by_account.entry(taken.from.clone()).or_default().push(taken);
    }
    let (mut least, mut most, mut over) = (f64::INFINITY, 0.0f64, 0usize);
    for (index, rate) in PACES.iter().enumerate() {
        let taken = by_account.remove(&format!("+1555010{index:04}")).unwrap_or_default();
        let Some(first) = taken.first().map(|taken| taken.at) else { continue };
        // Counted by the second from the first on, as a provider counts.
        let mut seconds = [0usize; WATCHED as usize];
        for one in &taken {
            if let Some(second) = seconds.get_mut(one.at.duration_since(first).as_secs() as usize) {
                *second += 1;
            }
        }
        let used = seconds.iter().sum::<usize>() as f64 / (rate * WATCHED as f64);
        (least, most) = (least.min(used), most.max(used));
        over += seconds.iter().filter(|count| **count as f64 > *rate).count();
        eprintln!("   {rate}/s: {:.1} % used, most in a second {}", used * 100.0, seconds.iter().max().unwrap());
    }
    vec![Figure::new(
        "pace of 8 accounts, 1–100 segments a second: used; seconds over the limit",
        format!("{:.1}–{:.1} %; {over}", least * 100.0, most * 100.0),
        "97–100 %; none",
        Some(least >= 0.97 && over == 0),
    )]
}
