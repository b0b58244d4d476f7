//! Files of the site: hashed names, compressed copies, and the report of their sizes.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    thread,
};

use anyhow::{Context, Result, anyhow};
use brotli::enc::backward_references::{BrotliEncoderMode, BrotliEncoderParams};
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

/// Which settings make it smallest can't be foreseen: modules that differ in a few bytes come out 0.5 % larger or smaller
/// by either of them. So all are tried, side by side.
fn brotli(bytes: &[u8], effort: Effort) -> Result<Vec<u8>> {
    if effort != Effort::Full {
        return packed(bytes, 4, BrotliEncoderMode::BROTLI_MODE_GENERIC, 0);
    }
    let settings = [
        (BrotliEncoderMode::BROTLI_MODE_GENERIC, 0),
        (BrotliEncoderMode::BROTLI_MODE_GENERIC, 20),
        (BrotliEncoderMode::BROTLI_MODE_FONT, 0),
    ];
    thread::scope(|scope| {
        let tries = settings.map(|(mode, lgblock)| scope.spawn(move || packed(bytes, 11, mode, lgblock)));
        let mut smallest: Option<Vec<u8>> = None;
        for one in tries {
            let one = one.join().map_err(|_| anyhow!("compressing panicked"))??;
            if smallest.as_ref().is_none_or(|known| one.len() < known.len()) {
                smallest = Some(one);
            }
        }
        smallest.context("nothing was tried")
    })
}

/// `lgblock` of 0 leaves the size of its blocks to the encoder.
fn packed(bytes: &[u8], quality: i32, mode: BrotliEncoderMode, lgblock: i32) -> Result<Vec<u8>> {
    let parameters =
        BrotliEncoderParams { quality, mode, lgblock, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
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
