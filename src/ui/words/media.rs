//! Words of pictures and files, wherever they are shown, attached or allowed.

use super::speech::{Written, words};
use crate::domain::media::{MediaKind, MediaProblem, MediaState, Unattachable};

words! {
    pub struct MediaWords in EN, late super::italian::media::IT;

    /// The contact.
    pub picture_from: fn(&str) -> String,
    pub picture_sent: &'static str,
    pub audio_from: fn(&str) -> String,
    pub audio_sent: &'static str,
    pub video_from: fn(&str) -> String,
    pub video_sent: &'static str,
    /// What opens it larger, from its description.
    pub enlarge: fn(&str) -> String,
    /// Which of how many.
    pub nth: fn(usize, usize) -> String,
    pub previous: &'static str,
    pub next: &'static str,
    pub download: &'static str,
    /// Name or kind.
    pub download_label: fn(&str) -> String,
    pub pending: fn(MediaKind) -> &'static str,
    pub kind: fn(MediaKind) -> &'static str,
    pub kinds: fn(MediaKind) -> &'static str,
    /// Bytes.
    pub size: fn(i64) -> String,
    /// Why it is not here.
    pub missing: fn(MediaKind, MediaState, Option<MediaProblem>) -> String,
    pub retry_failed: &'static str,
    /// In place of first words.
    pub no_text: &'static str,

    // the composer
    pub attach: &'static str,
    pub attached: &'static str,
    pub drop_here: &'static str,
    pub uploading: fn(&str) -> String,
    pub still_uploading: &'static str,
    pub some_not_attached: &'static str,
    pub remove: fn(&str) -> String,
    pub unattachable: fn(&str, &Unattachable) -> String,
    pub upload_failed: fn(&str) -> String,
    pub pasted: &'static str,
    pub texts_only: &'static str,

    // the settings
    pub settings: &'static str,
    pub settings_help: &'static str,
    pub megabytes: &'static str,
    pub megabytes_help: &'static str,
    pub megabytes_unit: &'static str,
    pub taken: &'static str,

    // the simulator
    pub take_picture: &'static str,
    pub phone_picture: &'static str,
}

pub const EN: MediaWords<Written> = MediaWords {
    picture_from: |contact| format!("Picture from {contact}"),
    picture_sent: "Picture we sent",
    audio_from: |contact| format!("Recording from {contact}"),
    audio_sent: "Recording we sent",
    video_from: |contact| format!("Video from {contact}"),
    video_sent: "Video we sent",
    enlarge: |what| format!("{what}. Show it larger"),
    nth: |n, of| format!("{n} of {of}"),
    previous: "Previous picture",
    next: "Next picture",
    download: "Download",
    download_label: |what| format!("Download {what}"),
    pending: |kind| match kind {
        MediaKind::Picture => "Fetching the picture…",
        MediaKind::Audio => "Fetching the recording…",
        MediaKind::Video => "Fetching the video…",
        _ => "Fetching the file…",
    },
    kind: |kind| match kind {
        MediaKind::Picture => "Picture",
        MediaKind::Audio => "Recording",
        MediaKind::Video => "Video",
        MediaKind::Pdf => "PDF",
        MediaKind::Vcard => "Business card",
        MediaKind::Text => "Text file",
        MediaKind::Other => "File",
    },
    kinds: |kind| match kind {
        MediaKind::Picture => "Pictures",
        MediaKind::Audio => "Recordings",
        MediaKind::Video => "Videos",
        MediaKind::Pdf => "PDF documents",
        MediaKind::Vcard => "Business cards",
        MediaKind::Text => "Text files",
        MediaKind::Other => "Other files",
    },
    size,
    missing,
    retry_failed: "It could not be asked for again.",
    no_text: "Sent a picture or file",

    attach: "Attach pictures or files",
    attached: "Attached",
    drop_here: "Drop it here to attach it",
    uploading: |name| format!("{name} is being uploaded"),
    still_uploading: "Something is still being uploaded.",
    some_not_attached: "Something could not be attached. Try it again or remove it.",
    remove: |name| format!("Remove {name}"),
    unattachable: |name, why| match why {
        Unattachable::Empty => format!("{name} is empty."),
        Unattachable::TooLarge(most) => format!("{name} is too large: a file may have {}.", size(*most)),
        Unattachable::TooMuch(most) => {
            format!("{name} is too much: all files of a message may have {} together.", size(*most))
        }
        Unattachable::TooMany(most) => format!("{name} is one too many: a message carries {most} files."),
        Unattachable::Kind => format!("{name} is of a kind that is not sent from here."),
    },
    upload_failed: |name| format!("{name} could not be uploaded."),
    pasted: "Pasted picture",
    texts_only: "This account sends texts only.",

    settings: "Pictures and files",
    settings_help: "What customers send is fetched from the provider and kept in the database. The same limits hold for what \
                    agents attach.",
    megabytes: "Largest file",
    megabytes_help: "Anything larger is left with the provider. Most carriers stop at 5 MB.",
    megabytes_unit: "MB",
    taken: "What is taken",

    take_picture: "Add a picture or file",
    phone_picture: "Picture",
};

fn size(bytes: i64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} bytes"),
        1_024..1_048_576 => format!("{} KB", (bytes + 512) / 1_024),
        _ => {
            let tenths = (bytes * 10 + 524_288) / 1_048_576;
            if tenths % 10 == 0 { format!("{} MB", tenths / 10) } else { format!("{}.{} MB", tenths / 10, tenths % 10) }
        }
    }
}

fn missing(kind: MediaKind, state: MediaState, problem: Option<MediaProblem>) -> String {
    let what = match kind {
        MediaKind::Picture => "The picture",
        MediaKind::Audio => "The recording",
        MediaKind::Video => "The video",
        _ => "The file",
    };
    if state == MediaState::Removed {
        return format!("{what} is kept no longer.");
    }
    match problem {
        Some(MediaProblem::TooLarge) => format!("{what} is larger than this house takes."),
        Some(MediaProblem::Kind) => format!("{what} is of a kind that this house does not take."),
        Some(MediaProblem::Empty) => format!("{what} is empty."),
        Some(MediaProblem::Address) => format!("{what} lies at an address that is not safe to open."),
        Some(MediaProblem::Gone) => format!("{what} is not at the provider any more."),
        Some(MediaProblem::Credentials) => {
            format!("{what} could not be fetched: the provider does not accept the credentials of this account.")
        }
        Some(MediaProblem::Redirects) => format!("{what} could not be fetched: its address leads nowhere."),
        Some(MediaProblem::Unreachable) => format!("{what} could not be fetched: the provider can't be reached."),
        Some(MediaProblem::Provider) | None => {
            format!("{what} could not be fetched: the provider answered with an error.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_read_at_a_glance() {
        for (bytes, words) in [
            (0, "0 bytes"),
            (1_023, "1023 bytes"),
            (1_024, "1 KB"),
            (81_920, "80 KB"),
            (1_048_576, "1 MB"),
            (1_600_000, "1.5 MB"),
            (5_242_880, "5 MB"),
        ] {
            assert_eq!(size(bytes), words);
        }
    }

    #[test]
    fn whatever_is_missing_has_a_sentence() {
        for problem in MediaProblem::ALL {
            for state in [MediaState::Refused, MediaState::Failed] {
                assert!(missing(MediaKind::Picture, state, Some(problem)).ends_with('.'));
            }
        }
    }
}
