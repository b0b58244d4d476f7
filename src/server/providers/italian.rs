//! What adapters and the outbox say, in Italian. They write English, once and for good: it is stored with a message and
//! read years later. Whoever reads it back asks here for the other languages; what a provider said itself stays as it is.

use crate::domain::sentence::Sentence;

/// What was said in English, in every language.
pub fn told(english: &str) -> Sentence {
    [english.to_owned(), italian(english)].into()
}

fn italian(english: &str) -> String {
    if let Some(known) = known(english) {
        return known.to_owned();
    }
    // A problem with its code.
    if let Some((words, code)) = english.strip_suffix(')').and_then(|inner| inner.rsplit_once(" ("))
        && let Some(known) = known(words)
    {
        return format!("{known} ({code})");
    }
    for (before, after, before_it, after_it) in FRAMES {
        let inner = english.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        if let Some(inner) = inner.filter(|inner| !inner.is_empty()) {
            return format!("{before_it}{}{after_it}", italian(inner));
        }
    }
    english.to_owned()
}

fn known(english: &str) -> Option<&'static str> {
    SENTENCES.iter().find(|(known, _)| *known == english).map(|(_, italian)| *italian)
}

/// Sentences around something: before and after it in English, before and after it in Italian.
const FRAMES: [(&str, &str, &str, &str); 8] = [
    ("Given up after several tries: ", "", "Rinuncia dopo diversi tentativi: ", ""),
    ("", " The message may or may not have been sent.", "", " Il messaggio potrebbe essere partito oppure no."),
    ("Cancelled by ", ".", "Annullato da ", "."),
    ("", " knows these credentials.", "", " riconosce queste credenziali."),
    (
        "signed with the shared key ",
        ", and the account holds none",
        "firma con la chiave condivisa ",
        ", ma l'account non ne ha",
    ),
    (
        "signed with the shared key ",
        ", which is not the account's",
        "firma con la chiave condivisa ",
        ", che non è quella dell'account",
    ),
    ("no ", " header", "manca l'intestazione ", ""),
    ("status ", " means nothing to us", "lo stato ", " non ci dice nulla"),
];

