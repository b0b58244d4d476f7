//! From one WASM module to several: what every page loads, and the parts that come when somebody first needs them.
//!
//! The program marks where it may be cut (`ui::part`). What only one part uses goes into that part's piece; what several
//! parts use but the beginning does not becomes a piece of its own, loaded along with whichever comes first.

use std::{collections::BTreeMap, fs};

use anyhow::{Context, Result, anyhow, ensure};
use wasm_split_cli_support::Options;

use crate::Places;

/// What the pieces are called until their names carry a hash.
pub const SCRIPT: &str = "./smsdesk.js";
pub const LOADER: &str = "./parts.js";

pub struct Split {
    /// The module that every page loads. Still wants its glue.
    pub main: Vec<u8>,
    /// The JavaScript that loads pieces. It imports [`SCRIPT`], which imports it as [`LOADER`].
    pub loader: String,
    /// The other modules by name.
    pub pieces: BTreeMap<String, Vec<u8>>,
    /// Which of them each part of the program needs.
    pub parts: BTreeMap<String, Vec<String>>,
}

/// A piece that does not come is told to the person who waits for it. To the console it is a warning: a page that is left
/// breaks off what it was fetching.
fn quiet(loader: &str) -> Result<String> {
    const LOUD: &str = "console.error(e)";
    ensure!(loader.contains(LOUD), "the splitter's JavaScript has no {LOUD}");
    Ok(loader.replace(LOUD, "console.warn(e)"))
}

/// The part `pages` comes with its stylesheet, which every page names and the pages of this part have already.
fn styled(loader: &str) -> Result<String> {
    const PAGES: &str = "export const __wasm_split_load_pages =";
    const NEEDS: &str = ", [";
    const STYLE: &str = "const pagesStyle = () => new Promise((came, failed) => {
        const link = document.getElementById(\"pages-style\");
        if (!link || link.sheet) return came();
        link.onload = came;
        link.onerror = () => {
            link.rel = \"later\";
            failed(new Error(\"the styles did not come\"));
        };
        link.rel = \"stylesheet\";
    });
";
    let (before, pages) = loader.split_once(PAGES).context("the splitter's JavaScript has no part pages")?;
    let (load, needs) = pages.split_once(NEEDS).context("the part pages needs nothing")?;
    Ok(format!("{before}{STYLE}{PAGES}{load}{NEEDS}pagesStyle, {needs}"))
}

/// Takes the linked module apart. It must carry its relocations and names.
pub fn split(places: &Places, compiled: &[u8]) -> Result<Split> {
    let folder = places.target.join("wasm-split");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let main = folder.join("main.wasm");
    let mut options = Options::new(compiled);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.link_name = LOADER;
    options.main_module = SCRIPT;
    let made = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("splitting the WASM: {error:#}"))?;

    let mut pieces = BTreeMap::new();
    for path in &made.split_modules {
        let name = path.file_stem().and_then(|stem| stem.to_str()).context("a piece without a name")?;
        pieces.insert(name.to_owned(), fs::read(path)?);
    }
    Ok(Split {
        main: fs::read(&main)?,
        loader: styled(&quiet(&fs::read_to_string(folder.join(LOADER))?)?)?,
        pieces,
        parts: made.prefetch_map.into_iter().collect(),
    })
}
