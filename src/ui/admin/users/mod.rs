//! People: who may sign in, as what, and how much they take on.

mod form;
mod list;
mod password_field;

pub use form::UserPage;
pub use list::UserList;

use crate::{
    domain::user::Role,
    ui::words::{Word, admin::UserWords},
};

/// A role's name, and what it may do in a sentence.
fn role_words(words: &UserWords, role: Role) -> (Word, Word) {
    match role {
        Role::Agent => words.agent.parts(),
        Role::Supervisor => words.supervisor.parts(),
        Role::Administrator => words.administrator.parts(),
    }
}
