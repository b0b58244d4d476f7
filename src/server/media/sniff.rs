//! What bytes are, whatever anybody claims.

use sha2::{Digest, Sha256};

use crate::{
    domain::media::{MediaKind, MediaProblem},
    server::store::Contents,
};

/// Bytes that tell what a file is.
const HEAD: usize = 8192;

/// What `bytes` are, when the house takes such a thing.
pub fn contents(bytes: &[u8], longest: i64, kinds: &[MediaKind]) -> Result<Contents, MediaProblem> {
    let size = bytes.len() as i64;
    if size == 0 {
        return Err(MediaProblem::Empty);
    }
    if size > longest {
        return Err(MediaProblem::TooLarge);
    }
    let content_type = content_type(bytes);
    let kind = MediaKind::of(content_type);
    if !kinds.contains(&kind) {
        return Err(MediaProblem::Kind);
    }
    // A picture whose size can't be told is a picture still; the screen has a box for it.
    let pixels = (kind == MediaKind::Picture).then(|| imagesize::blob_size(bytes).ok()).flatten();
    let side = |length: usize| i64::try_from(length).ok().filter(|length| (1..=100_000).contains(length));
    let pixels = pixels.and_then(|pixels| side(pixels.width).zip(side(pixels.height)));
    Ok(Contents {
        sha256: Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
        content_type: content_type.to_owned(),
        size,
        width: pixels.map(|(width, _)| width),
        height: pixels.map(|(_, height)| height),
    })
}

/// By the first bytes; `application/octet-stream` when they say nothing.
pub fn content_type(bytes: &[u8]) -> &'static str {
    let head = &bytes[..bytes.len().min(HEAD)];
    // Phones record in a branch of MP4 of their own.
    if head.get(4..8) == Some(b"ftyp") && matches!(head.get(8..10), Some(b"3g")) {
        return "video/3gpp";
    }
    // Begins as a script would.
    if head.starts_with(b"#!AMR") {
        return "audio/amr";
    }
    match infer::get(head).map(|found| found.mime_type()) {
        Some(found) => found,
        None if head.len() >= 11 && head[..11].eq_ignore_ascii_case(b"BEGIN:VCARD") => "text/vcard",
        None if is_text(head) => "text/plain",
        None => "application/octet-stream",
    }
}

/// UTF-8 without control characters. The head may end within a character.
fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.is_empty() && !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 3 × 2 pixels, as far as its head says.
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x06\0\0\0";

    #[test]
    fn bytes_tell_what_they_are() {
        let cut = "é".repeat(HEAD).into_bytes();
        for (bytes, expected) in [
            (PNG, "image/png"),
            (b"GIF89a\x01\0\x01\0", "image/gif"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
            (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
            (b"%PDF-1.7\n", "application/pdf"),
            (b"ID3\x03\0\0\0\0\0\0", "audio/mpeg"),
            (b"#!AMR\n\x3c", "audio/amr"),
            (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "video/mp4"),
            (b"\0\0\0\x14ftyp3gp5\0\0\0\0", "video/3gpp"),
            (b"BEGIN:VCARD\r\nVERSION:3.0", "text/vcard"),
            (b"begin:vcard\nversion:2.1", "text/vcard"),
            (b"just words\n", "text/plain"),
            (&cut[..HEAD + 1], "text/plain"),
            (b"\x01\x02\x03", "application/octet-stream"),
            (b"\xff\xfe\0", "application/octet-stream"),
        ] {
            assert_eq!(content_type(bytes), expected, "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(20)]));
        }
        for page in [&b"<!DOCTYPE html><script>"[..], b"<html>", b"<?xml version=\"1.0\"?><svg xmlns=", b"MZ\x90\0"] {
            assert_eq!(MediaKind::of(content_type(page)), MediaKind::Other);
        }
        // A drawing without a prologue is its source code at most.
        assert_eq!(content_type(b"<svg onload=alert(1)>"), "text/plain");
    }

    #[test]
    fn what_the_house_does_not_take_is_refused_by_its_bytes() {
        let all = MediaKind::TAKEN;
        let picture = contents(PNG, 100, &all).unwrap();
        assert_eq!((picture.width, picture.height, picture.size), (Some(3), Some(2), PNG.len() as i64));
        assert_eq!(picture.sha256.len(), 64);
        assert_eq!(contents(b"", 100, &all), Err(MediaProblem::Empty));
        assert_eq!(contents(PNG, 5, &all), Err(MediaProblem::TooLarge));
        assert_eq!(contents(PNG, 100, &[MediaKind::Pdf]), Err(MediaProblem::Kind));
        assert_eq!(contents(b"<html><body>", 100, &all), Err(MediaProblem::Kind));
    }
}
