//! Files of the site: hashed names, compressed copies, and the report of their sizes.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::{Effort, manifest::Size};

/// Extensions whose content compresses; images and sounds already are.
const COMPRESSIBLE: [&str; 9] = ["css", "html", "ico", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// Collects files, then writes them all.
pub struct Output {
    folder: PathBuf,
    files: Vec<(String, Vec<u8>)>,
}

impl Output {
    pub fn new(folder: &Path) -> Self {
        Output { folder: folder.to_owned(), files: Vec::new() }
    }

    pub fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.push((name.to_owned(), bytes));
    }

    /// Puts a file into `pkg/` under a name that changes with its content, and returns that name.
    pub fn put_hashed(&mut self, stem: &str, extension: &str, bytes: Vec<u8>) -> String {
        let name = format!("{stem}.{}.{extension}", short_hash(&[&bytes]));
        self.put(&format!("pkg/{name}"), bytes);
        name
    }

    /// Writes every file and, where it pays, its `.br` and `.gz`. Returns what each file of `pkg/` weighs.
    pub fn write(self, effort: Effort) -> Result<BTreeMap<String, Size>> {
        let mut sizes = BTreeMap::new();
        for (name, bytes) in &self.files {
            let path = self.folder.join(name);
            fs::create_dir_all(path.parent().context("a file without a folder")?)?;
            fs::write(&path, bytes)?;

            let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
            if !COMPRESSIBLE.contains(&extension) {
                continue;
            }
            let brotli = brotli(bytes, effort)?;
            let gzip = gzip(bytes, effort)?;
            if let Some(name) = name.strip_prefix("pkg/") {
                let size = Size { plain: bytes.len(), brotli: brotli.len(), gzip: gzip.len() };
                sizes.insert(name.to_owned(), size);
            }
            for (suffix, packed) in [("br", brotli), ("gz", gzip)] {
                if packed.len() < bytes.len() {
                    fs::write(self.folder.join(format!("{name}.{suffix}")), packed)?;
                }
            }
        }
        Ok(sizes)
    }
}

/// As much of a hash as a name needs.
pub fn short_hash(parts: &[&[u8]]) -> String {
    hash(parts)[..16].to_owned()
}

/// A hash over parts, told apart by their lengths.
pub fn hash(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn brotli(bytes: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let quality = if effort == Effort::Full { 11 } else { 4 };
    let parameters =
        brotli::enc::BrotliEncoderParams { quality, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &parameters)?;
    Ok(packed)
}

fn gzip(bytes: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let level = if effort == Effort::Full { flate2::Compression::best() } else { flate2::Compression::fast() };
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}
