//! Words of ending sessions and handing them over: the close dialog, transfers, take-overs, dispositions.

use super::super::{
    closing::{ClosingWords, HandsWords, RulesWords, TransferWords, TreeWords},
    speech::Written,
};
use crate::domain::{disposition::RequiredBy, message::Happening, presence::Availability, transfer::Returned};

pub const IT: ClosingWords<Written> = ClosingWords {
    menu_close: "Chiudi la sessione…",
    close: "Chiudi",
    close_and_dispose: "Chiudi con esito",
    close_text: "Esce dal desktop. Quanto è stato scritto resta nello storico.",
    close_others: |owner| {
        format!("La sessione è in carico a {owner}. Chiudendola sparisce dal suo desktop, con un avviso.")
    },
    close_nobodys: "Nessuno ha risposto a questo cliente. Chiudendola, la conversazione esce dalla coda.",
    required: |by| match by {
        RequiredBy::House => "L'azienda richiede un esito per ogni sessione, quindi senza esito non si può chiudere.",
        RequiredBy::Account => {
            "Questo account richiede un esito per ogni sessione, quindi senza esito non si può chiudere."
        }
    },
    choices_failed: "Impossibile caricare gli esiti.",
    disposition: "Esito",
    search: "Cerca tra gli esiti",
    search_placeholder: "Com'è andata a finire?",
    recent: "Ultimi usati",
    all: "Tutti",
    nothing_found: |wanted| format!("Nessun esito corrisponde a “{wanted}”."),
    none_here: "Per questa conversazione non sono previsti esiti.",
    chosen: |path| format!("Scelto: {path}"),
    choose_first: "Prima occorre scegliere un esito.",
    remark: "Osservazione",
    remark_help: "Facoltativa. I colleghi la leggono accanto all'esito.",
    back: "Indietro",
    closed_as: "Esito",
};

pub const HANDS_IT: HandsWords<Written> = HandsWords {
    under_way: |name| format!("Trasferimento a {name} in corso. Fino alla risposta si può continuare a scrivere."),
    cancel: "Interrompi",
    cancel_failed: "Impossibile interrompere il trasferimento.",
    card: |from, queue| match queue {
        Some(queue) => format!("{from} trasferisce questa sessione alla coda {queue}"),
        None => format!("{from} trasferisce questa sessione"),
    },
    pull: "Prendi il primo in attesa",
    pull_failed: "Nessuna sessione presa.",
    now_closed: |contact| format!("La sessione con {contact} è stata chiusa."),
    now_closed_by: |name, contact| format!("{name} ha chiuso la sessione con {contact}."),
    now_waiting: |contact| format!("La sessione con {contact} è tornata in coda. Si può ancora leggere."),
    now_with: |contact, owner| format!("La sessione con {contact} è ora in carico a {owner}. Si può ancora leggere."),
    came_back: |contact| format!("La sessione con {contact} resta qui: il trasferimento non è stato accettato."),
};

pub const TRANSFER_IT: TransferWords<Written> = TransferWords {
    menu: "Trasferisci…",
    take_over: "Prendi in carico",
    assign: "Riassegna…",
    title: |contact| format!("Trasferisci la sessione con {contact}"),
    assign_title: |contact| format!("Riassegna la sessione con {contact}"),
    text: |seconds| {
        format!(
            "Un collega riceve la richiesta e ha {seconds} secondi; finché non accetta, la sessione resta in carico a chi la \
             trasferisce. A una coda passa subito; se chi riceve la richiesta non la prende entro {seconds} secondi, torna \
             indietro."
        )
    },
    assign_text: "Senza richiesta: un operatore la trova tra le sessioni aperte, una coda la propone come al solito.",
    failed: "Impossibile caricare colleghi e code.",
    search: "Cerca tra colleghi e code",
    agents: "Colleghi",
    queues: "Code",
    nobody: "Nessun risultato.",
    room: |open, capacity| format!("{open} di {capacity} aperte"),
    presence: |availability, reason, connected| match (availability, reason, connected) {
        (Availability::Offline, _, _) => "offline".into(),
        (_, _, false) => "non connesso".into(),
        (Availability::Paused, Some(reason), true) => format!("in pausa: {reason}"),
        (Availability::Paused, None, true) => "in pausa".into(),
        (Availability::Online, _, true) => "online".into(),
    },
    waiting: |waiting, online| {
        let there = match online {
            0 => "nessuno disponibile: attende che arrivi qualcuno".into(),
            1 => "1 operatore online".into(),
            _ => format!("{online} operatori online"),
        };
        format!("{waiting} in attesa, {there}")
    },
    note: "Nota per chi la prende",
    note_help: "Facoltativa. Resta nella conversazione come nota interna; il cliente non la vede mai.",
    send: "Trasferisci",
    send_to: |name| format!("Trasferisci a {name}"),
    give: "Riassegna",
    give_to: |name| format!("Assegna a {name}"),
    choose_first: "Prima occorre scegliere un collega o una coda.",
    not_sent: "La sessione non è stata trasferita.",
    queued: |name| format!("La sessione è ora in attesa nella coda {name}."),
    assigned: |name| format!("La sessione è passata a {name}."),
    taken_over: |contact| format!("Sessione con {contact} presa in carico."),
    take_over_failed: "Impossibile prendere in carico la sessione.",
};

