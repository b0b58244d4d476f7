//! The build of the browser's half: `cargo run -p xtask -- site [--dev]`.
//!
//! Leaves a finished web site in `target/site`, ready to be embedded in the server: hashed names, compressed copies and
//! `manifest.json` that tells the server the names.

mod hollow;
mod manifest;
mod output;
mod script;
mod site;
mod split;
mod styles;
mod wasm;

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, Result, bail};

const USAGE: &str = "usage: cargo run -p xtask -- site [--dev]

  site         builds WASM, glue and styles into target/site, as small as they get
  site --dev   the same, quickly: no optimisation of size, light compression";

/// How much work goes into size.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effort {
    Full,
    Dev,
}

/// Where things stand.
struct Places {
    /// The repository.
    root: PathBuf,
    /// Cargo's target directory, wherever the developer keeps it.
    target: PathBuf,
    /// The finished site. Always inside the repository, because the server embeds it by this path.
    site: PathBuf,
}

impl Places {
    fn find() -> Result<Self> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").context("start xtask by `cargo run -p xtask`")?;
        let root = PathBuf::from(manifest).parent().context("xtask has no parent directory")?.to_owned();
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => std::path::absolute(folder)?,
            None => root.join("target"),
        };
        let site = root.join("target/site");
        Ok(Places { root, target, site })
    }

    /// A program that npm installed for us.
    fn tool(&self, name: &str) -> Result<PathBuf> {
        let tool = self.root.join("xtask/node_modules/.bin").join(name);
        if !tool.exists() {
            bail!("{name} is missing: run `npm ci --prefix xtask`, or build with `site --dev`, which does without");
        }
        Ok(tool)
    }
}

fn run() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["site"] => site::build(&Places::find()?, Effort::Full),
        ["site", "--dev"] => site::build(&Places::find()?, Effort::Dev),
        _ => bail!("{USAGE}"),
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
