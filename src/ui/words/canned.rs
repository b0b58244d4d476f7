//! Words of canned answers: the picker in the composer, the pages where they are kept, and what is wrong with one.

use super::speech::{Written, words};
use crate::domain::{
    Encoding, Segments,
    canned::{LONGEST_SHORTCUT, LONGEST_TITLE, Variable, Wrong},
};

words! {
    /// What stands in the composer before anything else of canned answers is here.
    pub struct PickerWords in PICKER_EN, late super::italian::canned::PICKER_IT;

    pub button: &'static str,
    pub count: fn(usize) -> String,
    pub keys: &'static str,
    pub to_own: &'static str,
    pub gap: fn(Variable) -> String,
    pub show_gap: &'static str,
}

pub const PICKER_EN: PickerWords<Written> = PickerWords {
    button: "Canned answers ( / )",
    count: |n| match n {
        0 => "No answer fits".into(),
        1 => "1 answer".into(),
        n => format!("{n} answers"),
    },
    keys: "↑ ↓ choose · Enter inserts · Esc closes",
    to_own: "My canned answers",
    gap: |variable| format!("Nothing is known for {}: fill it in before you send.", variable.token()),
    show_gap: "Go there",
};

words! {
    pub struct CannedWords in EN, super::italian::canned::IT;

    // The picker.
    pub list: &'static str,
    pub coming: &'static str,
    pub failed: &'static str,
    pub none_yet: &'static str,
    pub nothing_fits: fn(&str) -> String,
    pub of_account: &'static str,
    pub own: &'static str,
    pub cost: fn(&Segments) -> String,
    // The pages.
    pub title: &'static str,
    pub text: &'static str,
    pub own_title: &'static str,
    pub own_text: &'static str,
    pub add: &'static str,
    pub added: fn(&str) -> String,
    pub list_failed: &'static str,
    pub one_failed: &'static str,
    pub empty: &'static str,
    pub empty_text: &'static str,
    pub empty_own: &'static str,
    pub empty_own_text: &'static str,
    pub nothing_found: &'static str,
    pub show_all: &'static str,
    pub search: &'static str,
    pub whose: &'static str,
    pub all: &'static str,
    pub everybodys: &'static str,
    pub shortcut: &'static str,
    pub shortcut_help: &'static str,
    pub name: &'static str,
    pub name_help: &'static str,
    pub scope: &'static str,
    pub belongs_to: &'static str,
    pub scope_everybody: (&'static str, &'static str),
    pub scope_account: (&'static str, &'static str),
    pub scope_own: (&'static str, &'static str),
    pub account: &'static str,
    pub choose_account: &'static str,
    pub answer: &'static str,
    pub body: &'static str,
    pub body_help: &'static str,
    pub variables: &'static str,
    pub insert_variable: fn(Variable) -> String,
    pub variable: fn(Variable) -> &'static str,
    pub preview: &'static str,
    pub preview_help: &'static str,
    pub sample_name: &'static str,
    pub sample_account: &'static str,
    pub sample_queue: &'static str,
    pub as_it_stands: &'static str,
    pub filled_in: &'static str,
    pub encoding: fn(Encoding) -> &'static str,
    pub unicode_because: fn(&str) -> String,
    pub filled_too_long: fn(i64, usize) -> String,
    pub wrong: fn(&Wrong) -> String,
    pub taken_here: &'static str,
    pub wins_over: fn(&str) -> String,
    pub loses_to: fn(&str) -> String,
    pub remove: &'static str,
    pub remove_title: &'static str,
    pub remove_question: fn(&str) -> String,
    pub removed: fn(&str) -> String,
    pub remove_failed: &'static str,
}

fn messages(n: i64) -> String {
    if n == 1 { "1 message".into() } else { format!("{n} messages") }
}

fn encoding(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Gsm7 => "GSM 7 bit",
        Encoding::Ucs2 => "Unicode",
    }
}

