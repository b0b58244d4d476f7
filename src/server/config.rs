//! How this process runs: from flags and the environment, never from the database.

use std::{net::SocketAddr, path::PathBuf};

use super::web_address::{self, Behind};

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
    #[arg(long, env = "PUBLIC_URL", value_parser = read_public_url, global = true)]
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
        match self.public_url.as_deref() {
            None | Some("") => self.own_url(),
            Some(url) => url.trim_end_matches('/').to_owned(),
        }
    }

    /// How this process reaches itself.
    pub fn own_url(&self) -> String {
        let ip = if self.listen.ip().is_unspecified() { "127.0.0.1".into() } else { self.listen.ip().to_string() };
        let ip = if ip.contains(':') { format!("[{ip}]") } else { ip };
        format!("http://{ip}:{}", self.listen.port())
    }
}

/// A wrong one would start and then let nobody in and no text through. Empty is a line that was not filled in: none.
fn read_public_url(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Ok(String::new()),
        text => web_address::read(text, Behind::Nothing).map_err(|[words, _]| {
            format!(
                "PUBLIC_URL says where browsers and providers reach this server, such as https://desk.example.com. {words}"
            )
        }),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        config: Config,
    }

    fn public_url(text: &str) -> Result<String, String> {
        let line = Line::try_parse_from(["smsdesk", "--listen", "0.0.0.0:3000", "--public-url", text]);
        line.map(|line| line.config.public_url()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_public_address_that_could_not_work_ends_the_program_with_its_name() {
        for wrong in
            ["desk.example.com", "ftp://desk.example.com", "https://u:p@desk.example.com", "https://a.example/b"]
        {
            let told = public_url(wrong).unwrap_err();
            assert!(told.contains("PUBLIC_URL says where"), "{told}");
        }
        assert_eq!(public_url("https://desk.example.com/").as_deref(), Ok("https://desk.example.com"));
        assert_eq!(public_url(" ").as_deref(), Ok("http://127.0.0.1:3000"));
        assert_eq!(public_url("").as_deref(), Ok("http://127.0.0.1:3000"));
    }
}
