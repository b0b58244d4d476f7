//! Words of sessions that come back at a time.

use super::speech::{Written, words};

words! {
    pub struct FollowUpWords in EN, late super::italian::follow_up::IT;

    pub menu: &'static str,
    pub title: fn(&str) -> String,
    pub text: &'static str,
    pub when: &'static str,
    /// Each takes the time it stands for.
    pub in_an_hour: fn(&str) -> String,
    pub in_three_hours: fn(&str) -> String,
    pub tomorrow: fn(&str) -> String,
    pub monday: fn(&str) -> String,
    pub choose_time: &'static str,
    pub date_and_time: &'static str,
    pub reason: &'static str,
    pub reason_help: &'static str,
    pub set: &'static str,
    pub remove: &'static str,
    pub not_set: &'static str,
    pub comes_back: fn(&str) -> String,
    pub change: &'static str,
    /// In the facts of an interaction.
    pub fact: &'static str,
    /// The system line; the reason may be empty.
    pub due: fn(&str) -> String,
}

pub const EN: FollowUpWords<Written> = FollowUpWords {
    menu: "Follow up later…",
    title: |contact| format!("Follow up with {contact}"),
    text: "The session stays yours and comes back as unread. Until then it takes no place among your open sessions, and \
           another one may be offered to you.",
    when: "When",
    in_an_hour: |time| format!("In an hour ({time})"),
    in_three_hours: |time| format!("In three hours ({time})"),
    tomorrow: |time| format!("Tomorrow morning ({time})"),
    monday: |time| format!("On Monday morning ({time})"),
    choose_time: "Another time",
    date_and_time: "Date and time",
    reason: "What for",
    reason_help: "Stands in the conversation when it comes back. Customers don’t see it.",
    set: "Set follow-up",
    remove: "Remove follow-up",
    not_set: "The follow-up was not saved.",
    comes_back: |time| format!("Comes back {time}"),
    change: "Change",
    fact: "Follow-up",
    due: |reason| if reason.is_empty() { "Follow-up is due".into() } else { format!("Follow-up is due: {reason}") },
};
