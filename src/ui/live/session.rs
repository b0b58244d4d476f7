//! One conversation on the screen: its facts, its messages, its draft and what is on its way out.

use leptos::prelude::*;

use super::{Attached, Mode, Outgoing};
use crate::{
    api::AppError,
    domain::{
        Delivery, InteractionId, MessageId,
        interaction::Interaction,
        media::Media,
        message::{Content, Message, Problem},
    },
};

/// A tab. Copies are the same thing.
#[derive(Clone)]
pub struct Session {
    pub id: InteractionId,
    /// `None` only while a visit is being loaded.
    pub facts: ArcRwSignal<Option<Interaction>>,
    pub thread: Thread,
    /// What stands in the composer.
    pub draft: ArcRwSignal<String>,
    pub mode: ArcRwSignal<Mode>,
    /// What goes with the next reply.
    pub attached: ArcRwSignal<Vec<Attached>>,
}

#[derive(Clone)]
pub struct Thread {
    /// Oldest first.
    pub entries: ArcRwSignal<Vec<Entry>>,
    /// Written here and not yet known to be with the server.
    pub outgoing: ArcRwSignal<Vec<Outgoing>>,
    /// There are older messages on the server.
    pub more: ArcRwSignal<bool>,
    pub loading: ArcRwSignal<Loading>,
    /// The first message that came while nobody looked: the divider stands above it.
    pub first_new: ArcRwSignal<Option<MessageId>>,
    /// Changes of messages that are just being loaded.
    early: ArcRwSignal<Vec<DeliveryChange>>,
    early_media: ArcRwSignal<Vec<(MessageId, Media)>>,
}

/// A message with a signal of its own, so that a tick redraws a tick.
#[derive(Clone)]
pub struct Entry {
    pub id: MessageId,
    pub message: ArcRwSignal<Message>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loading {
    /// Never loaded, or gone stale.
    Not,
    Under,
    Ready,
    Failed(AppError),
}

#[derive(Clone)]
pub struct DeliveryChange {
    pub message: MessageId,
    pub attempt: i64,
    pub delivery: Delivery,
    pub problem: Option<Problem>,
}

impl Session {
    pub fn new(id: InteractionId, facts: Option<Interaction>) -> Session {
        Session {
            id,
            facts: ArcRwSignal::new(facts),
            thread: Thread {
                entries: ArcRwSignal::new(Vec::new()),
                outgoing: ArcRwSignal::new(Vec::new()),
                more: ArcRwSignal::new(false),
                loading: ArcRwSignal::new(Loading::Not),
                first_new: ArcRwSignal::new(None),
                early: ArcRwSignal::new(Vec::new()),
                early_media: ArcRwSignal::new(Vec::new()),
            },
            draft: ArcRwSignal::new(String::new()),
            mode: ArcRwSignal::new(Mode::Reply),
            attached: ArcRwSignal::new(Vec::new()),
        }
    }
}

impl Thread {
    /// Has to be loaded again before it can be trusted; what is there stays readable meanwhile.
    pub fn go_stale(&self) {
        if self.loading.get_untracked() == Loading::Ready {
            self.loading.set(Loading::Not);
        }
    }

    pub fn merge_newest(&self, messages: Vec<Message>, more: bool) {
        let last = self.entries.with_untracked(|entries| entries.last().map(|entry| entry.id));
        let gap = more && last.is_some_and(|last| messages.first().is_some_and(|message| message.id > last));
        if gap {
            self.entries.set(Vec::new());
        }
        if gap || last.is_none() {
            self.more.set(more);
        }
        self.put_all(messages);
        self.loading.set(Loading::Ready);
        for change in self.early.try_update(std::mem::take).unwrap_or_default() {
            self.delivery_changed(change);
        }
        for (message, media) in self.early_media.try_update(std::mem::take).unwrap_or_default() {
            self.media_changed(message, media);
        }
    }

    pub fn merge_older(&self, messages: Vec<Message>, more: bool) {
        self.put_all(messages);
        self.more.set(more);
    }

    /// A message came, or one is seen again.
    pub fn put(&self, message: Message) {
        if self.loading.get_untracked() != Loading::Not {
            self.put_all(vec![message]);
        }
    }

