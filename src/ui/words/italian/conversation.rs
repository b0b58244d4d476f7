//! Words of a conversation and its composer.

use super::super::{
    conversation::{ComposerWords, ConversationWords},
    speech::Written,
};
use crate::domain::{Delivery, consent::Hindrance, language::Language, message::Happening};

pub const IT: ConversationWords<Written> = ConversationWords {
    log: |contact| format!("Conversazione con {contact}"),
    load_earlier: "Carica i messaggi precedenti",
    load_earlier_failed: "Impossibile caricare i messaggi precedenti.",
    beginning: "Inizio della conversazione",
    said: |contact, text| format!("{contact}: {text}"),
    session: |id| format!("Sessione {id}"),
    this_session: "Questa sessione",
    closed_at: |when| format!("chiusa: {when}"),
    new_divider: "Nuovi",
    new_messages: "Nuovi messaggi",
    to_newest: "Vai ai più recenti",
    load_failed: "Impossibile caricare la conversazione.",
    you: "Tu",
    internal_note: "Nota interna",
    automatic: "Risposta automatica",
    sent_at: |time| format!("inviato alle {time}"),
    copy_code: |code| format!("Copia {code}"),
    happening: |what| match what {
        Happening::Accepted { by } => format!("{by} ha accettato"),
        Happening::BackToQueue { from } => format!("Di nuovo in coda: {from} era assente"),
        Happening::AutoReplySkipped { why } => {
            format!("Nessuna risposta automatica: {}", why.in_language(Language::Italian))
        }
        Happening::Started { by } => format!("{by} ha avviato la conversazione"),
        Happening::OptedOut { word } => format!("Il cliente ha revocato il consenso agli SMS con {word}"),
        Happening::OptedIn { word } => format!("Il cliente vuole di nuovo ricevere SMS: {word}"),
        Happening::SentDespite { by, hindrance: Hindrance::OptedOut, why } => {
            format!("{by} ha inviato nonostante la revoca del consenso: {why}")
        }
        Happening::SentDespite { by, hindrance: Hindrance::QuietHours, why } => {
            format!("{by} ha inviato nella fascia di silenzio: {why}")
        }
        Happening::FollowUpDue { reason } => (super::follow_up::IT.due)(reason),
        other => super::closing::happening(other),
    },
    delivery: |state| match state {
        Delivery::Scheduled => "Programmato",
        Delivery::Queued => "In coda",
        Delivery::Sending => "Invio in corso",
        Delivery::Unknown => "Invio incerto",
        Delivery::Sent => "Consegnato al provider",
        Delivery::Unconfirmed => "Consegnato al provider, ancora senza ricevuta",
        Delivery::Delivered => "Consegnato",
        Delivery::Failed => "Non riuscito",
        Delivery::Undelivered => "Impossibile da consegnare",
        Delivery::Expired => "Scaduto durante il percorso",
        Delivery::Cancelled => "Annullato, mai inviato",
    },
    delivery_label: |state| format!("{state}. Mostra ogni passaggio"),
    problem: |state| match state {
        Delivery::Unknown => "La linea è caduta durante la consegna al provider: potrebbe essere partito oppure no.",
        Delivery::Undelivered => "L'operatore telefonico non ha potuto consegnarlo.",
        Delivery::Expired => "È scaduto prima della consegna.",
        _ => "Non è stato inviato.",
    },
    code: |code| format!("codice {code}"),
    resend: "Invia di nuovo",
    resend_unknown: "Invia comunque di nuovo",
    resend_failed: "Impossibile inviarlo di nuovo.",
    story: "Consegna",
    story_failed: "Impossibile caricare i passaggi.",
    story_forgotten: "È passato troppo tempo: i passaggi non si conservano più.",
    attempt: |n| format!("Tentativo {n}"),
    late_report: "notifica tardiva, senza effetto",
    going: "In viaggio verso il server",
    waiting: "Non ancora inviato: server non raggiungibile. Nuovo tentativo…",
    asking: "Non inviato: scritto prima che la pagina fosse caricata. Inviarlo ora?",
    refused: "Non inviato.",
    retry: "Invia ora",
    note_waiting: "Non ancora salvata: il server non è raggiungibile. Nuovo tentativo in corso…",
    note_asking: "Non salvata: scritta prima che la pagina fosse caricata. Salvarla ora?",
    note_refused: "Non salvata.",
    note_retry: "Salva ora",
    take_back: "Modifica",
    session_menu: "Altro per questa sessione",
};

