//! Words that several screens share.

use super::super::{
    common::{CommonWords, TimeWords},
    speech::Written,
};
use crate::{api::AppError, domain::language::Language};

pub const IT: CommonWords<Written> = CommonWords {
    lang: "it",
    product: "smsdesk",
    cancel: "Annulla",
    close: "Chiudi",
    save: "Salva",
    back: "Indietro",
    dismiss: "Chiudi avviso",
    try_again: "Riprova",
    loading: "Caricamento…",
    none: "–",
    reload: "Ricarica",
    copy: "Copia",
    copied: "Copiato.",
    copy_refused: "Il browser non permette la copia automatica. Selezionare il testo e copiarlo a mano.",
    not_found: "Qui non c'è nulla",
    not_found_text: "L'indirizzo contiene forse un errore, o ciò che indicava non esiste più.",
    to_desktop: "Vai al desktop",
    language: "Lingua",
    language_failed: "La lingua scelta non è stata salvata.",
    error,
    sentence: |sentence| sentence.in_language(Language::Italian).to_owned(),
};

fn error(error: &AppError) -> String {
    match error {
        AppError::Unauthenticated => "Accedere di nuovo.".into(),
        AppError::Forbidden => "Il ruolo non lo consente.".into(),
        AppError::NotFound => "Non esiste più.".into(),
        AppError::Conflict(why) => why.in_language(Language::Italian).to_owned(),
        AppError::Invalid(_) => "Controllare i campi segnalati.".into(),
        AppError::Unreadable => "La pagina e il server non si capiscono. Ricaricare la pagina.".into(),
        AppError::Slower(1) => "Troppi tentativi. Attendere un secondo.".into(),
        AppError::Slower(seconds) => format!("Troppi tentativi. Attendere {seconds} secondi."),
        AppError::Unavailable => {
            "Il server non è raggiungibile in questo momento. Nulla è andato perso: riprovare.".into()
        }
        AppError::Internal(reference) => format!("Si è verificato un errore sul server (riferimento {reference})."),
    }
}

pub const TIME_IT: TimeWords<Written> = TimeWords {
    months: [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
    weekdays: ["Lunedì", "Martedì", "Mercoledì", "Giovedì", "Venerdì", "Sabato", "Domenica"],
    today: "Oggi",
    yesterday: "Ieri",
    just_now: "ora",
    minutes_ago: |n| format!("{n} min fa"),
    hours_ago: |n| if n == 1 { "1 ora fa".into() } else { format!("{n} ore fa") },
    age: |minutes| match minutes {
        0 => "ora".into(),
        1..60 => format!("{minutes} min"),
        60..2_880 => format!("{} h", minutes / 60),
        _ => format!("{} g", minutes / 1_440),
    },
    lasted: |hours, minutes| match (hours, minutes) {
        (0, 0) => String::new(),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    },
    short_date: |day, month| format!("{day} {}", &month[..3]),
    date: |day, month, year| format!("{day} {month} {year}"),
    long_date: |weekday, day, month, year| format!("{weekday} {day} {month} {year}"),
};
