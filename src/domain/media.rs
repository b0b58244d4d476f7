//! Pictures and files, as they are sent and received beside texts.

use serde::{Deserialize, Serialize};

use super::MediaId;

/// One part of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    pub id: MediaId,
    /// As the file was called where it was uploaded; empty for what customers send.
    pub name: String,
    /// While it is pending, what the provider claims; once stored, what the bytes are.
    pub content_type: String,
    pub state: MediaState,
    /// Why it is refused or failed.
    pub problem: Option<MediaProblem>,
    /// Bytes.
    pub size: i64,
    /// Pixels, of pictures whose format tells.
    pub width: Option<i64>,
    pub height: Option<i64>,
    /// Counts its changes, so that late news never undoes newer.
    pub version: i64,
}

impl Media {
    pub fn kind(&self) -> MediaKind {
        MediaKind::of(&self.content_type)
    }

    pub fn is_stored(&self) -> bool {
        self.state == MediaState::Stored
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaState {
    /// Still to be fetched from the provider.
    Pending,
    Stored,
    /// The house does not take such a thing.
    Refused,
    /// It could not be fetched.
    Failed,
    /// It was here and is kept no longer.
    Removed,
}

impl MediaState {
    const ALL: [MediaState; 5] =
        [MediaState::Pending, MediaState::Stored, MediaState::Refused, MediaState::Failed, MediaState::Removed];

    pub fn as_str(self) -> &'static str {
        match self {
            MediaState::Pending => "pending",
            MediaState::Stored => "stored",
            MediaState::Refused => "refused",
            MediaState::Failed => "failed",
            MediaState::Removed => "removed",
        }
    }

    pub fn parse(text: &str) -> Option<MediaState> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether a person may have it fetched again: the reason may have gone.
    pub fn can_retry(self) -> bool {
        matches!(self, MediaState::Refused | MediaState::Failed)
    }
}

/// Why something is not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaProblem {
    TooLarge,
    /// The house takes no such files.
    Kind,
    Empty,
    /// Its address does not lie in the open internet, or is not encrypted.
    Address,
    /// The provider has it no longer.
    Gone,
    /// The provider does not accept the account's credentials.
    Credentials,
    /// It was sent on from address to address.
    Redirects,
    /// Nobody answered, or the line broke.
    Unreachable,
    /// The provider answered with an error.
    Provider,
}

impl MediaProblem {
    pub const ALL: [MediaProblem; 9] = [
        MediaProblem::TooLarge,
        MediaProblem::Kind,
        MediaProblem::Empty,
        MediaProblem::Address,
        MediaProblem::Gone,
        MediaProblem::Credentials,
        MediaProblem::Redirects,
        MediaProblem::Unreachable,
        MediaProblem::Provider,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            MediaProblem::TooLarge => "too_large",
            MediaProblem::Kind => "kind",
            MediaProblem::Empty => "empty",
            MediaProblem::Address => "address",
            MediaProblem::Gone => "gone",
            MediaProblem::Credentials => "credentials",
            MediaProblem::Redirects => "redirects",
            MediaProblem::Unreachable => "unreachable",
            MediaProblem::Provider => "provider",
        }
    }

    pub fn parse(text: &str) -> Option<MediaProblem> {
        Self::ALL.into_iter().find(|problem| problem.as_str() == text)
    }
}

/// What people call a sort of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    Picture,
    Audio,
    Video,
    Pdf,
    /// A business card.
    Vcard,
    Text,
    Other,
}

impl MediaKind {
    /// Those a house can take.
    pub const TAKEN: [MediaKind; 6] =
        [MediaKind::Picture, MediaKind::Audio, MediaKind::Video, MediaKind::Pdf, MediaKind::Vcard, MediaKind::Text];

    pub fn as_str(self) -> &'static str {
        match self {
            MediaKind::Picture => "picture",
            MediaKind::Audio => "audio",
            MediaKind::Video => "video",
            MediaKind::Pdf => "pdf",
            MediaKind::Vcard => "vcard",
            MediaKind::Text => "text",
            MediaKind::Other => "other",
        }
    }

    /// A drawing with scripts and a page are neither pictures nor texts.
    pub fn of(content_type: &str) -> MediaKind {
        let bare = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match bare.as_str() {
            "application/pdf" => MediaKind::Pdf,
            "text/vcard" | "text/x-vcard" | "text/directory" => MediaKind::Vcard,
            "text/plain" | "text/csv" => MediaKind::Text,
            "image/svg+xml" => MediaKind::Other,
            other if other.starts_with("image/") => MediaKind::Picture,
            other if other.starts_with("audio/") => MediaKind::Audio,
            other if other.starts_with("video/") => MediaKind::Video,
            _ => MediaKind::Other,
        }
    }
}

