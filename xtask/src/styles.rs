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
    Ok(squeezed(&bundle))
}

/// Without what is there for those who write it: comments, and the room before lines. No text in our styles holds `/*`.
fn squeezed(style: &str) -> String {
    let mut rest = style;
    let mut kept = String::new();
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    let lines = kept.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
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

#[cfg(test)]
mod tests {
    use super::squeezed;

    #[test]
    fn comments_and_indentation_stay_with_the_authors() {
        let style = "/* Tokens. */\n\n:root {\n    --a: 1px; /* of\n two lines */\n}\n";
        assert_eq!(squeezed(style), ":root {\n--a: 1px;\n}");
    }
}
