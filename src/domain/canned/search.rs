//! Finds an answer while it is being typed: best match first, without case and marks.

use super::{super::fold::fold, Answer, strongest};

/// The answers of one conversation, ready to be searched.
#[derive(Clone, Debug, Default)]
pub struct Shelf(Vec<Entry>);

#[derive(Clone, Debug)]
struct Entry {
    answer: Answer,
    shortcut: String,
    title: String,
    text: String,
}

/// How well an answer fits. Order is rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Shortcut,
    ShortcutBegins,
    TitleBegins,
    /// Each word typed begins a word of shortcut or title.
    Words,
    /// Each word typed stands somewhere.
    Somewhere,
}

impl Shelf {
    /// Of answers with the same shortcut the strongest scope's is kept.
    pub fn of(answers: Vec<Answer>) -> Shelf {
        let entry = |answer: Answer| Entry {
            shortcut: fold(&answer.draft.shortcut),
            title: fold(&answer.draft.title),
            text: fold(&answer.draft.text),
            answer,
        };
        Shelf(strongest(answers).into_iter().map(entry).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn answers(&self) -> impl Iterator<Item = &Answer> {
        self.0.iter().map(|entry| &entry.answer)
    }

    /// What fits, best first; everything by shortcut when nothing is typed.
    pub fn find(&self, typed: &str) -> Vec<&Answer> {
        let typed = fold(typed.trim());
        let words: Vec<&str> = typed.split_whitespace().collect();
        let mut found: Vec<(Fit, &Entry)> =
            self.0.iter().filter_map(|entry| Some((entry.fit(&typed, &words)?, entry))).collect();
        // Stable: within a rank they stay in the order of their shortcuts.
        found.sort_by_key(|(fit, _)| *fit);
        found.into_iter().map(|(_, entry)| &entry.answer).collect()
    }
}

impl Entry {
    fn fit(&self, typed: &str, words: &[&str]) -> Option<Fit> {
        let begins_word = |word: &&str| {
            self.shortcut.split(['-', '_', '.']).any(|own| own.starts_with(*word))
                || self.title.split(|c: char| !c.is_alphanumeric()).any(|own| own.starts_with(*word))
        };
        let stands =
            |word: &&str| self.title.contains(*word) || self.shortcut.contains(*word) || self.text.contains(*word);
        match () {
            () if self.shortcut == typed => Some(Fit::Shortcut),
            () if self.shortcut.starts_with(typed) => Some(Fit::ShortcutBegins),
            () if self.title.starts_with(typed) => Some(Fit::TitleBegins),
            () if words.iter().all(begins_word) => Some(Fit::Words),
            () if words.iter().all(stands) => Some(Fit::Somewhere),
            () => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        AnswerId, UserId,
        canned::{AnswerDraft, Scope},
    };

    fn shelf(answers: &[(&str, &str, &str)]) -> Shelf {
        let answers = answers.iter().enumerate().map(|(id, (shortcut, title, text))| Answer {
            id: AnswerId(id as i64),
            draft: AnswerDraft {
                scope: Scope::Global,
                shortcut: (*shortcut).into(),
                title: (*title).into(),
                text: (*text).into(),
            },
        });
        Shelf::of(answers.collect())
    }

    fn found(shelf: &Shelf, typed: &str) -> Vec<String> {
        shelf.find(typed).iter().map(|answer| answer.draft.shortcut.clone()).collect()
    }

    #[test]
    fn the_best_match_stands_first() {
        let shelf = shelf(&[
            ("text", "Anything", "We open at nine"),
            ("words", "When we open", "…"),
            ("title", "Opening hours", "…"),
            ("open-late", "Late shift", "…"),
            ("open", "Now", "…"),
            ("other", "Nothing", "…"),
        ]);
        assert_eq!(found(&shelf, "open"), ["open", "open-late", "title", "words", "text"]);
        assert_eq!(found(&shelf, "OPEN we"), ["words", "text"]);
        assert_eq!(found(&shelf, "late"), ["open-late"]);
        assert_eq!(found(&shelf, "zzz"), Vec::<String>::new());
        assert_eq!(found(&shelf, " "), ["open", "open-late", "other", "text", "title", "words"]);
    }

    #[test]
    fn marks_and_case_make_no_difference() {
        let shelf = shelf(&[("öffnung", "Öffnungszeiten", "Bis später"), ("perche", "Perché no", "Così è")]);
        assert_eq!(found(&shelf, "offn"), ["öffnung"]);
        assert_eq!(found(&shelf, "SPÄTER"), ["öffnung"]);
        assert_eq!(found(&shelf, "PERCHÉ"), ["perche"]);
        assert_eq!(found(&shelf, "cosi"), ["perche"]);
    }

    #[test]
    fn an_answer_that_a_stronger_one_replaces_is_not_found() {
        let answer = |id, scope, text: &str| Answer {
            id: AnswerId(id),
            draft: AnswerDraft { scope, shortcut: "hi".into(), title: "Hi".into(), text: text.into() },
        };
        let shelf = Shelf::of(vec![
            answer(1, Scope::Global, "for everybody"),
            answer(2, Scope::Personal { user: UserId(1) }, "for me"),
        ]);
        assert_eq!(shelf.find("hi").iter().map(|answer| answer.id.0).collect::<Vec<_>>(), [2]);
        assert!(shelf.find("everybody").is_empty());
    }

    proptest! {
        #[test]
        fn a_shortcut_typed_in_full_finds_its_answer_first(shortcuts in proptest::collection::hash_set("[a-c]{1,4}", 1..20)) {
            let shortcuts: Vec<String> = shortcuts.into_iter().collect();
            let answers: Vec<(&str, &str, &str)> = shortcuts.iter().map(|s| (s.as_str(), "a b c", "abc")).collect();
            let shelf = shelf(&answers);
            for shortcut in &shortcuts {
                prop_assert_eq!(&found(&shelf, shortcut)[0], shortcut);
            }
        }
    }
}
