//! What the page speaks now. There is one page in a browser, so this is the one thing that belongs to no component.
//!
//! It is not a signal: a signal that hardly ever changes keeps a mark of everything that ever read it, and here that is
//! every word of every message shown in a working day.

use std::{cell::RefCell, collections::BTreeMap};

use leptos::reactive::graph::{AnySubscriber, Observer, ReactiveNode};

use crate::domain::language::Language;

thread_local! {
    static PAGE: RefCell<Page> = RefCell::new(Page::default());
}

#[derive(Default)]
struct Page {
    language: Language,
    /// The language that was asked for last; it may still be on its way.
    wanted: Language,
    /// Whoever reads a word, by address, with the order of coming: what stands inside another is told after it.
    readers: BTreeMap<usize, (u64, AnySubscriber)>,
    came: u64,
    /// How many readers there may be before those that are gone are looked for.
    most: usize,
}

impl Page {
    fn add(&mut self, reader: AnySubscriber) {
        if self.readers.len() >= self.most {
            self.readers.retain(|_, (_, reader)| reader.1.strong_count() > 0);
            self.most = 256.max(self.readers.len() * 2);
        }
        self.came += 1;
        let came = self.came;
        self.readers.entry(reader.0).or_insert((came, reader));
    }
}

/// The language of the page. Whoever reads it while it is being tracked is run again when it changes.
pub(super) fn spoken() -> Language {
    let reader = Observer::get();
    PAGE.with_borrow_mut(|page| {
        if let Some(reader) = reader {
            page.add(reader);
        }
        page.language
    })
}

pub(super) fn want(language: Language) {
    PAGE.with_borrow_mut(|page| page.wanted = language);
}

pub(super) fn wanted() -> Language {
    PAGE.with_borrow(|page| page.wanted)
}

/// Changes every word on the screen.
pub(super) fn speak(language: Language) {
    let readers = PAGE.with_borrow_mut(|page| {
        if page.language == language {
            return Vec::new();
        }
        page.language = language;
        let mut readers: Vec<_> = page.readers.values().cloned().collect();
        readers.sort_unstable_by_key(|(came, _)| *came);
        readers
    });
    for (_, reader) in readers {
        reader.mark_dirty();
    }
}
