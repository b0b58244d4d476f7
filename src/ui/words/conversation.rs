//! Words of a conversation and its composer.

use super::speech::{Written, words};
use crate::domain::{Delivery, InteractionId, consent::Hindrance, language::Language, message::Happening};

words! {
    pub struct ConversationWords in EN, late super::italian::conversation::IT;

    pub log: fn(&str) -> String,
    pub load_earlier: &'static str,
    pub load_earlier_failed: &'static str,
    pub beginning: &'static str,
    /// Contact, text: read aloud when it comes.
    pub said: fn(&str, &str) -> String,
    pub session: fn(InteractionId) -> String,
    pub this_session: &'static str,
    pub closed_at: fn(&str) -> String,
    pub new_divider: &'static str,
    pub new_messages: &'static str,
    pub to_newest: &'static str,
    pub load_failed: &'static str,
    pub you: &'static str,
    pub internal_note: &'static str,
    pub automatic: &'static str,
    pub sent_at: fn(&str) -> String,
    pub copy_code: fn(&str) -> String,
    pub happening: fn(&Happening) -> String,
    pub delivery: fn(Delivery) -> &'static str,
    pub delivery_label: fn(&str) -> String,
    pub problem: fn(Delivery) -> &'static str,
    pub code: fn(&str) -> String,
    pub resend: &'static str,
    pub resend_unknown: &'static str,
    pub resend_failed: &'static str,
    pub story: &'static str,
    pub story_failed: &'static str,
    pub story_forgotten: &'static str,
    pub attempt: fn(i64) -> String,
    pub late_report: &'static str,
    pub going: &'static str,
    pub waiting: &'static str,
    pub asking: &'static str,
    pub refused: &'static str,
    pub retry: &'static str,
    pub note_waiting: &'static str,
    pub note_asking: &'static str,
    pub note_refused: &'static str,
    pub note_retry: &'static str,
    pub take_back: &'static str,
    pub session_menu: &'static str,
}

pub const EN: ConversationWords<Written> = ConversationWords {
    log: |contact| format!("Conversation with {contact}"),
    load_earlier: "Load earlier messages",
    load_earlier_failed: "The earlier messages could not be loaded.",
    beginning: "Beginning of the conversation",
    said: |contact, text| format!("{contact}: {text}"),
    session: |id| format!("Session {id}"),
    this_session: "This session",
    closed_at: |when| format!("closed {when}"),
    new_divider: "New",
    new_messages: "New messages",
    to_newest: "To the newest",
    load_failed: "The conversation could not be loaded.",
    you: "You",
    internal_note: "Internal note",
    automatic: "Automatic reply",
    sent_at: |time| format!("sent {time}"),
    copy_code: |code| format!("Copy {code}"),
    happening: |what| match what {
        Happening::Accepted { by } => format!("{by} accepted"),
        Happening::BackToQueue { from } => format!("Back to the queue: {from} was away"),
        Happening::AutoReplySkipped { why } => format!("No automatic reply: {}", why.in_language(Language::English)),
        Happening::Started { by } => format!("{by} wrote first"),
        Happening::OptedOut { word } => format!("The customer opted out of texts with {word}"),
        Happening::OptedIn { word } => format!("The customer wants texts again: {word}"),
        Happening::SentDespite { by, hindrance: Hindrance::OptedOut, why } => {
            format!("{by} sent despite the opt-out: {why}")
        }
        Happening::SentDespite { by, hindrance: Hindrance::QuietHours, why } => {
            format!("{by} sent in quiet hours: {why}")
        }
        Happening::FollowUpDue { reason } => (super::follow_up::EN.due)(reason),
        other => super::closing::happening(other),
    },
    delivery: |state| match state {
        Delivery::Scheduled => "Scheduled",
        Delivery::Queued => "Queued",
        Delivery::Sending => "Being sent",
        Delivery::Unknown => "Unclear whether it was sent",
        Delivery::Sent => "Handed to the provider",
        Delivery::Unconfirmed => "Handed to the provider, no receipt yet",
        Delivery::Delivered => "Delivered",
        Delivery::Failed => "Failed",
        Delivery::Undelivered => "Could not be delivered",
        Delivery::Expired => "Expired on the way",
        Delivery::Cancelled => "Cancelled, never sent",
    },
    delivery_label: |state| format!("{state}. Show each step"),
    problem: |state| match state {
        Delivery::Unknown => "The line broke while it was handed over: it may or may not have been sent.",
        Delivery::Undelivered => "The carrier could not deliver it.",
        Delivery::Expired => "It grew too old on the way.",
        _ => "It was not sent.",
    },
    code: |code| format!("code {code}"),
    resend: "Resend",
    resend_unknown: "Send again anyway",
    resend_failed: "It could not be sent again.",
    story: "Delivery",
    story_failed: "The steps could not be loaded.",
    story_forgotten: "It is too long ago: the steps are not kept any more.",
    attempt: |n| format!("Attempt {n}"),
    late_report: "late report, changed nothing",
    going: "On its way to the server",
    waiting: "Not sent yet: the server can't be reached. Trying again…",
    asking: "Not sent: written before this page was loaded. Send it now?",
    refused: "Not sent.",
    retry: "Send now",
    note_waiting: "Not saved yet: the server can't be reached. Trying again…",
    note_asking: "Not saved: written before this page was loaded. Save it now?",
    note_refused: "Not saved.",
    note_retry: "Save now",
    take_back: "Edit",
    session_menu: "More for this session",
};

