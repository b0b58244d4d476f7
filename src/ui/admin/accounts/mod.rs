//! SMS accounts: one sender at one provider, and what becomes of the texts that reach it.

mod aside;
mod credentials;
mod flow;
mod form;
mod journal;
mod list;
mod provider;
mod quiet;
mod rules;
mod step;
mod steps;
mod typed;

pub use form::AccountPage;
pub use list::AccountList;