    fn put_all(&self, messages: Vec<Message>) {
        let mut entries = self.entries.get_untracked();
        let mut added = false;
        for message in messages {
            self.settle(&message);
            match entries.binary_search_by_key(&message.id, |entry| entry.id) {
                Ok(at) => {
                    for media in message.content.media() {
                        change_media(&entries[at].message, media);
                    }
                    if let Content::Outbound { delivery, problem, attempt, .. } = message.content {
                        let change = DeliveryChange { message: message.id, attempt, delivery, problem };
                        change.apply(&entries[at].message);
                    }
                }
                Err(at) => {
                    entries.insert(at, Entry { id: message.id, message: ArcRwSignal::new(message) });
                    added = true;
                }
            }
        }
        if added {
            self.entries.set(entries);
        }
    }

    /// The server has it now: the copy shown at once goes. Notes carry no key, so they are known by what they say.
    fn settle(&self, message: &Message) {
        let is_copy = |outgoing: &Outgoing| match &message.content {
            Content::Outbound { compose_key, .. } => compose_key.as_ref() == Some(&outgoing.key),
            Content::Note { text, .. } => outgoing.mode == Mode::Note && *text == outgoing.text,
            _ => false,
        };
        if self.outgoing.with_untracked(|all| all.iter().any(is_copy)) {
            self.outgoing.update(|all| all.retain(|outgoing| !is_copy(outgoing)));
        }
    }

    pub fn delivery_changed(&self, change: DeliveryChange) {
        let found = self.entries.with_untracked(|entries| {
            entries.binary_search_by_key(&change.message, |entry| entry.id).ok().map(|at| entries[at].message.clone())
        });
        match found {
            Some(message) => change.apply(&message),
            None if self.loading.get_untracked() == Loading::Under => self.early.update(|early| early.push(change)),
            None => {}
        }
    }

    /// A picture or file was fetched, or it turned out why not.
    pub fn media_changed(&self, message: MessageId, media: Media) {
        let found = self.entries.with_untracked(|entries| {
            entries.binary_search_by_key(&message, |entry| entry.id).ok().map(|at| entries[at].message.clone())
        });
        match found {
            Some(message) => change_media(&message, &media),
            None if self.loading.get_untracked() == Loading::Under => {
                self.early_media.update(|early| early.push((message, media)));
            }
            None => {}
        }
    }