words! {
    pub struct ComposerWords in COMPOSER_EN, late super::italian::conversation::COMPOSER_IT;

    pub region: &'static str,
    pub mode: &'static str,
    pub reply: &'static str,
    pub note: &'static str,
    pub reply_label: fn(&str) -> String,
    pub note_label: &'static str,
    pub reply_placeholder: fn(&str) -> String,
    pub note_placeholder: &'static str,
    pub send: &'static str,
    pub save_note: &'static str,
    pub hint: &'static str,
    pub hint_note: &'static str,
    /// Characters.
    pub characters: fn(i64) -> String,
    /// Segments, units left in the last.
    pub segments: fn(i64, i64) -> String,
    pub gsm: &'static str,
    pub ucs2: &'static str,
    pub forced_by: fn(&str) -> String,
    /// A sign in quotes; by its name where nothing is seen of it.
    pub sign: fn(char) -> String,
    pub mend: &'static str,
    pub too_long: fn(i64, i64) -> String,
    pub nearly_full: fn(i64) -> String,
    pub many_messages: fn(i64) -> String,
    pub not_owner: fn(&str) -> String,
    pub no_owner: &'static str,
    pub session_closed: &'static str,
    pub session_may_reopen: fn(&str) -> String,
    pub cannot_answer: fn(&str) -> String,
    pub stale: &'static str,
    pub emoji: &'static str,
}

pub const COMPOSER_EN: ComposerWords<Written> = ComposerWords {
    region: "Composer",
    mode: "What to write",
    reply: "Reply",
    note: "Internal note",
    reply_label: |contact| format!("Reply to {contact}"),
    note_label: "Internal note, seen by colleagues only",
    reply_placeholder: |contact| format!("Write to {contact}"),
    note_placeholder: "Write a note for your colleagues. The customer never sees it.",
    send: "Send",
    save_note: "Save the note",
    hint: "Enter sends, Shift Enter breaks the line",
    hint_note: "Enter saves the note, Shift Enter breaks the line",
    characters: |n| if n == 1 { "1 character".into() } else { format!("{n} characters") },
    segments: |parts, left| {
        let parts = if parts == 1 { "1 message".into() } else { format!("{parts} messages") };
        format!("{parts}, {left} left")
    },
    gsm: "GSM 7 bit",
    ucs2: "Unicode",
    forced_by: |chars| format!("Unicode because of {chars}"),
    sign,
    mend: "Replace by plain signs",
    too_long: |chars, max| format!("Too long by {} characters: this account takes {max}.", chars - max),
    nearly_full: |left| format!("{left} characters left for this account."),
    many_messages: |n| format!("Long: it is sent and billed as {n} messages."),
    not_owner: |owner| format!("{owner} has this session. You can read it and write notes."),
    no_owner: "Nobody has accepted this session yet, so it can't be answered here.",
    session_closed: "This session is closed. When the customer texts again, a new one begins.",
    session_may_reopen: |until| {
        format!("This session is closed. If the customer texts again before {until}, it is opened again.")
    },
    cannot_answer: |peer| format!("“{peer}” is a name and not a number: it can't receive a reply."),
    stale: "The connection is interrupted: you may not see the newest messages.",
    emoji: "Emoji",
};

fn sign(c: char) -> String {
    let name = match c {
        '\t' => "tab",
        '\u{a0}' | '\u{202f}' => "no-break space",
        '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => "wide space",
        '\u{ad}' => "soft hyphen",
        '\u{200b}' | '\u{2060}' | '\u{feff}' => "zero-width space",
        '\u{200c}' | '\u{200d}' => "joiner",
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "direction mark",
        '\u{85}' | '\u{2028}' | '\u{2029}' => "line separator",
        '\u{fe00}'..='\u{fe0f}' => "variation mark",
        // Accents that stand alone are shown on a circle.
        '\u{300}'..='\u{36f}' => return format!("“\u{25cc}{c}”"),
        '‘' | '’' | '‚' | '‛' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' => {
            return format!("quotation mark {c}");
        }
        c if c.is_control() => "control character",
        c => return format!("“{c}”"),
    };
    name.to_owned()
}
