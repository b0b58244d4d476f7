//! Words of ending sessions and handing them over: the close dialog, transfers, take-overs, dispositions.

use super::speech::{Written, words};
use crate::domain::{disposition::RequiredBy, message::Happening, presence::Availability, transfer::Returned};

words! {
    /// What changes hands, as the desktop tells of it.
    pub struct HandsWords in HANDS_EN, late super::italian::closing::HANDS_IT;

    pub under_way: fn(&str) -> String,
    pub cancel: &'static str,
    pub cancel_failed: &'static str,
    /// Who transfers; the queue it was sent to.
    pub card: fn(&str, Option<&str>) -> String,
    pub pull: &'static str,
    pub pull_failed: &'static str,
    pub now_closed: fn(&str) -> String,
    /// Who, contact.
    pub now_closed_by: fn(&str, &str) -> String,
    pub now_waiting: fn(&str) -> String,
    /// Contact, who has it now.
    pub now_with: fn(&str, &str) -> String,
    pub came_back: fn(&str) -> String,
}

pub const HANDS_EN: HandsWords<Written> = HandsWords {
    under_way: |name| format!("Being transferred to {name}. Until they accept it is yours and you can go on writing."),
    cancel: "Keep it",
    cancel_failed: "The transfer could not be stopped.",
    card: |from, queue| format!("{from} transfers this session to {}", queue.unwrap_or("you")),
    pull: "Take the oldest waiting",
    pull_failed: "Nothing was taken.",
    now_closed: |contact| format!("The session with {contact} was closed."),
    now_closed_by: |name, contact| format!("{name} closed the session with {contact}."),
    now_waiting: |contact| format!("The session with {contact} was put back into a queue. You can still read it."),
    now_with: |contact, owner| format!("{owner} has the session with {contact} now. You can still read it."),
    came_back: |contact| format!("The session with {contact} stays with you: the transfer was not taken."),
};

words! {
    pub struct ClosingWords in EN, super::italian::closing::IT;

    pub menu_close: &'static str,
    pub close: &'static str,
    pub close_and_dispose: &'static str,
    pub close_text: &'static str,
    pub close_others: fn(&str) -> String,
    pub close_nobodys: &'static str,
    pub required: fn(RequiredBy) -> &'static str,
    pub choices_failed: &'static str,
    pub disposition: &'static str,
    pub search: &'static str,
    pub search_placeholder: &'static str,
    pub recent: &'static str,
    pub all: &'static str,
    pub nothing_found: fn(&str) -> String,
    pub none_here: &'static str,
    pub chosen: fn(&str) -> String,
    pub choose_first: &'static str,
    pub remark: &'static str,
    pub remark_help: &'static str,
    pub back: &'static str,
    /// Beside the state, in the facts of an interaction.
    pub closed_as: &'static str,
}

words! {
    pub struct TransferWords in TRANSFER_EN, super::italian::closing::TRANSFER_IT;

    pub menu: &'static str,
    pub take_over: &'static str,
    pub assign: &'static str,
    pub title: fn(&str) -> String,
    pub assign_title: fn(&str) -> String,
    pub text: fn(i64) -> String,
    pub assign_text: &'static str,
    pub failed: &'static str,
    pub search: &'static str,
    pub agents: &'static str,
    pub queues: &'static str,
    pub nobody: &'static str,
    pub room: fn(i64, i64) -> String,
    pub presence: fn(Availability, Option<&str>, bool) -> String,
    pub waiting: fn(i64, i64) -> String,
    pub note: &'static str,
    pub note_help: &'static str,
    pub send: &'static str,
    pub send_to: fn(&str) -> String,
    pub give: &'static str,
    pub give_to: fn(&str) -> String,
    pub choose_first: &'static str,
    pub not_sent: &'static str,
    pub queued: fn(&str) -> String,
    pub assigned: fn(&str) -> String,
    pub taken_over: fn(&str) -> String,
    pub take_over_failed: &'static str,
}

words! {
    /// The administration's page of dispositions.
    pub struct TreeWords in TREE_EN, super::italian::closing::TREE_IT;

    pub title: &'static str,
    pub text: &'static str,
    pub failed: &'static str,
    pub not_saved: &'static str,
    pub overtaken: &'static str,
    pub empty: &'static str,
    pub empty_text: &'static str,
    pub add: &'static str,
    pub add_below: fn(&str) -> String,
    pub name: &'static str,
    pub name_of_new: fn(Option<&str>) -> String,
    pub rename: fn(&str) -> String,
    pub archive: fn(&str) -> String,
    pub restore: fn(&str) -> String,
    pub archived: &'static str,
    pub show_archived: fn(usize) -> String,
    pub everywhere: &'static str,
    pub scope: fn(&str) -> String,
    pub scope_text: &'static str,
    pub accounts: &'static str,
    pub queues: &'static str,
    pub no_accounts: &'static str,
    pub no_queues: &'static str,
}

