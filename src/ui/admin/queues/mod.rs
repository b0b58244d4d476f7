//! Queues: groups of agents that share work.

mod form;
mod list;

pub use form::QueuePage;
pub use list::QueueList;

use crate::{domain::queue::Strategy, ui::words::admin::QueueWords};

/// A strategy's name, and whom it asks first in a sentence.
pub fn strategy_words(words: &QueueWords, strategy: Strategy) -> (&'static str, &'static str) {
    match strategy {
        Strategy::RingAll => words.ring_all,
        Strategy::RoundRobin => words.round_robin,
        Strategy::LeastRecentlyOffered => words.least_recently_offered,
        Strategy::LongestIdle => words.longest_idle,
        Strategy::FewestOpen => words.fewest_open,
    }
}
