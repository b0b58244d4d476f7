//! How this process runs: from flags and the environment, never from the database.

use std::{net::SocketAddr, path::PathBuf};

#[derive(Clone, Debug, clap::Args)]
pub struct Config {
    /// Where to listen.
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:3000", global = true)]
    pub listen: SocketAddr,
    /// `sqlite:///path/to/file.db` or `postgres://user:password@host/database`. Without it: `smsdesk.db` in the data
    /// directory.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,
    /// Where the database of the default and the key of the secrets stand.
    #[arg(long, env = "SMSDESK_DATA", default_value = "data", global = true)]
    pub data: PathBuf,
    /// Where browsers and providers reach this server, e.g. `https://desk.example.com`. Without it: the address it listens
    /// at.
    #[arg(long, env = "PUBLIC_URL", global = true)]
    pub public_url: Option<String>,
    /// The key that seals the accounts' secrets, 32 bytes in base64. Without it: the file `secrets.key` in the data
    /// directory, made at the first start.
    #[arg(long, env = "SMSDESK_KEY", hide_env_values = true, global = true)]
    pub key: Option<String>,
    /// A proxy in front sets `X-Forwarded-For`; take the client's address from its last entry.
    #[arg(long, env = "TRUST_PROXY", global = true)]
    pub trust_proxy: bool,
}

impl Config {
    /// A SQLite file that isn't there yet is made, unless the address says otherwise.
    pub fn database_url(&self) -> String {
        match &self.database_url {
            Some(url) if url.starts_with("sqlite:") && !url.contains('?') => format!("{url}?mode=rwc"),
            Some(url) => url.clone(),
            None => format!("sqlite://{}?mode=rwc", self.data.join("smsdesk.db").display()),
        }
    }

    /// Without a trailing slash.
    pub fn public_url(&self) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => self.own_url(),
        }
    }

    /// How this process reaches itself.
    pub fn own_url(&self) -> String {
        let ip = if self.listen.ip().is_unspecified() { "127.0.0.1".into() } else { self.listen.ip().to_string() };
        let ip = if ip.contains(':') { format!("[{ip}]") } else { ip };
        format!("http://{ip}:{}", self.listen.port())
    }
}
