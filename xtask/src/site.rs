//! The steps from sources to `target/site`, and when they can be skipped.

use std::{
    collections::BTreeMap,
    fs, iter, mem,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, Result, ensure};

use crate::{
    Effort, Places, hollow,
    manifest::Manifest,
    output,
    output::Output,
    script, split,
    split::{LOADER, SCRIPT, Split},
    styles::{self, Styles},
    wasm,
    wasm::Bundle,
};

/// The sources of these steps: a change to them is a change to what they make.
const STEPS: [&str; 9] = [
    include_str!("hollow.rs"),
    include_str!("main.rs"),
    include_str!("manifest.rs"),
    include_str!("output.rs"),
    include_str!("script.rs"),
    include_str!("site.rs"),
    include_str!("split.rs"),
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

    progress.say("splitting the WASM");
    let compiled = match effort {
        Effort::Full => hollow::hollow(compiled)?,
        Effort::Dev => compiled,
    };
    let mut split = split::split(places, &compiled)?;
    progress.say("writing the JavaScript glue");
    let mut bundle = wasm::bind(mem::take(&mut split.main), effort)?;
    if effort == Effort::Full {
        progress.say("making the WASM small");
        wasm::optimise(places, iter::once(&mut bundle.wasm).chain(split.pieces.values_mut()))?;
        for script in [&mut bundle.script, &mut split.loader] {
            *script = script::minified(places, script)?;
        }
    }

    let fresh = places.site.with_extension("new");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    let mut output = Output::new(&fresh);
    for (name, bytes) in public {
        ensure!(!name.starts_with("pkg/"), "public/pkg is taken by the build: rename public/{name}");
        output.put(&name, bytes);
    }
    let manifest = Manifest { small: effort == Effort::Full, ..put_all(&mut output, bundle, split, styles)? };
    progress.say("compressing");
    let manifest = Manifest { sizes: output.write(effort)?, ..manifest };
    fs::write(fresh.join("manifest.json"), manifest.to_json()?)?;

    if places.site.exists() {
        fs::remove_dir_all(&places.site)?;
    }
    fs::rename(&fresh, &places.site)?;
    fs::write(&stamp, fingerprint)?;

    println!("{}", manifest.report());
    progress.say("target/site is ready");
    Ok(())
}

/// Puts everything that pages link, under names that change with the content. Sizes are not known yet.
fn put_all(output: &mut Output, bundle: Bundle, split: Split, styles: Styles) -> Result<Manifest> {
    let wasm = output.put_hashed("smsdesk", "wasm", bundle.wasm);
    let mut loader = split.loader;
    let mut pieces = BTreeMap::new();
    for (name, bytes) in split.pieces {
        let hashed = output.put_hashed(&name, "wasm", bytes);
        loader = renamed(&loader, "URL(", &format!("./{name}.wasm"), &hashed)?;
        pieces.insert(name, hashed);
    }
    let hashed = |name: &String| pieces.get(name).cloned().with_context(|| format!("the splitter made no {name}"));
    let parts =
        split.parts.into_iter().map(|(part, needs)| Ok((part, needs.iter().map(hashed).collect::<Result<_>>()?)));
    let parts = parts.collect::<Result<_>>()?;

    let (script, loader) = put_scripts(output, &bundle.script, &loader)?;
    for (name, text) in bundle.snippets {
        output.put(&format!("pkg/snippets/{name}"), text.into_bytes());
    }
    let boot = output.put_hashed("boot", "js", boot(&script, &wasm).into_bytes());
    let style = output.put_hashed("smsdesk", "css", styles.main.into_bytes());
    let pages_style = output.put_hashed("pages", "css", styles.pages.into_bytes());
    Ok(Manifest {
        small: false,
        first: [&style, &boot, &script, &loader, &wasm].map(Clone::clone),
        style,
        pages_style,
        boot,
        script,
        loader,
        wasm,
        parts,
        sizes: BTreeMap::new(),
    })
}

/// The script every page loads: a file, because the content security policy allows no inline script.
fn boot(script: &str, wasm: &str) -> String {
    format!(
        "import init, {{ hydrate }} from \"./{script}\";\n\
         await init({{ module_or_path: new URL(\"./{wasm}\", import.meta.url) }});\n\
         hydrate();\n"
    )
}

/// Puts the glue and the loader of pieces, which import each other: so one hash over both names both.
fn put_scripts(output: &mut Output, script: &str, loader: &str) -> Result<(String, String)> {
    let hash = output::short_hash(&[script.as_bytes(), loader.as_bytes()]);
    let (script_name, loader_name) = (format!("smsdesk.{hash}.js"), format!("parts.{hash}.js"));
    output.put(&format!("pkg/{script_name}"), renamed(script, "from", LOADER, &loader_name)?.into_bytes());
    output.put(&format!("pkg/{loader_name}"), renamed(loader, "from", SCRIPT, &script_name)?.into_bytes());
    Ok((script_name, loader_name))
}

/// `text` where what stands behind `before`, an address, is `name` instead of `file`. Elsewhere `file` may be a word that
/// both sides of an import have to agree on.
fn renamed(text: &str, before: &str, file: &str, name: &str) -> Result<String> {
    let found = ["", " "].map(|room| format!("{before}{room}\"{file}\"")).into_iter().find(|it| text.contains(it));
    let found = found.with_context(|| format!("the generated JavaScript has no {before} \"{file}\""))?;
    Ok(text.replace(&found, &format!("{before}\"./{name}\"")))
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
    styles: &Styles,
    public: &[(String, Vec<u8>)],
) -> Result<String> {
    let tools = fs::read(places.root.join("xtask/package-lock.json")).context("reading xtask/package-lock.json")?;
    let mut parts: Vec<&[u8]> = STEPS.iter().map(|source| source.as_bytes()).collect();
    parts.push(if effort == Effort::Dev { b"dev" } else { b"full" });
    parts.extend([&tools, compiled, styles.main.as_bytes(), styles.pages.as_bytes()]);
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
