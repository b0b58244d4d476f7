//! What a person is told when something can't be done. Never holds a chain, an id of a table or a line of SQL.

use serde::{Deserialize, Serialize};

use super::sentence::Sentence;

/// What is wrong with one field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Name of the input.
    pub field: String,
    /// Stands beside it.
    pub words: Sentence,
}

/// The field that is wrong when somebody else changed the thing after the form was shown: what the form began with.
pub const OVERTAKEN: &str = "seen";

/// Everything that is wrong with a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invalid(pub Vec<FieldError>);

impl Invalid {
    pub fn one(field: &str, words: impl Into<Sentence>) -> Invalid {
        Invalid(vec![FieldError { field: field.into(), words: words.into() }])
    }

    pub fn add(&mut self, field: &str, words: impl Into<Sentence>) {
        self.0.push(FieldError { field: field.into(), words: words.into() });
    }

    /// `Ok` when nothing was found wrong.
    pub fn check(self) -> Result<(), Invalid> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}
