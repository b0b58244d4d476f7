//! The messages of a conversation as far as they are here: each at its position, counted from the oldest. A long
//! conversation is loaded where somebody looks, so there are holes; every stretch that comes knows its position.

use std::ops::Range;

use leptos::prelude::*;

use super::session::{DeliveryChange, change_media};
use crate::domain::{
    Delivery, MessageId,
    interaction::Stretch,
    message::{Content, Message},
};

/// A message with a signal of its own, so that a tick redraws a tick.
#[derive(Clone)]
pub struct Entry {
    pub id: MessageId,
    pub message: ArcRwSignal<Message>,
}

#[derive(Clone)]
struct Slot {
    entry: Entry,
    /// Events about it may have been missed: shown, and asked for again when looked at.
    stale: bool,
}

/// Ids grow with the position.
#[derive(Clone, Default)]
pub struct Entries {
    slots: Vec<Option<Slot>>,
}

impl Entries {
    /// `count` messages of which none is here.
    pub fn unknown(count: usize) -> Entries {
        Entries { slots: vec![None; count] }
    }

    /// How many messages the conversation has, here or not.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    pub fn get(&self, position: usize) -> Option<&Entry> {
        self.slots.get(position)?.as_ref().map(|slot| &slot.entry)
    }

    pub fn has(&self, position: usize) -> bool {
        self.get(position).is_some()
    }

    /// The newest, when it is here.
    pub fn last(&self) -> Option<&Entry> {
        self.get(self.len().checked_sub(1)?)
    }

    /// Those that are here, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &Entry> {
        self.slots.iter().rev().flatten().map(|slot| &slot.entry)
    }

    pub fn find(&self, id: MessageId) -> Option<&Entry> {
        self.newest_first().take_while(|entry| entry.id >= id).find(|entry| entry.id == id)
    }

    /// Every message is here, up to the newest, without a hole from this position on.
    pub fn first_of_the_newest(&self) -> usize {
        self.slots.iter().rposition(Option::is_none).map_or(0, |hole| hole + 1)
    }

    /// The message there.
    pub fn first_of_the_newest_id(&self) -> Option<MessageId> {
        self.get(self.first_of_the_newest()).map(|entry| entry.id)
    }

    /// Everything may have changed meanwhile.
    pub fn go_stale(&mut self) {
        for slot in self.slots.iter_mut().flatten() {
            slot.stale = true;
        }
    }

    /// Takes over a stretch that begins at `position`. When it disagrees with what is here about who stands where, the rest
    /// is forgotten: the server knows.
    pub fn put(&mut self, position: usize, messages: Vec<Message>) {
        let end = position + messages.len();
        if !self.agrees(position, &messages) {
            self.slots = vec![None; self.len()];
        }
        if self.slots.len() < end {
            self.slots.resize_with(end, || None);
        }
        for (slot, message) in self.slots[position..end].iter_mut().zip(messages) {
            match slot {
                Some(known) => {
                    known.stale = false;
                    renew(&known.entry.message, message);
                }
                None => *slot = Some(Slot::of(message)),
            }
        }
    }

    /// The newest stretch also says how many there are.
    pub fn put_newest(&mut self, position: usize, messages: Vec<Message>) {
        let end = position + messages.len();
        if self.slots.len() > end {
            // Fewer than there were: positions mean something else now.
            self.slots.clear();
        }
        self.put(position, messages);
    }

    fn agrees(&self, position: usize, messages: &[Message]) -> bool {
        let same = messages
            .iter()
            .enumerate()
            .all(|(at, message)| self.get(position + at).is_none_or(|known| known.id == message.id));
        let before = self.slots[..position.min(self.len())].iter().rev().flatten().next();
        let after = self.slots.get(position + messages.len()..).and_then(|rest| rest.iter().flatten().next());
        same && messages.first().is_none_or(|first| before.is_none_or(|slot| slot.entry.id < first.id))
            && messages.last().is_none_or(|last| after.is_none_or(|slot| slot.entry.id > last.id))
    }

    /// A message came, or one is seen again.
    pub fn arrive(&mut self, message: Message) {
        let at = self.slots.iter().rposition(|slot| slot.as_ref().is_some_and(|slot| slot.entry.id <= message.id));
        match at {
            Some(at) => match &self.slots[at] {
                Some(slot) if slot.entry.id == message.id => renew(&slot.entry.message, message),
                // A hole behind it: the message is one of those that are not here.
                _ if at + 1 < self.len() && self.slots[at + 1].is_none() => {}
                _ => self.slots.insert(at + 1, Some(Slot::of(message))),
            },
            None if self.is_empty() => self.slots.push(Some(Slot::of(message))),
            None => {}
        }
    }

    /// What to ask for, so that something of `wanted` comes that is not here, `page` messages at once: first what lies
    /// nearest to `eye`. `None`: all of it is here.
    pub fn missing(&self, wanted: Range<usize>, eye: usize, page: usize) -> Option<Stretch> {
        let wanted = wanted.start..wanted.end.min(self.len());
        let lacks = |position: &usize| self.slots[*position].as_ref().is_none_or(|slot| slot.stale);
        let at = wanted.filter(lacks).min_by_key(|position| position.abs_diff(eye))?;
        let fresh = |slot: &Option<Slot>| slot.as_ref().filter(|slot| !slot.stale).map(|slot| slot.entry.id);
        let above = self.slots[at + 1..].iter().take(page).find_map(fresh);
        let below = self.slots[..at].iter().rev().take(page).find_map(fresh);
        Some(match (above, below) {
            (Some(id), _) => Stretch::Before(id),
            (_, Some(id)) => Stretch::After(id),
            _ if at < page / 2 => Stretch::Oldest,
            _ if self.len() - at <= page / 2 => Stretch::Newest,
            _ => Stretch::Around(at as i64),
        })
    }
}

