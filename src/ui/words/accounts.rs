//! The words of the accounts: their form, their flow, their journal.

use super::speech::{Written, words};
use crate::domain::flow::AutoReplyWhen;

words! {
    pub struct AccountWords in EN, super::italian::accounts::IT;

    pub title: &'static str,
    pub text: &'static str,
    pub add: &'static str,
    pub added: &'static str,
    pub list_failed: &'static str,
    pub one_failed: &'static str,
    pub empty: &'static str,
    pub empty_text: &'static str,
    pub account: &'static str,
    pub name: &'static str,
    pub name_help: &'static str,
    pub key: &'static str,
    pub key_help: &'static str,
    pub active: &'static str,
    pub active_help: &'static str,
    pub inactive: &'static str,
    pub provider: &'static str,
    pub sender: &'static str,
    pub mms: &'static str,
    pub mms_help: &'static str,
    pub mms_always_help: &'static str,
    pub api_base: &'static str,
    pub api_base_help: &'static str,
    pub optional: fn(&str) -> String,
    pub set_on: fn(&str) -> String,
    pub replace: &'static str,
    pub replace_named: fn(&str) -> String,
    pub keep_stored: &'static str,
    pub test: &'static str,
    pub testing: &'static str,
    pub test_help: &'static str,
    pub numbers: &'static str,
    pub country: &'static str,
    pub country_help: &'static str,
    pub rate: &'static str,
    pub rate_help: &'static str,
    pub rate_unit: &'static str,
    pub who: &'static str,
    pub who_help: &'static str,
    pub flow: &'static str,
    pub flow_help: &'static str,
    pub addresses: &'static str,
    pub addresses_help: &'static str,
    pub addresses_later: &'static str,
    pub inbound_url: &'static str,
    pub status_url: &'static str,
    pub receipts_per_message: &'static str,
    pub copy_named: fn(&str) -> String,
    pub public_url: &'static str,
    pub public_url_help: &'static str,
    pub health: &'static str,
    pub last_inbound: &'static str,
    pub last_sent: &'static str,
    pub last_receipt: &'static str,
    pub last_error: &'static str,
    pub never: &'static str,
    pub no_error: &'static str,
}

pub const EN: AccountWords<Written> = AccountWords {
    title: "Accounts",
    text: "Each is one sender at one provider, shared by agents.",
    add: "Add an account",
    added: "The account was added. Paste its addresses at the provider.",
    list_failed: "The accounts could not be loaded.",
    one_failed: "This account could not be loaded.",
    empty: "There are no accounts yet",
    empty_text: "An account connects a number or name at a provider with the people who answer. To try things out without a provider, take the sandbox and play the customer in the phone simulator.",
    account: "Account",
    name: "Name",
    name_help: "As agents see it when they choose a sender.",
    key: "Key",
    key_help: "One to five letters or digits; stands on every tab of this account.",
    active: "In use",
    active_help: "Switched off, it sends nothing and is offered to nobody. Open conversations stay.",
    inactive: "Not in use",
    provider: "Provider",
    sender: "Sender",
    mms: "Sends pictures and files",
    mms_help: "Only some numbers of this provider carry them, such as those of the United States and Canada. Pictures that \
               customers send arrive in any case.",
    mms_always_help: "Agents can attach pictures and files to a reply.",
    api_base: "Address of its interface",
    api_base_help: "Empty takes the provider's own. Another one is for regions, proxies and tests.",
    optional: |label| format!("{label} (optional)"),
    set_on: |when| format!("Set on {when}"),
    replace: "Replace",
    replace_named: |label| format!("Replace: {label}"),
    keep_stored: "Keep the stored one",
    test: "Test credentials",
    testing: "Testing…",
    test_help: "Asks the provider; sends nothing. Works before saving.",
    numbers: "Numbers and pace",
    country: "Country",
    country_help: "Two letters, for numbers typed the national way: IT, US, DE.",
    rate: "Pace",
    rate_help: "What the provider allows. Faster texts wait their turn.",
    rate_unit: "segments a second",
    who: "Who may use it",
    who_help: "They can write first from this account. Whoever accepts a conversation may answer it in any case.",
    flow: "What happens to a new conversation",
    flow_help: "Steps are taken from top to bottom, until somebody accepts.",
    addresses: "Addresses for the provider",
    addresses_help: "The provider calls these when a text or a receipt arrives.",
    addresses_later: "They stand here after the first save.",
    inbound_url: "Incoming texts",
    status_url: "Delivery receipts",
    receipts_per_message: "Receipts need nothing pasted: each text says where they go.",
    copy_named: |what| format!("Copy the address: {what}"),
    public_url: "Public address of this server",
    public_url_help: "Only if the provider reaches it under another address than you do. Signatures are checked against it.",
    health: "Health",
    last_inbound: "Last text in",
    last_sent: "Last text out",
    last_receipt: "Last receipt",
    last_error: "Last error",
    never: "never",
    no_error: "No errors",
};

