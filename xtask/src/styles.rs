//! Two stylesheets out of `style/*.css`: what every page needs, and what the pages beside the desktop add to it.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result, bail, ensure};

pub struct Styles {
    /// `main.css`.
    pub main: String,
    /// `pages.css`: comes with the part of that name.
    pub pages: String,
}

/// Replaces each `@import "file.css";` line of the two by that file. A file nobody imports is an error: it would be missing
/// from the site without anyone noticing.
pub fn bundle(folder: &Path) -> Result<Styles> {
    let mut imported = BTreeSet::new();
    let mut sheet = |sheet: &str| -> Result<String> {
        let mut bundle = String::new();
        for line in read(folder, sheet)?.lines() {
            match import(line)? {
                Some(name) => {
                    bundle.push_str(read(folder, name)?.trim_end());
                    ensure!(imported.insert(name.to_owned()), "style/{name} is imported twice");
                }
                None => bundle.push_str(line),
            }
            bundle.push('\n');
        }
        imported.insert(sheet.to_owned());
        Ok(squeezed(&bundle))
    };
    let styles = Styles { main: sheet("main.css")?, pages: sheet("pages.css")? };
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        ensure!(!name.ends_with(".css") || imported.contains(&name), "style/{name} is imported by no other");
    }
    Ok(styles)
}

fn read(folder: &Path, name: &str) -> Result<String> {
    fs::read_to_string(folder.join(name)).with_context(|| format!("reading style/{name}"))
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
        None => bail!("write imports in styles as @import \"file.css\"; not as {line}"),
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
