//! Words of the list of interactions, and of what is done to several of them at once.

use super::super::{history::HistoryWords, speech::Written};
use crate::domain::history::Status;

fn told(done: usize, [one, several]: [&str; 2], not: usize) -> String {
    let what = if done == 1 { one } else { several };
    if not == 0 { format!("{done} {what}.") } else { format!("{done} {what}, {not} no:") }
}

fn many(n: usize) -> String {
    if n == 1 { "1 interazione".into() } else { format!("{n} interazioni") }
}

pub const IT: HistoryWords<Written> = HistoryWords {
    filters: "Filtri",
    status: "Stato",
    status_name: |status| match status {
        Status::Open => "Aperte",
        Status::Waiting => "In attesa",
        Status::Closed => "Chiuse",
        Status::All => "Tutte",
    },
    account: "Account",
    every_account: "Tutti gli account",
    first_agent: "Primo operatore",
    owner: "In carico a",
    anybody: "Chiunque",

    number: "N.",
    eye: "Chi guarda",
    contact: "Contatto",
    started: "Inizio",
    last: "Ultimo messaggio",
    agent: "Operatore",
    tags: "Etichette",
    disposition: "Esito",
    waiting: |queue| queue.map_or_else(|| "In attesa".into(), |queue| format!("In attesa in {queue}")),
    with: |owner| format!("In carico a {owner}"),
    follow_up: |owner, when| format!("Promemoria {when} · {owner}"),
    closed: "Chiusa",
    received: "ricevuto",
    sent: "inviato",

    fresh: |n| if n == 1 { "1 nuova".into() } else { format!("{n} nuove") },
    more: "Mostra le precedenti",
    end: "Sono tutte.",
    empty: "Nessuna interazione aperta",
    empty_text: "Appena un cliente scrive, l'interazione compare qui.",
    none_fit: "Nessuna interazione corrisponde",
    none_fit_text: "Si può scegliere un altro stato, account o operatore.",
    every_open: "Mostra tutte le aperte",
    all_too: "Mostra anche le chiuse",
    failed: "Impossibile caricare le interazioni.",
    not_allowed: "Questa pagina è per i supervisori",
    not_allowed_text: "Elenca le interazioni di tutti. Le proprie sono sul desktop.",

    select: |number, contact| format!("Seleziona {number}, {contact}"),
    select_all: "Seleziona tutte quelle mostrate",
    selection: "Selezione",
    selected: |n| if n == 1 { "1 selezionata".into() } else { format!("{n} selezionate") },
    at_most: |most| format!("Al massimo {most} alla volta"),
    close: "Chiudi…",
    assign: "Riassegna…",
    clear: "Annulla",

    close_title: |n| format!("Chiudi {}", many(n)),
    close_text: "Spariscono dal desktop di chi le ha in carico, con un avviso. Quanto è stato scritto resta nello storico.",
    required: "Una di queste si può chiudere solo con un esito, quindi lo ricevono tutte.",
    without: "Nessun esito scelto: vengono chiuse senza.",
    none_shared: "Nessun esito è previsto per tutte.",
    none_shared_required: "Una di queste si può chiudere solo con un esito, e nessuno è previsto per tutte. Selezionare \
                           quelle di un solo account.",
    not_closed: "Non sono state chiuse.",
    assign_title: |n| format!("Riassegna {}", many(n)),
    assign_text: "Senza richiesta: un operatore le trova tra le sessioni aperte, una coda le propone come al solito.",
    assign_to: |n, name| format!("Riassegna {n} a {name}"),
    not_assigned: "Non sono state riassegnate.",
    were_closed: |done, not| told(done, ["chiusa", "chiuse"], not),
    were_assigned: |done, not| told(done, ["riassegnata", "riassegnate"], not),
    still_selected: "Quelle ancora aperte restano selezionate.",
};
