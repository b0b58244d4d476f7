//! The site as `cargo leptos watch` makes it, for those who work on the code. It changes under the running server, so
//! every file is read when it is asked for, and none is kept by a browser. Styles come as they are written.

use std::{
    env, fs,
    path::{Component, Path, PathBuf},
    time::UNIX_EPOCH,
};

/// A file, because the content security policy allows no inline script.
const BOOT: &str = "pkg/boot.js";
const STARTS: &str = "import init, { hydrate } from \"./smsdesk.js\";\n\
                      await init({ module_or_path: new URL(\"./smsdesk.wasm\", import.meta.url) });\n\
                      hydrate();\n";

pub struct Watched {
    /// What cargo-leptos makes.
    site: PathBuf,
    /// The repository, for `style/`.
    sources: PathBuf,
    /// When the WASM was made, ms: names the build.
    made: u128,
}

impl Watched {
    /// `None` unless cargo-leptos started this process. Never in a release build, which carries its site.
    pub fn by_cargo_leptos() -> Option<Watched> {
        if !cfg!(debug_assertions) {
            return None;
        }
        let (sources, site) = (env::current_dir().ok()?, env::var_os("LEPTOS_SITE_ROOT")?);
        Some(Watched::at(sources.join(site), sources))
    }

    fn at(site: PathBuf, sources: PathBuf) -> Watched {
        let made = fs::metadata(site.join("pkg/smsdesk.wasm")).and_then(|wasm| wasm.modified()).ok();
        let made = made.and_then(|made| made.duration_since(UNIX_EPOCH).ok()).map_or(0, |made| made.as_millis());
        Watched { site, sources, made }
    }

    /// The address of the script every page loads. It changes with the WASM.
    pub fn boot(&self) -> String {
        format!("/{BOOT}?{}", self.made)
    }

    /// The file at `path` of an address.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        let path = Path::new(path.strip_prefix('/')?);
        if path == Path::new(BOOT) {
            return Some(STARTS.into());
        }
        let is_inside = path.components().all(|component| matches!(component, Component::Normal(_)));
        let folder = if path.starts_with("style") { &self.sources } else { &self.site };
        is_inside.then(|| fs::read(folder.join(path)).ok())?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_as_they_are_now_and_none_beside_the_site() {
        let folder = tempfile::tempdir().unwrap();
        let sources = folder.path().to_owned();
        let site = sources.join("target/site");
        fs::create_dir_all(site.join("pkg")).unwrap();
        fs::create_dir_all(sources.join("style")).unwrap();
        fs::write(sources.join("secret"), "secret").unwrap();
        fs::write(sources.join("style/main.css"), "a {}").unwrap();
        let watched = Watched::at(site.clone(), sources.clone());
        let read = |path: &str| watched.read(path).map(|bytes| String::from_utf8(bytes).unwrap());

        assert_eq!(read("/pkg/smsdesk.js"), None);
        fs::write(site.join("pkg/smsdesk.js"), "script").unwrap();
        assert_eq!(read("/pkg/smsdesk.js").as_deref(), Some("script"));
        assert_eq!(read("/style/main.css").as_deref(), Some("a {}"));
        for outside in ["/../../secret", "/style/../secret", "//secret", "/", ""] {
            assert_eq!(read(outside), None, "{outside}");
        }
        assert_eq!(read(&format!("/{}", sources.join("secret").display())), None);
    }
}
