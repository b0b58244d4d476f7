//! The servers under measurement: processes of their own, looked at through /proc.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::ground::Ground;

pub struct Program {
    child: Child,
    pub address: SocketAddr,
    /// From its start until it listened.
    pub started_in: Duration,
}

impl Program {
    /// `smsdesk serve` in this house.
    pub fn server(ground: &Ground) -> Program {
        let mut command = ground.command();
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        Program::start(command)
    }

    pub fn reference(folder: &Path) -> Program {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg("--reference").arg(folder);
        Program::start(command)
    }

    fn start(mut command: Command) -> Program {
        let at = Instant::now();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = loop {
            let line = lines.next().expect("it ended before it listened").unwrap();
            if let Some((_, address)) = line.split_once("listens on http://") {
                break address.trim().parse().unwrap();
            }
        };
        Program { child, address, started_in: at.elapsed() }
    }

    /// Processor time so far.
    pub fn cpu(&self) -> Duration {
        cpu_of(self.child.id())
    }

    /// Memory that is its own, plus its share of what it shares, KiB.
    pub fn memory(&self) -> u64 {
        let rollup = fs::read_to_string(format!("/proc/{}/smaps_rollup", self.child.id())).unwrap();
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// SIGKILL: no handler, no flush, nothing.
    pub fn kill(self) {}
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Linux counts in hundredths of a second, whatever its timer does.
fn cpu_of(pid: u32) -> Duration {
    let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { return Duration::ZERO };
    // The name, which may hold anything, ends with the last parenthesis.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks: u64 = [11, 12].iter().filter_map(|at| fields.get(*at)?.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// Processor time of the PostgreSQL that listens on `port`, its connections included.
pub fn postgres_cpu(port: &str) -> Duration {
    let pids = || fs::read_dir("/proc").unwrap().flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let is_it = |pid: &u32| {
        let words = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let words: Vec<&[u8]> = words.split(|byte| *byte == 0).collect();
        words.first().is_some_and(|program| program.ends_with(b"bin/postgres"))
            && words.windows(2).any(|two| two == [b"-p", port.as_bytes()])
    };
    let Some(parent) = pids().find(is_it) else { return Duration::ZERO };
    let is_child = |pid: &u32| {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        status.lines().any(|line| line.strip_prefix("PPid:").is_some_and(|ppid| ppid.trim() == parent.to_string()))
    };
    pids().filter(is_child).map(cpu_of).sum::<Duration>() + cpu_of(parent)
}
