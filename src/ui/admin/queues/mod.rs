//! Queues: groups of agents that share work.

mod form;
mod list;

pub use form::QueuePage;
pub use list::QueueList;

use crate::{
    domain::queue::Strategy,
    ui::words::{Word, admin::QueueWords},
};

/// A strategy's name, and whom it asks first in a sentence.
pub fn strategy_words(words: &QueueWords, strategy: Strategy) -> (Word, Word) {
    match strategy {
        Strategy::RingAll => words.ring_all.parts(),
        Strategy::RoundRobin => words.round_robin.parts(),
        Strategy::LeastRecentlyOffered => words.least_recently_offered.parts(),
        Strategy::LongestIdle => words.longest_idle.parts(),
        Strategy::FewestOpen => words.fewest_open.parts(),
    }
}
