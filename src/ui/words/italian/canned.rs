//! Words of canned answers: the picker in the composer, the pages where they are kept, and what is wrong with one.

use super::super::{
    canned::{CannedWords, PickerWords},
    speech::Written,
};
use crate::domain::{
    Encoding,
    canned::{LONGEST_SHORTCUT, LONGEST_TITLE, Variable, Wrong},
};

fn messages(n: i64) -> String {
    if n == 1 { "1 messaggio".into() } else { format!("{n} messaggi") }
}

fn characters(n: i64) -> String {
    if n == 1 { "1 carattere".into() } else { format!("{n} caratteri") }
}

fn encoding(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Gsm7 => "GSM a 7 bit",
        Encoding::Ucs2 => "Unicode",
    }
}

pub const PICKER_IT: PickerWords<Written> = PickerWords {
    button: "Risposte predefinite ( / )",
    count: |n| match n {
        0 => "Nessuna risposta corrisponde".into(),
        1 => "1 risposta".into(),
        n => format!("{n} risposte"),
    },
    keys: "↑ ↓ scegli · Invio inserisce · Esc chiude",
    to_own: "Le mie risposte predefinite",
    gap: |variable| format!("Manca il valore di {}: completarlo prima di inviare.", variable.token()),
    show_gap: "Vai al punto",
};

pub const IT: CannedWords<Written> = CannedWords {
    list: "Risposte predefinite",
    coming: "Le risposte stanno arrivando…",
    failed: "Impossibile caricare le risposte predefinite.",
    none_yet: "Non ci sono ancora risposte predefinite.",
    nothing_fits: |typed| format!("Nessun risultato per “{typed}”. Esc lascia il testo com'è."),
    of_account: "Account",
    own: "Personale",
    cost: |segments| {
        format!("{} · {} · {}", encoding(segments.encoding), characters(segments.chars), messages(segments.parts))
    },
    title: "Risposte predefinite",
    text: "Testi pronti per tutti, o per le conversazioni di un account. Gli operatori li trovano digitando /.",
    own_title: "Le mie risposte predefinite",
    own_text: "Testi pronti per uso personale. In una conversazione si trovano digitando /.",
    add: "Aggiungi una risposta",
    added: |shortcut| format!("/{shortcut} è pronta per la prossima conversazione."),
    list_failed: "Impossibile caricare le risposte predefinite.",
    one_failed: "Impossibile caricare questa risposta.",
    empty: "Non ci sono ancora risposte predefinite",
    empty_text: "Ciò che si scrive ogni giorno conviene tenerlo qui: si trova con / e poche lettere.",
    empty_own: "Non ci sono ancora risposte personali",
    empty_own_text: "Per ciò che si scrive spesso. Una risposta con la scorciatoia di una condivisa ne prende il posto, \
                     solo per chi l'ha creata.",
    nothing_found: "Nessun risultato",
    show_all: "Mostra tutte",
    search: "Cerca per scorciatoia, titolo o testo",
    whose: "Di chi",
    all: "Tutte",
    everybodys: "Di tutti",
    shortcut: "Scorciatoia",
    shortcut_help: "Ciò che si digita dopo /. Lettere, cifre e\u{a0}_\u{a0}.\u{a0}-",
    name: "Titolo",
    name_help: "Di cosa tratta; vale anche per la ricerca.",
    scope: "A chi serve",
    belongs_to: "Appartiene a",
    scope_everybody: ("Di tutti", "In ogni conversazione."),
    scope_account: (
        "Di un account",
        "Nelle conversazioni di un account. Prende il posto di quella di tutti con la stessa scorciatoia.",
    ),
    scope_own: ("Personale", "Solo per chi la crea. Prende il posto di ogni altra con la stessa scorciatoia."),
    account: "Account",
    choose_account: "Scegli un account",
    answer: "Risposta",
    body: "Testo",
    body_help: "Ciò che sta tra parentesi graffe viene completato in ogni conversazione. Se il valore manca, lo si chiede \
                all'operatore.",
    variables: "Inserisci",
    insert_variable: |variable| format!("Inserisci {}", variable.token()),
    variable: |variable| match variable {
        Variable::ContactFirstName => "Nome di battesimo",
        Variable::ContactName => "Nome",
        Variable::ContactNumber => "Numero",
        Variable::AgentAlias => "Operatore, per i clienti",
        Variable::AgentName => "Operatore",
        Variable::AccountName => "Account",
        Variable::AccountKey => "Sigla dell'account",
        Variable::InteractionId => "Numero dell'interazione",
        Variable::QueueName => "Coda",
        Variable::Date => "Data",
        Variable::Time => "Ora",
    },
    preview: "Anteprima",
    preview_help: "Con i valori di una conversazione inventata.",
    sample_name: "Maria Bianchi",
    sample_account: "Linea principale",
    sample_queue: "Assistenza",
    as_it_stands: "Così com'è",
    filled_in: "Completata",
    encoding,
    unicode_because: |signs| format!("Unicode a causa di {signs}"),
    filled_too_long: |chars, longest| {
        format!("Completata ha {}; se ne possono inviare al massimo {longest}.", characters(chars))
    },
    wrong: |wrong| match wrong {
        Wrong::NoShortcut => "Indicare una scorciatoia.".into(),
        Wrong::ShortcutSigns => "Solo lettere, cifre e - _ .".into(),
        Wrong::ShortcutTooLong => format!("Al massimo {LONGEST_SHORTCUT} caratteri."),
        Wrong::NoTitle => "Indicare un titolo.".into(),
        Wrong::TitleTooLong => format!("Al massimo {LONGEST_TITLE} caratteri."),
        Wrong::NoText => "Scrivere il testo per il cliente.".into(),
        Wrong::TextTooLong(chars, longest) => {
            format!("{}; se ne possono inviare al massimo {longest}.", characters(*chars as i64))
        }
        Wrong::TextSigns => "Contiene un carattere che non si può inviare.".into(),
        Wrong::UnknownVariable(name, None) => format!("La variabile {{{name}}} non esiste."),
        Wrong::UnknownVariable(name, Some(like)) => {
            format!("La variabile {{{name}}} non esiste. Forse {}?", like.token())
        }
    },
    taken_here: "Un'altra risposta ha già questa scorciatoia.",
    wins_over: |whose| format!("Prende il posto della risposta con questa scorciatoia: {whose}."),
    loses_to: |whose| format!("Un'altra risposta con questa scorciatoia ha la precedenza: {whose}."),
    remove: "Elimina",
    remove_title: "Eliminare la risposta?",
    remove_question: |shortcut| format!("Eliminare la risposta /{shortcut}? Ciò che è stato inviato con essa resta."),
    removed: |shortcut| format!("/{shortcut} è stata eliminata."),
    remove_failed: "La risposta non è stata eliminata.",
};
