//! Load and scale measurements. `make bench` runs them all; docs/benchmarks.md says what came of it.
//!
//! Server and load generator share the machine and talk over loopback. Where there is a reference, both sides take turns
//! within one run, so that whatever else the machine does meets both. An acknowledged text without a row in the database
//! makes the figure zero. Everything is bounded in count and time and ends by itself.

#![recursion_limit = "256"]
#![allow(clippy::unwrap_used, reason = "a measurement that can't be taken fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "measuring is reading the clock")]

mod browser;
mod cold;
mod fake;
mod figures;
mod ground;
mod inbound;
mod kills;
mod live;
mod outbound;
mod overload;
mod pages;
#[path = "../../tests/it/postgres.rs"]
mod postgres;
mod process;
mod races;
mod reference;
mod report;
mod soak;
mod wire;

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// PostgreSQL commits as it would in a house.
const DURABLE: bool = true;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Texts in, whole job, against the reference, on both databases.
    Inbound,
    /// The same with 10,000 and with a million stored messages.
    Growth,
    /// Twice as many texts as it can take.
    Overload,
    /// Webhook to the agent's stream; memory of a desktop.
    Live,
    /// Events that cross from one node to another.
    Nodes,
    /// Agents who accept at once.
    Races,
    /// Replies out, and the accounts' pace.
    Outbound,
    /// SIGKILL under load.
    Kills,
    /// Pages made by the server.
    Pages,
    /// From the start of the process to its listening.
    Cold,
    /// What a person at the desktop waits for, in Chromium; what it downloads.
    Browser,
    /// Memory over a long time. Only when it is named.
    Soak,
}

/// How much of it.
#[derive(Parser)]
struct Plan {
    /// Which parts; all but the soak without it.
    parts: Vec<Part>,
    /// Turns of each side.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Length of a turn.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    #[arg(long, default_value_t = 100_000)]
    contacts: usize,
    #[arg(long, default_value_t = 1_000)]
    desktops: usize,
    /// Stored messages of a large house.
    #[arg(long, default_value_t = 1_000_000)]
    messages: usize,
    #[arg(long, default_value_t = 5_000)]
    races: usize,
    /// Agents of one queue when decisions are timed.
    #[arg(long, default_value_t = 1_000)]
    agents: usize,
    /// Replies that wait when the server starts.
    #[arg(long, default_value_t = 20_000)]
    replies: usize,
    #[arg(long, default_value_t = 20)]
    kills: usize,
    /// Of the soak.
    #[arg(long, default_value_t = 30)]
    minutes: u64,
    /// Puts the table into this file, in the place of the last one.
    #[arg(long)]
    into: Option<PathBuf>,
    /// Be the reference server, with its database in this folder.
    #[arg(long, hide = true)]
    reference: Option<PathBuf>,
    /// Said by `cargo bench`.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    let plan = Plan::parse();
    if let Some(folder) = &plan.reference {
        return reference::serve(folder);
    }
    drop(rustls::crypto::ring::default_provider().install_default());
    let mut report = report::Report::new();
    let mut parts = plan.parts.clone();
    if parts.is_empty() {
        parts = Part::value_variants().iter().copied().filter(|part| *part != Part::Soak).collect();
    }
    for part in parts {
        report.machine.listen();
        eprintln!("== {part:?}");
        let measured = match part {
            Part::Inbound => inbound::measure(&plan),
            Part::Growth => inbound::growth(&plan),
            Part::Overload => overload::measure(&plan),
            Part::Live => live::measure(&plan),
            Part::Nodes => live::across_nodes(&plan),
            Part::Races => races::measure(&plan),
            Part::Outbound => outbound::measure(&plan),
            Part::Kills => kills::measure(&plan),
            Part::Pages => pages::measure(),
            Part::Cold => cold::measure(&plan),
            Part::Browser => browser::measure(),
            Part::Soak => soak::measure(&plan),
        };
        report.add(measured);
    }
    println!("{report}");
    if let Some(file) = &plan.into {
        report.write_into(file);
    }
}

/// Runs one measurement on a single thread, so that the generator leaves the other core alone.
fn on_one_thread<T>(measurement: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(measurement)
}
