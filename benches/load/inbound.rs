//! Texts in: signature, journal, contact, interaction, message, event, offer; answered when all of it is on the disk.

use std::{
    fs,
    net::SocketAddr,
    time::{Duration, Instant},
};

use sqlx::{Connection, Row, SqliteConnection};
use tempfile::TempDir;

use crate::{
    Plan,
    figures::{Dice, median, millis, percentile},
    ground::{Ground, Kind, Setup, number_of, session_of},
    on_one_thread,
    process::{Program, postgres_cpu},
    reference,
    report::Figure,
    wire::{Caller, Line},
};

const CONNECTIONS: usize = 32;
/// Agents who are online; their screens are full within the first moments, and the rest waits in the queue.
const AGENTS: usize = 10;
/// The best that others were seen to do on such a machine. Kannel syncs nothing.
const KANNEL: (&str, f64) = ("≥ Kannel (4,400/s)", 4_400.0);
const RAPIDSMS: (&str, f64) = ("≥ 8 × RapidSMS (235/s)", 1_880.0);
/// Not counted.
const WARM_UP: Duration = Duration::from_millis(500);

/// What one turn of one side gave.
pub struct Turn {
    /// Acknowledged and stored; 0 when anything acknowledged is not there.
    pub per_second: f64,
    pub p50: Duration,
    pub p99: Duration,
    /// Processor time of the server for each text, routing included.
    pub cpu: Duration,
    /// Of PostgreSQL, for each text.
    pub database_cpu: Duration,
    /// KiB.
    pub memory: u64,
    /// How long routing went on after the last text.
    pub behind: Duration,
}

/// What the generator saw.
struct Driven {
    acknowledged: u64,
    took: Duration,
    latencies: Vec<Duration>,
}

/// Posts texts over as many connections as a provider opens, each the next when the last was answered.
async fn drive(address: SocketAddr, caller: &Caller, name: &str, customers: usize, time: Duration) -> Driven {
    let start = Instant::now();
    let lines = (0..CONNECTIONS).map(|line| {
        let (caller, name) = (caller.clone(), name.to_owned());
        tokio::spawn(async move {
            let (mut dice, mut latencies) = (Dice(line as u64), Vec::new());
            let mut connection = Line::open(address).await.unwrap();
            while start.elapsed() < time {
                let id = format!("SM{name}{line:02}{:026}", latencies.len());
                let from = number_of(1 + dice.roll(customers));
                let text = caller.text(&id, &from, "Where is my parcel? It should have been here on Tuesday.");
                let asked = Instant::now();
                let status = connection.ask(&text).await.unwrap();
                assert_eq!(status, 200);
                latencies.push(asked.elapsed());
            }
            latencies
        })
    });
    let mut latencies = Vec::new();
    for line in futures::future::join_all(lines).await {
        latencies.extend(line.unwrap());
    }
    latencies.sort();
    Driven { acknowledged: latencies.len() as u64, took: start.elapsed(), latencies }
}

/// A server under the load of [`drive`].
pub async fn ours(base: &Ground, plan: &Plan) -> Turn {
    let ground = base.copy().await;
    let server = Program::server(&ground);
    let mut streams = Vec::new();
    for agent in 1..=AGENTS {
        let mut stream = Line::open(server.address).await.unwrap();
        stream.listen("/live", &session_of(agent)).await.unwrap();
        streams.push(tokio::spawn(async move {
            while stream.read().await.is_ok() {
                drop(stream.take())
            }
        }));
    }
    let caller = Caller::new(&ground.inbound[0]);
    let warm = drive(server.address, &caller, "w", plan.contacts, WARM_UP).await;
    ground.settle().await;
    let database = || ground.port().map_or(Duration::ZERO, postgres_cpu);
    let (before, database_before) = (server.cpu(), database());
    let driven = drive(server.address, &caller, "m", plan.contacts, Duration::from_secs(plan.seconds)).await;
    let last = Instant::now();
    ground.settle().await;
    let (behind, memory) = (last.elapsed(), server.memory());
    let each = |spent: Duration| spent / u32::try_from(driven.acknowledged).unwrap().max(1);
    let (cpu, database_cpu) = (each(server.cpu() - before), each(database() - database_before));
    server.kill();
    streams.iter().for_each(tokio::task::JoinHandle::abort);
    let rows =
        ground.number("select count(*) from message where kind = 'inbound' and external_id not like 'SMold%'").await;
    ground.leave().await;
    turn(driven, rows, warm.acknowledged, Turn { cpu, database_cpu, memory, behind, ..NOTHING })
}

async fn theirs(plan: &Plan) -> Turn {
    let folder = TempDir::new().unwrap();
    let server = Program::reference(folder.path());
    let caller = Caller::new("/hooks/reference/inbound");
    let warm = drive(server.address, &caller, "w", plan.contacts, WARM_UP).await;
    let before = server.cpu();
    let driven = drive(server.address, &caller, "m", plan.contacts, Duration::from_secs(plan.seconds)).await;
    let cpu = (server.cpu() - before) / u32::try_from(driven.acknowledged).unwrap().max(1);
    let memory = server.memory();
    server.kill();
    let file = folder.path().join(reference::FILE);
    let mut database = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let rows = sqlx::query("select count(*) from call").fetch_one(&mut database).await.unwrap().get(0);
    database.close().await.unwrap();
    turn(driven, rows, warm.acknowledged, Turn { cpu, memory, ..NOTHING })
}

const NOTHING: Turn = Turn {
    per_second: 0.0,
    p50: Duration::ZERO,
    p99: Duration::ZERO,
    cpu: Duration::ZERO,
    database_cpu: Duration::ZERO,
    memory: 0,
    behind: Duration::ZERO,
};

