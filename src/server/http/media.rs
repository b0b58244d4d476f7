//! Pictures and files over HTTP: shown to people, lent to providers, taken from browsers.
//!
//! What strangers sent is never trusted: what it is was told from its bytes, only what runs nothing is shown by itself, and
//! even that without scripts and out of this origin's reach.

use std::{ops::RangeInclusive, time::Duration};

use axum::{
    Json,
    body::{Body, Bytes},
    extract::{FromRequestParts, Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use futures::{Stream, StreamExt, stream};
use serde::Deserialize;

use super::encoding::AsItIs;
use crate::{
    api::AppError,
    domain::{InteractionId, MediaId, error::Invalid, media::shows_inline, user::Me},
    server::{
        auth::sessions,
        failure::Failure,
        media::{MediaLibrary, Shown},
        state::AppState,
        store::PIECE,
        web::{self, Caller, Right},
    },
};

/// Between two pieces of an upload.
const STALLED: Duration = Duration::from_secs(30);

/// For `/media/{id}`: only within the browser of who may see it, and asked for again after a while, as rights change.
pub(super) const PRIVATE: &str = "private, max-age=3600";

/// Shows a part of a conversation to who may see it.
pub async fn show(
    State(state): State<AppState>,
    Path(id): Path<MediaId>,
    Person(me): Person,
    headers: HeaderMap,
) -> Response {
    match state.media.show(&me, id).await {
        Ok(shown) => respond(&state.media, shown, &format!("media-{id}"), &headers, PRIVATE),
        Err(failure) => refuse(failure),
    }
}

/// Lends what we send to the provider that was given its address.
pub async fn lend(State(state): State<AppState>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    match state.media.lend(&token).await {
        Ok(shown) => respond(&state.media, shown, "attachment", &headers, "private, no-store"),
        Err(failure) => refuse(failure),
    }
}

#[derive(Deserialize)]
pub struct UploadTo {
    interaction: InteractionId,
    #[serde(default)]
    name: String,
}

/// Takes a file for a reply: its bytes are the body.
pub async fn upload(
    State(state): State<AppState>,
    Query(to): Query<UploadTo>,
    Person(me): Person,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let taken = async {
        let receipt = state.media.receive(&me, to.interaction).await?;
        let bytes = read(&headers, body, receipt.longest).await?;
        state.media.keep(&me, receipt, &to.name, bytes).await
    };
    match taken.await {
        Ok(media) => Json(media).into_response(),
        Err(failure) => refuse(failure),
    }
}

/// Whoever is signed in and may converse.
pub struct Person(pub Me);

impl FromRequestParts<AppState> for Person {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let caller = Caller::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        let me = caller.me.ok_or_else(|| refusal(&AppError::Unauthenticated))?;
        if sessions::may(&me, Right::Converse) { Ok(Person(me)) } else { Err(refusal(&AppError::Forbidden)) }
    }
}

pub(super) fn refuse(failure: Failure) -> Response {
    match web::told::<()>(Err(failure)) {
        Err(error) => refusal(&error),
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
    }
}

fn refusal(error: &AppError) -> Response {
    (web::status(error), Json(error)).into_response()
}

/// The body, at most `longest` bytes; it may take its time as long as it moves.
pub(super) async fn read(headers: &HeaderMap, body: Body, longest: i64) -> Result<Vec<u8>, Failure> {
    let longest = usize::try_from(longest).unwrap_or(0);
    let too_large = || Failure::from(Invalid::one("file", ["This file is too large.", "Questo file è troppo grande."]));
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > longest) {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(announced.unwrap_or(0));
    let mut pieces = body.into_data_stream();
    loop {
        let broken = || Failure::refused(["The upload broke off.", "Il caricamento si è interrotto."]);
        match tokio::time::timeout(STALLED, pieces.next()).await.map_err(|_| broken())? {
            None => return Ok(bytes),
            Some(piece) => {
                let piece = piece.map_err(|_| broken())?;
                if bytes.len() + piece.len() > longest {
                    return Err(too_large());
                }
                bytes.extend_from_slice(&piece);
            }
        }
    }
}

/// The contents as a response; `stem` names a file that has no name.
pub(super) fn respond(
    library: &MediaLibrary,
    shown: Shown,
    stem: &str,
    request: &HeaderMap,
    cache: &'static str,
) -> Response {
    let tag = format!("\"{}\"", &shown.sha256[..shown.sha256.len().min(32)]);
    let known = request.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let range = wanted(request, &tag, shown.size);
    let mut response = if known.is_some_and(|known| known.split(',').any(|known| known.trim() == tag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        match &range {
            Wanted::Nothing => StatusCode::RANGE_NOT_SATISFIABLE.into_response(),
            Wanted::All => bytes(library, &shown, 0..=shown.size - 1).into_response(),
            Wanted::Part(part) => (StatusCode::PARTIAL_CONTENT, bytes(library, &shown, part.clone())).into_response(),
        }
    };
    // A part of something compressed would be a part of something else.
    response.extensions_mut().insert(AsItIs);
    let fields = response.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            fields.insert(name, value);
        }
    };
    match range {
        Wanted::Nothing => set(header::CONTENT_RANGE, &format!("bytes */{}", shown.size)),
        Wanted::Part(part) => {
            set(header::CONTENT_RANGE, &format!("bytes {}-{}/{}", part.start(), part.end(), shown.size));
            set(header::CONTENT_LENGTH, &(part.end() - part.start() + 1).to_string());
        }
        Wanted::All => set(header::CONTENT_LENGTH, &shown.size.to_string()),
    }
    set(header::CONTENT_TYPE, &content_type(&shown.content_type));
    set(header::CONTENT_DISPOSITION, &disposition(&shown, stem));
    set(header::ETAG, &tag);
    set(header::CACHE_CONTROL, cache);
    set(header::ACCEPT_RANGES, "bytes");
    // Opened by itself it runs nothing, asks for nothing and belongs to nobody.
    set(
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
    );
    response
}