pub const TREE_IT: TreeWords<Written> = TreeWords {
    title: "Esiti",
    text: "Come si è conclusa una conversazione, da scegliere alla chiusura. Fino a tre livelli; una voce che ne contiene \
           altre serve solo a raggruppare.",
    failed: "Impossibile caricare gli esiti.",
    not_saved: "Non è stato salvato.",
    overtaken: "Nel frattempo qualcun altro l'ha modificato: non è stato salvato nulla. Salvare di nuovo per mantenere il \
                proprio, annullare per vedere l'altro.",
    empty: "Non ci sono ancora esiti",
    empty_text: "Con gli esiti, storico e report distinguono un ordine da un reclamo.",
    add: "Aggiungi un esito",
    add_below: |name| format!("Aggiungi sotto: {name}"),
    name: "Nome",
    name_of_new: |parent| parent.map_or_else(|| "Nuovo esito".into(), |parent| format!("Nuovo sotto {parent}")),
    rename: |name| format!("Rinomina: {name}"),
    archive: |name| format!("Archivia: {name}"),
    restore: |name| format!("Ripristina: {name}"),
    archived: "Archiviato",
    show_archived: |n| format!("Mostra gli archiviati ({n})"),
    everywhere: "Ovunque",
    scope: |name| format!("Dove proporlo: {name}"),
    scope_text: "Nessuna scelta: ovunque. Altrimenti nelle conversazioni di questi account e in quelle arrivate da queste code.",
    accounts: "Account",
    queues: "Code",
    no_accounts: "Non ci sono ancora account.",
    no_queues: "Non ci sono ancora code.",
};

pub const RULES_IT: RulesWords<Written> = RulesWords {
    title: "Regole",
    text: "Come le sessioni di questo account si chiudono e passano di mano. Valgono subito.",
    reopen_minutes: "Tempo di riapertura",
    reopen_minutes_help: "Un SMS entro questo tempo dalla chiusura riapre la sessione per lo stesso operatore. 0: ne comincia una \
                          nuova.",
    minutes: "minuti",
    auto_close_hours: "Chiusura per silenzio",
    auto_close_hours_help: "Ore senza SMS da nessuna delle due parti, con o senza risposta. 0: mai.",
    hours: "ore",
    auto_close_disposition: "Esito per silenzio",
    auto_close_disposition_help: "L'esito assegnato a una chiusura di questo tipo.",
    no_disposition: "Nessuno",
    disposition_required: "Esito obbligatorio",
    disposition_required_help: "Nessuno può chiudere una sessione di questo account senza sceglierne uno.",
    transfer: "Le sessioni si possono trasferire",
    transfer_help: "Se le impostazioni generali consentono i trasferimenti.",
    house_title: "Sessioni",
    house_transfer_help: "Gli operatori possono passare le sessioni a un collega o a una coda. Ogni account può vietarlo.",
    transfer_seconds: "Tempo per accettare un trasferimento",
    transfer_seconds_help: "Poi la sessione resta a chi voleva trasferirla.",
    seconds: "secondi",
    house_required: "Esito obbligatorio",
    house_required_help: "Per ogni account. Altrimenti lo decide il singolo account.",
    tab_limit: "Massimo di sessioni aperte",
    tab_limit_help: "Per tutti, anche per chi ha una capacità maggiore.",
    sessions: "sessioni",
};

/// System lines of this area.
pub(super) fn happening(what: &Happening) -> String {
    match what {
        Happening::Closed { by, disposition: None, .. } => format!("{by} ha chiuso la sessione"),
        Happening::Closed { by, disposition: Some(path), remark: None } => {
            format!("{by} ha chiuso la sessione: {path}")
        }
        Happening::Closed { by, disposition: Some(path), remark: Some(remark) } => {
            format!("{by} ha chiuso la sessione: {path} (“{remark}”)")
        }
        Happening::ClosedInSilence { hours, disposition } => {
            let silence = if *hours == 1 { "un'ora".to_owned() } else { format!("{hours} ore") };
            let path = disposition.as_ref().map(|path| format!(": {path}")).unwrap_or_default();
            format!("Chiusa dopo {silence} di silenzio{path}")
        }
        Happening::Reopened { to: Some(to) } => format!("Riaperta da un SMS del cliente, di nuovo per {to}"),
        Happening::Reopened { to: None } => "Riaperta da un SMS del cliente".into(),
        Happening::TransferBegun { by, to } => format!("{by} chiede a {to} di prenderla in carico"),
        Happening::Transferred { from, to } => format!("{to} l'ha presa in carico da {from}"),
        Happening::TransferReturned { to, why } => match why {
            Returned::Rejected => format!("Non trasferita: {to} ha rifiutato"),
            Returned::TimedOut => format!("Non trasferita: {to} non ha risposto in tempo"),
            Returned::Unavailable => format!("Non trasferita: {to} non è più disponibile"),
            Returned::Cancelled => format!("Il trasferimento a {to} è stato interrotto"),
        },
        Happening::SentToQueue { by, queue } => format!("{by} l'ha passata alla coda {queue}"),
        Happening::NotTaken { queue, to } => format!("Nella coda {queue} nessuno l'ha presa: torna a {to}"),
        Happening::TakenOver { by, from: Some(from) } => format!("{by} l'ha presa in carico da {from}"),
        Happening::TakenOver { by, from: None } => format!("{by} l'ha presa in carico"),
        Happening::Assigned { by, to, from: Some(from) } => format!("{by} l'ha riassegnata da {from} a {to}"),
        Happening::Assigned { by, to, from: None } => format!("{by} l'ha assegnata a {to}"),
        Happening::Pulled { by } => format!("{by} l'ha presa dalla coda"),
        // Said by the conversation's own words.
        Happening::Accepted { .. }
        | Happening::BackToQueue { .. }
        | Happening::AutoReplySkipped { .. }
        | Happening::Started { .. }
        | Happening::OptedOut { .. }
        | Happening::OptedIn { .. }
        | Happening::SentDespite { .. }
        | Happening::FollowUpDue { .. } => String::new(),
    }
}
