//! From the webhook to the bytes on the right agent's stream, and what an open desktop costs.

use std::{
    cell::RefCell,
    net::SocketAddr,
    rc::Rc,
    time::{Duration, Instant},
};

use tempfile::TempDir;
use tokio::{sync::Semaphore, task::LocalSet, time};

use crate::{
    Plan,
    figures::{Dice, median, millis, percentile},
    ground::{Ground, Kind, Setup, number_of, session_of},
    on_one_thread,
    process::Program,
    report::Figure,
    wire::{Caller, Line},
};

/// Texts a second.
pub const RATE: u64 = 200;
/// Desktops of the two nodes.
const ACROSS: usize = 200;
/// Connections of the provider's machine. Each costs the server memory for as long as it stands, so a moment in which
/// calls pile up must not open more.
const LINES: usize = 64;
/// Before the memory of idle streams is read.
const CALM: Duration = Duration::from_secs(1);

/// Says which text it is, wherever it appears.
const MARK: &[u8] = b"mark-";

#[derive(Default)]
pub struct Watch {
    /// When each text was to be written to the webhook, whether a connection was free or not, and whose it is.
    sent: Vec<(Instant, usize)>,
    /// Which of them came. Two that are posted a moment apart may be stored, and come, the other way round.
    seen: Vec<bool>,
    latencies: Vec<Duration>,
    /// Texts that came to somebody else.
    astray: usize,
}

impl Watch {
    /// Texts that came to the right agent.
    pub fn heard(&self) -> usize {
        self.latencies.len()
    }

    fn posted(&mut self, agent: usize) {
        self.sent.push((Instant::now(), agent));
        self.seen.push(false);
    }

    fn saw(&mut self, agent: usize, bytes: &[u8]) {
        let now = Instant::now();
        for at in bytes.windows(MARK.len()).enumerate().filter(|(_, five)| *five == MARK).map(|(at, _)| at) {
            let digits = bytes[at + MARK.len()..].iter().take_while(|byte| byte.is_ascii_digit());
            let text = digits.fold(0usize, |number, digit| number * 10 + usize::from(digit - b'0'));
            let Some((sent, whose)) = self.sent.get(text) else { continue };
            if *whose != agent {
                self.astray += 1;
            } else if !std::mem::replace(&mut self.seen[text], true) {
                // A text may stand in several events; the first counts.
                self.latencies.push(now - *sent);
            }
        }
    }
}

/// Opens a stream for each agent from 1 on and watches it until the tasks are dropped.
pub async fn open(
    address: SocketAddr,
    desktops: usize,
    path: impl Fn(usize) -> String,
    watch: &Rc<RefCell<Watch>>,
) -> Vec<tokio::task::JoinHandle<()>> {
    let mut streams = Vec::new();
    for agent in 1..=desktops {
        let mut line = Line::open(address).await.unwrap();
        line.listen(&path(agent), &session_of(agent)).await.unwrap();
        let watch = watch.clone();
        streams.push(tokio::task::spawn_local(async move {
            let mut kept = Vec::new();
            while line.read().await.is_ok() {
                kept.extend(line.take());
                // Up to the last whole line: a mark is never cut in two.
                let Some(end) = kept.iter().rposition(|byte| *byte == b'\n') else { continue };
                watch.borrow_mut().saw(agent, &kept[..=end]);
                kept.drain(..=end);
            }
        }));
    }
    streams
}

/// Posts texts at a steady rate, each to a random agent's conversation; returns how many.
pub async fn post(
    address: SocketAddr,
    caller: &Caller,
    desktops: usize,
    seconds: u64,
    watch: &Rc<RefCell<Watch>>,
) -> usize {
    let mut lines = Vec::new();
    for _ in 0..LINES {
        lines.push(Line::open(address).await.unwrap());
    }
    let (free, idle) = (Rc::new(Semaphore::new(LINES)), Rc::new(RefCell::new(lines)));
    let mut dice = Dice(7);
    let mut tick = time::interval(Duration::from_micros(1_000_000 / RATE));
    let mut calls = Vec::new();
    for text in 0..(RATE * seconds) as usize {
        tick.tick().await;
        let agent = 1 + dice.roll(desktops);
        let request = caller.text(&format!("SMlive{text:028}"), &number_of(agent), &format!("mark-{text} hello"));
        watch.borrow_mut().posted(agent);
        let (free, idle) = (free.clone(), idle.clone());
        calls.push(tokio::task::spawn_local(async move {
            let _permit = free.acquire().await.unwrap();
            let mut line = idle.borrow_mut().pop().unwrap();
            assert_eq!(line.ask(&request).await.unwrap(), 200);
            idle.borrow_mut().push(line);
        }));
    }
    let posted = calls.len();
    for call in futures::future::join_all(calls).await {
        call.unwrap();
    }
    // What is on its way arrives, or never will.
    time::sleep(Duration::from_millis(500)).await;
    posted
}

/// One turn of one side.
struct Turn {
    p50: Duration,
    p99: Duration,
    missing: usize,
    astray: usize,
    /// KiB: without streams, with all of them idle, and after the load.
    memory: [u64; 3],
}

async fn turn(
    server: &Program,
    desktops: usize,
    seconds: u64,
    caller: &Caller,
    path: impl Fn(usize) -> String,
) -> Turn {
    let watch = Rc::new(RefCell::new(Watch::default()));
    let alone = server.memory();
    let streams = open(server.address, desktops, path, &watch).await;
    time::sleep(CALM).await;
    let idle = server.memory();
    let posted = post(server.address, caller, desktops, seconds, &watch).await;
    let loaded = server.memory();
    streams.iter().for_each(tokio::task::JoinHandle::abort);
    ended(&watch, posted, [alone, idle, loaded])
}

