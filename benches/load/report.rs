//! What was measured, beside what it is held to.

use std::{fmt, fs, path::Path, time::Duration};

use serde::Deserialize;

/// Between these lines of docs/benchmarks.md stands the table of the last whole run.
const BEGIN: &str = "<!-- what `make bench` measured -->\n";
const END: &str = "<!-- end of what `make bench` measured -->\n";

#[derive(Deserialize)]
pub struct Figure {
    pub what: String,
    pub measured: String,
    pub budget: String,
    /// `None`: nothing is demanded.
    pub met: Option<bool>,
}

impl Figure {
    pub fn new(what: impl Into<String>, measured: String, budget: impl Into<String>, met: Option<bool>) -> Figure {
        let figure = Figure { what: what.into(), measured, budget: budget.into(), met };
        eprintln!("{figure}");
        figure
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let met = match self.met {
            Some(true) => "met",
            Some(false) => "**not met**",
            None => "",
        };
        write!(f, "| {} | {} | {} | {met} |", self.what, self.measured, self.budget)
    }
}

/// What the figures were measured on, and what else went on there.
pub struct Machine {
    model: String,
    cores: usize,
    memory: u64,
    /// Shares of the whole machine, 0 to 1, that others took just before each part.
    others: Vec<f64>,
}

impl Machine {
    pub fn here() -> Machine {
        let field = |file: &str, name: &str| {
            let text = fs::read_to_string(file).unwrap_or_default();
            let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
            line.split_once(':').map_or("unknown", |(_, value)| value.trim()).to_owned()
        };
        let memory = field("/proc/meminfo", "MemTotal");
        Machine {
            model: field("/proc/cpuinfo", "model name"),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory: memory.split(' ').next().and_then(|kib| kib.parse().ok()).unwrap_or(0) / 1_048_576,
            others: Vec::new(),
        }
    }

    /// Looks for two seconds at what others do while nothing is measured.
    pub fn listen(&mut self) {
        let before = ticks();
        std::thread::sleep(Duration::from_secs(2));
        let after = ticks();
        self.others.push((after.0 - before.0) as f64 / (after.1 - before.1).max(1) as f64);
    }

    /// The largest share.
    fn disturbed(&self) -> f64 {
        self.others.iter().copied().fold(0.0, f64::max)
    }
}

/// Busy and all hundredths of a second of all cores together.
fn ticks() -> (u64, u64) {
    let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
    let fields = stat.lines().next().unwrap_or_default().split_whitespace().skip(1);
    let fields: Vec<u64> = fields.filter_map(|field| field.parse().ok()).take(8).collect();
    let all: u64 = fields.iter().sum();
    // The fourth is idleness, the fifth waiting for the disk.
    (all - fields.iter().skip(3).take(2).sum::<u64>(), all)
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {} cores, {} GiB; ", self.model, self.cores, self.memory)?;
        match self.disturbed() {
            share if share < 0.05 => write!(f, "nothing else ran"),
            share => {
                let often = self.others.iter().filter(|share| **share >= 0.05).count();
                let (parts, most) = (self.others.len(), share * 100.0);
                write!(
                    f,
                    "**other work ran at the same time**: before {often} of {parts} parts, up to {most:.0} % of it"
                )
            }
        }
    }
}

/// A table in Markdown.
pub struct Report {
    figures: Vec<Figure>,
    pub machine: Machine,
    command: String,
}

impl Report {
    pub fn new() -> Report {
        let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
        let command = match &*arguments {
            [first, ..] if first != "--into" => format!("make bench BENCH=\"{}\"", arguments.join(" ")),
            _ => "make bench".into(),
        };
        Report { figures: Vec::new(), machine: Machine::here(), command }
    }

    pub fn add(&mut self, figures: Vec<Figure>) {
        self.figures.extend(figures);
    }

    /// Puts the table where the last one stands in `file`.
    pub fn write_into(&self, file: &Path) {
        let text = fs::read_to_string(file).unwrap();
        let (before, rest) = text.split_once(BEGIN).expect("the file says where the table begins");
        let (_, after) = rest.split_once(END).expect("the file says where the table ends");
        fs::write(file, format!("{before}{BEGIN}\n{self}\n{END}{after}")).unwrap();
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "`{}` on {}.\n", self.command, self.machine)?;
        writeln!(f, "| what | measured | held to | |\n|---|---|---|---|")?;
        self.figures.iter().try_for_each(|figure| writeln!(f, "{figure}"))
    }
}
