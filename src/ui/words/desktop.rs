//! Words of the desktop: tabs, side bar, empty states, offers.

use super::speech::{Written, words};
use crate::domain::presence::Availability;

words! {
    pub struct OfferWords in OFFER_EN, late super::italian::desktop::OFFER_IT;

    pub stack: &'static str,
    /// Contact, account, the key that goes there.
    pub announce: fn(&str, &str, &str) -> String,
    pub several: fn(usize) -> String,
    pub accept: &'static str,
    pub reject: &'static str,
    pub accept_label: fn(&str) -> String,
    pub reject_label: fn(&str) -> String,
    pub seconds_left: fn(i64) -> String,
    pub taken_by: fn(&str) -> String,
    pub timed_out: &'static str,
    pub gone: &'static str,
    pub ran_out: &'static str,
    pub full: fn(i64) -> String,
    pub accept_failed: &'static str,
    pub reject_failed: &'static str,
    pub notification: fn(&str) -> String,
}

pub const OFFER_EN: OfferWords<Written> = OfferWords {
    stack: "Requests",
    announce: |contact, account, key| format!("New request from {contact} on {account}. {key} goes to it."),
    several: |n| if n == 1 { "1 request".into() } else { format!("{n} requests") },
    accept: "Accept",
    reject: "Reject",
    accept_label: |contact| format!("Accept {contact}"),
    reject_label: |contact| format!("Reject {contact}"),
    seconds_left: |n| format!("{n} seconds left"),
    taken_by: |name| format!("Taken by {name}"),
    timed_out: "Time is up: it goes on to a colleague",
    gone: "This request is gone",
    ran_out: "Time is up. Waiting for the connection.",
    full: |n| format!("You have {}, as many as you may have. Close one first.", sessions(n)),
    accept_failed: "The request could not be accepted.",
    reject_failed: "The request could not be rejected.",
    notification: |contact| format!("New request from {contact}"),
};

words! {
    pub struct DesktopWords in EN, late super::italian::desktop::IT;

    pub sessions: &'static str,
    pub your_sessions: fn(usize) -> String,
    /// How many there are, how many texts are unread out of sight.
    pub all_sessions: fn(usize, i64) -> String,
    pub find_session: &'static str,
    pub no_session_found: &'static str,
    pub tabs_before: fn(usize) -> String,
    pub tabs_after: fn(usize) -> String,
    pub unread: fn(i64) -> String,
    pub last_text: fn(&str) -> String,
    pub close_session: fn(&str) -> String,
    pub close_title: &'static str,
    pub close_question: fn(&str) -> String,
    pub close_unsent: &'static str,
    pub close_failed: &'static str,
    pub closed_elsewhere: fn(&str) -> String,
    pub empty_title: fn(Availability) -> &'static str,
    pub empty_text: fn(Availability, i64) -> String,
    pub full_text: fn(i64) -> String,
    pub choose_title: &'static str,
    pub choose_text: &'static str,
    pub to_simulator: &'static str,
    pub back_to_sessions: &'static str,
    pub show_facts: &'static str,
    pub hide_facts: &'static str,
    pub facts: &'static str,
    pub contact: &'static str,
    pub name: &'static str,
    pub number: &'static str,
    pub copy_number: &'static str,
    pub copied: &'static str,
    pub interaction: &'static str,
    pub id: &'static str,
    pub state: &'static str,
    pub open: &'static str,
    pub closed: &'static str,
    pub account: &'static str,
    pub queue: &'static str,
    pub first_handler: &'static str,
    pub owner: &'static str,
    pub nobody: &'static str,
    pub started: &'static str,
    pub first_response: &'static str,
    pub not_yet: &'static str,
    pub closed_at: &'static str,
}

fn sessions(n: i64) -> String {
    if n == 1 { "1 open session".into() } else { format!("{n} open sessions") }
}

fn waiting(n: i64) -> String {
    match n {
        0 => "Nobody is waiting.".into(),
        1 => "One customer is waiting.".into(),
        n => format!("{n} customers are waiting."),
    }
}

pub const EN: DesktopWords<Written> = DesktopWords {
    sessions: "Open sessions",
    your_sessions: |n| sessions(n as i64),
    all_sessions: |n, unread| match unread {
        0 => format!("All {n} sessions"),
        unread => format!("All {n} sessions, {unread} unread out of sight"),
    },
    find_session: "Find a session",
    no_session_found: "No open session matches.",
    tabs_before: |n| if n == 1 { "1 more tab before".into() } else { format!("{n} more tabs before") },
    tabs_after: |n| if n == 1 { "1 more tab after".into() } else { format!("{n} more tabs after") },
    unread: |n| format!("{n} unread"),
    last_text: |ago| format!("last text {ago}"),
    close_session: |contact| format!("Close the session with {contact}"),
    close_title: "Close the session?",
    close_question: |contact| format!("Close the session with {contact}?"),
    close_unsent: "Your unsent draft in it will be discarded.",
    close_failed: "The session could not be closed.",
    closed_elsewhere: |contact| format!("The session with {contact} is not on your desktop any more."),
    empty_title: |availability| match availability {
        Availability::Online => "Ready for the next customer",
        Availability::Paused => "You are paused",
        Availability::Offline => "You are offline",
    },
    empty_text: |availability, n| match availability {
        Availability::Online => {
            format!("{} A new request appears by itself and rings until it is answered.", waiting(n))
        }
        Availability::Paused | Availability::Offline => {
            format!("{} Nothing is offered to you until you go online.", waiting(n))
        }
    },
    full_text: |n| format!("You have {}, as many as you may have. New requests come when you close one.", sessions(n)),
    choose_title: "Choose a session",
    choose_text: "Your open sessions stand above, the newest at the end.",
    to_simulator: "Text in as a customer",
    back_to_sessions: "Sessions",
    show_facts: "Show contact and interaction",
    hide_facts: "Hide contact and interaction",
    facts: "Contact and interaction",
    contact: "Contact",
    name: "Name",
    number: "Number",
    copy_number: "Copy the number",
    copied: "Copied.",
    interaction: "Interaction",
    id: "Number",
    state: "State",
    open: "Open",
    closed: "Closed",
    account: "Account",
    queue: "Queue",
    first_handler: "First handler",
    owner: "Owner",
    nobody: "Nobody",
    started: "Started",
    first_response: "First response",
    not_yet: "Not yet",
    closed_at: "Closed",
};
