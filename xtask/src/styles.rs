//! One stylesheet out of `style/*.css`, in the order of the imports of `style/main.css`.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result, bail, ensure};

/// Replaces each `@import "file.css";` line of `main.css` by that file. A file nobody imports is an error: it would be
/// missing from the site without anyone noticing.
pub fn bundle(folder: &Path) -> Result<String> {
    let main = fs::read_to_string(folder.join("main.css")).context("reading style/main.css")?;
    let mut imported = BTreeSet::from(["main.css".to_owned()]);
    let mut bundle = String::new();
    for line in main.lines() {
        match import(line)? {
            Some(name) => {
                let text = fs::read_to_string(folder.join(name)).with_context(|| format!("reading style/{name}"))?;
                bundle.push_str(text.trim_end());
                ensure!(imported.insert(name.to_owned()), "style/main.css imports {name} twice");
            }
            None => bundle.push_str(line),
        }
        bundle.push('\n');
    }
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        ensure!(!name.ends_with(".css") || imported.contains(&name), "style/{name} is not imported by style/main.css");
    }
    Ok(bundle)
}

/// The file a line imports, if it is an import.
fn import(line: &str) -> Result<Option<&str>> {
    let Some(rest) = line.trim().strip_prefix("@import") else { return Ok(None) };
    let name = rest.trim().strip_suffix(';').and_then(|r| r.strip_prefix('"')).and_then(|r| r.strip_suffix('"'));
    match name {
        Some(name) => Ok(Some(name.strip_prefix("./").unwrap_or(name))),
        None => bail!("style/main.css: write imports as @import \"file.css\"; not as {line}"),
    }
}
