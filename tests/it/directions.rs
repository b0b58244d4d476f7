//! Who may name whom (architecture, section 1), read from the source.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    fn walk(path: &Path, found: &mut Vec<(PathBuf, String)>) {
        if path.is_dir() {
            fs::read_dir(path).unwrap().for_each(|entry| walk(&entry.unwrap().path(), found));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push((path.to_owned(), fs::read_to_string(path).unwrap()));
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder), &mut found);
    assert!(!found.is_empty(), "nothing in {folder}");
    found
}

/// The code alone, up to the tests, without comments and what stands in quotes.
fn code(source: &str) -> String {
    let source = source.split("#[cfg(test)]").next().unwrap();
    let lines = source.lines().map(|line| line.split("//").next().unwrap());
    lines.flat_map(|line| line.split('"').step_by(2).chain(["\n"])).collect()
}

/// Whether `name` stands in `code` as a word.
fn names(code: &str, name: &str) -> bool {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
}

fn assert_never(folder: &str, forbidden: &[&str], but: &[&str]) {
    for (path, source) in sources(folder) {
        let allowed = but.iter().any(|but| path.to_string_lossy().contains(but));
        for name in forbidden.iter().filter(|_| !allowed) {
            assert!(!names(&code(&source), name), "{} names {name}", path.display());
        }
    }
}

#[test]
fn only_the_store_names_the_database() {
    assert_never("", &["sqlx"], &["src/server/store/"]);
}

#[test]
fn the_core_names_no_framework_and_no_provider() {
    let forbidden = ["axum", "leptos", "leptos_axum", "tower", "tower_http", "twilio", "sandbox", "ui", "api"];
    for folder in ["server/inbox", "server/routing", "server/outbox"] {
        assert_never(folder, &forbidden, &[]);
    }
    assert_never("server/store", &["axum", "leptos", "leptos_axum", "twilio", "ui", "api", "reqwest"], &[]);
}

#[test]
fn the_browser_half_never_names_the_server() {
    for (path, source) in sources("ui") {
        for line in code(&source).lines() {
            assert!(!line.contains("crate::server") && !line.contains("super::server"), "{}: {line}", path.display());
        }
    }
}

#[test]
fn the_domain_names_nothing_of_the_others() {
    for (path, source) in sources("domain") {
        for line in code(&source).lines().map(str::trim) {
            let Some(used) = line.strip_prefix("use ").or(line.strip_prefix("pub use ")) else { continue };
            let first = used.split([':', ';', ' ']).next().unwrap();
            let own = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/domain")).unwrap();
            let own = own.map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned());
            let known = ["std", "serde", "super", "self"].contains(&first) || own.into_iter().any(|name| name == first);
            // A folder hands on what its own files hold.
            let beside = path.with_file_name(format!("{first}.rs")).exists();
            assert!(known || beside, "{}: {line}", path.display());
        }
    }
    assert_never("domain", &["server", "ui", "api", "leptos", "axum", "sqlx", "tokio"], &[]);
}

#[test]
fn a_server_function_reaches_the_server_only_through_its_one_door() {
    for (path, source) in sources("api") {
        for line in code(&source).lines().filter(|line| line.contains("crate::server")) {
            assert!(line.trim().starts_with("use crate::server::web"), "{}: {line}", path.display());
        }
    }
}

#[test]
fn only_what_makes_pages_names_the_browser_half() {
    assert_never("server", &["ui"], &["server/router.rs", "server/http/page.rs", "server/http/assets.rs"]);
}
