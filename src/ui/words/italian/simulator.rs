//! The words of the phone simulator.

use super::super::{simulator::SimulatorWords, speech::Written};
use crate::domain::sandbox::Reject;

pub const IT: SimulatorWords<Written> = SimulatorWords {
    title: "Simulatore telefono",
    failed: "Impossibile caricare il simulatore.",
    empty: "Non c'è nessun account per le prove",
    empty_text: "Il simulatore impersona i clienti degli account del provider sandbox. Un amministratore ne aggiunge uno in un \
                 minuto.",
    add_account: "Aggiungi un account sandbox",
    account: "Account",
    account_help: "Gli SMS arrivano al numero di questo account.",
    handsets: "Telefoni",
    handsets_failed: "Impossibile caricare i telefoni.",
    no_handsets: "Nessun telefono ha ancora scritto a questo account.",
    take: "Prendi un telefono",
    number: "Numero",
    number_help: "Inventato, internazionale: +1555…",
    open: "Apri",
    number_wrong: "Inserire un numero internazionale, per esempio +15550100001.",
    suggestions: "Oppure uno di questi",
    pick: "Nessun telefono aperto",
    pick_text: "Se ne sceglie uno dall'elenco. Quando scrive, gli operatori ricevono una richiesta sul desktop.",
    phone_of: |number| format!("Telefono {number}"),
    texts_to: |name| format!("scrive a {name}"),
    put_away: |number| format!("Riponi: {number}"),
    no_texts: "Ancora nulla. Basta un saluto per cominciare.",
    text_failed: "Impossibile caricare gli SMS.",
    text: "SMS",
    send: "Invia",
    on_its_way: "in viaggio",
    retry: "Invia di nuovo",
    me: "Tu",
    them: "Ricevuto",
    faults: "Cosa va storto",
    faults_help: "Si salva subito, per questo account, fino alla prossima modifica.",
    all_well: "Nulla: SMS e ricevute arrivano come devono.",
    some_wrong: "Ora la rete fa i capricci.",
    reset: "Torna alla normalità",
    faults_failed: "Impossibile salvare.",
    delay: "Ritardo",
    delay_help: "Tutto dura così: SMS in arrivo, SMS in uscita, ricevute.",
    delay_name: |ms| match ms {
        0 => "Nessuno".to_owned(),
        ms if ms < 1_000 => format!("{ms} ms"),
        ms => format!("{} s", ms / 1_000),
    },
    reject: "Gli SMS inviati",
    reject_name: |reject| match reject {
        Reject::Nothing => ("Vengono accettati", "La rete prende ogni SMS."),
        Reject::Permanently => {
            ("Vengono rifiutati per sempre", "Il provider dice di no: fallito subito, nessun nuovo tentativo.")
        }
        Reject::Temporarily => {
            ("Vengono rifiutati per ora", "Il provider è fuori servizio: nuovi tentativi, sempre più distanziati.")
        }
        Reject::Throttled => ("Sono troppo veloci", "Il provider chiede di aspettare qualche secondo."),
        Reject::OptedOut => ("Trovano un consenso revocato", "Il destinatario non vuole SMS: fallito, con il motivo."),
        Reject::Undelivered => ("Si perdono per strada", "Il provider li prende; l'operatore telefonico rinuncia."),
    },
    no_receipt: "Nessuna ricevuta",
    no_receipt_help: "Gli SMS arrivano ma nessuno lo dice: restano non confermati.",
    duplicate: "Tutto doppio",
    duplicate_help: "Ogni chiamata avviene due volte: nulla deve comparire due volte.",
    reorder: "Ordine sbagliato",
    reorder_help: "Le ricevute si scambiano di posto e gli SMS si superano: nessuna spunta deve tornare indietro.",
};
