//! People: who may sign in, as what, and how much they take on.

mod form;
mod list;
mod password_field;

pub use form::UserPage;
pub use list::UserList;

use crate::{domain::user::Role, ui::words::admin::UserWords};

/// A role's name, and what it may do in a sentence.
fn role_words(words: &UserWords, role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Agent => words.agent,
        Role::Supervisor => words.supervisor,
        Role::Administrator => words.administrator,
    }
}
