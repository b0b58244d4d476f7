//! Things in words: what differs is found and told by comparing how they read.

use std::fmt::Display;

/// The fields of a thing, as an operator reads them. Never a secret.
pub(super) type Words = Vec<(String, String)>;

/// One line for each field that reads otherwise than before.
pub(super) fn difference(subject: &str, before: &Words, after: &Words) -> Vec<String> {
    let find = |words: &Words, field: &str| {
        words.iter().find(|(name, _)| name == field).map_or_else(|| "none".to_owned(), |(_, words)| words.clone())
    };
    let gone = before.iter().filter(|(field, _)| !after.iter().any(|(name, _)| name == field));
    after
        .iter()
        .chain(gone)
        .map(|(field, _)| (field, find(before, field), find(after, field)))
        .filter(|(_, old, new)| old != new)
        .map(|(field, old, new)| format!("~ {subject}: {field} {old} → {new}"))
        .collect()
}

pub(super) fn field(name: impl Into<String>, words: impl Display) -> (String, String) {
    (name.into(), words.to_string())
}

pub(super) fn text(text: &str) -> String {
    format!("{text:?}")
}

/// Names without an order, in an order.
pub(super) fn names(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.collect();
    names.sort();
    names.dedup();
    format!("[{}]", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_reads_otherwise_is_told() {
        let before = vec![field("name", text("Sales")), field("timeout", 30), field("old", 1)];
        let after = vec![field("name", text("Sales")), field("timeout", 20), field("new", 2)];
        assert_eq!(
            difference("queue Sales", &before, &after),
            ["~ queue Sales: timeout 30 → 20", "~ queue Sales: new none → 2", "~ queue Sales: old 1 → none"]
        );
        assert!(difference("queue Sales", &after, &after).is_empty());
    }

    #[test]
    fn the_order_of_names_makes_no_difference() {
        let of = |list: &[&str]| names(list.iter().map(|&name| name.to_owned()));
        assert_eq!(of(&["ben", "anna", "ben"]), of(&["anna", "ben"]));
    }
}
