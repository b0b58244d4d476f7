//! Reads what was typed into the types of a draft, and collects what can't be read and what a draft says against itself, so
//! that all of it is told at once. What takes the rest of the house to know is the server's to say.

use std::num::{IntErrorKind, ParseIntError};

use crate::{domain::error::Invalid, ui::words::admin::FormWords};

pub struct Reader {
    /// What can't be read.
    wrong: Invalid,
    /// What a draft says against itself.
    own: Invalid,
    words: &'static FormWords,
}

impl Reader {
    pub fn new(words: &'static FormWords) -> Reader {
        Reader { wrong: Invalid::default(), own: Invalid::default(), words }
    }

    /// A whole number. What is not one is told at `field` and read as zero.
    pub fn whole(&mut self, field: &str, text: &str) -> i64 {
        text.trim().parse().unwrap_or_else(|error: ParseIntError| {
            let w = self.words;
            let words = if *error.kind() == IntErrorKind::PosOverflow { w.too_large } else { w.whole_number };
            self.wrong.add(field, words);
            0
        })
    }

    /// The same; nothing typed is nothing.
    pub fn whole_or_none(&mut self, field: &str, text: &str) -> Option<i64> {
        if text.trim().is_empty() { None } else { Some(self.whole(field, text)) }
    }

    /// A number, with a point or a comma.
    pub fn decimal(&mut self, field: &str, text: &str) -> f64 {
        match text.trim().replace(',', ".").parse::<f64>() {
            Ok(number) if number.is_finite() => number,
            _ => {
                self.wrong.add(field, self.words.number);
                0.0
            }
        }
    }

    /// What was chosen of a list.
    pub fn chosen<T>(&mut self, field: &str, choice: Option<T>) -> Option<T> {
        if choice.is_none() {
            self.wrong.add(field, self.words.choose);
        }
        choice
    }

    /// What `read` holds, or nothing: then what is wrong with it is told.
    pub fn take<T>(&mut self, read: Result<T, Invalid>) -> Option<T> {
        read.map_err(|wrong| self.wrong.0.extend(wrong.0)).ok()
    }

    /// What a draft says against itself. Told beside what can't be read, because then the server is not asked.
    pub fn beside(&mut self, own: Result<(), Invalid>) {
        self.own.0.extend(own.err().unwrap_or_default().0);
    }

    /// `Ok` when everything could be read.
    pub fn finish(mut self) -> Result<(), Invalid> {
        if !self.wrong.0.is_empty() {
            let unread: Vec<String> = self.wrong.0.iter().map(|error| error.field.clone()).collect();
            self.wrong.0.extend(self.own.0.into_iter().filter(|error| !unread.contains(&error.field)));
        }
        self.wrong.check()
    }
}

/// A number as it is put into an input: no more digits than it needs.
pub fn plain(number: f64) -> String {
    number.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::language::Language, ui::words::words_in};

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let mut reader = Reader::new(&words_in(Language::English).admin.form);
        assert_eq!(reader.whole("a", " 30 "), 30);
        assert_eq!(reader.whole_or_none("b", "  "), None);
        assert_eq!(reader.whole_or_none("b", "5"), Some(5));
        assert_eq!(reader.decimal("c", "0,5"), 0.5);
        assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn what_a_draft_says_against_itself_is_told_with_what_could_not_be_read() {
        let own = || {
            let mut own = Invalid::one("rate", ["Between 1 and 5.", "Tra 1 e 5."]);
            own.add("name", ["Give a name.", "Indicare un nome."]);
            Err(own)
        };
        let mut reader = Reader::new(&words_in(Language::English).admin.form);
        assert_eq!(reader.whole("rate", "99999999999999999999"), 0);
        reader.beside(own());
        let wrong = reader.finish().expect_err("two fields are wrong");
        let told: Vec<String> = wrong.0.iter().map(|e| format!("{}: {}", e.field, e.words)).collect();
        assert_eq!(told, ["rate: This number is too large.", "name: Give a name."]);
        // Where all could be read the server says it, with all it knows more.
        let mut reader = Reader::new(&words_in(Language::English).admin.form);
        reader.beside(own());
        assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn what_is_no_number_is_told_at_its_field() {
        let mut reader = Reader::new(&words_in(Language::English).admin.form);
        reader.whole("capacity", "five");
        reader.decimal("rate", "NaN");
        reader.chosen::<i64>("queue", None);
        let wrong = reader.finish().expect_err("three fields are wrong");
        assert_eq!(wrong.0.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), ["capacity", "rate", "queue"]);
    }
}