#[rustfmt::skip]
const SENTENCES: &[(&str, &str)] = &[
    // The outbox and what is scheduled.
    ("The account is gone.", "L'account non esiste più."),
    ("The provider can't be reached.", "Il provider non è raggiungibile."),
    ("The provider did not answer in time.", "Il provider non ha risposto in tempo."),
    ("The connection to the provider broke.", "La connessione con il provider si è interrotta."),
    ("The server stopped while handing this over; it may or may not have been sent.", "Il server si è fermato durante la consegna al provider; potrebbe essere partito oppure no."),
    ("The customer has opted out of texts: it was not sent.", "Il cliente ha revocato il consenso agli SMS: non è stato inviato."),
    ("Cancelled because the customer wrote first.", "Annullato perché il cliente ha scritto prima."),
    // As it was written down in earlier versions.
    ("The customer wrote first.", "Il cliente ha scritto prima."),
    // Any adapter.
    ("The message is empty.", "Il messaggio è vuoto."),
    ("neither a form nor a query", "né un modulo né una query"),
    ("no account has this address", "nessun account ha questo indirizzo"),
    ("the body is too large", "il contenuto è troppo grande"),
    ("the signature is not base64", "la firma non è in base64"),
    ("unknown signature algorithm", "algoritmo di firma sconosciuto"),
    ("the account is switched off", "l'account è disattivato"),
    ("the body does not match the hash in the URL", "il contenuto non corrisponde all'hash nell'URL"),
    ("the signature does not match: another secret or another public address", "la firma non corrisponde: un altro segreto o un altro indirizzo pubblico"),
    // The sandbox.
    ("Sandbox (simulated phones)", "Sandbox (telefoni simulati)"),
    ("Secret", "Segreto"),
    ("Nothing to enter: it is made when the account is created.", "Nulla da inserire: si crea insieme all'account."),
    ("Any number or name. Nothing leaves this server.", "Qualsiasi numero o nome. Nulla esce da questo server."),
    ("Nothing to do: the simulated phones know where to write.", "Nulla da fare: i telefoni simulati sanno dove scrivere."),
    ("The message can't be written down.", "Il messaggio non si può scrivere."),
    ("The simulator answered in a way that can't be read.", "Il simulatore ha risposto in modo illeggibile."),
    ("The sandbox account has no secret. An administrator must save it again.", "L'account sandbox non ha un segreto. Un amministratore deve salvarlo di nuovo."),
    ("The simulator did not answer properly.", "Il simulatore non ha risposto correttamente."),
    ("The simulator refused the message.", "Il simulatore ha rifiutato il messaggio."),
    ("The simulated phone did not receive the message.", "Il telefono simulato non ha ricevuto il messaggio."),
    ("The message grew too old before the simulated phone could receive it.", "Il messaggio è scaduto prima che il telefono simulato potesse riceverlo."),
    ("The simulated network refuses this message.", "La rete simulata rifiuta questo messaggio."),
    ("The simulated network is busy.", "La rete simulata è occupata."),
    ("The simulated network asks to send slower.", "La rete simulata chiede di inviare più lentamente."),
    ("The recipient has asked for no more texts.", "Il destinatario ha chiesto di non ricevere più SMS."),
    ("The simulated network could not fetch an attachment.", "La rete simulata non ha potuto recuperare un allegato."),
    // Twilio.
    ("A Twilio number (+15550100199), a short code, a name of up to 11 characters that can't be answered, or the SID of a Messaging Service (starts with MG).", "Un numero Twilio (+15550100199), un codice breve, un nome di al massimo 11 caratteri a cui non si può rispondere, o il SID di un Messaging Service (inizia con MG)."),
    ("In the Twilio console, open the number (or the Messaging Service) and paste the address under “A message comes in”, method HTTP POST.", "Nella console Twilio aprire il numero (o il Messaging Service) e incollare l'indirizzo in “A message comes in”, metodo HTTP POST."),
    ("Auth token", "Auth token"),
    ("Previous auth token", "Auth token precedente"),
    ("API key secret", "Segreto della chiave API"),
    ("Shared key ID", "ID della chiave condivisa"),
    ("Shared key secret", "Segreto della chiave condivisa"),
    ("Previous shared key secret", "Segreto precedente della chiave condivisa"),
    ("API key SID", "SID della chiave API"),
    ("Starts with AC. On the first page of the Twilio console.", "Inizia con AC. Si trova nella prima pagina della console Twilio."),
    ("Below the Account SID. Incoming calls are signed with it, so it is needed beside an API key too.", "Sotto l'Account SID. Le chiamate in arrivo sono firmate con questo, quindi serve anche accanto a una chiave API."),
    ("While you change the auth token: calls signed with the old one are still accepted. Clear it afterwards.", "Durante il cambio dell'auth token: le chiamate firmate con il vecchio restano valide. Poi va svuotato."),
    ("Starts with SK. If given, messages are sent with this key instead of the auth token.", "Inizia con SK. Se indicato, i messaggi partono con questa chiave invece che con l'auth token."),
    ("Shown once by Twilio when the key was made.", "Twilio lo mostra una sola volta, alla creazione della chiave."),
    ("Only if Twilio signs your webhooks with a shared key instead of the auth token.", "Solo se Twilio firma i webhook con una chiave condivisa invece che con l'auth token."),
    ("The secret of that shared key.", "Il segreto di quella chiave condivisa."),
    ("While you change the shared key: calls signed with the old one are still accepted. Clear it afterwards.", "Durante il cambio della chiave condivisa: le chiamate firmate con la vecchia restano valide. Poi va svuotato."),
    ("The account has no valid Account SID. An administrator must enter it.", "L'account non ha un Account SID valido. Deve inserirlo un amministratore."),
    ("The account has no auth token. An administrator must enter it.", "L'account non ha un auth token. Deve inserirlo un amministratore."),
    ("This sender is a name without a number, so it can't be answered.", "Questo mittente è un nome senza numero, quindi non può ricevere risposte."),
    ("The message is longer than the 1600 characters Twilio takes.", "Il messaggio supera i 1600 caratteri accettati da Twilio."),
    ("Twilio takes at most ten attachments in one message.", "Twilio accetta al massimo dieci allegati per messaggio."),
    ("Twilio answered in a way that can't be read.", "Twilio ha risposto in modo illeggibile."),
    ("Twilio did not answer properly.", "Twilio non ha risposto correttamente."),
    ("The Twilio account is suspended or closed.", "L'account Twilio è sospeso o chiuso."),
    ("Something other than Twilio answers at this address.", "A questo indirizzo non risponde Twilio."),
    ("This is not the address of Twilio's API. An administrator must check the account.", "Non è l'indirizzo dell'API di Twilio. Un amministratore deve controllare l'account."),
    ("Twilio did not receive the whole request.", "Twilio non ha ricevuto tutta la richiesta."),
    ("Twilio refused the request.", "Twilio ha rifiutato la richiesta."),
    ("Twilio is not available at the moment.", "Twilio al momento non è disponibile."),
    ("Twilio failed to answer, so it may or may not have taken the message.", "Twilio non ha risposto, quindi potrebbe aver preso il messaggio oppure no."),
    ("The carrier did not deliver the message.", "L'operatore telefonico non ha consegnato il messaggio."),
    ("Twilio could not send the message.", "Twilio non ha potuto inviare il messaggio."),
    ("The message was cancelled at Twilio.", "Il messaggio è stato annullato presso Twilio."),
    ("Twilio is receiving messages faster than it accepts them.", "Twilio riceve i messaggi più velocemente di quanto li accetti."),
    ("Twilio's queue for this sender is full.", "La coda di Twilio per questo mittente è piena."),
    ("Too many messages were waiting at Twilio, so this one was dropped.", "Troppi messaggi erano in attesa presso Twilio, quindi questo è stato scartato."),
    ("The recipient's carrier is overloaded.", "L'operatore telefonico del destinatario è sovraccarico."),
    ("The sender went over the rate its US registration allows.", "Il mittente ha superato il ritmo consentito dalla sua registrazione negli USA."),
    ("The sender has used up what its US registration allows for today.", "Il mittente ha esaurito quanto consentito per oggi dalla sua registrazione negli USA."),
    ("Twilio is having trouble and did not take the message.", "Twilio ha un problema e non ha preso il messaggio."),
    ("The recipient's phone was off or out of reach.", "Il telefono del destinatario era spento o irraggiungibile."),
    ("The carrier did not deliver the message and gave no reason.", "L'operatore telefonico non ha consegnato il messaggio e non ha indicato il motivo."),
    ("Twilio does not accept the credentials of this account. An administrator must check them.", "Twilio non accetta le credenziali di questo account. Deve controllarle un amministratore."),
    ("The Twilio account is suspended. An administrator must contact Twilio.", "L'account Twilio è sospeso. Un amministratore deve contattare Twilio."),
    ("Twilio does not know this account. An administrator must check the Account SID.", "Twilio non conosce questo account. Un amministratore deve controllare l'Account SID."),
    ("Twilio does not accept the sender of this account. An administrator must check it.", "Twilio non accetta il mittente di questo account. Deve controllarlo un amministratore."),
    ("The account has no sender. An administrator must enter one.", "L'account non ha un mittente. Deve inserirlo un amministratore."),
    ("Twilio can't reach the address for receipts. An administrator must check the public address.", "Twilio non raggiunge l'indirizzo per le ricevute. Un amministratore deve controllare l'indirizzo pubblico."),
    ("The Twilio Messaging Service is missing or incomplete. An administrator must check it.", "Il Messaging Service di Twilio manca o è incompleto. Deve controllarlo un amministratore."),
    ("The toll-free sender is not verified at Twilio. An administrator must have it verified.", "Il mittente con numero verde non è verificato presso Twilio. Un amministratore deve farlo verificare."),
    ("The sender is not registered for texts to the US. An administrator must register it at Twilio.", "Il mittente non è registrato per gli SMS verso gli USA. Un amministratore deve registrarlo presso Twilio."),
    ("The Twilio account may not send to this country. An administrator can allow it at Twilio.", "L'account Twilio non può inviare verso questo paese. Un amministratore può consentirlo presso Twilio."),
    ("A Twilio trial account sends to verified numbers only, and this one is not verified.", "Un account Twilio di prova invia solo a numeri verificati, e questo non lo è."),
    ("The recipient is not a valid phone number.", "Il destinatario non è un numero di telefono valido."),
    ("The message has no recipient.", "Il messaggio non ha destinatario."),
    ("The recipient is not a mobile number, so it can't receive texts.", "Il destinatario non è un cellulare, quindi non può ricevere SMS."),
    ("Twilio can't reach this recipient from this sender.", "Da questo mittente Twilio non può raggiungere questo destinatario."),
    ("Twilio can't fetch an attachment, or can't send files of its kind.", "Twilio non può recuperare un allegato, o non può inviare file di quel tipo."),
    ("The recipient or the carrier blocks messages from this sender.", "Il destinatario o l'operatore telefonico blocca i messaggi di questo mittente."),
    ("The recipient's number is unknown or no longer in use.", "Il numero del destinatario è sconosciuto o non più in uso."),
    ("The recipient is a landline or a carrier that can't be reached.", "Il destinatario è un fisso o un operatore telefonico irraggiungibile."),
    ("The carrier filtered the message as unwanted.", "L'operatore telefonico ha filtrato il messaggio come indesiderato."),
    ("The recipient's carrier takes no pictures or files.", "L'operatore telefonico del destinatario non accetta immagini o file."),
    ("The attachment is too large for the recipient's carrier.", "L'allegato è troppo grande per l'operatore telefonico del destinatario."),
    ("The recipient has opted out of messages from this sender.", "Il destinatario ha revocato il consenso ai messaggi di questo mittente."),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::language::Language, server::providers::Registry};

    #[test]
    fn every_form_of_a_provider_is_in_italian() {
        for capabilities in Registry::builtin().all().map(|provider| provider.capabilities()) {
            let fields = capabilities.credentials.iter().flat_map(|field| [field.label, field.help]);
            for words in fields.chain([capabilities.sender_help, capabilities.webhook_help]) {
                assert!(known(words).is_some() || words == "Account SID", "{words}");
            }
        }
    }

    #[test]
    fn nothing_is_said_twice_and_nothing_says_nothing() {
        for (index, (english, italian)) in SENTENCES.iter().enumerate() {
            assert!(SENTENCES[..index].iter().all(|(other, _)| other != english), "{english}");
            assert!(!italian.is_empty(), "{english}");
        }
    }

    #[test]
    fn what_stands_around_a_sentence_is_put_into_italian_too() {
        for (english, italian) in [
            (
                "Given up after several tries: The provider can't be reached.",
                "Rinuncia dopo diversi tentativi: Il provider non è raggiungibile.",
            ),
            ("Cancelled by Anna.", "Annullato da Anna."),
            ("The message is empty. (21602)", "Il messaggio è vuoto. (21602)"),
            ("no x-signature header", "manca l'intestazione x-signature"),
            ("status paused means nothing to us", "lo stato paused non ci dice nulla"),
            ("Something a provider said", "Something a provider said"),
        ] {
            assert_eq!(told(english).in_language(Language::Italian), italian);
            assert_eq!(told(english).in_language(Language::English), english);
        }
    }
}