words! {
    /// Parts of the account form and of the house's settings.
    pub struct RulesWords in RULES_EN, super::italian::closing::RULES_IT;

    pub title: &'static str,
    pub text: &'static str,
    pub reopen_minutes: &'static str,
    pub reopen_minutes_help: &'static str,
    pub minutes: &'static str,
    pub auto_close_hours: &'static str,
    pub auto_close_hours_help: &'static str,
    pub hours: &'static str,
    pub auto_close_disposition: &'static str,
    pub auto_close_disposition_help: &'static str,
    pub no_disposition: &'static str,
    pub disposition_required: &'static str,
    pub disposition_required_help: &'static str,
    pub transfer: &'static str,
    pub transfer_help: &'static str,
    pub house_title: &'static str,
    pub house_transfer_help: &'static str,
    pub transfer_seconds: &'static str,
    pub transfer_seconds_help: &'static str,
    pub seconds: &'static str,
    pub house_required: &'static str,
    pub house_required_help: &'static str,
    pub tab_limit: &'static str,
    pub tab_limit_help: &'static str,
    pub sessions: &'static str,
}

pub const EN: ClosingWords<Written> = ClosingWords {
    menu_close: "Close the session…",
    close: "Close",
    close_and_dispose: "Close & dispose",
    close_text: "It leaves your desktop. What was said stays in the history.",
    close_others: |owner| {
        format!("{owner} has this session. Closing it takes it off their desktop, and they are told.")
    },
    close_nobodys: "Nobody has answered this customer. Closing takes the conversation out of its queue.",
    required: |by| match by {
        RequiredBy::House => "The house wants a disposition for every session, so it can't be closed without one.",
        RequiredBy::Account => "This account wants a disposition for every session, so it can't be closed without one.",
    },
    choices_failed: "The dispositions could not be loaded.",
    disposition: "Disposition",
    search: "Search the dispositions",
    search_placeholder: "How did it end?",
    recent: "Used last",
    all: "All",
    nothing_found: |wanted| format!("No disposition fits “{wanted}”."),
    none_here: "No dispositions are set up for this conversation.",
    chosen: |path| format!("Chosen: {path}"),
    choose_first: "Choose a disposition first.",
    remark: "Remark",
    remark_help: "Optional. Colleagues read it beside the disposition.",
    back: "Back",
    closed_as: "Disposition",
};

pub const TRANSFER_EN: TransferWords<Written> = TransferWords {
    menu: "Transfer…",
    take_over: "Take over",
    assign: "Reassign…",
    title: |contact| format!("Transfer the session with {contact}"),
    assign_title: |contact| format!("Reassign the session with {contact}"),
    text: |seconds| {
        format!(
            "A colleague is asked and has {seconds} seconds; until then the session stays yours. A queue has it at once; \
             if those who are asked there don't take it within {seconds} seconds, it comes back to you."
        )
    },
    assign_text: "Nobody is asked: an agent finds it among the open sessions, a queue offers it as usual.",
    failed: "Colleagues and queues could not be loaded.",
    search: "Search colleagues and queues",
    agents: "Colleagues",
    queues: "Queues",
    nobody: "Nobody and nothing fits.",
    room: |open, capacity| format!("{open} of {capacity} open"),
    presence: |availability, reason, connected| match (availability, reason, connected) {
        (Availability::Offline, _, _) => "offline".into(),
        (_, _, false) => "not connected".into(),
        (Availability::Paused, Some(reason), true) => format!("paused: {reason}"),
        (Availability::Paused, None, true) => "paused".into(),
        (Availability::Online, _, true) => "online".into(),
    },
    waiting: |waiting, online| {
        let there = match online {
            0 => "nobody there: it waits until somebody comes".into(),
            1 => "1 agent online".into(),
            _ => format!("{online} agents online"),
        };
        format!("{waiting} waiting, {there}")
    },
    note: "Note for whoever takes it",
    note_help: "Optional. Kept in the conversation as an internal note; the customer never sees it.",
    send: "Transfer",
    send_to: |name| format!("Transfer to {name}"),
    give: "Reassign",
    give_to: |name| format!("Give it to {name}"),
    choose_first: "Choose a colleague or a queue first.",
    not_sent: "The session was not transferred.",
    queued: |name| format!("The session waits in {name} now."),
    assigned: |name| format!("The session went to {name}."),
    taken_over: |contact| format!("The session with {contact} is yours now."),
    take_over_failed: "The session could not be taken over.",
};

