//! The words of the accounts: their form, their flow, their journal.

use super::super::{
    accounts::{AccountWords, FlowWords, JournalWords},
    speech::Written,
};
use crate::domain::flow::AutoReplyWhen;

pub const IT: AccountWords<Written> = AccountWords {
    title: "Account",
    text: "Ciascuno è un mittente presso un provider, condiviso dagli operatori.",
    add: "Aggiungi un account",
    added: "Account aggiunto. Ora occorre incollare i suoi indirizzi presso il provider.",
    list_failed: "Impossibile caricare gli account.",
    one_failed: "Impossibile caricare questo account.",
    empty: "Non ci sono ancora account",
    empty_text: "Un account collega un numero o un nome presso un provider con le persone che rispondono. Per fare una prova \
                 senza provider basta scegliere la sandbox e impersonare il cliente nel simulatore telefono.",
    account: "Account",
    name: "Nome",
    name_help: "Come lo vedono gli operatori quando scelgono il mittente.",
    key: "Sigla",
    key_help: "Da una a cinque lettere o cifre; compare su ogni scheda di questo account.",
    active: "In uso",
    active_help: "Se disattivato non invia nulla e non viene proposto a nessuno; gli SMS in arrivo attendono nel suo registro. Le conversazioni aperte restano.",
    inactive: "Non in uso",
    provider: "Provider",
    sender: "Mittente",
    mms: "Invia immagini e file",
    mms_help: "Solo alcuni numeri di questo provider li supportano, per esempio quelli di Stati Uniti e Canada. Le immagini \
               inviate dai clienti arrivano in ogni caso.",
    mms_always_help: "Gli operatori possono allegare immagini e file a una risposta.",
    api_base: "Indirizzo dell'interfaccia",
    api_base_help: "Vuoto: quello del provider. Un altro serve per regioni, proxy e prove.",
    optional: |label| format!("{label} (facoltativo)"),
    // A day of the week is small within a sentence.
    set_on: |when| format!("Impostato: {}", when.to_lowercase().replace(" utc", " UTC")),
    replace: "Sostituisci",
    replace_named: |label| format!("Sostituisci: {label}"),
    keep_stored: "Mantieni quello salvato",
    keep_named: |label| format!("Mantieni quello salvato: {label}"),
    remove: "Rimuovi",
    remove_named: |label| format!("Rimuovi: {label}"),
    will_be_removed: "Si rimuove al salvataggio",
    test: "Prova le credenziali",
    testing: "Prova in corso…",
    test_help: "Interroga il provider senza inviare nulla. Funziona anche prima di salvare.",
    numbers: "Numeri e ritmo",
    country: "Paese",
    country_help: "Due lettere, per i numeri scritti in forma nazionale: IT, US, DE.",
    rate: "Ritmo",
    rate_help: "Quanto consente il provider. Gli SMS in più aspettano il loro turno.",
    rate_unit: "segmenti al secondo",
    who: "Chi può usarlo",
    who_help: "Può scrivere per primo da questo account. Chi accetta una conversazione può comunque rispondere.",
    flow: "Cosa succede a una nuova conversazione",
    flow_help: "I passi si eseguono dall'alto in basso, finché qualcuno non accetta.",
    addresses: "Indirizzi per il provider",
    addresses_help: "Il provider li chiama quando arriva un SMS o una ricevuta.",
    addresses_later: "Compaiono qui dopo il primo salvataggio.",
    inbound_url: "SMS in arrivo",
    status_url: "Ricevute di consegna",
    receipts_per_message: "Per le ricevute non serve incollare nulla: ogni SMS indica dove inviarle.",
    copy_named: |what| format!("Copia l'indirizzo: {what}"),
    public_url: "Indirizzo pubblico di questo server",
    public_url_help: "Solo se il provider lo raggiunge a un indirizzo diverso. Serve a verificare le firme.",
    health: "Funzionamento",
    last_inbound: "Ultimo SMS ricevuto",
    last_sent: "Ultimo SMS inviato",
    last_receipt: "Ultima ricevuta",
    last_error: "Ultimo errore",
    never: "mai",
    no_error: "Nessun errore",
};

