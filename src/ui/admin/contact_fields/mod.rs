//! Contact fields: what the house wants to know of a contact.

mod form;
mod list;

pub use form::ContactFieldPage;
pub use list::ContactFieldList;
