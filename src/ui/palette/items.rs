//! What the palette offers, and how what was typed picks among it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::ui::widgets::Glyph;

/// In the order they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Group {
    Recent,
    Sessions,
    Interactions,
    Contacts,
    Commands,
    Pages,
}

#[derive(Clone)]
pub(super) struct Item {
    /// Names it over reloads: `interaction:12`, `command:online`.
    pub id: String,
    pub group: Group,
    pub glyph: Glyph,
    pub label: String,
    pub detail: String,
    /// What else people type for it; not shown.
    pub also: &'static str,
    /// Its keys, as people read them.
    pub keys: String,
    pub run: Run,
}

#[derive(Clone)]
pub(super) enum Run {
    /// Goes to a page of ours.
    Go(String),
    /// Not a `Callback`: it is called when the palette, which would own it, has gone.
    Do(Arc<dyn Fn() + Send + Sync>),
}

impl Item {
    pub(super) fn new(id: impl Into<String>, group: Group, glyph: Glyph, label: impl Into<String>, run: Run) -> Item {
        Item {
            id: id.into(),
            group,
            glyph,
            label: label.into(),
            detail: String::new(),
            also: "",
            keys: String::new(),
            run,
        }
    }

    /// What its row is made from.
    pub(super) fn row(&self) -> (String, String, String) {
        (self.id.clone(), self.label.clone(), self.detail.clone())
    }

    pub(super) fn detail(self, detail: impl Into<String>) -> Item {
        Item { detail: detail.into(), ..self }
    }

    pub(super) fn also(self, also: &'static str) -> Item {
        Item { also, ..self }
    }

    pub(super) fn keys(self, keys: String) -> Item {
        Item { keys, ..self }
    }
}

/// An item that was chosen before. Commands are known by their id alone; what the server found is kept whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    pub id: String,
    pub label: String,
    pub detail: String,
    /// Empty for a command.
    pub path: String,
}

/// The most that are remembered.
const REMEMBERED: usize = 6;

/// The newest first, each once.
pub(super) fn remember(kept: &mut Vec<Kept>, item: Kept) {
    kept.retain(|other| other.id != item.id);
    kept.insert(0, item);
    kept.truncate(REMEMBERED);
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// How well an item fits what was typed: `None` not at all, less is better. Every word typed must begin a word of the
/// item, or stand within it.
pub(super) fn fit(item: &Item, typed: &str) -> Option<u8> {
    let own: Vec<String> = words(&item.label).chain(words(&item.detail)).chain(words(item.also)).collect();
    let digits: String = item.label.chars().chain(item.detail.chars()).filter(char::is_ascii_digit).collect();
    let mut worst = 0;
    for (index, word) in words(typed).enumerate() {
        let rank = match () {
            () if index == 0 && own.first().is_some_and(|first| first.starts_with(&word)) => 0,
            () if own.iter().any(|own| own.starts_with(&word)) => 1,
            () if own.iter().any(|own| own.contains(&word)) => 2,
            () if word.len() > 2 && word.chars().all(|c| c.is_ascii_digit()) && digits.contains(&word) => 2,
            () => return None,
        };
        worst = worst.max(rank);
    }
    Some(worst)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(label: &str, detail: &str) -> Item {
        Item::new(label, Group::Commands, Glyph::Play, label, Run::Go("/".into())).detail(detail)
    }

    #[test]
    fn the_beginning_fits_best_and_every_word_must_fit() {
        let pause = item("Pause: Lunch", "Presence");
        for (typed, expected) in [
            ("pau", Some(0)),
            ("lun", Some(1)),
            ("presence lunch", Some(1)),
            ("unch", Some(2)),
            ("pause break", None),
            ("", Some(0)),
        ] {
            assert_eq!(fit(&pause, typed), expected, "{typed}");
        }
        let new = item("New SMS", "").also("write compose");
        assert_eq!((fit(&new, "new sms"), fit(&new, "wri"), fit(&new, "call")), (Some(1), Some(1), None));
        assert_eq!(fit(&item("Maria", "+39 347 1234"), "4712"), Some(2));
        assert_eq!(fit(&item("Maria", "+39 347 1234"), "99"), None);
    }

    #[test]
    fn what_was_chosen_last_comes_first_and_once() {
        let kept = |id: &str| Kept { id: id.into(), label: id.into(), detail: String::new(), path: String::new() };
        let mut all = Vec::new();
        for id in ["a", "b", "c", "a", "d", "e", "f", "g"] {
            remember(&mut all, kept(id));
        }
        let ids: Vec<&str> = all.iter().map(|kept| kept.id.as_str()).collect();
        assert_eq!(ids, ["g", "f", "e", "d", "a", "c"]);
    }
}