/// Whether a browser may show this kind of content by itself: what it decodes without running anything.
pub fn shows_inline(content_type: &str) -> bool {
    matches!(
        content_type,
        "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "video/mp4" | "audio/mpeg" | "audio/ogg"
    )
}

/// What may be attached to one message of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaLimits {
    pub files: usize,
    /// Bytes of one file.
    pub file_size: i64,
    /// Bytes of all together.
    pub total_size: i64,
    pub kinds: Vec<MediaKind>,
}

/// Why a file can't be attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unattachable {
    Empty,
    /// At most so many bytes.
    TooLarge(i64),
    /// All together at most so many bytes.
    TooMuch(i64),
    /// At most so many files.
    TooMany(usize),
    Kind,
}

impl MediaLimits {
    /// Whether a file of `size` bytes that calls itself `content_type` may join those of the `attached` sizes. An unknown
    /// type passes: the server looks at the bytes.
    pub fn check(&self, attached: &[i64], size: i64, content_type: &str) -> Result<(), Unattachable> {
        let known = !matches!(content_type, "" | "application/octet-stream");
        if attached.len() >= self.files {
            Err(Unattachable::TooMany(self.files))
        } else if size == 0 {
            Err(Unattachable::Empty)
        } else if size > self.file_size {
            Err(Unattachable::TooLarge(self.file_size))
        } else if attached.iter().sum::<i64>() + size > self.total_size {
            Err(Unattachable::TooMuch(self.total_size))
        } else if known && !self.kinds.contains(&MediaKind::of(content_type)) {
            Err(Unattachable::Kind)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_type_is_what_people_call_it_and_nothing_that_runs_is_a_picture() {
        for (content_type, kind) in [
            ("image/jpeg", MediaKind::Picture),
            ("IMAGE/PNG; x=y", MediaKind::Picture),
            ("image/svg+xml", MediaKind::Other),
            ("audio/amr", MediaKind::Audio),
            ("video/3gpp", MediaKind::Video),
            ("application/pdf", MediaKind::Pdf),
            ("text/x-vcard; charset=utf-8", MediaKind::Vcard),
            ("text/plain", MediaKind::Text),
            ("text/html", MediaKind::Other),
            ("application/zip", MediaKind::Other),
            ("", MediaKind::Other),
        ] {
            assert_eq!(MediaKind::of(content_type), kind, "{content_type}");
        }
    }

    #[test]
    fn only_what_runs_nothing_is_shown_inline() {
        for shown in ["image/png", "image/jpeg", "image/gif", "image/webp", "video/mp4", "audio/mpeg", "audio/ogg"] {
            assert!(shows_inline(shown), "{shown}");
        }
        for not in ["image/svg+xml", "text/html", "text/plain", "application/pdf", "image/heif", "text/vcard", ""] {
            assert!(!shows_inline(not), "{not}");
        }
    }

    #[test]
    fn what_can_be_attached_ends_at_the_limits() {
        let limits =
            MediaLimits { files: 2, file_size: 100, total_size: 150, kinds: vec![MediaKind::Picture, MediaKind::Pdf] };
        assert_eq!(limits.check(&[], 100, "image/png"), Ok(()));
        assert_eq!(limits.check(&[], 100, ""), Ok(()));
        assert_eq!(limits.check(&[], 0, "image/png"), Err(Unattachable::Empty));
        assert_eq!(limits.check(&[], 101, "image/png"), Err(Unattachable::TooLarge(100)));
        assert_eq!(limits.check(&[100], 51, "image/png"), Err(Unattachable::TooMuch(150)));
        assert_eq!(limits.check(&[1, 1], 1, "image/png"), Err(Unattachable::TooMany(2)));
        assert_eq!(limits.check(&[], 1, "audio/mpeg"), Err(Unattachable::Kind));
    }

    #[test]
    fn states_and_problems_are_read_as_they_are_written() {
        for state in MediaState::ALL {
            assert_eq!(MediaState::parse(state.as_str()), Some(state));
        }
        for problem in MediaProblem::ALL {
            assert_eq!(MediaProblem::parse(problem.as_str()), Some(problem));
        }
    }
}
