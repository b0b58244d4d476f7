//! Words of the list of contacts, and of the page of one.

use super::super::{contact_list::ContactListWords, speech::Written};
use crate::domain::contact_list::Order;

pub const IT: ContactListWords<Written> = ContactListWords {
    search: "Cerca contatti",
    search_hint: "Nome, numero o e-mail",
    order: "Ordine",
    order_name: |order| match order {
        Order::Newest => "Dal più recente",
        Order::Name => "Per nome",
    },
    found: |n, more| match (n, more) {
        (1, false) => "1 contatto".into(),
        (n, false) => format!("{n} contatti"),
        (n, true) => format!("{n} contatti e altri"),
    },

    name: "Nome",
    numbers: "Numeri",
    list: "Lista",
    consent: "Consenso",
    last: "Ultimo contatto",
    never: "mai",
    more_numbers: |n| if n == 1 { "e un altro".into() } else { format!("e altri {n}") },

    fresh: |n| if n == 1 { "1 nuovo".into() } else { format!("{n} nuovi") },
    more: "Mostra altri",
    end: "Sono tutti.",
    cut: "Questi sono i più recenti. Ce ne sono altri: per trovarli, scrivere qualcosa in più.",
    empty: "Non c'è ancora nessun contatto",
    empty_text: "Appena un cliente scrive, il contatto compare qui.",
    none_served: "Ancora nessun cliente servito",
    none_served_text: "Qui compaiono i clienti con cui si ha o si è avuta una conversazione. Accettare una richiesta, o scrivere \
                       per primi.",
    none_fit: "Nessun contatto corrisponde",
    none_fit_text: "Scrivere l'inizio di un nome o di un'e-mail, oppure almeno tre cifre di un numero. Si trovano i contatti che \
                    si possono vedere.",
    too_short: "Scrivere qualcosa in più",
    too_short_text: "I numeri si trovano con almeno tre cifre.",
    all: "Mostra tutti",
    failed: "Impossibile caricare i contatti.",

    write: "Nuovo SMS",
    write_to: |number| format!("Scrivi a {number}"),
    gone: "Questo contatto non è qui",
    gone_text: "Non esiste, oppure non c'è mai stata una conversazione con chi lo cerca. Un supervisore vede tutti i contatti.",
    one_failed: "Impossibile caricare questo contatto.",
    merged: "Questo contatto è stato unito a un altro, che ora è mostrato.",
};
