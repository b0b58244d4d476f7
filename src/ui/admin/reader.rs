//! Reads what was typed into the types of a draft, and collects what can't be read. Whether a value is allowed is the
//! server's to say.

use crate::{domain::error::Invalid, ui::words::admin::FormWords};

pub struct Reader {
    wrong: Invalid,
    words: &'static FormWords,
}

impl Reader {
    pub fn new(words: &'static FormWords) -> Reader {
        Reader { wrong: Invalid::default(), words }
    }

    /// A whole number. What is not one is told at `field` and read as zero.
    pub fn whole(&mut self, field: &str, text: &str) -> i64 {
        text.trim().parse().unwrap_or_else(|_| {
            self.wrong.add(field, self.words.whole_number);
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

    /// `Ok` when everything could be read.
    pub fn finish(self) -> Result<(), Invalid> {
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
    fn what_is_no_number_is_told_at_its_field() {
        let mut reader = Reader::new(&words_in(Language::English).admin.form);
        reader.whole("capacity", "five");
        reader.decimal("rate", "NaN");
        reader.chosen::<i64>("queue", None);
        let wrong = reader.finish().expect_err("three fields are wrong");
        assert_eq!(wrong.0.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), ["capacity", "rate", "queue"]);
    }
}
