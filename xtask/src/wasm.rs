//! From Rust to WASM and glue.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::{Effort, Places, output, script};

/// Developers wait for our own crate again and again, for its dependencies once: only the former gets lighter settings.
/// With assertions Leptos names the element where the page and the program differ.
const DEV_SETTINGS: [&str; 5] = [
    "profile.wasm.lto=false",
    "profile.wasm.debug-assertions=true",
    "profile.wasm.package.smsdesk.opt-level=0",
    "profile.wasm.package.smsdesk.codegen-units=64",
    "profile.wasm.package.smsdesk.incremental=true",
];

/// Small; Rust never uses the first kilobyte of memory, where its stack would end; and what current rustc emits for wasm32
/// without being asked, besides the first WASM version.
const WASM_OPT: [&str; 8] = [
    "-Oz",
    "--low-memory-unused",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The splitter finds out from the relocations what needs what.
const LINKING: [&str; 2] = ["--", "-Clink-arg=--emit-relocs"];

/// What the module calls the glue.
const GLUE: &str = "./smsdesk_bg.js";

pub struct Bundle {
    /// The module that every page loads.
    pub wasm: Vec<u8>,
    pub script: String,
    /// JavaScript that dependencies bring along, by path below `snippets/`.
    pub snippets: BTreeMap<String, String>,
}

/// Compiles the library for browsers and returns what rustc made.
pub fn compile(places: &Places, effort: Effort) -> Result<Vec<u8>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .current_dir(&places.root)
        .env("CARGO_TARGET_DIR", &places.target)
        // Settings made for xtask itself: what cargo told it, and the lints of a test run, which change the code made.
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("CARGO_MANIFEST_PATH")
        .env_remove("RUSTC_WORKSPACE_WRAPPER")
        .args(["rustc", "--lib", "--crate-type", "cdylib", "--no-default-features", "--features", "hydrate"])
        .args(["--target", "wasm32-unknown-unknown", "--profile", "wasm"]);
    if effort == Effort::Dev {
        command.args(DEV_SETTINGS.iter().flat_map(|setting| ["--config", setting]));
    }
    command.args(LINKING);
    let status = command.status().context("starting cargo")?;
    ensure!(status.success(), "the browser's half does not compile");
    let file = places.target.join("wasm32-unknown-unknown/wasm/smsdesk.wasm");
    fs::read(&file).with_context(|| format!("reading {}", file.display()))
}

/// Finishes the module that every page loads, and writes the JavaScript that loads it.
pub fn bind(main: Vec<u8>, effort: Effort) -> Result<Bundle> {
    let mut generated = Bindgen::new()
        .input_bytes("smsdesk", main)
        .web(true)?
        // The other modules share its memory and table.
        .keep_lld_exports(true)
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()?;
    let mut snippets: BTreeMap<String, String> =
        generated.local_modules().iter().map(|(path, text)| (path.clone(), text.clone())).collect();
    for (folder, texts) in generated.snippets() {
        for (number, text) in texts.iter().enumerate() {
            snippets.insert(format!("{folder}/inline{number}.js"), text.clone());
        }
    }
    let mut script = generated.js().to_owned();
    if effort == Effort::Full {
        let lent = generated.wasm_mut().imports.iter_mut().filter(|import| import.module == GLUE);
        script = script::renamed(&script, lent.map(|import| &mut import.name))?;
    }
    Ok(Bundle { script, snippets, wasm: generated.wasm_mut().emit_wasm() })
}

/// Runs binaryen's `wasm-opt` over modules. It takes a while, and many builds end in the same modules, so the last
/// results are kept under names made from what went in.
pub fn optimise<'m>(places: &Places, modules: impl IntoIterator<Item = &'m mut Vec<u8>>) -> Result<()> {
    let lock = fs::read(places.root.join("xtask/package-lock.json"))?;
    let settings = WASM_OPT.join(" ");
    let folder = places.target.join("wasm-opt");
    fs::create_dir_all(&folder)?;
    let mut current = BTreeSet::new();
    for module in modules {
        let key = output::hash(&[&lock, settings.as_bytes(), module]);
        let kept = folder.join(format!("{key}.wasm"));
        if !kept.exists() {
            let (before, after) = (folder.join("before.wasm"), folder.join("after.wasm"));
            fs::write(&before, &*module)?;
            let status = Command::new(places.tool("wasm-opt")?)
                .args(WASM_OPT)
                .arg(&before)
                .arg("-o")
                .arg(&after)
                .stdin(Stdio::null())
                .status()
                .context("starting wasm-opt")?;
            ensure!(status.success(), "wasm-opt failed");
            // Renamed when complete, so a killed run leaves no half a module under a good name.
            fs::rename(&after, &kept)?;
        }
        *module = fs::read(&kept)?;
        current.insert(kept);
    }
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if !current.contains(&path) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
