//! Words of sessions that come back at a time.

use super::super::{follow_up::FollowUpWords, speech::Written};

pub const IT: FollowUpWords<Written> = FollowUpWords {
    menu: "Riprendi più tardi…",
    title: |contact| format!("Riprendi con {contact}"),
    text: "La sessione resta in carico allo stesso operatore e ritorna come non letta. Fino ad allora non occupa un posto \
           tra le sessioni aperte, e può arrivare un'altra richiesta.",
    when: "Quando",
    in_an_hour: |time| format!("Tra un'ora ({time})"),
    in_three_hours: |time| format!("Tra tre ore ({time})"),
    tomorrow: |time| format!("Domani mattina ({time})"),
    monday: |time| format!("Lunedì mattina ({time})"),
    choose_time: "Un altro momento",
    date_and_time: "Data e ora",
    reason: "Motivo",
    reason_help: "Compare nella conversazione quando la sessione ritorna. I clienti non lo vedono.",
    set: "Imposta promemoria",
    remove: "Elimina promemoria",
    not_set: "Il promemoria non è stato salvato.",
    comes_back: |time| format!("Ritorna: {time}"),
    change: "Modifica",
    fact: "Promemoria",
    due: |reason| if reason.is_empty() { "Promemoria".into() } else { format!("Promemoria: {reason}") },
};
