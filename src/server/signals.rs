//! Who wants to know that something was committed. Only wakes: what happened stands in the database.

use tokio::sync::{Notify, watch};

/// Whom a commit wakes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wakes {
    pub events: bool,
    pub routing: bool,
    pub outbox: bool,
    pub house: bool,
    pub sandbox: bool,
    pub media: bool,
}

impl Wakes {
    pub fn join(&mut self, other: Wakes) {
        self.events |= other.events;
        self.routing |= other.routing;
        self.outbox |= other.outbox;
        self.house |= other.house;
        self.sandbox |= other.sandbox;
        self.media |= other.media;
    }

    /// As one word for other nodes; `None` when nobody needs waking.
    pub fn word(self) -> Option<String> {
        let flags = [
            (self.events, 'e'),
            (self.routing, 'r'),
            (self.outbox, 'o'),
            (self.house, 'h'),
            (self.sandbox, 's'),
            (self.media, 'm'),
        ];
        let word: String = flags.into_iter().filter(|(set, _)| *set).map(|(_, letter)| letter).collect();
        (!word.is_empty()).then_some(word)
    }

    pub fn from_word(word: &str) -> Wakes {
        Wakes {
            events: word.contains('e'),
            routing: word.contains('r'),
            outbox: word.contains('o'),
            house: word.contains('h'),
            sandbox: word.contains('s'),
            media: word.contains('m'),
        }
    }

    /// Everybody: after a gap in which anything may have been missed.
    pub const ALL: Wakes = Wakes { events: true, routing: true, outbox: true, house: true, sandbox: true, media: true };
}

/// The bells of this node.
#[derive(Default)]
pub struct Signals {
    pub events: Notify,
    pub routing: Notify,
    pub outbox: Notify,
    pub sandbox: Notify,
    pub media: Notify,
    house: watch::Sender<u64>,
}

impl Signals {
    pub fn wake(&self, wakes: Wakes) {
        if wakes.house {
            self.house.send_modify(|version| *version += 1);
        }
        for (set, bell) in [
            (wakes.events, &self.events),
            (wakes.routing, &self.routing),
            (wakes.outbox, &self.outbox),
            (wakes.sandbox, &self.sandbox),
            (wakes.media, &self.media),
        ] {
            if set {
                bell.notify_one();
            }
        }
    }

    /// Changes whenever accounts, queues, users or settings did.
    pub fn house(&self) -> watch::Receiver<u64> {
        self.house.subscribe()
    }
}
