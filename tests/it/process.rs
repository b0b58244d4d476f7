//! The real program as a process of its own.

use std::{path::Path, process::Stdio};

use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use crate::house::PUBLIC_URL;

pub struct Server {
    child: Child,
    pub url: String,
}

impl Server {
    /// `smsdesk serve` on a free port, with its data in `data`; returns when it listens.
    pub async fn start(data: &Path, settings: &[(&str, &str)]) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_smsdesk"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .env("PUBLIC_URL", PUBLIC_URL)
            .env("RUST_LOG", "error")
            .env_remove("DATABASE_URL")
            .env_remove("SMSDESK_KEY")
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = loop {
            let line = lines.next_line().await.unwrap().expect("the server ended before it listened");
            if let Some(url) = line.strip_prefix("smsdesk listens on ") {
                break url.to_owned();
            }
        };
        Server { child, url }
    }

    /// SIGTERM, as a service manager does it; returns when the process has ended, whether it said it went well.
    pub async fn stop(mut self) -> bool {
        let pid = self.child.id().unwrap();
        let told = Command::new("sh").args(["-c", &format!("kill -TERM {pid}")]).status().await.unwrap();
        told.success() && self.child.wait().await.unwrap().success()
    }

    /// SIGKILL: no handler, no flush, nothing.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}