impl Slot {
    fn of(message: Message) -> Slot {
        Slot { entry: Entry { id: message.id, message: ArcRwSignal::new(message) }, stale: false }
    }
}

/// Only what becomes of an outbound message changes; a newer state is never replaced by an older one. What is scheduled can
/// also be rewritten.
fn renew(known: &ArcRwSignal<Message>, message: Message) {
    let scheduled = |known: &Message| matches!(known.content, Content::Outbound { delivery: Delivery::Scheduled, .. });
    if known.with_untracked(|known| scheduled(known) && *known != message) {
        return known.set(message);
    }
    for media in message.content.media() {
        change_media(known, media);
    }
    if let Content::Outbound { delivery, problem, attempt, .. } = message.content {
        DeliveryChange { message: message.id, attempt, delivery, problem }.apply(known);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{InteractionId, Timestamp};

    const PAGE: usize = 10;

    /// A conversation whose message at position `n` has the id `10 n + 10`.
    fn messages(positions: Range<i64>) -> Vec<Message> {
        positions.map(|n| message(10 * n + 10)).collect()
    }

    fn message(id: i64) -> Message {
        Message {
            id: MessageId(id),
            interaction: InteractionId(1),
            at: Timestamp(id),
            content: Content::Inbound { text: format!("text {id}"), sent_at: None, media: vec![] },
        }
    }

    fn ids(entries: &Entries) -> Vec<Option<i64>> {
        (0..entries.len()).map(|at| entries.get(at).map(|entry| entry.id.0)).collect()
    }

    #[test]
    fn the_newest_stretch_says_how_long_the_conversation_is() {
        let mut entries = Entries::default();
        entries.put_newest(90, messages(90..100));
        assert_eq!(entries.len(), 100);
        assert!(!entries.has(89) && entries.has(90));
        assert_eq!(entries.first_of_the_newest(), 90);
        assert_eq!(entries.last().map(|entry| entry.id.0), Some(1_000));
    }

    #[test]
    fn what_is_missing_is_asked_for_from_its_nearest_neighbour() {
        let mut entries = Entries::default();
        entries.put_newest(90, messages(90..100));
        assert_eq!(entries.missing(92..100, 95, PAGE), None);
        assert_eq!(entries.missing(85..95, 90, PAGE), Some(Stretch::Before(MessageId(910))));
        assert_eq!(entries.missing(0..5, 0, PAGE), Some(Stretch::Oldest));
        assert_eq!(entries.missing(48..55, 50, PAGE), Some(Stretch::Around(50)));
        entries.put(0, messages(0..10));
        assert_eq!(entries.missing(5..15, 12, PAGE), Some(Stretch::After(MessageId(100))));
        entries.put(10, messages(10..90));
        assert_eq!(entries.missing(0..100, 50, PAGE), None);
    }

    #[test]
    fn what_lies_nearest_to_the_eye_is_asked_for_first() {
        let mut entries = Entries::unknown(100);
        entries.put(40, messages(40..50));
        assert_eq!(entries.missing(30..60, 38, PAGE), Some(Stretch::Before(MessageId(410))));
        assert_eq!(entries.missing(30..60, 51, PAGE), Some(Stretch::After(MessageId(500))));
        assert_eq!(entries.missing(90..200, 99, PAGE), Some(Stretch::Newest));
    }

    #[test]
    fn a_message_that_arrives_stands_at_the_end_once() {
        let mut entries = Entries::default();
        entries.arrive(message(10));
        entries.put_newest(0, messages(0..3));
        entries.arrive(message(40));
        entries.arrive(message(40));
        assert_eq!(ids(&entries), [Some(10), Some(20), Some(30), Some(40)]);
        // One that was committed late.
        entries.arrive(message(35));
        assert_eq!(ids(&entries), [Some(10), Some(20), Some(30), Some(35), Some(40)]);
    }

    #[test]
    fn a_message_within_a_hole_waits_until_the_hole_is_loaded() {
        let mut entries = Entries::unknown(20);
        entries.put(18, messages(18..20));
        entries.arrive(message(50));
        entries.put(2, messages(2..3));
        entries.arrive(message(100));
        assert_eq!(entries.len(), 20);
        assert_eq!(entries.newest_first().count(), 3);
    }

    #[test]
    fn after_an_absence_what_is_here_stays_and_is_asked_for_again_where_it_is_looked_at() {
        let mut entries = Entries::default();
        entries.put_newest(10, messages(10..30));
        entries.go_stale();
        entries.put_newest(70, messages(70..80));
        assert_eq!(entries.len(), 80);
        assert!(entries.has(20) && !entries.has(40));
        assert_eq!(entries.missing(20..25, 22, PAGE), Some(Stretch::Around(22)));
        entries.put(17, messages(17..27));
        assert_eq!(entries.missing(20..25, 22, PAGE), None);
        assert_eq!(entries.missing(72..80, 80, PAGE), None);
    }

    #[test]
    fn a_server_that_says_otherwise_is_believed() {
        let mut entries = Entries::default();
        entries.put_newest(0, messages(0..30));
        // Ten of the oldest are gone.
        entries.put_newest(10, messages(20..30));
        assert_eq!(ids(&entries)[..10], [None; 10]);
        assert_eq!(ids(&entries)[10..], messages(20..30).iter().map(|m| Some(m.id.0)).collect::<Vec<_>>());
        let mut entries = Entries::default();
        entries.put_newest(0, messages(0..30));
        entries.put(5, messages(15..20));
        assert_eq!(entries.newest_first().count(), 5);
    }
}
