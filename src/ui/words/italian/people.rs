//! Words between colleagues: who is looking, who was named, who can be heard.

use super::super::{people::PeopleWords, speech::Written};
use crate::domain::alerts::AlertTone;

pub const IT: PeopleWords<Written> = PeopleWords {
    looking: |names| names.to_owned(),
    and: |names| match names {
        [] => String::new(),
        [one] => format!("{one} sta guardando"),
        [others @ .., last] => format!("{} e {last} stanno guardando", others.join(", ")),
    },

    mentions: "Menzioni",
    mentions_unread: |n| match n {
        0 => "Menzioni".into(),
        1 => "Menzioni: 1 non letta".into(),
        n => format!("Menzioni: {n} non lette"),
    },
    no_mentions: "Ancora nessuna menzione. In una nota, @ e un nome avvisano un collega.",
    mentioned_by: |name| format!("Menzione da {name}"),
    mark_all_read: "Segna tutte come lette",
    mention_notice: |name| format!("{name} ha scritto una nota con una menzione"),
    unread_mention: "non letta",
    pick: "Colleghi",

    deaf: "Richieste non percepibili",
    deaf_title: "Al momento le richieste non arrivano qui.",
    deaf_text: "Questa pagina era in secondo piano, senza suono e senza notifiche: le richieste non si potevano notare. Fare \
                clic in un punto qualsiasi, o premere un tasto, per riceverle di nuovo.",
    deaf_button: "Di nuovo qui",
    deaf_warning: "Senza suono e notifiche le richieste si notano solo guardando questa pagina.",
    deaf_failed: "Impossibile tornare a ricevere richieste.",

    alerts: "Suono e notifiche",
    alerts_text: "Come si fa notare una richiesta. Questa scelta vale in ogni browser.",
    tone: "Suono",
    tone_name: |tone| match tone {
        AlertTone::Chime => "Campanella",
        AlertTone::Bell => "Telefono",
        AlertTone::Marimba => "Marimba",
        AlertTone::Pulse => "Impulso",
    },
    volume: "Volume",
    volume_value: |percent| format!("{percent}%"),
    repeat: "Ripeti fino alla risposta",
    every: |seconds| format!("Ogni {seconds} secondi"),
    alerts_failed: "Impossibile salvare la scelta.",
    notifications: "Notifiche desktop",
    notifications_state: |asked, granted| match (asked, granted) {
        (_, true) => "Attive: una richiesta in una scheda in secondo piano compare sul desktop.",
        (true, false) => "Bloccate nelle impostazioni del browser per questo sito.",
        (false, false) => "Disattivate: il browser non ha ancora chiesto il permesso.",
    },
    test_notification: "Mostra una prova",
    test_notification_title: "Una richiesta si presenta così",
    test_notification_text: "Prova di smsdesk",

    stale_title: "Inviare senza gli SMS più recenti?",
    stale_text: "Gli ultimi SMS del cliente potrebbero non essere visibili. Inviare comunque?",
    stale_wait: "Aspetta",
    stale_send: "Invia comunque",
};
