//! Every visible text. A second language is one more `Words` beside `EN`: the compiler names what is missing.
//!
//! Each screen has its own struct in its own file under `words/`; texts with something in them are functions.

pub mod accounts;
pub mod admin;
pub mod canned;
pub mod closing;
pub mod common;
pub mod contacts;
pub mod conversation;
pub mod desktop;
pub mod emoji;
pub mod follow_up;
pub mod frame;
pub mod keyboard;
pub mod media;
pub mod new_sms;
pub mod parts;
pub mod people;
pub mod simulator;

use leptos::prelude::*;

pub use accounts::{AccountWords, FlowWords, JournalWords};
pub use admin::AdminWords;
pub use canned::CannedWords;
pub use closing::ClosingWords;
pub use common::{CommonWords, TimeWords};
pub use contacts::ContactWords;
pub use conversation::{ComposerWords, ConversationWords};
pub use desktop::{DesktopWords, OfferWords};
pub use emoji::EmojiWords;
pub use follow_up::FollowUpWords;
pub use frame::{FrameWords, SignInWords};
pub use keyboard::KeyboardWords;
pub use media::MediaWords;
pub use new_sms::NewSmsWords;
pub use parts::PartWords;
pub use people::PeopleWords;
pub use simulator::SimulatorWords;

pub struct Words {
    /// For `<html lang>`.
    pub lang: &'static str,
    pub common: CommonWords,
    pub time: TimeWords,
    pub frame: FrameWords,
    pub sign_in: SignInWords,
    pub offers: OfferWords,
    pub desktop: DesktopWords,
    pub contacts: ContactWords,
    pub conversation: ConversationWords,
    pub composer: ComposerWords,
    pub canned: CannedWords,
    pub emoji: EmojiWords,
    pub closing: ClosingWords,
    pub follow_up: FollowUpWords,
    pub new_sms: NewSmsWords,
    pub media: MediaWords,
    pub admin: AdminWords,
    pub accounts: AccountWords,
    pub flow: FlowWords,
    pub journal: JournalWords,
    pub simulator: SimulatorWords,
    pub keyboard: KeyboardWords,
    pub people: PeopleWords,
    pub parts: PartWords,
}

pub const EN: Words = Words {
    lang: "en",
    common: common::EN,
    time: common::TIME_EN,
    frame: frame::EN,
    sign_in: frame::SIGN_IN_EN,
    offers: desktop::OFFER_EN,
    desktop: desktop::EN,
    contacts: contacts::EN,
    conversation: conversation::EN,
    composer: conversation::COMPOSER_EN,
    canned: canned::EN,
    emoji: emoji::EN,
    closing: closing::EN,
    follow_up: follow_up::EN,
    new_sms: new_sms::EN,
    media: media::EN,
    admin: admin::EN,
    accounts: accounts::EN,
    flow: accounts::FLOW_EN,
    journal: accounts::JOURNAL_EN,
    simulator: simulator::EN,
    keyboard: keyboard::EN,
    people: people::EN,
    parts: parts::EN,
};

/// The language of the page; English where nobody chose.
pub fn use_words() -> &'static Words {
    use_context::<&'static Words>().unwrap_or(&EN)
}
