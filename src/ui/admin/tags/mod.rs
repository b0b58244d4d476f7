//! Tags: coloured words for contacts and interactions.

mod form;
mod list;

pub use form::TagPage;
pub use list::TagList;