pub const EN: CannedWords<Written> = CannedWords {
    list: "Canned answers",
    coming: "The answers are on their way…",
    failed: "The canned answers could not be loaded.",
    none_yet: "There are no canned answers yet.",
    nothing_fits: |typed| format!("Nothing fits “{typed}”. Esc keeps the text as it is."),
    of_account: "Account",
    own: "Mine",
    cost: |segments| {
        let chars = segments.chars;
        let chars = if chars == 1 { "1 character".into() } else { format!("{chars} characters") };
        format!("{} · {chars} · {}", encoding(segments.encoding), messages(segments.parts))
    },
    title: "Canned answers",
    text: "Texts kept ready for everybody, or for the conversations of one account. Agents type / to find them.",
    own_title: "My canned answers",
    own_text: "Texts you keep ready for yourself. Type / in a conversation to find them.",
    add: "Add an answer",
    added: |shortcut| format!("/{shortcut} is there for the next conversation."),
    list_failed: "The canned answers could not be loaded.",
    one_failed: "This answer could not be loaded.",
    empty: "There are no canned answers yet",
    empty_text: "Whatever is written every day is better kept here: it is found with / and a few letters.",
    empty_own: "You have no answers of your own yet",
    empty_own_text: "Keep what you write often. One with the shortcut of a shared answer takes its place for you.",
    nothing_found: "No answer fits",
    show_all: "Show all",
    search: "Search for a shortcut, title or text",
    whose: "Whose",
    all: "All",
    everybodys: "Everybody's",
    shortcut: "Shortcut",
    shortcut_help: "What is typed behind the /. Letters, digits, and\u{a0}_\u{a0}.\u{a0}-",
    name: "Title",
    name_help: "What it is about; searched too.",
    scope: "Whose it is",
    belongs_to: "It belongs to",
    scope_everybody: ("Everybody's", "In every conversation."),
    scope_account: (
        "An account's",
        "In conversations of one account. Takes the place of everybody's with the same shortcut.",
    ),
    scope_own: ("Mine", "Only for me. Takes the place of any other with the same shortcut."),
    account: "Account",
    choose_account: "Choose an account",
    answer: "Answer",
    body: "Text",
    body_help: "What stands in braces is filled in by each conversation. Where nothing is known, the agent is asked to.",
    variables: "Put in",
    insert_variable: |variable| format!("Put in {}", variable.token()),
    variable: |variable| match variable {
        Variable::ContactFirstName => "First name",
        Variable::ContactName => "Name",
        Variable::ContactNumber => "Number",
        Variable::AgentAlias => "Agent, for customers",
        Variable::AgentName => "Agent",
        Variable::AccountName => "Account",
        Variable::AccountKey => "Account key",
        Variable::InteractionId => "Interaction number",
        Variable::QueueName => "Queue",
        Variable::Date => "Date",
        Variable::Time => "Time",
    },
    preview: "Preview",
    preview_help: "With the values of a made-up conversation.",
    sample_name: "Maria Bianchi",
    sample_account: "Main line",
    sample_queue: "Support",
    as_it_stands: "As it stands",
    filled_in: "Filled in",
    encoding,
    unicode_because: |signs| format!("Unicode because of {signs}"),
    filled_too_long: |chars, longest| format!("Filled in it has {chars} characters; at most {longest} can be sent."),
    wrong: |wrong| match wrong {
        Wrong::NoShortcut => "Give it a shortcut.".into(),
        Wrong::ShortcutSigns => "Letters, digits, and - _ . only.".into(),
        Wrong::ShortcutTooLong => format!("At most {LONGEST_SHORTCUT} characters."),
        Wrong::NoTitle => "Give it a title.".into(),
        Wrong::TitleTooLong => format!("At most {LONGEST_TITLE} characters."),
        Wrong::NoText => "Write what the customer gets.".into(),
        Wrong::TextTooLong(chars, longest) => format!("{chars} characters; at most {longest} can be sent."),
        Wrong::TextSigns => "It holds a character that can't be sent.".into(),
        Wrong::UnknownVariable(name, None) => format!("There is no variable {{{name}}}."),
        Wrong::UnknownVariable(name, Some(like)) => {
            format!("There is no variable {{{name}}}. Do you mean {}?", like.token())
        }
    },
    taken_here: "Another answer has this shortcut there.",
    wins_over: |whose| format!("Takes the place of the answer with this shortcut: {whose}."),
    loses_to: |whose| format!("Another answer with this shortcut goes before it: {whose}."),
    remove: "Remove",
    remove_title: "Remove the answer?",
    remove_question: |shortcut| format!("Remove the answer /{shortcut}? What was sent with it stays."),
    removed: |shortcut| format!("/{shortcut} was removed."),
    remove_failed: "The answer was not removed.",
};
