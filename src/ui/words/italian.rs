//! Italian, as it is spoken in contact centres.
//!
//! The same thing has the same name everywhere:
//!
//! | English | Italian |
//! |---|---|
//! | agent, supervisor, administrator | operatore, supervisore, amministratore |
//! | customer, contact, colleague | cliente, contatto, collega |
//! | account, provider, sender | account, provider, mittente |
//! | interaction, session | interazione, sessione |
//! | conversation | conversazione |
//! | text (an SMS), message | SMS, messaggio |
//! | request (an offer) | richiesta |
//! | queue, flow, step | coda, flusso, passo |
//! | owner, to take over | in carico a, prendere in carico |
//! | first handler | primo operatore |
//! | transfer, to reassign | trasferimento, riassegnare |
//! | disposition | esito |
//! | canned answer, shortcut | risposta predefinita, scorciatoia |
//! | internal note, mention | nota interna, menzione |
//! | delivery receipt | ricevuta di consegna |
//! | follow-up | promemoria, riprendere |
//! | opt-out, consent | revoca del consenso, consenso |
//! | quiet hours | fascia di silenzio |
//! | tag, field, list | etichetta, campo, lista |
//! | journey | storico |
//! | online, paused, offline | online, in pausa, offline |
//! | house | azienda |
//!
//! Buttons are short imperatives (Salva, Chiudi), helps are impersonal (Si sceglie…), nobody is addressed as tu or Lei.

#[cfg(feature = "hydrate")]
use leptos::wasm_split::{self, SplitLoaderError};

pub mod accounts;
pub mod admin;
pub mod canned;
pub mod closing;
pub mod common;
pub mod contact_list;
pub mod contacts;
pub mod conversation;
pub mod desktop;
pub mod emoji;
pub mod follow_up;
pub mod frame;
pub mod history;
pub mod keyboard;
pub mod media;
pub mod new_sms;
pub mod parts;
pub mod people;
pub mod simulator;

/// Here the build cuts: the Italian of the first download is a part of its own. Areas that only `pages`, `extras` or
/// `sign_in` use come with both languages.
#[cfg(feature = "hydrate")]
#[wasm_split::wasm_split(italian, wasm_split_path = leptos::wasm_split, fallible)]
pub fn arrive() -> Result<(), SplitLoaderError> {
    super::CommonWords::arrive();
    super::TimeWords::arrive();
    super::FrameWords::arrive();
    super::OfferWords::arrive();
    super::DesktopWords::arrive();
    super::ConversationWords::arrive();
    super::ComposerWords::arrive();
    super::PartWords::arrive();
    super::PeopleWords::arrive();
    super::MediaWords::arrive();
    super::FollowUpWords::arrive();
    super::PickerWords::arrive();
    super::HandsWords::arrive();
    super::LaterWords::arrive();
    Ok(())
}
