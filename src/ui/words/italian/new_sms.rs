//! Words of the New SMS dialog, of sending later, of quiet hours and of those who want no texts.

use super::super::{
    new_sms::{LaterWords, NewSmsWords},
    speech::Written,
};
use crate::domain::{
    new_sms::WrongTime,
    phone::{Line, WrongNumber},
};

pub const LATER_IT: LaterWords<Written> = LaterWords {
    open: "Nuovo SMS",
    open_hint: "Nuovo SMS (N)",
    send_later: "Invia più tardi",
    despite: "Invia comunque…",
    opted_out_composer: "Questo contatto ha revocato il consenso agli SMS: non si può inviare nulla.",
    quiet_composer: |until| format!("Per il cliente è fascia di silenzio fino alle {until}: inviare più tardi."),
    scheduled_for: |here| format!("Parte: {here}"),
    cancels_if_they_write: "salvo che il cliente scriva prima",
    change_failed: "Non è stato modificato.",
    edit: "Modifica",
    send_now: "Invia ora",
    cancel_it: "Annulla l'invio",
};

pub const IT: NewSmsWords<Written> = NewSmsWords {
    title: "Nuovo SMS",
    no_accounts: "Impossibile inviare: nessun account disponibile. Chiedere a un amministratore di assegnarne uno.",
    account: "Da",
    to: "A",
    to_help: "Un numero in qualsiasi forma comune, o il nome di un contatto.",
    to_placeholder: "Numero o nome",
    hits: "Contatti",
    hits_found: |n| match n {
        0 => String::new(),
        1 => "1 contatto trovato. Freccia giù per raggiungerlo.".into(),
        n => format!("{n} contatti trovati. Freccia giù per raggiungerli."),
    },
    unnamed: "Senza nome",
    checking: "Verifica del numero…",
    check_failed: "Impossibile verificare il numero.",
    wrong,
    line: |line| match line {
        Line::Mobile => "cellulare",
        Line::Fixed => "fisso",
        Line::FixedOrMobile => "cellulare o fisso",
        Line::Voip => "telefonia via internet",
        Line::TollFree => "numero verde",
        Line::Premium => "a sovrapprezzo",
        Line::SharedCost => "a costo ripartito",
        Line::Personal => "numero personale",
        Line::Pager => "cercapersone",
        Line::Other => "altro numero",
    },
    no_country: "internazionale",
    unlikely: "Gli SMS a una linea di questo tipo non arrivano quasi mai.",
    text: "Testo",
    send: "Invia",
    starting: "Invio…",
    failed: "L'SMS non è stato inviato.",
    existing_mine: "Con questo cliente c'è già una conversazione aperta su questo desktop.",
    existing_colleague: |name| format!("A questo cliente sta rispondendo {name}."),
    ask_colleague: |name| {
        format!("Quella sessione non si può leggere da qui. Chiedere a {name} di riferire il testo o di trasferirla.")
    },
    existing_waiting: |queue| match queue {
        Some(queue) => format!("Questo cliente è in attesa nella coda {queue}."),
        None => "Questo cliente è in attesa di qualcuno.".into(),
    },
    ask_queue: "Chiedere a un collega di quella coda o a un supervisore.",
    go_to_mine: "Vai alla conversazione",
    look_at_it: "Guarda",
    take_it: "Prendi in carico",
    take_full: |n| match n {
        1 => "1 sessione aperta, il massimo consentito. Prima occorre chiuderla.".into(),
        n => format!("{n} sessioni aperte, il massimo consentito. Prima occorre chiuderne una."),
    },
    take_gone: "Non è più in attesa.",
    opted_out: "Questo contatto ha revocato il consenso: a questo numero non si invia nulla.",
    hit_opted_out: "consenso revocato",
    quiet: |until, zone| format!("Lì è fascia di silenzio fino alle {until} ({zone})."),
    send_at: |time| format!("Invia alle {time}"),
    despite_title: "Inviare comunque?",
    despite_text: "Parte solo per questa volta. Nome e motivo restano nel registro di controllo e nella conversazione.",
    despite_reason: "Motivo",
    despite_send: "Invia comunque",
    local_time: |time, zone| format!("Lì sono le {time} ({zone})."),
    zone_of_account: |zone| {
        format!("Il numero non rivela dove si trova il cliente: gli orari sono quelli dell'account ({zone}).")
    },
    later_title: "Invia più tardi",
    in_an_hour: |time| format!("Tra un'ora (lì {time})"),
    tomorrow: |time| format!("Domani mattina (lì {time})"),
    after_quiet: |time| format!("Alla fine della fascia di silenzio (lì {time})"),
    choose_time: "Un altro momento",
    date_and_time: "Data e ora",
    date_and_time_help: |zone| format!("Secondo l'ora del cliente ({zone})."),
    later_at: |there, here| format!("Parte: {there} ora del cliente, {here} ora locale."),
    later_at_same: |there| format!("Parte: {there}, stessa ora qui e dal cliente."),
    wrong_time: |wrong| match wrong {
        WrongTime::Past => "Questo orario è già passato.",
        WrongTime::TooFar => "Al massimo con un anno di anticipo.",
    },
    cancel_if_they_write: "Annulla se il cliente scrive prima",
    schedule: "Programma",
    at_once: "Invia invece subito",
    scheduled_there: |there| format!("lì {there}"),
    save_scheduled: "Salva",
    edit_title: "Modifica l'invio programmato",
    outlook_failed: "Impossibile caricare l'ora del cliente.",
    on_close: |n| if n == 1 { "Un SMS è programmato.".into() } else { format!("{n} SMS sono programmati.") },
    on_close_send: "Invia all'ora prevista",
    on_close_cancel: "Annulla l'invio",
    quiet_hours: "Fascia di silenzio",
    quiet_hours_text: "In questa fascia non parte nulla, salvo verso un cliente che ha scritto nell'ultima ora. Gli SMS si possono \
                       programmare per più tardi.",
    quiet_hours_on: "Rispetta la fascia di silenzio",
    quiet_from: "Dalle",
    quiet_to: "Alle",
    quiet_to_help: "Un orario precedente a “Dalle” indica il mattino seguente.",
    quiet_days: "Giorni in cui comincia",
    quiet_zone: "Fuso orario",
    quiet_zone_help: "Vale quando il numero del cliente non rivela il fuso. Altrimenti conta l'ora del cliente.",
};

fn wrong(wrong: &WrongNumber, country: Option<&str>) -> String {
    let of = |sentence: &str| match country {
        Some(country) => format!("{sentence} ({country})."),
        None => format!("{sentence}."),
    };
    match wrong {
        WrongNumber::Empty => String::new(),
        WrongNumber::NotANumber => "Non è un numero di telefono.".into(),
        WrongNumber::NoCountry => {
            "Iniziare con + e il prefisso del paese: questo account non ha un paese per i numeri nazionali.".into()
        }
        WrongNumber::Extension => "Un SMS non raggiunge un interno: indicare il numero senza.".into(),
        WrongNumber::NoSuchCode => "Nessun paese ha questo prefisso.".into(),
        WrongNumber::TooShort { .. } => of("Il numero è troppo corto"),
        WrongNumber::TooLong { .. } => of("Il numero è troppo lungo"),
        WrongNumber::NotOfPlan { .. } => of("Questo numero non esiste"),
    }
}
