//! Words for the parts of the program that are downloaded when they are first needed.

use super::super::{parts::PartWords, speech::Written};

pub const IT: PartWords<Written> = PartWords {
    missing: "Impossibile caricare questa parte di smsdesk. Verificare la connessione e riprovare; se nel frattempo smsdesk è \
              stato aggiornato, ricaricare la pagina. Le bozze sono conservate.",
    language_missing: "Impossibile caricare questa lingua. Verificare la connessione e riprovare.",
};
