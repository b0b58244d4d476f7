//! Words of the desktop: tabs, side bar, empty states, offers.

use super::super::{
    desktop::{DesktopWords, OfferWords},
    speech::Written,
};
use crate::domain::presence::Availability;

pub const OFFER_IT: OfferWords<Written> = OfferWords {
    stack: "Richieste",
    announce: |contact, account, key| format!("Nuova richiesta da {contact} su {account}. {key} per raggiungerla."),
    several: |n| if n == 1 { "1 richiesta".into() } else { format!("{n} richieste") },
    accept: "Accetta",
    reject: "Rifiuta",
    accept_label: |contact| format!("Accetta {contact}"),
    reject_label: |contact| format!("Rifiuta {contact}"),
    seconds_left: |n| if n == 1 { "1 secondo rimasto".into() } else { format!("{n} secondi rimasti") },
    taken_by: |name| format!("Presa in carico da {name}"),
    timed_out: "Tempo scaduto: passa a un collega",
    gone: "Questa richiesta non c'è più",
    ran_out: "Tempo scaduto. In attesa della connessione.",
    full: |n| format!("{}, il massimo consentito. Prima occorre chiuderne una.", sessions(n)),
    accept_failed: "Impossibile accettare la richiesta.",
    reject_failed: "Impossibile rifiutare la richiesta.",
    notification: |contact| format!("Nuova richiesta da {contact}"),
};

fn sessions(n: i64) -> String {
    if n == 1 { "1 sessione aperta".into() } else { format!("{n} sessioni aperte") }
}

fn waiting(n: i64) -> String {
    match n {
        0 => "Nessun cliente in attesa.".into(),
        1 => "Un cliente in attesa.".into(),
        n => format!("{n} clienti in attesa."),
    }
}

pub const IT: DesktopWords<Written> = DesktopWords {
    sessions: "Sessioni aperte",
    your_sessions: |n| sessions(n as i64),
    all_sessions: |n, unread| match unread {
        0 => format!("Tutte le sessioni: {n}"),
        1 => format!("Tutte le sessioni: {n}, 1 messaggio non letto fuori vista"),
        unread => format!("Tutte le sessioni: {n}, {unread} messaggi non letti fuori vista"),
    },
    find_session: "Cerca una sessione",
    no_session_found: "Nessuna sessione aperta corrisponde.",
    tabs_before: |n| if n == 1 { "1 altra scheda prima".into() } else { format!("{n} altre schede prima") },
    tabs_after: |n| if n == 1 { "1 altra scheda dopo".into() } else { format!("{n} altre schede dopo") },
    unread: |n| if n == 1 { "1 non letto".into() } else { format!("{n} non letti") },
    last_text: |ago| format!("ultimo SMS: {ago}"),
    close_session: |contact| format!("Chiudi la sessione con {contact}"),
    close_title: "Chiudere la sessione?",
    close_question: |contact| format!("Chiudere la sessione con {contact}?"),
    close_unsent: "La bozza non inviata andrà persa.",
    close_failed: "Impossibile chiudere la sessione.",
    closed_elsewhere: |contact| format!("La sessione con {contact} non è più su questo desktop."),
    empty_title: |availability| match availability {
        Availability::Online => "Pronti per il prossimo cliente",
        Availability::Paused => "In pausa",
        Availability::Offline => "Offline",
    },
    empty_text: |availability, n| match availability {
        Availability::Online => {
            format!("{} Una nuova richiesta compare da sola e suona finché non riceve risposta.", waiting(n))
        }
        Availability::Paused | Availability::Offline => {
            format!("{} Le richieste arrivano solo quando si torna online.", waiting(n))
        }
    },
    full_text: |n| format!("{}, il massimo consentito. Nuove richieste arrivano dopo averne chiusa una.", sessions(n)),
    choose_title: "Scegliere una sessione",
    choose_text: "Le sessioni aperte sono qui sopra, la più recente in fondo.",
    to_simulator: "Scrivi come cliente",
    back_to_sessions: "Sessioni",
    show_facts: "Mostra contatto e interazione",
    hide_facts: "Nascondi contatto e interazione",
    facts: "Contatto e interazione",
    contact: "Contatto",
    name: "Nome",
    number: "Numero",
    copy_number: "Copia il numero",
    copied: "Copiato.",
    interaction: "Interazione",
    id: "Numero",
    state: "Stato",
    open: "Aperta",
    closed: "Chiusa",
    account: "Account",
    queue: "Coda",
    first_handler: "Primo operatore",
    owner: "In carico a",
    nobody: "Nessuno",
    started: "Inizio",
    first_response: "Prima risposta",
    not_yet: "Non ancora",
    closed_at: "Chiusura",
};