fn ended(watch: &Rc<RefCell<Watch>>, posted: usize, memory: [u64; 3]) -> Turn {
    let mut watch = watch.take();
    watch.latencies.sort();
    let turn = Turn {
        p50: percentile(&watch.latencies, 0.5),
        p99: percentile(&watch.latencies, 0.99),
        missing: posted - watch.latencies.len(),
        astray: watch.astray,
        memory,
    };
    eprintln!(
        "   p50 {}, p99 {}, missing {}, astray {}, memory {memory:?} KiB",
        millis(turn.p50),
        millis(turn.p99),
        turn.missing,
        turn.astray
    );
    turn
}

pub async fn house(kind: Kind, desktops: usize) -> Option<Ground> {
    let ground = Ground::new(kind, Setup::default()).await?;
    ground.contacts(desktops).await;
    ground.agents(desktops).await;
    ground.conversations().await;
    ground.rest().await;
    Some(ground)
}

pub fn measure(plan: &Plan) -> Vec<Figure> {
    on_one_thread(LocalSet::new().run_until(async {
        let base = house(Kind::Sqlite, plan.desktops).await.unwrap();
        let mut turns = Vec::new();
        for _ in 0..plan.rounds {
            let ground = base.copy().await;
            let server = Program::server(&ground);
            let caller = Caller::new(&ground.inbound[0]);
            let ours = turn(&server, plan.desktops, plan.seconds, &caller, |_| "/live".into()).await;
            server.kill();
            let folder = TempDir::new().unwrap();
            let server = Program::reference(folder.path());
            let caller = Caller::new("/hooks/reference/inbound");
            let theirs = turn(&server, plan.desktops, plan.seconds, &caller, |agent| format!("/live/{agent}")).await;
            server.kill();
            turns.push((ours, theirs));
        }
        told(plan.desktops, &turns)
    }))
}

fn told(desktops: usize, turns: &[(Turn, Turn)]) -> Vec<Figure> {
    let seconds = |pick: fn(&Turn) -> Duration| median(turns.iter().map(|(ours, _)| pick(ours).as_secs_f64()));
    let (p50, p99) = (seconds(|turn| turn.p50), seconds(|turn| turn.p99));
    let ratios: Vec<f64> = turns.iter().map(|(o, t)| o.p50.as_secs_f64() / t.p50.as_secs_f64()).collect();
    let worst = ratios.iter().copied().fold(0.0, f64::max);
    let ratio = median(ratios);
    let wrong: usize = turns.iter().map(|(ours, _)| ours.missing + ours.astray).sum();
    let each = |pick: fn(&(Turn, Turn)) -> &Turn| {
        median(turns.iter().map(|turn| (pick(turn).memory[1] as f64 - pick(turn).memory[0] as f64) / desktops as f64))
    };
    let (kib, theirs) = (each(|turn| &turn.0), each(|turn| &turn.1));
    let loaded = median(turns.iter().map(|(ours, _)| ours.memory[2] as f64 / 1024.0));
    vec![
        Figure::new(
            format!("webhook → bytes on the right one of {desktops} streams, {RATE}/s: p50, p99; missing or astray"),
            format!("{:.1} ms, {:.1} ms; {wrong}", p50 * 1e3, p99 * 1e3),
            "p99 ≤ 50 ms; 0",
            Some(p99 <= 0.05 && wrong == 0),
        ),
        Figure::new(
            "its p50 against the reference: median, worst round",
            format!(
                "{ratio:.1} ×, {worst:.1} × (reference {:.1} ms)",
                median(turns.iter().map(|(_, theirs)| theirs.p50.as_secs_f64() * 1e3))
            ),
            "≤ 3 ×",
            Some(ratio <= 3.0),
        ),
        Figure::new(
            format!("memory of an idle desktop ({desktops} open)"),
            format!("{kib:.1} KiB (reference {theirs:.1} KiB)"),
            "≤ 32 KiB",
            Some(kib <= 32.0),
        ),
        Figure::new(
            format!("memory with {desktops} desktops under this load"),
            format!("{loaded:.0} MiB"),
            "< 150 MB with 200",
            Some(loaded < 143.0),
        ),
    ]
}

/// Texts come to one node, the desktops are open at the other.
pub fn across_nodes(plan: &Plan) -> Vec<Figure> {
    on_one_thread(LocalSet::new().run_until(async {
        let Some(ground) = house(Kind::Postgres, ACROSS.min(plan.desktops)).await else { return Vec::new() };
        let desktops = ACROSS.min(plan.desktops);
        let (first, second) = (Program::server(&ground), Program::server(&ground));
        let watch = Rc::new(RefCell::new(Watch::default()));
        let streams = open(second.address, desktops, |_| "/live".into(), &watch).await;
        let caller = Caller::new(&ground.inbound[0]);
        let posted = post(first.address, &caller, desktops, plan.seconds, &watch).await;
        streams.iter().for_each(tokio::task::JoinHandle::abort);
        let turn = ended(&watch, posted, [0; 3]);
        first.kill();
        second.kill();
        ground.leave().await;
        vec![Figure::new(
            format!(
                "webhook at one node → stream at another, {desktops} desktops, {RATE}/s: p50, p99; missing or astray"
            ),
            format!("{}, {}; {}", millis(turn.p50), millis(turn.p99), turn.missing + turn.astray),
            "p99 ≤ 100 ms; 0",
            Some(turn.p99 <= Duration::from_millis(100) && turn.missing + turn.astray == 0),
        )]
    }))
}