    /// Puts the divider above the oldest of the last `unread` texts of the customer.
    pub fn mark_unread(&self, unread: i64) {
        if unread <= 0 || self.first_new.with_untracked(Option::is_some) {
            return;
        }
        let first = self.entries.with_untracked(|entries| {
            let inbound = entries.iter().rev().filter(|entry| {
                entry.message.with_untracked(|message| matches!(message.content, Content::Inbound { .. }))
            });
            inbound.take(unread as usize).last().map(|entry| entry.id)
        });
        self.first_new.set(first);
    }
}

impl DeliveryChange {
    /// A newer attempt always counts; within one, a message only moves forward.
    fn apply(self, message: &ArcRwSignal<Message>) {
        let news = message.with_untracked(|message| match &message.content {
            Content::Outbound { delivery, attempt, .. } => {
                self.attempt > *attempt || (self.attempt == *attempt && self.delivery.rank() > delivery.rank())
            }
            _ => false,
        });
        if !news {
            return;
        }
        message.update(|message| {
            if let Content::Outbound { delivery, problem, attempt, .. } = &mut message.content {
                (*delivery, *problem, *attempt) = (self.delivery, self.problem, self.attempt);
            }
        });
    }
}

/// Newer news of a part count; older and repeated ones change nothing.
fn change_media(message: &ArcRwSignal<Message>, news: &Media) {
    let at = message.with_untracked(|message| {
        message.content.media().iter().position(|known| known.id == news.id && known.version < news.version)
    });
    if let Some(at) = at {
        message.update(|message| {
            if let Some(known) = message.content.media_mut().and_then(|media| media.get_mut(at)) {
                known.clone_from(news);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        MediaId, Timestamp,
        media::{MediaState, MediaState::Pending, MediaState::Stored},
        message::Author,
    };

    fn sent(id: i64, key: &str) -> Message {
        Message {
            id: MessageId(id),
            interaction: InteractionId(1),
            at: Timestamp(id),
            content: Content::Outbound {
                text: "hello".into(),
                author: Author { id: None, name: "Anna".into() },
                delivery: Delivery::Queued,
                problem: None,
                attempt: 1,
                compose_key: Some(key.into()),
                media: vec![],
            },
        }
    }

    fn state(thread: &Thread, id: i64) -> (Delivery, i64) {
        let entries = thread.entries.get_untracked();
        let entry = entries.iter().find(|entry| entry.id == MessageId(id)).expect("the message is there");
        match entry.message.get_untracked().content {
            Content::Outbound { delivery, attempt, .. } => (delivery, attempt),
            _ => unreachable!("only outbound messages here"),
        }
    }

    fn change(id: i64, attempt: i64, delivery: Delivery) -> DeliveryChange {
        DeliveryChange { message: MessageId(id), attempt, delivery, problem: None }
    }

    #[test]
    fn a_message_is_shown_once_however_often_it_arrives_and_in_order() {
        let thread = Session::new(InteractionId(1), None).thread;
        thread.merge_newest(vec![sent(5, "b")], true);
        thread.put(sent(5, "b"));
        thread.put(sent(9, "c"));
        thread.merge_older(vec![sent(2, "a")], false);
        let ids: Vec<i64> = thread.entries.get_untracked().iter().map(|entry| entry.id.0).collect();
        assert_eq!(ids, [2, 5, 9]);
        assert!(!thread.more.get_untracked());
    }

    #[test]
    fn ticks_only_go_forward_except_by_a_new_attempt() {
        let thread = Session::new(InteractionId(1), None).thread;
        thread.merge_newest(vec![sent(1, "a")], false);
        thread.delivery_changed(change(1, 1, Delivery::Failed));
        thread.delivery_changed(change(1, 1, Delivery::Sent));
        assert_eq!(state(&thread, 1), (Delivery::Failed, 1));
        thread.delivery_changed(change(1, 2, Delivery::Queued));
        assert_eq!(state(&thread, 1), (Delivery::Queued, 2));
        thread.delivery_changed(change(1, 1, Delivery::Delivered));
        assert_eq!(state(&thread, 1), (Delivery::Queued, 2));
    }

    #[test]
    fn a_receipt_that_overtakes_the_loading_is_kept() {
        let thread = Session::new(InteractionId(1), None).thread;
        thread.loading.set(Loading::Under);
        thread.delivery_changed(change(1, 1, Delivery::Delivered));
        thread.merge_newest(vec![sent(1, "a")], false);
        assert_eq!(state(&thread, 1), (Delivery::Delivered, 1));
    }

    fn picture(state: MediaState, version: i64) -> Media {
        Media {
            id: MediaId(3),
            name: String::new(),
            content_type: "image/png".into(),
            state,
            problem: None,
            size: 0,
            width: None,
            height: None,
            version,
        }
    }

    fn received(version: i64) -> Message {
        let content = Content::Inbound { text: String::new(), sent_at: None, media: vec![picture(Pending, version)] };
        Message { id: MessageId(1), interaction: InteractionId(1), at: Timestamp(1), content }
    }

    fn state_of_picture(thread: &Thread) -> MediaState {
        thread.entries.get_untracked()[0].message.get_untracked().content.media()[0].state
    }

    #[test]
    fn a_fetched_picture_is_shown_whatever_arrives_late_or_before_the_loading_ends() {
        let thread = Session::new(InteractionId(1), None).thread;
        thread.loading.set(Loading::Under);
        thread.media_changed(MessageId(1), picture(Stored, 2));
        thread.merge_newest(vec![received(1)], false);
        assert_eq!(state_of_picture(&thread), Stored);
        thread.media_changed(MessageId(1), picture(Pending, 1));
        thread.put(received(1));
        assert_eq!(state_of_picture(&thread), Stored);
        thread.put(received(3));
        assert_eq!(state_of_picture(&thread), Pending, "asked for again");
    }

    #[test]
    fn a_gap_after_a_long_absence_is_never_papered_over() {
        let thread = Session::new(InteractionId(1), None).thread;
        thread.merge_newest(vec![sent(1, "a"), sent(2, "b")], false);
        thread.merge_newest(vec![sent(40, "x"), sent(41, "y")], true);
        let ids: Vec<i64> = thread.entries.get_untracked().iter().map(|entry| entry.id.0).collect();
        assert_eq!(ids, [40, 41]);
        assert!(thread.more.get_untracked());
    }
}
