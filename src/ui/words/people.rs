//! Words between colleagues: who is looking, who was named, who can be heard.

use super::speech::{Written, words};
use crate::domain::alerts::AlertTone;

words! {
    pub struct PeopleWords in EN, late super::italian::people::IT;

    pub looking: fn(&str) -> String,
    pub and: fn(&[String]) -> String,

    pub mentions: &'static str,
    pub mentions_unread: fn(i64) -> String,
    pub no_mentions: &'static str,
    pub mentioned_by: fn(&str) -> String,
    pub mark_all_read: &'static str,
    pub mention_notice: fn(&str) -> String,
    pub unread_mention: &'static str,
    pub pick: &'static str,

    pub deaf: &'static str,
    pub deaf_title: &'static str,
    pub deaf_text: &'static str,
    pub deaf_button: &'static str,
    pub deaf_warning: &'static str,
    pub deaf_failed: &'static str,

    pub alerts: &'static str,
    pub alerts_text: &'static str,
    pub tone: &'static str,
    pub tone_name: fn(AlertTone) -> &'static str,
    pub volume: &'static str,
    pub volume_value: fn(i64) -> String,
    pub repeat: &'static str,
    pub every: fn(i64) -> String,
    pub alerts_failed: &'static str,
    pub notifications: &'static str,
    pub notifications_state: fn(bool, bool) -> &'static str,
    pub test_notification: &'static str,
    pub test_notification_title: &'static str,
    pub test_notification_text: &'static str,

    pub stale_title: &'static str,
    pub stale_text: &'static str,
    pub stale_wait: &'static str,
    pub stale_send: &'static str,
}

pub const EN: PeopleWords<Written> = PeopleWords {
    looking: |names| format!("{names} looking"),
    and: |names| match names {
        [] => String::new(),
        [one] => format!("{one} is"),
        [others @ .., last] => format!("{} and {last} are", others.join(", ")),
    },

    mentions: "Mentions",
    mentions_unread: |n| match n {
        0 => "Mentions".into(),
        1 => "Mentions: 1 unread".into(),
        n => format!("Mentions: {n} unread"),
    },
    no_mentions: "Nobody has mentioned you yet. In a note, @ and a name tells a colleague.",
    mentioned_by: |name| format!("{name} mentioned you"),
    mark_all_read: "Mark all as read",
    mention_notice: |name| format!("{name} mentioned you in a note"),
    unread_mention: "unread",
    pick: "Colleagues",

    deaf: "Can’t hear requests",
    deaf_title: "Requests are not offered to you now.",
    deaf_text: "This page was in the background, without sound and without notifications, so you could not notice them. \
                Click anywhere, or press a key, to take requests again.",
    deaf_button: "I’m back",
    deaf_warning: "Without sound and notifications you notice requests only while you see this page.",
    deaf_failed: "You could not be put back.",

    alerts: "Sound and notifications",
    alerts_text: "How a request makes itself noticed. This choice follows you to every browser.",
    tone: "Sound",
    tone_name: |tone| match tone {
        AlertTone::Chime => "Chime",
        AlertTone::Bell => "Telephone",
        AlertTone::Marimba => "Marimba",
        AlertTone::Pulse => "Pulse",
    },
    volume: "Volume",
    volume_value: |percent| format!("{percent} %"),
    repeat: "Repeat until it is handled",
    every: |seconds| format!("Every {seconds} seconds"),
    alerts_failed: "Your choice could not be saved.",
    notifications: "Desktop notifications",
    notifications_state: |asked, granted| match (asked, granted) {
        (_, true) => "On: a request in a background tab shows on your desktop.",
        (true, false) => "Blocked in the browser’s settings for this site.",
        (false, false) => "Off: the browser has not been asked yet.",
    },
    test_notification: "Show a test",
    test_notification_title: "This is how a request looks",
    test_notification_text: "Test of smsdesk",

    stale_title: "Send without the newest texts?",
    stale_text: "You may not see the customer’s newest texts. Send anyway?",
    stale_wait: "Wait",
    stale_send: "Send anyway",
};
