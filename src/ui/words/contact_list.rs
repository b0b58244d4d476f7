//! Words of the list of contacts, and of the page of one.

use super::speech::{Written, words};
use crate::domain::contact_list::Order;

words! {
    pub struct ContactListWords in EN, super::italian::contact_list::IT;

    pub search: &'static str,
    pub search_hint: &'static str,
    pub order: &'static str,
    pub order_name: fn(Order) -> &'static str,
    pub found: fn(usize, bool) -> String,

    pub name: &'static str,
    pub numbers: &'static str,
    pub list: &'static str,
    pub consent: &'static str,
    pub last: &'static str,
    pub never: &'static str,
    pub more_numbers: fn(usize) -> String,

    pub fresh: fn(usize) -> String,
    pub more: &'static str,
    pub end: &'static str,
    pub cut: &'static str,
    pub empty: &'static str,
    pub empty_text: &'static str,
    pub none_served: &'static str,
    pub none_served_text: &'static str,
    pub none_fit: &'static str,
    pub none_fit_text: &'static str,
    pub too_short: &'static str,
    pub too_short_text: &'static str,
    pub all: &'static str,
    pub failed: &'static str,

    pub write: &'static str,
    pub write_to: fn(&str) -> String,
    pub gone: &'static str,
    pub gone_text: &'static str,
    pub one_failed: &'static str,
    pub merged: &'static str,
}

pub const EN: ContactListWords<Written> = ContactListWords {
    search: "Search contacts",
    search_hint: "Name, number or e-mail",
    order: "Order",
    order_name: |order| match order {
        Order::Newest => "Newest first",
        Order::Name => "By name",
    },
    found: |n, more| match (n, more) {
        (1, false) => "1 contact".into(),
        (n, false) => format!("{n} contacts"),
        (n, true) => format!("{n} contacts and more"),
    },

    name: "Name",
    numbers: "Numbers",
    list: "List",
    consent: "Consent",
    last: "Last contact",
    never: "never",
    more_numbers: |n| format!("and {n} more"),

    fresh: |n| format!("{n} new"),
    more: "Show more",
    end: "These are all.",
    cut: "These are the newest. More fit: type more to find the others.",
    empty: "There is no contact yet",
    empty_text: "As soon as a customer writes, the contact stands here.",
    none_served: "You have served nobody yet",
    none_served_text: "Here stand the customers you have or had a conversation with. Accept a request, or write first.",
    none_fit: "No contact fits",
    none_fit_text: "Type the beginning of a name or of an e-mail, or three or more digits of a number. You find the contacts \
                    that you may see.",
    too_short: "Type a little more",
    too_short_text: "Numbers are found by three or more of their digits.",
    all: "Show all",
    failed: "The contacts could not be loaded.",

    write: "New SMS",
    write_to: |number| format!("Write to {number}"),
    gone: "This contact is not here",
    gone_text: "It does not exist, or you never had a conversation with it. A supervisor sees all contacts.",
    one_failed: "This contact could not be loaded.",
    merged: "This contact was merged into another one, which is shown now.",
};
