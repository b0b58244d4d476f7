//! `target/site/manifest.json`: the names the server links, and what every file weighs.

use std::{collections::BTreeMap, fmt::Write as _};

use anyhow::Result;
use serde::Serialize;

/// All names are those of files in `pkg/`.
#[derive(Serialize)]
pub struct Manifest {
    /// Built as small as it gets; else quickly, and the sizes say nothing.
    pub small: bool,
    /// What everybody downloads before the first page works: all of the next five.
    pub first: [String; 5],
    pub style: String,
    /// Comes with the part `pages`.
    pub pages_style: String,
    /// The script that starts all others.
    pub boot: String,
    /// The glue of `wasm`.
    pub script: String,
    /// Loads the pieces of parts; the glue imports it.
    pub loader: String,
    /// The module that every page loads.
    pub wasm: String,
    /// Each part of the program that comes when it is needed: the pieces it needs beside `wasm`.
    pub parts: BTreeMap<String, Vec<String>>,
    pub sizes: BTreeMap<String, Size>,
}

/// Bytes, as such and compressed.
#[derive(Clone, Copy, Serialize)]
pub struct Size {
    pub plain: usize,
    pub brotli: usize,
    pub gzip: usize,
}

impl Manifest {
    pub fn to_json(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// The sizes, for people: each file, then what a page loads before it works.
    pub fn report(&self) -> String {
        let mut report = String::new();
        for (name, size) in &self.sizes {
            let _ = writeln!(report, "{:>15}  {name}: {} bytes, brotli {}", "", size.plain, size.brotli);
        }
        let _ = write!(report, "{:>15}  every page: brotli {}", "", self.first_download());
        report
    }

    /// In bytes of brotli.
    fn first_download(&self) -> usize {
        self.first.iter().filter_map(|name| self.sizes.get(name)).map(|size| size.brotli).sum()
    }
}
