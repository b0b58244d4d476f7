//! Words of contacts: the side bar, tags and the house's own fields.

use super::super::{
    contacts::{
        CardWords, FieldAdminWords, JourneyWords, MergeWords, RoutingWords, SideWords, TagAdminWords, TagWords,
    },
    speech::Written,
};
use crate::domain::{
    contact::NumberKind, contact_field::FieldKind, offer::OfferState, routing::PassedOver, tag::TagColour,
};

pub const SIDE_IT: SideWords<Written> = SideWords {
    tabs: "Informazioni",
    contact: "Contatto",
    interaction: "Interazione",
    journey: "Storico",
    failed: "Impossibile caricare le informazioni su questo contatto.",
    first_response_after: |millis| format!("dopo {}", span(millis)),
    tags: "Etichette",
};

/// How long something took, in its largest two units.
fn span(millis: i64) -> String {
    let seconds = (millis / 1_000).max(0);
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
        3_600..86_400 => format!("{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
        _ => format!("{} g {} h", seconds / 86_400, seconds % 86_400 / 3_600),
    }
}

pub const CARD_IT: CardWords<Written> = CardWords {
    whole: "Scheda completa",
    name: "Nome",
    numbers: "Numeri",
    number_kind: |kind| match kind {
        NumberKind::Mobile => "Cellulare",
        NumberKind::Home => "Casa",
        NumberKind::Work => "Lavoro",
        NumberKind::Other => "Altro",
    },
    kind_of: |number| format!("Tipo di {number}"),
    add_number: "Aggiungi un numero",
    new_number: "Nuovo numero",
    new_number_kind: "Tipo del nuovo numero",
    add: "Aggiungi",
    copy_named: |number| format!("Copia {number}"),
    remove_named: |number| format!("Rimuovi {number}"),
    remove_question: |number| format!("Rimuovere {number}? Il suo prossimo SMS crea un nuovo contatto."),
    remove: "Rimuovi",
    keep: "Mantieni",
    email: "E-mail",
    company: "Società",
    list: "Lista",
    notes: "Note",
    tags: "Etichette",
    own_fields: "Altro",
    empty: "Aggiungi",
    unknown: "non noto",
    read_only: "Qui si può solo leggere. Modifica chi ha o ha avuto una conversazione con questo contatto, e i supervisori.",
    edit: |label, value| format!("{label}: {value}. Modifica"),
    fill: |label| format!("{label}: ancora vuoto. Modifica"),
    hint_line: "Invio salva, Esc lascia com'era.",
    hint_notes: "Invio salva, Maiusc Invio va a capo, Esc lascia com'era.",
    open_link: |label| format!("Apri: {label}"),
    nothing_chosen: "Nessuna scelta",
    on: "Sì",
    off: "No",
    changed_meanwhile: |value| format!("Durante la modifica un collega ha scritto qui “{value}”."),
    overtaken: |value| {
        format!("Non salvato: nel frattempo un collega ha scritto qui “{value}”. Salvare di nuovo per sostituirlo.")
    },
    emptied: "nulla",
    opted_out: "Consenso revocato",
    opted_out_since: "Registrato:",
    opted_out_by_provider: "Lo ha segnalato il provider.",
    opted_out_by_word: |word| format!("Il cliente ha scritto {word}."),
    takes_texts: "Accetta SMS",
    texts: "Consenso",
    opt_out: "Registra una revoca",
    opt_in: "Ripristina il consenso",
    opt_out_reason: "Da dove risulta?",
    opt_out_help: "Per esempio: richiesto al telefono. Resta registrato con il nome di chi lo inserisce.",
    opt_in_help: "Per esempio: nuovo consenso via e-mail. Resta registrato con il nome di chi lo inserisce.",
    only_supervisors: "Solo un supervisore può ripristinarlo.",
};

pub const MERGE_IT: MergeWords<Written> = MergeWords {
    title: "Unisci due contatti",
    question: |number| format!("{number} appartiene anche a un altro contatto"),
    text: "Se sono la stessa persona, si possono unire. L'operazione è irreversibile.",
    stays: "Resta",
    goes: "Confluisce",
    numbers: "Numeri",
    interactions: |n| if n == 1 { "1 interazione".into() } else { format!("{n} interazioni") },
    outcome: "Numeri, etichette e interazioni si sommano e i campi vuoti si completano; dove i due dicono cose diverse, il \
              testo dell'altro finisce nelle note.",
    merge: |gone, kept| format!("Unisci {gone} a {kept}"),
    merge_button: "Unisci",
    failed: "Impossibile unire i contatti.",
    merged: "Uniti in un solo contatto.",
};

