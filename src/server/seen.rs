//! What a form began with, beside what it saves: so nobody writes over what somebody else saved meanwhile. The command line
//! and a description say how things are to be, whatever they were; they begin with nothing.

use std::sync::Arc;

use super::store::{HouseRows, Still};

/// Members have no order, and each is one once.
pub fn as_set<T: Ord>(members: &mut Vec<T>) {
    members.sort_unstable();
    members.dedup();
}

/// Asks whether the thing is still as it was `seen`, or already as it is to be. What is gone altogether is told elsewhere.
/// All three are compared as they are stored: tidied, and without what a form is never shown.
pub fn still<T: PartialEq + Send + Sync + 'static>(
    seen: Option<T>,
    wanted: T,
    present: impl Fn(&HouseRows) -> Option<T> + Send + Sync + 'static,
) -> Still {
    let seen = seen?;
    Some(Arc::new(move |rows| present(rows).is_none_or(|present| present == seen || present == wanted)))
}
