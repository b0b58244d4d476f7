//! Every visible text, in every language. The compiler names what one of them leaves out.
//!
//! Each screen has its own area in its own file under `words/`, where it is declared and written in English; the same
//! file under `words/italian/` writes it in Italian. Texts with something in them are functions. In a view a word stands
//! as it is (`{words.common.close}`), and what is made from one is a closure, as with a signal: both follow a change of
//! the language at once. What the first download shows of something has an area apart from the rest of it: an area comes
//! whole.

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
pub mod italian;
pub mod keyboard;
pub mod media;
pub mod new_sms;
pub mod parts;
pub mod people;
pub mod simulator;
pub mod speech;
#[cfg(feature = "hydrate")]
mod tongue;

#[cfg(not(feature = "hydrate"))]
use leptos::prelude::*;

pub use accounts::{AccountWords, FlowWords, JournalWords};
pub use admin::AdminWords;
pub use canned::{CannedWords, PickerWords};
pub use closing::{ClosingWords, HandsWords, RulesWords, TransferWords, TreeWords};
pub use common::{CommonWords, TimeWords};
pub use contact_list::ContactListWords;
pub use contacts::ContactWords;
pub use conversation::{ComposerWords, ConversationWords};
pub use desktop::{DesktopWords, OfferWords};
pub use emoji::EmojiWords;
pub use follow_up::FollowUpWords;
pub use frame::{FrameWords, SignInWords};
pub use history::HistoryWords;
pub use keyboard::KeyboardWords;
pub use media::MediaWords;
pub use new_sms::{LaterWords, NewSmsWords};
pub use parts::PartWords;
pub use people::PeopleWords;
pub use simulator::SimulatorWords;
use speech::In;
pub use speech::Word;

use crate::domain::language::Language;

pub struct Words {
    pub common: In<CommonWords>,
    pub time: In<TimeWords>,
    pub frame: In<FrameWords>,
    pub sign_in: In<SignInWords>,
    pub offers: In<OfferWords>,
    pub desktop: In<DesktopWords>,
    pub contacts: ContactWords,
    pub contact_list: In<ContactListWords>,
    pub conversation: In<ConversationWords>,
    pub composer: In<ComposerWords>,
    pub picker: In<PickerWords>,
    pub canned: In<CannedWords>,
    pub emoji: In<EmojiWords>,
    pub closing: In<ClosingWords>,
    pub hands: In<HandsWords>,
    pub transfer: In<TransferWords>,
    pub dispositions: In<TreeWords>,
    pub rules: In<RulesWords>,
    pub follow_up: In<FollowUpWords>,
    pub later: In<LaterWords>,
    pub new_sms: In<NewSmsWords>,
    pub media: In<MediaWords>,
    pub admin: AdminWords,
    pub accounts: In<AccountWords>,
    pub flow: In<FlowWords>,
    pub journal: In<JournalWords>,
    pub simulator: In<SimulatorWords>,
    pub history: In<HistoryWords>,
    pub keyboard: In<KeyboardWords>,
    pub people: In<PeopleWords>,
    pub parts: In<PartWords>,
}

impl Words {
    const fn page(language: Language) -> Words {
        Words {
            common: In::page(language),
            time: In::page(language),
            frame: In::page(language),
            sign_in: In::page(language),
            offers: In::page(language),
            desktop: In::page(language),
            contacts: ContactWords::page(language),
            contact_list: In::page(language),
            conversation: In::page(language),
            composer: In::page(language),
            picker: In::page(language),
            canned: In::page(language),
            emoji: In::page(language),
            closing: In::page(language),
            hands: In::page(language),
            transfer: In::page(language),
            dispositions: In::page(language),
            rules: In::page(language),
            follow_up: In::page(language),
            later: In::page(language),
            new_sms: In::page(language),
            media: In::page(language),
            admin: AdminWords::page(language),
            accounts: In::page(language),
            flow: In::page(language),
            journal: In::page(language),
            simulator: In::page(language),
            history: In::page(language),
            keyboard: In::page(language),
            people: In::page(language),
            parts: In::page(language),
        }
    }
}

/// The words of a page in this language. In the browser there is one page, and its words follow its language.
pub fn words_in(language: Language) -> &'static Words {
    static ENGLISH: Words = Words::page(Language::English);
    static ITALIAN: Words = Words::page(Language::Italian);
    match language {
        Language::English => &ENGLISH,
        Language::Italian => &ITALIAN,
    }
}

/// The words of the page; English where nobody chose.
pub fn use_words() -> &'static Words {
    #[cfg(feature = "hydrate")]
    return words_in(Language::default());
    #[cfg(not(feature = "hydrate"))]
    words_in(use_context::<Language>().unwrap_or_default())
}

/// The part of the program that a page in this language needs.
pub fn part_of(language: Language) -> Option<&'static str> {
    match language {
        Language::English => None,
        Language::Italian => Some("italian"),
    }
}

/// Fetches the words of this language. False when they don't come; the next call tries anew.
pub async fn learn(language: Language) -> bool {
    #[cfg(feature = "hydrate")]
    if language == Language::Italian {
        return italian::arrive().await.is_ok();
    }
    let _ = language;
    true
}