words! {
    /// The flow editor.
    pub struct FlowWords in FLOW_EN, super::italian::accounts::FLOW_IT;

    pub add: &'static str,
    pub add_queue: &'static str,
    pub add_agent: &'static str,
    pub add_reply: &'static str,
    pub empty: &'static str,
    pub end: &'static str,
    pub step: fn(usize) -> String,
    pub moved: fn(usize, usize) -> String,
    pub removed: &'static str,
    pub never_reached: fn(usize) -> String,
    pub queue_summary: fn(Option<String>, Option<i64>) -> String,
    pub agent_summary: fn(Option<String>, Option<i64>) -> String,
    pub reply_summary: fn(AutoReplyWhen) -> String,
    pub queue: &'static str,
    pub choose_queue: &'static str,
    pub agent: &'static str,
    pub choose_agent: &'static str,
    pub for_how_long: &'static str,
    pub queue_timeout_help: &'static str,
    pub agent_timeout_help: &'static str,
    pub no_limit: &'static str,
    pub seconds: &'static str,
    pub text: &'static str,
    pub text_help: &'static str,
    pub when: &'static str,
    pub when_name: fn(AutoReplyWhen) -> &'static str,
}

pub const FLOW_EN: FlowWords<Written> = FlowWords {
    add: "Add a step",
    add_queue: "Offer to a queue",
    add_agent: "Offer to a person",
    add_reply: "Send a text",
    empty: "There is no step yet: every new conversation waits until a supervisor gives it to somebody.",
    end: "After the last step it waits until a supervisor gives it to somebody.",
    step: |n| format!("step {n}"),
    moved: |n, all| format!("Now step {n} of {all}."),
    removed: "The step was removed.",
    never_reached: |n| format!("Never reached: step {n} waits for as long as it takes."),
    queue_summary,
    agent_summary,
    reply_summary,
    queue: "Queue",
    choose_queue: "Choose a queue",
    agent: "Person",
    choose_agent: "Choose a person",
    for_how_long: "For how long",
    queue_timeout_help: "Then the next step takes over. Empty waits for as long as it takes.",
    agent_timeout_help: "Then the next step takes over.",
    no_limit: "no limit",
    seconds: "seconds",
    text: "Text",
    text_help: "Goes out under the account's sender. Never more than one a minute in a conversation.",
    when: "When",
    when_name,
};

words! {
    /// The journal of a provider's calls.
    pub struct JournalWords in JOURNAL_EN, super::italian::accounts::JOURNAL_IT;

    pub title: &'static str,
    pub text: &'static str,
    pub failed: &'static str,
    pub empty: &'static str,
    pub refresh: &'static str,
    pub older: &'static str,
    pub no_more: &'static str,
    pub inbound: &'static str,
    pub receipt: &'static str,
    pub body: &'static str,
    pub no_body: &'static str,
    pub accepted: &'static str,
    pub duplicate: &'static str,
    pub bad_signature: &'static str,
    pub unreadable: &'static str,
    pub no_account: &'static str,
}

pub const JOURNAL_EN: JournalWords<Written> = JournalWords {
    title: "Journal",
    text: "The provider's last calls to us, and what became of each.",
    failed: "The journal could not be loaded.",
    empty: "The provider has not called yet. Are the addresses above pasted there?",
    refresh: "Refresh",
    older: "Older calls",
    no_more: "These are all.",
    inbound: "Incoming text",
    receipt: "Receipt",
    body: "What the provider sent",
    no_body: "(empty)",
    accepted: "Accepted",
    duplicate: "Known already",
    bad_signature: "Wrong signature",
    unreadable: "Unreadable",
    no_account: "No such account",
};

fn queue_summary(queue: Option<String>, seconds: Option<i64>) -> String {
    match (queue, seconds) {
        (None, _) => "Offer to a queue".to_owned(),
        (Some(queue), None) => format!("Offer to {queue} until somebody takes it"),
        (Some(queue), Some(seconds)) => format!("Offer to {queue} for {seconds} s, then go on"),
    }
}

fn agent_summary(agent: Option<String>, seconds: Option<i64>) -> String {
    match (agent, seconds) {
        (None, _) => "Offer to one person".to_owned(),
        (Some(agent), None) => format!("Offer to {agent}"),
        (Some(agent), Some(seconds)) => format!("Offer to {agent} for {seconds} s, then go on"),
    }
}

fn reply_summary(when: AutoReplyWhen) -> String {
    match when {
        AutoReplyWhen::OncePerInteraction => "Send a text once in each conversation",
        AutoReplyWhen::FirstContact => "Send a text to customers who write for the first time",
        AutoReplyWhen::EachMessage => "Send a text for each message",
    }
    .to_owned()
}

fn when_name(when: AutoReplyWhen) -> &'static str {
    match when {
        AutoReplyWhen::OncePerInteraction => "Once in each conversation",
        AutoReplyWhen::FirstContact => "Once for each customer, ever",
        AutoReplyWhen::EachMessage => "For each message",
    }
}