pub const FLOW_IT: FlowWords<Written> = FlowWords {
    add: "Aggiungi un passo",
    add_queue: "Proponi a una coda",
    add_agent: "Proponi a una persona",
    add_reply: "Invia un SMS",
    empty: "Non ci sono ancora passi: ogni nuova conversazione aspetta che un supervisore la assegni.",
    end: "Dopo l'ultimo passo aspetta che un supervisore la assegni.",
    step: |n| format!("passo {n}"),
    moved: |n, all| format!("Ora è il passo {n} di {all}."),
    removed: "Il passo è stato rimosso.",
    never_reached: |n| format!("Mai raggiunto: il passo {n} aspetta senza limite."),
    queue_summary,
    agent_summary,
    reply_summary: |when| {
        match when {
            AutoReplyWhen::OncePerInteraction => "Invia un SMS una volta per conversazione",
            AutoReplyWhen::FirstContact => "Invia un SMS ai clienti che scrivono per la prima volta",
            AutoReplyWhen::EachMessage => "Invia un SMS per ogni messaggio",
        }
        .to_owned()
    },
    queue: "Coda",
    choose_queue: "Scegli una coda",
    agent: "Persona",
    choose_agent: "Scegli una persona",
    for_how_long: "Per quanto tempo",
    queue_timeout_help: "Poi si passa al passo successivo. Vuoto: aspetta senza limite.",
    agent_timeout_help: "Poi si passa al passo successivo.",
    no_limit: "nessun limite",
    seconds: "secondi",
    text: "Testo",
    text_help: "Parte con il mittente dell'account. Mai più di uno al minuto per conversazione.",
    when: "Quando",
    when_name: |when| match when {
        AutoReplyWhen::OncePerInteraction => "Una volta per conversazione",
        AutoReplyWhen::FirstContact => "Una sola volta per ogni cliente",
        AutoReplyWhen::EachMessage => "Per ogni messaggio",
    },
};

pub const JOURNAL_IT: JournalWords<Written> = JournalWords {
    title: "Registro",
    text: "Le ultime chiamate del provider e il loro esito.",
    failed: "Impossibile caricare il registro.",
    empty: "Il provider non ha ancora chiamato. Gli indirizzi qui sopra sono stati incollati?",
    refresh: "Aggiorna",
    older: "Chiamate precedenti",
    no_more: "Sono tutte qui.",
    inbound: "SMS in arrivo",
    receipt: "Ricevuta",
    body: "Ciò che ha inviato il provider",
    no_body: "(vuoto)",
    again: "Elabora di nuovo",
    again_help: "Con le credenziali e l'indirizzo di oggi. Nulla viene salvato due volte.",
    again_failed: "La chiamata non è stata elaborata di nuovo.",
    again_done: |verdict| format!("Elaborata di nuovo: {verdict}."),
    accepted: "Accettata",
    duplicate: "Già nota",
    bad_signature: "Firma errata",
    unreadable: "Illeggibile",
    no_account: "Account inesistente",
    switched_off: "Account disattivato",
    called: "Indirizzo chiamato:",
    strays: "Chiamate senza account",
    strays_text: "A un indirizzo che nessun account possiede, per esempio incollato in modo incompleto presso un provider.",
    no_strays: "Nessuna. Chi chiama raggiunge un account.",
};

fn queue_summary(queue: Option<String>, seconds: Option<i64>) -> String {
    match (queue, seconds) {
        (None, _) => "Proponi a una coda".to_owned(),
        (Some(queue), None) => format!("Proponi a {queue} finché qualcuno non accetta"),
        (Some(queue), Some(seconds)) => format!("Proponi a {queue} per {seconds} s, poi prosegui"),
    }
}

fn agent_summary(agent: Option<String>, seconds: Option<i64>) -> String {
    match (agent, seconds) {
        (None, _) => "Proponi a una persona".to_owned(),
        (Some(agent), None) => format!("Proponi a {agent}"),
        (Some(agent), Some(seconds)) => format!("Proponi a {agent} per {seconds} s, poi prosegui"),
    }
}
