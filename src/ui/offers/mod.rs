//! Requests put before the agent: the cards, their sound, and the notice of the desktop when the tab is hidden.

mod alerts;
mod card;
mod choice;
mod stack;
mod tone;

pub use alerts::{Alerts, Permission, Sound, use_alerts};
pub use choice::AlertsDialog;
pub use stack::OfferStack;
