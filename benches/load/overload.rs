//! Twice as many texts as it can take: it refuses what is too much, and keeps its word about the rest.

use std::{
    cell::RefCell,
    collections::HashMap,
    rc::Rc,
    time::{Duration, Instant},
};

use tokio::{task::LocalSet, time};

use crate::{
    Plan,
    figures::{Dice, millis, percentile},
    ground::{Kind, number_of},
    inbound, on_one_thread,
    process::Program,
    report::Figure,
    wire::{Caller, Line},
};

/// As many as a provider in trouble opens. More than the server lets wait.
const CONNECTIONS: usize = 4_000;
/// What comes after this long counts as lost.
const LONGEST: Duration = Duration::from_secs(30);

#[derive(Default)]
struct Seen {
    /// By status; 0: the line broke.
    statuses: HashMap<u16, usize>,
    accepted: Vec<Duration>,
    acknowledged: Vec<String>,
}

pub fn measure(plan: &Plan) -> Vec<Figure> {
    Kind::ALL.into_iter().filter_map(|kind| on_one_thread(LocalSet::new().run_until(overload(plan, kind)))).collect()
}

async fn overload(plan: &Plan, kind: Kind) -> Option<Figure> {
    let base = inbound::base(kind, plan.contacts).await?;
    let capacity = inbound::ours(&base, plan).await.per_second;
    let rate = capacity * 2.0;
    let server = Program::server(&base);
    let caller = Caller::new(&base.inbound[0]);
    let mut lines = Vec::new();
    for _ in 0..CONNECTIONS {
        lines.push(Line::open(server.address).await.unwrap());
    }
    let idle = Rc::new(RefCell::new(lines));
    let (seen, mut dice) = (Rc::new(RefCell::new(Seen::default())), Dice(1));
    let (mut posted, mut without_line) = (0usize, 0usize);
    let mut calls = Vec::new();
    let (start, mut tick) = (Instant::now(), time::interval(Duration::from_millis(1)));
    while start.elapsed() < Duration::from_secs(plan.seconds) {
        tick.tick().await;
        // Whoever is answered or not, the next comes when it comes.
        while (posted + without_line) as f64 <= start.elapsed().as_secs_f64() * rate {
            let Some(mut line) = idle.borrow_mut().pop() else {
                without_line += 1;
                continue;
            };
            let id = format!("SMover{posted:028}");
            let text = caller.text(&id, &number_of(1 + dice.roll(plan.contacts)), "Is anybody there?");
            posted += 1;
            let (idle, seen) = (idle.clone(), seen.clone());
            calls.push(tokio::task::spawn_local(async move {
                let asked = Instant::now();
                let status = match time::timeout(LONGEST, line.ask(&text)).await {
                    Ok(Ok(status)) => status,
                    _ => 0,
                };
                let mut seen = seen.borrow_mut();
                *seen.statuses.entry(status).or_default() += 1;
                if status == 200 {
                    seen.accepted.push(asked.elapsed());
                    seen.acknowledged.push(id);
                }
                if status != 0 {
                    idle.borrow_mut().push(line);
                }
            }));
        }
    }
    futures::future::join_all(calls).await;
    let offered = posted as f64 / start.elapsed().as_secs_f64();
    server.kill();
    let mut seen = seen.take();
    seen.accepted.sort();
    let stored: std::collections::HashSet<String> =
        base.words("select external_id from message where kind = 'inbound'").await.into_iter().collect();
    let lost = seen.acknowledged.iter().filter(|id| !stored.contains(*id)).count();
    base.leave().await;
    let p99 = percentile(&seen.accepted, 0.99);
    let odd = seen.statuses.keys().any(|status| !matches!(status, 200 | 429 | 503));
    let mut statuses: Vec<String> = seen.statuses.iter().map(|(status, count)| format!("{status}: {count}")).collect();
    statuses.sort();
    Some(Figure::new(
        format!("twice its capacity, {}: {offered:.0}/s offered where {capacity:.0}/s are taken", kind.name()),
        format!("{}; accepted p99 {}; acknowledged and lost {lost}", statuses.join(", "), millis(p99)),
        "only 2xx, 429, 503; p99 ≤ 1 s; 0 lost",
        Some(!odd && lost == 0 && p99 <= Duration::from_secs(1)),
    ))
}
