//! The steps from sources to `target/site`, and when they can be skipped.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, Result, ensure};

use crate::{Effort, Places, output, output::Output, styles, wasm};

/// The sources of these steps: a change to them is a change to what they make.
const STEPS: [&str; 5] = [
    include_str!("main.rs"),
    include_str!("site.rs"),
    include_str!("output.rs"),
    include_str!("styles.rs"),
    include_str!("wasm.rs"),
];

pub fn build(places: &Places, effort: Effort) -> Result<()> {
    let progress = Progress::start();

    progress.say("compiling the browser's half");
    let compiled = wasm::compile(places, effort)?;

    let styles = styles::bundle(&places.root.join("style"))?;
    let public = read_public(&places.root.join("public"))?;

    let fingerprint = fingerprint(places, effort, &compiled, &styles, &public)?;
    let stamp = places.site.with_extension("stamp");
    if places.site.join("manifest.json").exists() && fs::read_to_string(&stamp).ok().as_ref() == Some(&fingerprint) {
        progress.say("target/site is up to date");
        return Ok(());
    }
    // A run that breaks off half-way must not look finished to the next one.
    let _ = fs::remove_file(&stamp);

    progress.say("writing the JavaScript glue");
    let bundle = wasm::bind(compiled)?;
    let bundle = match effort {
        Effort::Full => {
            progress.say("making the WASM small");
            wasm::optimise(places, bundle)?
        }
        Effort::Dev => bundle,
    };

    let fresh = places.site.with_extension("new");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    let mut output = Output::new(&fresh);
    for (name, bytes) in public {
        ensure!(!name.starts_with("pkg/"), "public/pkg is taken by the build: rename public/{name}");
        output.put(&name, bytes);
    }
    let wasm_name = output.put_hashed("smsdesk", "wasm", bundle.wasm);
    let script_name = output.put_hashed("smsdesk", "js", bundle.script.into_bytes());
    for (name, text) in bundle.snippets {
        output.put(&format!("pkg/snippets/{name}"), text.into_bytes());
    }
    let boot_name = output.put_hashed("boot", "js", boot(&script_name, &wasm_name).into_bytes());
    let style_name = output.put_hashed("smsdesk", "css", styles.into_bytes());
    output.put("manifest.json", manifest(&style_name, &boot_name, &script_name, &wasm_name).into_bytes());

    progress.say("compressing");
    let report = output.write(effort)?;

    if places.site.exists() {
        fs::remove_dir_all(&places.site)?;
    }
    fs::rename(&fresh, &places.site)?;
    fs::write(&stamp, fingerprint)?;

    println!("{report}");
    progress.say("target/site is ready");
    Ok(())
}

/// The script every page loads: a file, because the content security policy allows no inline script.
fn boot(script: &str, wasm: &str) -> String {
    format!(
        "import init, {{ hydrate }} from \"./{script}\";\n\
         await init({{ module_or_path: new URL(\"./{wasm}\", import.meta.url) }});\n\
         hydrate();\n"
    )
}

/// What the server has to know: names contain no character that JSON would escape.
fn manifest(style: &str, boot: &str, script: &str, wasm: &str) -> String {
    format!(
        "{{\n  \"style\": \"/pkg/{style}\",\n  \"boot\": \"/pkg/{boot}\",\n  \"script\": \"/pkg/{script}\",\n  \
         \"wasm\": \"/pkg/{wasm}\"\n}}\n"
    )
}

/// Every file of `public/` by its path inside it, sorted.
fn read_public(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = folder.exists().then(|| folder.to_owned()).into_iter().collect();
    while let Some(current) = folders.pop() {
        for entry in fs::read_dir(&current)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder)?.to_str().context("a file name in public/ is not UTF-8")?.to_owned();
            files.push((name, fs::read(&path)?));
        }
    }
    files.sort();
    Ok(files)
}

/// Names everything the site is made from; equal fingerprints make equal sites.
fn fingerprint(
    places: &Places,
    effort: Effort,
    compiled: &[u8],
    styles: &str,
    public: &[(String, Vec<u8>)],
) -> Result<String> {
    let tools = fs::read(places.root.join("xtask/package-lock.json")).context("reading xtask/package-lock.json")?;
    let mut parts: Vec<&[u8]> = STEPS.iter().map(|source| source.as_bytes()).collect();
    parts.push(if effort == Effort::Dev { b"dev" } else { b"full" });
    parts.extend([&tools, compiled, styles.as_bytes()]);
    for (name, bytes) in public {
        parts.extend([name.as_bytes(), bytes]);
    }
    Ok(output::hash(&parts))
}

/// Says what happens and how long it has taken so far.
#[derive(Clone, Copy)]
struct Progress(Instant);

impl Progress {
    #[expect(clippy::disallowed_methods, reason = "a build tool shows how long it took")]
    fn start() -> Self {
        Progress(Instant::now())
    }

    fn say(self, what: &str) {
        println!("{:>6.1} s  {what}", self.0.elapsed().as_secs_f32());
    }
}