fn content_type(known: &str) -> String {
    if known.starts_with("text/") { format!("{known}; charset=utf-8") } else { known.to_owned() }
}

fn bytes(library: &MediaLibrary, shown: &Shown, part: RangeInclusive<i64>) -> Body {
    Body::from_stream(pieces(library.clone(), shown.sha256.clone(), part))
}

/// The bytes of `part`, piece by piece: no more of a file is in memory than what is on its way.
fn pieces(
    library: MediaLibrary,
    sha256: String,
    part: RangeInclusive<i64>,
) -> impl Stream<Item = Result<Bytes, Failure>> + Send {
    let size = PIECE as i64;
    stream::try_unfold(*part.start(), move |at| {
        let (library, sha256, end) = (library.clone(), sha256.clone(), *part.end());
        async move {
            if at > end {
                return Ok(None);
            }
            let piece = library.piece(&sha256, at / size).await?;
            let from = usize::try_from(at % size).unwrap_or(0).min(piece.len());
            let to = usize::try_from(end - at / size * size + 1).unwrap_or(usize::MAX).min(piece.len());
            let next = (at / size + 1) * size;
            Ok(Some((Bytes::from(piece).slice(from..to.max(from)), next)))
        }
    })
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Wanted {
    All,
    /// First and last byte.
    Part(RangeInclusive<i64>),
    /// A part there is not.
    Nothing,
}

/// Players ask for one part at a time; whoever asks for several gets all, which is allowed.
fn wanted(request: &HeaderMap, tag: &str, size: i64) -> Wanted {
    let text = |name| request.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let Some(range) = text(header::RANGE).and_then(|range| range.strip_prefix("bytes=")) else { return Wanted::All };
    // Of another version than the one at hand, all.
    if text(header::IF_RANGE).is_some_and(|known| known != tag) {
        return Wanted::All;
    }
    let Some((from, to)) = range.split_once('-').filter(|_| !range.contains(',')) else { return Wanted::All };
    let number = |text: &str| text.trim().parse::<i64>().ok().filter(|number| *number >= 0);
    let part = match (from.trim().is_empty(), number(from), to.trim().is_empty(), number(to)) {
        (true, _, false, Some(last)) => (size - last).max(0)..=size - 1,
        (false, Some(from), true, _) => from..=size - 1,
        (false, Some(from), false, Some(to)) if to >= from => from..=to.min(size - 1),
        _ => return Wanted::All,
    };
    if part.is_empty() { Wanted::Nothing } else { Wanted::Part(part) }
}

/// Shown or saved, and under which name.
fn disposition(shown: &Shown, stem: &str) -> String {
    let how = if shows_inline(&shown.content_type) { "inline" } else { "attachment" };
    let ending = ending(&shown.content_type);
    let name = if shown.name.is_empty() { format!("{stem}.{ending}") } else { shown.name.clone() };
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    let encoded: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

fn ending(content_type: &str) -> &'static str {
    match content_type {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/heif" => "heic",
        "image/bmp" => "bmp",
        "image/tiff" => "tiff",
        "audio/mpeg" => "mp3",
        "audio/ogg" => "ogg",
        "audio/amr" => "amr",
        "audio/x-wav" => "wav",
        "audio/aac" => "aac",
        "audio/m4a" => "m4a",
        "video/mp4" => "mp4",
        "video/3gpp" => "3gp",
        "video/quicktime" => "mov",
        "video/webm" => "webm",
        "application/pdf" => "pdf",
        "text/vcard" => "vcf",
        "text/plain" => "txt",
        _ => "bin",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(range: &str) -> Wanted {
        let headers = HeaderMap::from_iter([(header::RANGE, HeaderValue::from_str(range).unwrap())]);
        wanted(&headers, "\"t\"", 10)
    }

    #[test]
    fn a_part_is_what_was_asked_for_within_what_there_is() {
        for (range, expected) in [
            ("bytes=0-3", Wanted::Part(0..=3)),
            ("bytes=4-", Wanted::Part(4..=9)),
            ("bytes=-2", Wanted::Part(8..=9)),
            ("bytes=-20", Wanted::Part(0..=9)),
            ("bytes=0-99", Wanted::Part(0..=9)),
            ("bytes=9-9", Wanted::Part(9..=9)),
            ("bytes=10-", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            ("bytes=3-1", Wanted::All),
            ("bytes=0-1,4-5", Wanted::All),
            ("bytes=x-y", Wanted::All),
            ("bytes=-", Wanted::All),
            ("items=0-1", Wanted::All),
            ("bytes=99999999999999999999-", Wanted::All),
        ] {
            assert_eq!(asked(range), expected, "{range}");
        }
        let other = [(header::RANGE, "bytes=0-3"), (header::IF_RANGE, "\"other\"")];
        let headers = other.map(|(name, value)| (name, HeaderValue::from_static(value))).into_iter().collect();
        assert_eq!(wanted(&headers, "\"t\"", 10), Wanted::All);
    }

    fn disposition_of(content_type: &str, name: &str) -> String {
        let shown = Shown { content_type: content_type.into(), name: name.into(), size: 1, sha256: String::new() };
        disposition(&shown, "media-7")
    }

    #[test]
    fn only_what_runs_nothing_is_shown_and_everything_has_a_name() {
        assert_eq!(disposition_of("image/png", ""), "inline; filename=\"media-7.png\"; filename*=UTF-8''media-7.png");
        assert_eq!(
            disposition_of("text/plain", "höhe \"1\".txt"),
            "attachment; filename=\"h_he _1_.txt\"; filename*=UTF-8''h%C3%B6he%20%221%22.txt"
        );
        for saved in ["application/pdf", "image/heif", "text/vcard", "image/svg+xml", "text/html"] {
            assert!(disposition_of(saved, "").starts_with("attachment;"), "{saved}");
        }
    }
}
