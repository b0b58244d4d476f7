//! Words of the list of interactions, and of what is done to several of them at once.

use super::speech::{Written, words};
use crate::domain::history::Status;

words! {
    pub struct HistoryWords in EN, super::italian::history::IT;

    pub filters: &'static str,
    pub status: &'static str,
    pub status_name: fn(Status) -> &'static str,
    pub account: &'static str,
    pub every_account: &'static str,
    pub first_agent: &'static str,
    pub owner: &'static str,
    pub anybody: &'static str,

    pub number: &'static str,
    pub eye: &'static str,
    pub contact: &'static str,
    pub started: &'static str,
    pub last: &'static str,
    pub agent: &'static str,
    pub tags: &'static str,
    pub disposition: &'static str,
    /// In which queue, where it is known.
    pub waiting: fn(Option<&str>) -> String,
    pub with: fn(&str) -> String,
    pub follow_up: fn(&str, &str) -> String,
    pub closed: &'static str,
    pub received: &'static str,
    pub sent: &'static str,

    pub fresh: fn(usize) -> String,
    pub more: &'static str,
    pub end: &'static str,
    pub empty: &'static str,
    pub empty_text: &'static str,
    pub none_fit: &'static str,
    pub none_fit_text: &'static str,
    pub every_open: &'static str,
    pub all_too: &'static str,
    pub failed: &'static str,
    pub not_allowed: &'static str,
    pub not_allowed_text: &'static str,

    /// Number and contact.
    pub select: fn(i64, &str) -> String,
    pub select_all: &'static str,
    pub selection: &'static str,
    pub selected: fn(usize) -> String,
    pub at_most: fn(usize) -> String,
    pub close: &'static str,
    pub assign: &'static str,
    pub clear: &'static str,

    pub close_title: fn(usize) -> String,
    pub close_text: &'static str,
    pub required: &'static str,
    pub without: &'static str,
    pub none_shared: &'static str,
    pub none_shared_required: &'static str,
    pub not_closed: &'static str,
    pub assign_title: fn(usize) -> String,
    pub assign_text: &'static str,
    pub assign_to: fn(usize, &str) -> String,
    pub not_assigned: &'static str,
    /// How many were, how many were not.
    pub were_closed: fn(usize, usize) -> String,
    pub were_assigned: fn(usize, usize) -> String,
    pub still_selected: &'static str,
}

/// `12 closed.`, or what begins the list of those that were not.
fn told(done: usize, what: &str, not: usize) -> String {
    if not == 0 { format!("{done} {what}.") } else { format!("{done} {what}, {not} not:") }
}

fn many(n: usize) -> String {
    if n == 1 { "1 interaction".into() } else { format!("{n} interactions") }
}

pub const EN: HistoryWords<Written> = HistoryWords {
    filters: "Filters",
    status: "Status",
    status_name: |status| match status {
        Status::Open => "Open",
        Status::Waiting => "Waiting",
        Status::Closed => "Closed",
        Status::All => "All",
    },
    account: "Account",
    every_account: "Every account",
    first_agent: "First agent",
    owner: "With",
    anybody: "Anybody",

    number: "No.",
    eye: "Looking",
    contact: "Contact",
    started: "Started",
    last: "Last message",
    agent: "Agent",
    tags: "Tags",
    disposition: "Disposition",
    waiting: |queue| queue.map_or_else(|| "Waiting".into(), |queue| format!("Waiting in {queue}")),
    with: |owner| format!("With {owner}"),
    follow_up: |owner, when| format!("Follow-up {when} · {owner}"),
    closed: "Closed",
    received: "received",
    sent: "sent",

    fresh: |n| format!("{n} new"),
    more: "Show older ones",
    end: "These are all.",
    empty: "Nothing is open",
    empty_text: "As soon as a customer writes, the interaction stands here.",
    none_fit: "No interaction fits",
    none_fit_text: "Choose another status, account or agent.",
    every_open: "Show all that are open",
    all_too: "Show closed ones too",
    failed: "The interactions could not be loaded.",
    not_allowed: "This page is for supervisors",
    not_allowed_text: "It lists the interactions of everybody. Yours are on the desktop.",

    select: |number, contact| format!("Select {number}, {contact}"),
    select_all: "Select all that are shown",
    selection: "Selection",
    selected: |n| format!("{n} selected"),
    at_most: |most| format!("At most {most} at once"),
    close: "Close…",
    assign: "Reassign…",
    clear: "Clear",

    close_title: |n| format!("Close {}", many(n)),
    close_text: "They leave the desktops of whoever has them, with a notice. What was written stays in the history.",
    required: "One of them can only be closed with a disposition, so all of them get one.",
    without: "None is chosen: they are closed without a disposition.",
    none_shared: "No disposition is offered for all of them.",
    none_shared_required: "One of them can only be closed with a disposition, and none is offered for all of them. Select \
                           those of one account.",
    not_closed: "They were not closed.",
    assign_title: |n| format!("Reassign {}", many(n)),
    assign_text: "Nobody is asked: an agent finds them among the open sessions, a queue offers them as usual.",
    assign_to: |n, name| format!("Reassign {n} to {name}"),
    not_assigned: "They were not reassigned.",
    were_closed: |done, not| told(done, "closed", not),
    were_assigned: |done, not| told(done, "reassigned", not),
    still_selected: "Those that are still open stay selected.",
};