fn turn(driven: Driven, rows: i64, warm: u64, mut turn: Turn) -> Turn {
    let all_there = rows == i64::try_from(driven.acknowledged + warm).unwrap();
    if !all_there {
        eprintln!("   {} acknowledged, {rows} rows: counts as nothing", driven.acknowledged + warm);
    }
    turn.per_second = if all_there { driven.acknowledged as f64 / driven.took.as_secs_f64() } else { 0.0 };
    (turn.p50, turn.p99) = (percentile(&driven.latencies, 0.5), percentile(&driven.latencies, 0.99));
    turn
}

fn tell(side: &str, turn: &Turn) {
    eprintln!(
        "   {side}: {:.0}/s, p50 {}, p99 {}, {} µs CPU and {} µs of the database a text, {} MiB, routing behind {:.1} s",
        turn.per_second,
        millis(turn.p50),
        millis(turn.p99),
        turn.cpu.as_micros(),
        turn.database_cpu.as_micros(),
        turn.memory / 1024,
        turn.behind.as_secs_f64()
    );
}

/// A house with its customers and agents.
pub async fn base(kind: Kind, contacts: usize) -> Option<Ground> {
    let ground = Ground::new(kind, Setup::default()).await?;
    ground.contacts(contacts).await;
    ground.agents(AGENTS).await;
    ground.rest().await;
    Some(ground)
}

pub fn measure(plan: &Plan) -> Vec<Figure> {
    on_one_thread(async {
        let mut figures = Vec::new();
        for kind in Kind::ALL {
            let Some(base) = base(kind, plan.contacts).await else { continue };
            let mut turns = Vec::new();
            for _ in 0..plan.rounds {
                let (ours, theirs) = (ours(&base, plan).await, theirs(plan).await);
                tell("smsdesk", &ours);
                tell("reference", &theirs);
                turns.push((ours, theirs));
            }
            figures.extend(told(kind, &turns));
        }
        figures
    })
}

fn told(kind: Kind, turns: &[(Turn, Turn)]) -> Vec<Figure> {
    let middle = |value: fn(&Turn) -> f64| median(turns.iter().map(|(ours, _)| value(ours)));
    let reference = median(turns.iter().map(|(_, theirs)| theirs.per_second));
    let ratios: Vec<f64> = turns.iter().map(|(ours, theirs)| ours.per_second / theirs.per_second).collect();
    let worst = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    let ratio = median(ratios);
    let name = kind.name();
    let asked = kind == Kind::Sqlite;
    let rate = middle(|turn| turn.per_second);
    let (peer, least) = if asked { KANNEL } else { RAPIDSMS };
    let cpu = middle(|turn| turn.cpu.as_secs_f64() * 1e6);
    vec![
        Figure::new(
            format!("durable inbound, whole job, {CONNECTIONS} connections, {name}: texts a second"),
            format!("{rate:.0}/s, reference {reference:.0}/s"),
            peer,
            Some(rate >= least),
        ),
        Figure::new(
            format!("its ratio to the reference, {name}: median, worst round"),
            format!("{ratio:.2}, {worst:.2}"),
            if asked { "≥ 0.30" } else { "" },
            asked.then_some(ratio >= 0.30),
        ),
        Figure::new(
            format!("its latency, {name}: p50, p99"),
            format!(
                "{:.1} ms, {:.1} ms",
                middle(|turn| turn.p50.as_secs_f64() * 1e3),
                middle(|turn| turn.p99.as_secs_f64() * 1e3)
            ),
            "",
            None,
        ),
        Figure::new(
            format!("CPU of the server for each inbound text, {name}"),
            format!(
                "{cpu:.0} µs (reference {:.0} µs); PostgreSQL itself {:.0} µs",
                median(turns.iter().map(|(_, theirs)| theirs.cpu.as_secs_f64() * 1e6)),
                middle(|turn| turn.database_cpu.as_secs_f64() * 1e6)
            ),
            "≤ 330 µs",
            Some(cpu <= 330.0),
        ),
        Figure::new(
            format!("memory under this load, {name}"),
            format!("{:.0} MiB", middle(|turn| turn.memory as f64 / 1024.0)),
            "< 150 MB",
            Some(middle(|turn| turn.memory as f64 / 1024.0) < 143.0),
        ),
        Figure::new(
            format!("routing still busy after the last text, {name}"),
            format!("{:.1} s", middle(|turn| turn.behind.as_secs_f64())),
            "",
            None,
        ),
    ]
}

/// CPU of a text in a small house and in a large one.
pub fn growth(plan: &Plan) -> Vec<Figure> {
    let (small, large) = (plan.messages.min(10_000), plan.messages);
    on_one_thread(async {
        let mut grounds = Vec::new();
        for messages in [small, large] {
            let Some(base) = base(Kind::Sqlite, plan.contacts).await else { return Vec::new() };
            base.history(messages).await;
            grounds.push(base);
        }
        let mut cpu = [Vec::new(), Vec::new()];
        for _ in 0..plan.rounds {
            for (spent, base) in cpu.iter_mut().zip(&grounds) {
                let turn = ours(base, plan).await;
                tell("smsdesk", &turn);
                spent.push(turn.cpu.as_secs_f64() * 1e6);
            }
        }
        let ratio = median(cpu[1].iter().zip(&cpu[0]).map(|(large, small)| large / small));
        let [few, many] = cpu.map(median);
        let size = fs::metadata(grounds[1].database_file()).map_or(0, |file| file.len() / 1_048_576);
        vec![Figure::new(
            format!("CPU of a text, {small} → {large} stored messages ({size} MiB), SQLite"),
            format!("{few:.0} → {many:.0} µs, {ratio:.2} ×"),
            "≤ 1.3 ×",
            Some(ratio <= 1.3),
        )]
    })
}
