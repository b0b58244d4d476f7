//! The web site: every file lies inside the binary, compressed beforehand, so a deployment is one file.
//!
//! `cargo run -p xtask -- site` makes the files. A server built without them still answers: its pages stay without
//! style and script, and start-up says why.

use std::{borrow::Cow, collections::HashMap};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header},
};
use rust_embed::{EmbeddedFile, RustEmbed};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{encoding::Encoding, watched::Watched};
use crate::ui::PageFiles;

/// Release builds carry the files; debug builds read them from disk when they start.
#[derive(RustEmbed)]
#[folder = "target/site"]
#[allow_missing = true]
struct SiteFolder;

/// The names in these files change with their content, so a browser may keep them for ever.
const HASHED: &str = "public, max-age=31536000, immutable";
/// For files whose name stays while the content may change: kept briefly, then asked for by entity tag.
const NAMED: &str = "public, max-age=300";
/// For files that somebody works on.
const CHANGING: &str = "no-store";

/// All files of the site, ready to be served.
pub struct Assets {
    files: HashMap<String, Asset>,
    page_files: Option<PageFiles>,
    /// Where these come from instead while cargo-leptos makes them.
    watched: Option<Watched>,
}

struct Asset {
    content_type: HeaderValue,
    cache_control: &'static str,
    plain: Stored,
    brotli: Option<Stored>,
    gzip: Option<Stored>,
}

/// One encoding of a file. Each has its own tag, because their bytes differ.
struct Stored {
    bytes: Bytes,
    tag: HeaderValue,
}

/// `manifest.json` as the site's build writes it: names of files in `pkg/`.
#[derive(Deserialize)]
struct Manifest {
    style: String,
    pages_style: String,
    boot: String,
    script: String,
    loader: String,
    wasm: String,
    parts: HashMap<String, Vec<String>>,
}

impl From<Manifest> for PageFiles {
    fn from(manifest: Manifest) -> Self {
        let address = |name: String| format!("/pkg/{name}");
        let parts = manifest.parts.into_iter();
        PageFiles {
            style: address(manifest.style),
            pages_style: address(manifest.pages_style),
            boot: address(manifest.boot),
            scripts: vec![address(manifest.script), address(manifest.loader)],
            wasm: address(manifest.wasm),
            parts: parts.map(|(part, pieces)| (part, pieces.into_iter().map(address).collect())).collect(),
        }
    }
}

/// What cargo-leptos makes, and the styles as they are written.
fn plainly_named(watched: &Watched) -> PageFiles {
    PageFiles {
        style: "/style/main.css".into(),
        pages_style: "/style/pages.css".into(),
        boot: watched.boot(),
        scripts: vec!["/pkg/smsdesk.js".into()],
        wasm: "/pkg/smsdesk.wasm".into(),
        // Only named so that they come sooner.
        parts: HashMap::new(),
    }
}

impl Assets {
    /// Takes up the files of this binary.
    pub fn load() -> Self {
        if let Some(watched) = Watched::by_cargo_leptos() {
            return Assets { files: HashMap::new(), page_files: Some(plainly_named(&watched)), watched: Some(watched) };
        }
        let mut files: HashMap<String, Asset> = SiteFolder::iter()
            .filter(|name| !is_encoded(name) && name != "manifest.json")
            .filter_map(|name| Some((format!("/{name}"), Asset::read(&name)?)))
            .collect();
        files.shrink_to_fit();
        let page_files = SiteFolder::get("manifest.json")
            .and_then(|file| serde_json::from_slice::<Manifest>(&file.data).ok())
            .map(PageFiles::from);
        Assets { files, page_files, watched: None }
    }

    /// What pages have to link; `None` when the site was not built.
    pub fn page_files(&self) -> Option<&PageFiles> {
        self.page_files.as_ref()
    }