pub const ROUTING_IT: RoutingWords<Written> = RoutingWords {
    title: "Come è stata instradata",
    none: "Non è ancora stata proposta a nessuno.",
    none_known: "Non è stata proposta a nessuno, o è passato troppo tempo e non si conserva più.",
    by_flow: "Indicato dal flusso",
    round: |n| format!("giro {n}"),
    nobody: "Nessuno",
    outcome: |state, after| {
        let after = after.map(span);
        match (state, after) {
            (Some(OfferState::Pending), _) => "in attesa di risposta".into(),
            (Some(OfferState::Accepted), Some(after)) => format!("accettata dopo {after}"),
            (Some(OfferState::Accepted), None) => "accettata".into(),
            (Some(OfferState::Rejected), Some(after)) => format!("rifiutata dopo {after}"),
            (Some(OfferState::Rejected), None) => "rifiutata".into(),
            (Some(OfferState::TimedOut), Some(after)) => format!("nessuna risposta entro {after}"),
            (Some(OfferState::TimedOut), None) => "nessuna risposta".into(),
            (Some(OfferState::Withdrawn), Some(after)) => format!("ritirata dopo {after}"),
            (Some(OfferState::Withdrawn), None) => "ritirata".into(),
            (None, _) => "proposta".into(),
        }
    },
    why: |why| match why {
        PassedOver::Offline => "offline",
        PassedOver::Paused => "in pausa",
        PassedOver::Disconnected => "senza connessione",
        PassedOver::Deaf => "richieste non percepibili",
        PassedOver::Full => "già al massimo delle conversazioni",
        PassedOver::Rejected => "già rifiutata",
        PassedOver::TimedOut => "già senza risposta",
        PassedOver::NotHisTurn => "turno di un altro",
    },
    asked: "Proposta a",
    passed_over: "Esclusi",
    agents: |n| format!("{n} operatori"),
    somebody: "Persona non più presente",
};

pub const JOURNEY_IT: JourneyWords<Written> = JourneyWords {
    list: "Tutte le interazioni, dalla più recente",
    failed: "Impossibile caricare lo storico.",
    more: "Mostra le precedenti",
    end: "Tutto è cominciato qui.",
    messages: |n| format!("{n} SMS"),
    nobody: "Nessuno",
    begun_by_us: "Avviata da qui",
    this_one: "In corso",
    number: |id| format!("Interazione {id}"),
    pane: |id| format!("Interazione {id}, in sola lettura"),
    not_open: "Non accessibile",
    only_named: "Una nota con una menzione apre solo quella interazione. Delle altre si vede che ci sono state.",
    read_only: "Sola lettura",
    close_pane: "Chiudi e torna indietro",
    open_session: "Vai a questa sessione",
};

pub const TAG_IT: TagWords<Written> = TagWords {
    none: "Nessuna etichetta",
    add: "Aggiungi un'etichetta",
    add_to: |what| format!("Aggiungi un'etichetta {what}"),
    make: |name| format!("Nuova etichetta “{name}”"),
    no_such: "Nessuna etichetta corrisponde. Le nuove le creano gli amministratori.",
    suggestions: "Etichette corrispondenti",
    remove: |name| format!("Togli l'etichetta {name}"),
    on_contact: "al contatto",
    on_interaction: "all'interazione",
    only_who_answers: "Queste etichette le modifica chi risponde a questo cliente, e i supervisori.",
};

pub const TAG_ADMIN_IT: TagAdminWords<Written> = TagAdminWords {
    title: "Etichette",
    text: "Brevi parole colorate su contatti e interazioni: per ritrovarli e per contarli.",
    add: "Aggiungi un'etichetta",
    added: |name| format!("L'etichetta {name} è stata aggiunta."),
    failed: "Impossibile caricare le etichette.",
    empty: "Non ci sono ancora etichette",
    empty_text: "Dopo aver creato la prima, chiunque risponda può applicarla a contatti e interazioni.",
    tag: "Etichetta",
    name: "Nome",
    name_help: "Una o due parole. Un nome nuovo vale subito ovunque, anche nello storico.",
    colour: "Colore",
    colour_name: |colour| match colour {
        TagColour::Grey => "Grigio",
        TagColour::Red => "Rosso",
        TagColour::Orange => "Arancione",
        TagColour::Yellow => "Giallo",
        TagColour::Green => "Verde",
        TagColour::Teal => "Verde acqua",
        TagColour::Blue => "Blu",
        TagColour::Purple => "Viola",
    },
    state: "Stato",
    in_use: "In uso",
    archived: "Archiviata",
    archive: "Archiviata",
    archive_help: "Resta dove è stata applicata e non si può più aggiungere.",
    setting: "Gli operatori creano nuove etichette",
    setting_help: "Digitando un nome che non esiste ancora. Altrimenti scelgono tra quelle create qui.",
};

pub const FIELD_ADMIN_IT: FieldAdminWords<Written> = FieldAdminWords {
    title: "Campi dei contatti",
    text: "Ciò che serve sapere di un contatto oltre a nome, numeri, e-mail e società. Compaiono nella barra laterale.",
    add: "Aggiungi un campo",
    added: |name| format!("Il campo {name} è stato aggiunto."),
    failed: "Impossibile caricare i campi.",
    empty: "Non ci sono ancora campi personalizzati",
    empty_text: "Per esempio: un codice cliente, un piano tariffario, una data di rinnovo.",
    field: "Campo",
    name: "Nome",
    name_help: "Compare davanti al valore inserito.",
    kind: "Tipo",
    kind_words: |kind| match kind {
        FieldKind::Text => ("Testo", "Qualsiasi cosa, su una riga."),
        FieldKind::Number => ("Numero", "Con punto o virgola."),
        FieldKind::Select => ("Scelta", "Una voce di un elenco."),
        FieldKind::Switch => ("Interruttore", "Sì o no."),
        FieldKind::Date => ("Data", "Un giorno."),
        FieldKind::Url => ("Indirizzo web", "Si apre con un clic."),
    },
    kind_fixed: "Il tipo resta quello iniziale, per via dei valori già inseriti.",
    options: "Voci",
    options_help: "Una per riga. Ciò che è già stato scelto resta ai contatti che ce l'hanno.",
    position: "Posizione",
    position_help: "I numeri più piccoli vengono prima.",
    state: "Stato",
    in_use: "In uso",
    archived: "Archiviato",
    archive: "Archiviato",
    archive_help: "Non compare più; i valori inseriti restano e tornano insieme al campo.",
};