pub const TREE_EN: TreeWords<Written> = TreeWords {
    title: "Dispositions",
    text: "Why a conversation ended, chosen at close. Up to three levels; what has something below it only groups.",
    failed: "The dispositions could not be loaded.",
    not_saved: "That was not saved.",
    overtaken: "Somebody else has changed this meanwhile, so nothing was saved. Save again to keep yours, or cancel to see theirs.",
    empty: "There are no dispositions yet",
    empty_text: "With them, history and reports can tell an order from a complaint.",
    add: "Add a disposition",
    add_below: |name| format!("Add below: {name}"),
    name: "Name",
    name_of_new: |parent| parent.map_or_else(|| "New disposition".into(), |parent| format!("New below {parent}")),
    rename: |name| format!("Rename: {name}"),
    archive: |name| format!("Archive: {name}"),
    restore: |name| format!("Restore: {name}"),
    archived: "Archived",
    show_archived: |n| format!("Show archived ({n})"),
    everywhere: "Everywhere",
    scope: |name| format!("Where offered: {name}"),
    scope_text: "Nothing chosen: everywhere. Otherwise in conversations of these accounts, and in those that came by these queues.",
    accounts: "Accounts",
    queues: "Queues",
    no_accounts: "There are no accounts yet.",
    no_queues: "There are no queues yet.",
};

pub const RULES_EN: RulesWords<Written> = RulesWords {
    title: "Rules",
    text: "How sessions of this account end and change hands. Takes effect at once.",
    reopen_minutes: "Reopen window",
    reopen_minutes_help: "A text so soon after the close reopens the session for the same agent. 0: it begins a new one.",
    minutes: "minutes",
    auto_close_hours: "Close in silence",
    auto_close_hours_help: "Hours without a text from either side, answered or not. 0: never.",
    hours: "hours",
    auto_close_disposition: "Disposition for silence",
    auto_close_disposition_help: "What such a close is noted as.",
    no_disposition: "None",
    disposition_required: "Disposition is mandatory",
    disposition_required_help: "Nobody closes a session of this account without choosing one.",
    transfer: "Sessions may be transferred",
    transfer_help: "Where the house settings allow transfers at all.",
    house_title: "Sessions",
    house_transfer_help: "Agents may hand their sessions to a colleague or a queue. Each account can forbid it.",
    transfer_seconds: "Time to take a transfer",
    transfer_seconds_help: "After this the session stays with who wanted to transfer it.",
    seconds: "seconds",
    house_required: "Disposition is mandatory",
    house_required_help: "For every account. Otherwise each account says.",
    tab_limit: "Open sessions at most",
    tab_limit_help: "For everybody, however high their capacity.",
    sessions: "sessions",
};

/// System lines of this area.
pub(super) fn happening(what: &Happening) -> String {
    match what {
        Happening::Closed { by, disposition: None, .. } => format!("{by} closed the session"),
        Happening::Closed { by, disposition: Some(path), remark: None } => format!("{by} closed the session: {path}"),
        Happening::Closed { by, disposition: Some(path), remark: Some(remark) } => {
            format!("{by} closed the session: {path} (“{remark}”)")
        }
        Happening::ClosedInSilence { hours, disposition } => {
            let silence = if *hours == 1 { "an hour".to_owned() } else { format!("{hours} hours") };
            let path = disposition.as_ref().map(|path| format!(": {path}")).unwrap_or_default();
            format!("Closed after {silence} of silence{path}")
        }
        Happening::Reopened { to: Some(to) } => format!("Reopened by the customer's text, for {to} again"),
        Happening::Reopened { to: None } => "Reopened by the customer's text".into(),
        Happening::TransferBegun { by, to } => format!("{by} asks {to} to take over"),
        Happening::Transferred { from, to } => format!("{to} took over from {from}"),
        Happening::TransferReturned { to, why } => match why {
            Returned::Rejected => format!("Not transferred: {to} rejected"),
            Returned::TimedOut => format!("Not transferred: {to} did not answer in time"),
            Returned::Unavailable => format!("Not transferred: {to} is not available any more"),
            Returned::Cancelled => format!("The transfer to {to} was stopped"),
        },
        Happening::SentToQueue { by, queue } => format!("{by} sent it to the queue {queue}"),
        Happening::NotTaken { queue, to } => format!("Nobody in {queue} took it: back to {to}"),
        Happening::TakenOver { by, from: Some(from) } => format!("{by} took over from {from}"),
        Happening::TakenOver { by, from: None } => format!("{by} took over"),
        Happening::Assigned { by, to, from: Some(from) } => format!("{by} gave it from {from} to {to}"),
        Happening::Assigned { by, to, from: None } => format!("{by} gave it to {to}"),
        Happening::Pulled { by } => format!("{by} took it from the queue"),
        // Said by the conversation's own words.
        Happening::Accepted { .. }
        | Happening::BackToQueue { .. }
        | Happening::AutoReplySkipped { .. }
        | Happening::Started { .. }
        | Happening::OptedOut { .. }
        | Happening::OptedIn { .. }
        | Happening::SentDespite { .. }
        | Happening::FollowUpDue { .. } => String::new(),
    }
}