    /// The file at `path`, if there is one.
    pub fn serve(&self, path: &str, method: &Method, headers: &HeaderMap) -> Option<Response<Body>> {
        let changing = self.watched.as_ref().map(|watched| Some(Asset::changing(path, watched.read(path)?)));
        let asset = match &changing {
            Some(changing) => changing.as_ref()?,
            None => self.files.get(path)?,
        };
        let (encoding, stored) = asset.choose(headers);

        let mut response = if !matches!(*method, Method::GET | Method::HEAD) {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            return Some(response);
        } else if is_known(headers, &stored.tag) {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        } else {
            let length = HeaderValue::from(stored.bytes.len());
            let body = if *method == Method::HEAD { Body::empty() } else { Body::from(stored.bytes.clone()) };
            let mut response = Response::new(body);
            let fields = response.headers_mut();
            fields.insert(header::CONTENT_TYPE, asset.content_type.clone());
            fields.insert(header::CONTENT_LENGTH, length);
            if let Some(coding) = encoding.as_str() {
                fields.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
            }
            response
        };
        let fields = response.headers_mut();
        fields.insert(header::ETAG, stored.tag.clone());
        fields.insert(header::CACHE_CONTROL, HeaderValue::from_static(asset.cache_control));
        fields.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        Some(response)
    }
}

impl Asset {
    fn read(name: &str) -> Option<Self> {
        let stored = |suffix: &str| SiteFolder::get(&format!("{name}{suffix}")).map(Stored::from);
        Some(Asset {
            content_type: content_type(name),
            cache_control: if is_hashed(name) { HASHED } else { NAMED },
            plain: stored("")?,
            brotli: stored(".br"),
            gzip: stored(".gz"),
        })
    }

    fn changing(name: &str, bytes: Vec<u8>) -> Self {
        let hash = Sha256::digest(&bytes);
        let plain = Stored::new(bytes.into(), &hash);
        Asset { content_type: content_type(name), cache_control: CHANGING, plain, brotli: None, gzip: None }
    }

    fn choose(&self, headers: &HeaderMap) -> (Encoding, &Stored) {
        Encoding::accepted(headers)
            .find_map(|encoding| {
                let stored = match encoding {
                    Encoding::Brotli => self.brotli.as_ref(),
                    Encoding::Gzip => self.gzip.as_ref(),
                    Encoding::Identity => Some(&self.plain),
                };
                Some((encoding, stored?))
            })
            .unwrap_or((Encoding::Identity, &self.plain))
    }
}

impl Stored {
    fn new(bytes: Bytes, hash: &[u8]) -> Self {
        // Half of a SHA-256 is more than enough to tell two versions apart.
        let tag: String = hash[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        let tag = HeaderValue::from_str(&format!("\"{tag}\"")).expect("hexadecimal digits are a header value");
        Stored { bytes, tag }
    }
}

impl From<EmbeddedFile> for Stored {
    fn from(file: EmbeddedFile) -> Self {
        let hash = file.metadata.sha256_hash();
        let bytes = match file.data {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => Bytes::from(bytes),
        };
        Stored::new(bytes, &hash)
    }
}

/// Every text we write is UTF-8; without saying so a browser guesses from the user's language.
fn content_type(name: &str) -> HeaderValue {
    let guessed = mime_guess::from_path(name).first_or_octet_stream();
    let told = match guessed.type_().as_str() {
        "text" => format!("{guessed}; charset=utf-8"),
        _ => guessed.to_string(),
    };
    HeaderValue::from_str(&told).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

fn is_encoded(name: &str) -> bool {
    name.ends_with(".br") || name.ends_with(".gz")
}

/// Only what the build itself named by content; snippets of dependencies keep the names the glue imports them by.
fn is_hashed(name: &str) -> bool {
    name.starts_with("pkg/") && !name.starts_with("pkg/snippets/")
}

/// Whether the browser already holds this very encoding.
fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let Some(known) = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()) else { return false };
    known.split(',').map(|item| item.trim().trim_start_matches("W/")).any(|item| item == "*" || item == tag)
}
