//! SIGKILL at random moments under full load: what was acknowledged is there once, and nothing is sent twice.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use crate::{
    Plan,
    fake::Fake,
    figures::Dice,
    ground::{Ground, Kind, Setup, number_of},
    on_one_thread,
    outbound::queue,
    process::Program,
    report::Figure,
    wire::{Caller, Line},
};

const CONNECTIONS: usize = 16;
const CONTACTS: usize = 1_000;
/// Replies that wait at the first start, for each kill.
const REPLIES: usize = 150;

pub fn measure(plan: &Plan) -> Vec<Figure> {
    let inbound = Kind::ALL.into_iter().filter_map(|kind| on_one_thread(inbound(plan, kind)));
    let outbound = Kind::ALL.into_iter().filter_map(|kind| on_one_thread(outbound(plan, kind)));
    inbound.chain(outbound).collect()
}

async fn inbound(plan: &Plan, kind: Kind) -> Option<Figure> {
    let ground = Ground::new(kind, Setup::default()).await?;
    ground.contacts(CONTACTS).await;
    let (acknowledged, mut dice) = (Arc::new(Mutex::new(HashSet::new())), Dice(3));
    for round in 0..plan.kills {
        let server = Program::server(&ground);
        let (address, caller) = (server.address, Caller::new(&ground.inbound[0]));
        let lines: Vec<_> = (0..CONNECTIONS)
            .map(|line| {
                let (caller, acknowledged) = (caller.clone(), acknowledged.clone());
                tokio::spawn(async move {
                    let mut connection = Line::open(address).await.ok()?;
                    for number in 0usize.. {
                        let id = format!("SMkill{round:04}{line:04}{number:020}");
                        let text = caller.text(&id, &number_of(1 + number % CONTACTS), "hello");
                        if connection.ask(&text).await.ok()? == 200 {
                            acknowledged.lock().unwrap().insert(id);
                        }
                    }
                    Some(())
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(30 + dice.roll(400) as u64)).await;
        server.kill();
        futures::future::join_all(lines).await;
    }
    let stored = ground.words("select external_id from message where kind = 'inbound'").await;
    let distinct: HashSet<&String> = stored.iter().collect();
    let acknowledged = std::mem::take(&mut *acknowledged.lock().unwrap());
    let lost = acknowledged.iter().filter(|id| !distinct.contains(id)).count();
    let doubled = stored.len() - distinct.len();
    // Each text left its traces whole, or none.
    let halves = ground
        .number(
            "select (select count(*) from message where kind = 'inbound') \
             - (select count(*) from webhook_call where verdict = 'accepted')",
        )
        .await;
    ground.leave().await;
    Some(Figure::new(
        format!("kill -9 under inbound load, {} times, {}", plan.kills, kind.name()),
        format!("{} acknowledged; lost {lost}, doubled {doubled}, half stored {}", acknowledged.len(), halves.abs()),
        "0 lost, 0 doubled",
        Some(lost == 0 && doubled == 0 && halves == 0 && !acknowledged.is_empty()),
    ))
}

async fn outbound(plan: &Plan, kind: Kind) -> Option<Figure> {
    let fake = Fake::start().await;
    let ground = Ground::new(kind, Setup { api_base: &fake.base, ..Setup::default() }).await?;
    ground.contacts(1).await;
    let replies = REPLIES * plan.kills;
    queue(&ground, 1, replies).await;
    ground.run(["update account set rate = 1000".into()]).await;
    let mut dice = Dice(4);
    for _ in 0..plan.kills {
        let server = Program::server(&ground);
        tokio::time::sleep(Duration::from_millis(20 + dice.roll(200) as u64)).await;
        server.kill();
        // The minute of its leases goes by at once.
        ground.run(["update outbox set leased_until = 1 where leased_until > 0".into()]).await;
    }
    let server = Program::server(&ground);
    let mut tries = 0;
    while ground.number("select count(*) from outbox").await > 0 && tries < 1_200 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        tries += 1;
    }
    server.kill();
    let handed = fake.times();
    let doubled = handed.values().filter(|times| **times > 1).count();
    let mut states: HashMap<String, Vec<String>> = HashMap::new();
    for line in ground.words("select delivery || ':' || text from message where kind = 'outbound'").await {
        let (state, text) = line.split_once(':').unwrap();
        states.entry(state.to_owned()).or_default().push(text.to_owned());
    }
    let sent = states.remove("sent").unwrap_or_default();
    let unknown = states.remove("unknown").unwrap_or_default();
    let untrue = sent.iter().filter(|text| !handed.contains_key(*text)).count();
    let lost = replies - sent.len() - unknown.len();
    if lost > 0 {
        let others: Vec<String> = states.iter().map(|(state, texts)| format!("{state}: {}", texts.len())).collect();
        let why =
            ground.words("select distinct coalesce(problem_words, '') from message where delivery <> 'sent'").await;
        eprintln!("   {}; {}", others.join(", "), why.join("; "));
    }
    ground.leave().await;
    Some(Figure::new(
        format!("kill -9 under outbound load, {} times, {} replies, {}", plan.kills, replies, kind.name()),
        format!(
            "sent {}, shown as unknown {}; lost {lost}, handed over twice {doubled}, said to be sent and not {untrue}",
            sent.len(),
            unknown.len()
        ),
        "0 lost, 0 doubled",
        Some(lost == 0 && doubled == 0 && untrue == 0),
    ))
}