pub const COMPOSER_IT: ComposerWords<Written> = ComposerWords {
    region: "Area di scrittura",
    mode: "Cosa scrivere",
    reply: "Risposta",
    note: "Nota interna",
    reply_label: |contact| format!("Rispondi a {contact}"),
    note_label: "Nota interna, visibile solo ai colleghi",
    reply_placeholder: |contact| format!("Scrivi a {contact}"),
    note_placeholder: "Scrivi una nota per i colleghi. Il cliente non la vede mai.",
    send: "Invia",
    save_note: "Salva la nota",
    hint: "Invio spedisce, Maiusc Invio va a capo",
    hint_note: "Invio salva la nota, Maiusc Invio va a capo",
    characters: |n| if n == 1 { "1 carattere".into() } else { format!("{n} caratteri") },
    segments: |parts, left| {
        let parts = if parts == 1 { "1 messaggio".into() } else { format!("{parts} messaggi") };
        if left == 1 { format!("{parts}, 1 rimasto") } else { format!("{parts}, {left} rimasti") }
    },
    gsm: "GSM a 7 bit",
    ucs2: "Unicode",
    forced_by: |chars| format!("Unicode a causa di {chars}"),
    sign,
    mend: "Sostituisci con segni semplici",
    too_long: |chars, max| match chars - max {
        1 => format!("Troppo lungo di 1 carattere: questo account ne accetta {max}."),
        over => format!("Troppo lungo di {over} caratteri: questo account ne accetta {max}."),
    },
    nearly_full: |left| match left {
        1 => "1 carattere rimasto per questo account.".into(),
        left => format!("{left} caratteri rimasti per questo account."),
    },
    many_messages: |n| format!("Testo lungo: viene inviato e addebitato come {n} messaggi."),
    not_owner: |owner| format!("La sessione è in carico a {owner}. È possibile leggerla e scrivere note."),
    no_owner: "Nessuno ha ancora accettato questa sessione, quindi non si può rispondere da qui.",
    session_closed: "Questa sessione è chiusa. Quando il cliente scrive di nuovo, ne comincia un'altra.",
    session_may_reopen: |until| {
        format!("Questa sessione è chiusa. Se il cliente scrive di nuovo entro: {until}, viene riaperta.")
    },
    cannot_answer: |peer| format!("“{peer}” è un nome e non un numero: non può ricevere risposte."),
    stale: "La connessione è interrotta: i messaggi più recenti potrebbero non essere visibili.",
    emoji: "Emoji",
};

fn sign(c: char) -> String {
    let name = match c {
        '\t' => "tabulazione",
        '\u{a0}' | '\u{202f}' => "spazio unificatore",
        '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => "spazio largo",
        '\u{ad}' => "trattino facoltativo",
        '\u{200b}' | '\u{2060}' | '\u{feff}' => "spazio a larghezza zero",
        '\u{200c}' | '\u{200d}' => "carattere di unione",
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "segno di direzione",
        '\u{85}' | '\u{2028}' | '\u{2029}' => "separatore di riga",
        '\u{fe00}'..='\u{fe0f}' => "selettore di variante",
        // Accents that stand alone are shown on a circle.
        '\u{300}'..='\u{36f}' => return format!("“\u{25cc}{c}”"),
        '‘' | '’' | '‚' | '‛' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' => {
            return format!("virgoletta {c}");
        }
        c if c.is_control() => "carattere di controllo",
        c => return format!("“{c}”"),
    };
    name.to_owned()
}
