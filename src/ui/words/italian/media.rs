//! Words of pictures and files, wherever they are shown, attached or allowed.

use super::super::{media::MediaWords, speech::Written};
use crate::domain::media::{MediaKind, MediaProblem, MediaState, Unattachable};

pub const IT: MediaWords<Written> = MediaWords {
    picture_from: |contact| format!("Immagine da {contact}"),
    picture_sent: "Immagine inviata",
    audio_from: |contact| format!("Registrazione da {contact}"),
    audio_sent: "Registrazione inviata",
    video_from: |contact| format!("Video da {contact}"),
    video_sent: "Video inviato",
    enlarge: |what| format!("{what}. Ingrandisci"),
    nth: |n, of| format!("{n} di {of}"),
    previous: "Immagine precedente",
    next: "Immagine successiva",
    download: "Scarica",
    download_label: |what| format!("Scarica {what}"),
    pending: |kind| match kind {
        MediaKind::Picture => "Recupero dell'immagine…",
        MediaKind::Audio => "Recupero della registrazione…",
        MediaKind::Video => "Recupero del video…",
        _ => "Recupero del file…",
    },
    kind: |kind| match kind {
        MediaKind::Picture => "Immagine",
        MediaKind::Audio => "Registrazione",
        MediaKind::Video => "Video",
        MediaKind::Pdf => "PDF",
        MediaKind::Vcard => "Biglietto da visita",
        MediaKind::Text => "File di testo",
        MediaKind::Other => "File",
    },
    kinds: |kind| match kind {
        MediaKind::Picture => "Immagini",
        MediaKind::Audio => "Registrazioni",
        MediaKind::Video => "Video",
        MediaKind::Pdf => "Documenti PDF",
        MediaKind::Vcard => "Biglietti da visita",
        MediaKind::Text => "File di testo",
        MediaKind::Other => "Altri file",
    },
    size,
    missing,
    retry_failed: "Impossibile richiederlo di nuovo.",
    no_text: "Ha inviato un'immagine o un file",

    attach: "Allega immagini o file",
    attached: "Allegati",
    drop_here: "Trascinare qui per allegare",
    uploading: |name| format!("Caricamento di {name} in corso"),
    still_uploading: "Un caricamento è ancora in corso.",
    some_not_attached: "Un allegato non è riuscito. Riprovare o rimuoverlo.",
    remove: |name| format!("Rimuovi {name}"),
    unattachable: |name, why| match why {
        Unattachable::Empty => format!("{name} è vuoto."),
        Unattachable::TooLarge(most) => {
            format!("{name} è troppo grande: un file può avere al massimo {}.", size(*most))
        }
        Unattachable::TooMuch(most) => {
            format!("{name} è di troppo: tutti i file di un messaggio possono avere insieme {}.", size(*most))
        }
        Unattachable::TooMany(most) => format!("{name} è in più: un messaggio porta al massimo {most} file."),
        Unattachable::Kind => format!("{name} è di un tipo che da qui non si invia."),
    },
    upload_failed: |name| format!("Impossibile caricare {name}."),
    pasted: "Immagine incollata",
    texts_only: "Questo account invia solo SMS di testo.",

    settings: "Immagini e file",
    settings_help: "Ciò che inviano i clienti viene recuperato dal provider e conservato nella banca dati. Gli stessi limiti \
                    valgono per gli allegati degli operatori.",
    megabytes: "File più grande",
    megabytes_help: "Ciò che è più grande resta al provider. Quasi tutti gli operatori telefonici si fermano a 5 MB.",
    megabytes_unit: "MB",
    taken: "Cosa si accetta",

    take_picture: "Aggiungi un'immagine o un file",
    phone_picture: "Immagine",
};

fn size(bytes: i64) -> String {
    match bytes {
        1 => "1 byte".into(),
        0..1_024 => format!("{bytes} byte"),
        1_024..1_048_576 => format!("{} kB", (bytes + 512) / 1_024),
        _ => {
            let tenths = (bytes * 10 + 524_288) / 1_048_576;
            if tenths % 10 == 0 { format!("{} MB", tenths / 10) } else { format!("{},{} MB", tenths / 10, tenths % 10) }
        }
    }
}

fn missing(kind: MediaKind, state: MediaState, problem: Option<MediaProblem>) -> String {
    // "Immagine" and "registrazione" are feminine, "video" and "file" masculine.
    let (what, ending) = match kind {
        MediaKind::Picture => ("L'immagine", 'a'),
        MediaKind::Audio => ("La registrazione", 'a'),
        MediaKind::Video => ("Il video", 'o'),
        _ => ("Il file", 'o'),
    };
    if state == MediaState::Removed {
        return format!("{what} non viene più conservat{ending}.");
    }
    match problem {
        Some(MediaProblem::TooLarge) => format!("{what} supera la dimensione accettata."),
        Some(MediaProblem::Kind) => format!("{what} è di un tipo che qui non si accetta."),
        Some(MediaProblem::Empty) => format!("{what} è vuot{ending}."),
        Some(MediaProblem::Address) => format!("{what} si trova a un indirizzo che non è sicuro aprire."),
        Some(MediaProblem::Gone) => format!("{what} non è più disponibile presso il provider."),
        Some(MediaProblem::Credentials) => {
            format!("{what} non si può recuperare: il provider non accetta le credenziali di questo account.")
        }
        Some(MediaProblem::Redirects) => {
            format!("{what} non si può recuperare: l'indirizzo non porta da nessuna parte.")
        }
        Some(MediaProblem::Unreachable) => format!("{what} non si può recuperare: il provider non è raggiungibile."),
        Some(MediaProblem::Provider) | None => {
            format!("{what} non si può recuperare: il provider ha risposto con un errore.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_has_a_decimal_comma() {
        assert_eq!(size(1_600_000), "1,5 MB");
        assert_eq!(size(1), "1 byte");
        assert_eq!(size(81_920), "80 kB");
    }

    #[test]
    fn what_is_missing_agrees_with_its_gender() {
        assert_eq!(
            missing(MediaKind::Audio, MediaState::Failed, Some(MediaProblem::Empty)),
            "La registrazione è vuota."
        );
        assert_eq!(missing(MediaKind::Video, MediaState::Removed, None), "Il video non viene più conservato.");
    }
}