/// Changes every word on the screen as soon as this language is here, unless another was wanted meanwhile. False when it
/// does not come: then the screen stays as it is.
pub async fn speak(language: Language) -> bool {
    #[cfg(feature = "hydrate")]
    tongue::want(language);
    let is_here = learn(language).await;
    #[cfg(feature = "hydrate")]
    if is_here && tongue::wanted() == language {
        tongue::speak(language);
    }
    is_here
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What is called the same in both.
    const SAME: &[&str] = &[
        "Account",
        "Desktop",
        "E-mail",
        "Emoji",
        "MB",
        "Maria Bianchi",
        "No",
        "Offline",
        "Online",
        "Password",
        "Provider",
        "Team",
        "Unicode",
        "Volume",
        "smsdesk",
        "–",
    ];

    #[test]
    fn every_text_is_in_italian() {
        let areas = [
            ("AccountWords", accounts::AccountWords::texts()),
            ("FlowWords", accounts::FlowWords::texts()),
            ("JournalWords", accounts::JournalWords::texts()),
            ("AdminFrameWords", admin::AdminFrameWords::texts()),
            ("FormWords", admin::FormWords::texts()),
            ("OverviewWords", admin::OverviewWords::texts()),
            ("UserWords", admin::UserWords::texts()),
            ("TeamWords", admin::TeamWords::texts()),
            ("QueueWords", admin::QueueWords::texts()),
            ("SettingsWords", admin::SettingsWords::texts()),
            ("PickerWords", canned::PickerWords::texts()),
            ("CannedWords", canned::CannedWords::texts()),
            ("ClosingWords", closing::ClosingWords::texts()),
            ("HandsWords", closing::HandsWords::texts()),
            ("TransferWords", closing::TransferWords::texts()),
            ("TreeWords", closing::TreeWords::texts()),
            ("RulesWords", closing::RulesWords::texts()),
            ("CommonWords", common::CommonWords::texts()),
            ("TimeWords", common::TimeWords::texts()),
            ("SideWords", contacts::SideWords::texts()),
            ("CardWords", contacts::CardWords::texts()),
            ("MergeWords", contacts::MergeWords::texts()),
            ("RoutingWords", contacts::RoutingWords::texts()),
            ("JourneyWords", contacts::JourneyWords::texts()),
            ("TagWords", contacts::TagWords::texts()),
            ("TagAdminWords", contacts::TagAdminWords::texts()),
            ("FieldAdminWords", contacts::FieldAdminWords::texts()),
            ("ContactListWords", contact_list::ContactListWords::texts()),
            ("ConversationWords", conversation::ConversationWords::texts()),
            ("ComposerWords", conversation::ComposerWords::texts()),
            ("OfferWords", desktop::OfferWords::texts()),
            ("DesktopWords", desktop::DesktopWords::texts()),
            ("EmojiWords", emoji::EmojiWords::texts()),
            ("FollowUpWords", follow_up::FollowUpWords::texts()),
            ("FrameWords", frame::FrameWords::texts()),
            ("SignInWords", frame::SignInWords::texts()),
            ("HistoryWords", history::HistoryWords::texts()),
            ("KeyboardWords", keyboard::KeyboardWords::texts()),
            ("MediaWords", media::MediaWords::texts()),
            ("LaterWords", new_sms::LaterWords::texts()),
            ("NewSmsWords", new_sms::NewSmsWords::texts()),
            ("PartWords", parts::PartWords::texts()),
            ("PeopleWords", people::PeopleWords::texts()),
            ("SimulatorWords", simulator::SimulatorWords::texts()),
        ];
        let same: BTreeSet<&str> = SAME.iter().copied().collect();
        let mut met = BTreeSet::new();
        let mut wrong = Vec::new();
        for (area, texts) in areas {
            for (field, [english, italian]) in texts {
                if italian.trim().is_empty() || (english == italian && !same.contains(english)) {
                    wrong.push(format!("{area}.{field}: {english}"));
                }
                if english == italian {
                    met.insert(english);
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert_eq!(met, same);
    }

    #[test]
    fn the_emoji_are_the_same_ones() {
        let signs = |groups: &[(&str, &str)]| {
            let lines = groups.iter().flat_map(|(_, lines)| lines.lines());
            lines.map(|line| line.split_once(' ').expect("a sign and its name").0.to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(signs(&emoji::EN.groups), signs(&italian::emoji::IT.groups));
    }

    #[test]
    fn days_and_ages_are_told_as_each_language_tells_them() {
        let (en, it) = (words_in(Language::English), words_in(Language::Italian));
        let long = |words: &Words| (words.time.long_date)(words.time.weekdays[2], 25, words.time.months[10], 2026);
        assert_eq!((long(en), long(it)), ("Wednesday, 25 November 2026".into(), "Mercoledì 25 novembre 2026".into()));
        assert_eq!((it.time.hours_ago)(1), "1 ora fa");
        assert_eq!((it.time.hours_ago)(3), "3 ore fa");
        assert_eq!((it.desktop.your_sessions)(1), "1 sessione aperta");
        assert_eq!((it.desktop.unread)(2), "2 non letti");
    }
}
