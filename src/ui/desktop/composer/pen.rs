//! The text box under the agent's hands: where the caret stands, and how something is written there.

use std::ops::Range;

use leptos::{html, prelude::*};

use crate::ui::browser;

/// A handle: copies are the same box.
#[derive(Clone, Copy)]
pub(in crate::ui) struct Pen {
    pub node: NodeRef<html::Textarea>,
    pub draft: RwSignal<String>,
}

impl Pen {
    /// What is marked, in bytes of the draft; an empty range is the caret.
    pub fn selection(&self) -> Range<usize> {
        let Some(node) = self.node.get_untracked() else { return 0..0 };
        let start = node.selection_start().ok().flatten().unwrap_or_default();
        let end = node.selection_end().ok().flatten().unwrap_or(start);
        self.draft.with_untracked(|draft| byte_at(draft, start)..byte_at(draft, end))
    }

    pub fn caret(&self) -> usize {
        self.selection().end
    }

    /// Puts `text` in the place of `range`, as if it was typed: Ctrl Z takes it back, and whoever listens to the box
    /// hears of it. The caret stands behind it.
    pub fn write(&self, range: Range<usize>, text: &str) {
        let Some(node) = self.node.get_untracked() else { return };
        if range.is_empty() && text.is_empty() {
            return;
        }
        self.select(range.clone());
        if browser::type_text(text) {
            return;
        }
        let units = self.draft.with_untracked(|draft| units_at(draft, range.start)..units_at(draft, range.end));
        // Refused only for ranges outside of the text.
        let _ = node.set_range_text_with_start_and_end(text, units.start, units.end);
        self.draft.set(node.value());
        self.select(range.start + text.len()..range.start + text.len());
    }

    /// Marks a range and puts the focus there.
    pub fn select(&self, range: Range<usize>) {
        let Some(node) = self.node.get_untracked() else { return };
        let (start, end) =
            self.draft.with_untracked(|draft| (units_at(draft, range.start), units_at(draft, range.end)));
        let _ = node.focus();
        let _ = node.set_selection_range(start, end);
    }
}

/// Browsers count in UTF-16; a place within a pair is the one before it.
fn byte_at(text: &str, units: u32) -> usize {
    let mut passed = 0;
    for (at, c) in text.char_indices() {
        if passed + c.len_utf16() as u32 > units {
            return at;
        }
        passed += c.len_utf16() as u32;
    }
    text.len()
}

fn units_at(text: &str, byte: usize) -> u32 {
    let until = text.floor_char_boundary(byte);
    text[..until].chars().map(|c| c.len_utf16() as u32).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn places_are_counted_as_browsers_do() {
        let text = "a🎉é!";
        for (byte, units) in [(0, 0), (1, 1), (5, 3), (7, 4), (8, 5)] {
            assert_eq!((byte_at(text, units), units_at(text, byte)), (byte, units));
        }
        assert_eq!(byte_at(text, 2), 1, "within a pair");
        assert_eq!((byte_at(text, 99), units_at(text, 99)), (8, 5));
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_place(text in "\\PC{0,20}") {
            for (byte, _) in text.char_indices() {
                prop_assert_eq!(byte_at(&text, units_at(&text, byte)), byte);
            }
        }
    }
}
