//! One conversation on the screen: its facts, its messages, its draft and what is on its way out.

use leptos::prelude::*;

use super::{Attached, Entries, Mode, Outgoing};
use crate::{
    api::AppError,
    domain::{
        Delivery, InteractionId, MessageId,
        interaction::{Interaction, PastSessions},
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
    /// What was begun in the other mode.
    pub aside: ArcRwSignal<String>,
    pub mode: ArcRwSignal<Mode>,
    /// What goes with the next reply.
    pub attached: ArcRwSignal<Vec<Attached>>,
    /// Where the person has scrolled to; `None`: the newest is in view.
    pub anchor: ArcRwSignal<Option<Anchor>>,
}

/// A row and how many pixels its upper edge stands below that of what is seen.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Anchor {
    pub chapter: InteractionId,
    /// `None`: the head of the session.
    pub position: Option<usize>,
    pub offset: f64,
}

#[derive(Clone)]
pub struct Thread {
    pub entries: ArcRwSignal<Entries>,
    /// The earlier sessions of the same peer and account.
    pub past: ArcRwSignal<Past>,
    /// Written here and not yet known to be with the server.
    pub outgoing: ArcRwSignal<Vec<Outgoing>>,
    pub loading: ArcRwSignal<Loading>,
    /// The first message that came while nobody looked: the divider stands above it.
    pub first_new: ArcRwSignal<Option<MessageId>>,
    /// What happened to messages that are just being loaded.
    early: ArcRwSignal<Vec<Early>>,
    /// What is just being loaded may lack something already: it is loaded once more.
    once_more: ArcRwSignal<bool>,
}

/// Earlier sessions as far as they were asked for.
#[derive(Clone, Default)]
pub struct Past {
    /// Oldest first.
    pub chapters: Vec<Chapter>,
    /// Whether there are older ones; `None`: nobody has asked yet.
    pub more: Option<bool>,
}

/// An earlier session. It is closed: nothing new comes to it.
#[derive(Clone)]
pub struct Chapter {
    pub interaction: Interaction,
    pub entries: Entries,
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
enum Early {
    Message(Message),
    Delivery(DeliveryChange),
    Media(MessageId, Media),
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
                entries: ArcRwSignal::default(),
                past: ArcRwSignal::default(),
                outgoing: ArcRwSignal::new(Vec::new()),
                loading: ArcRwSignal::new(Loading::Not),
                first_new: ArcRwSignal::new(None),
                early: ArcRwSignal::new(Vec::new()),
                once_more: ArcRwSignal::new(false),
            },
            draft: ArcRwSignal::new(String::new()),
            aside: ArcRwSignal::new(String::new()),
            mode: ArcRwSignal::new(Mode::Reply),
            anchor: ArcRwSignal::new(None),
            attached: ArcRwSignal::new(Vec::new()),
        }
    }
}

impl Thread {
    /// Has to be loaded again before it can be trusted; what is there stays readable meanwhile.
    pub fn go_stale(&self) {
        if matches!(self.loading.get_untracked(), Loading::Ready | Loading::Failed(_)) {
            self.entries.update_untracked(Entries::go_stale);
            self.loading.set(Loading::Not);
        }
    }

    /// It could not be loaded because the server could not be reached.
    pub(super) fn wants_the_link(&self) -> bool {
        self.loading.get_untracked() == Loading::Failed(AppError::Unavailable)
    }

    /// Loads the newest again, where they are shown.
    pub fn read_again(&self) {
        match self.loading.get_untracked() {
            Loading::Ready | Loading::Failed(_) => self.go_stale(),
            Loading::Under => self.once_more.set(true),
            Loading::Not => {}
        }
    }

    /// Takes over the newest messages, the first of which stands at the position `older`.
    pub fn merge_newest(&self, messages: Vec<Message>, older: i64) {
        messages.iter().for_each(|message| self.settle(message));
        self.entries.update(|entries| entries.put_newest(position(older), messages));
        self.loading.set(Loading::Ready);
        for early in self.early.try_update(std::mem::take).unwrap_or_default() {
            match early {
                Early::Message(message) => self.put(message),
                Early::Delivery(change) => self.delivery_changed(change),
                Early::Media(message, media) => self.media_changed(message, media),
            }
        }
        if self.once_more.try_update(std::mem::take) == Some(true) {
            self.go_stale();
        }
    }

    /// Takes over a stretch from further up.
    pub fn merge(&self, messages: Vec<Message>, older: i64) {
        self.entries.update(|entries| entries.put(position(older), messages));
    }

    /// Takes over a stretch of an earlier session.
    pub fn merge_past(&self, of: InteractionId, messages: Vec<Message>, older: i64) {
        self.past.update(|past| {
            if let Some(chapter) = past.chapters.iter_mut().find(|chapter| chapter.interaction.id == of) {
                chapter.entries.put(position(older), messages);
            }
        });
    }

    /// Earlier sessions stand above those that are here.
    pub fn add_past(&self, found: PastSessions) {
        self.past.update(|past| {
            let known = past.chapters.first().map(|chapter| chapter.interaction.id);
            let older = found.sessions.into_iter().filter(|it| known.is_none_or(|known| it.interaction.id < known));
            let chapter = |it: crate::domain::interaction::PastSession| Chapter {
                entries: Entries::unknown(position(it.messages)),
                interaction: it.interaction,
            };
            past.chapters.splice(0..0, older.map(chapter));
            past.more = Some(found.more);
        });
    }

    /// A message came, or one is seen again.
    pub fn put(&self, message: Message) {
        match self.loading.get_untracked() {
            Loading::Ready => {
                self.settle(&message);
                self.entries.update(|entries| entries.arrive(message));
            }
            // Where it stands is known once the newest are there.
            Loading::Under => {
                self.early.update(|early| early.push(Early::Message(message)));
            }
            Loading::Not | Loading::Failed(_) => {}
        }
    }

    /// The server has it now: the copy shown at once goes. One that says something else under the same key stays until the
    /// server has judged it. Notes carry no key, so they are known by what they say.
    fn settle(&self, message: &Message) {
        let is_copy = |outgoing: &Outgoing| match &message.content {
            Content::Outbound { compose_key, text, .. } => {
                compose_key.as_ref() == Some(&outgoing.key) && *text == outgoing.text
            }
            Content::Note { text, .. } => outgoing.mode == Mode::Note && *text == outgoing.text,
            _ => false,
        };
        if self.outgoing.with_untracked(|all| all.iter().any(is_copy)) {
            self.outgoing.update(|all| all.retain(|outgoing| !is_copy(outgoing)));
        }
    }

    pub fn delivery_changed(&self, change: DeliveryChange) {
        let found = self.entries.with_untracked(|entries| entries.find(change.message).map(|it| it.message.clone()));
        if self.loading.get_untracked() == Loading::Under {
            self.early.update(|early| early.push(Early::Delivery(change.clone())));
        }
        if let Some(message) = found {
            change.apply(&message);
        }
    }

    /// A picture or file was fetched, or it turned out why not.
    pub fn media_changed(&self, message: MessageId, media: Media) {
        let found = self.entries.with_untracked(|entries| entries.find(message).map(|entry| entry.message.clone()));
        match found {
            Some(message) => change_media(&message, &media),
            None if self.loading.get_untracked() == Loading::Under => {
                self.early.update(|early| early.push(Early::Media(message, media)));
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
            let inbound = entries.newest_first().filter(|entry| {
                entry.message.with_untracked(|message| matches!(message.content, Content::Inbound { .. }))
            });
            inbound.take(unread as usize).last().map(|entry| entry.id)
        });
        self.first_new.set(first);
    }
}

fn position(older: i64) -> usize {
    usize::try_from(older).unwrap_or_default()
}

impl DeliveryChange {
    /// A newer attempt always counts; within one, a message only moves forward.
    pub(super) fn apply(self, message: &ArcRwSignal<Message>) {
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
pub(super) fn change_media(message: &ArcRwSignal<Message>, news: &Media) {
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
    use crate::ui::live::Progress;

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
                later: None,
                media: vec![],
            },
        }
    }

    fn state(thread: &Thread, id: i64) -> (Delivery, i64) {
        let entries = thread.entries.get_untracked();
        let entry = entries.find(MessageId(id)).expect("the message is there");
        match entry.message.get_untracked().content {
            Content::Outbound { delivery, attempt, .. } => (delivery, attempt),
            _ => unreachable!("only outbound messages here"),
        }
    }

    fn change(id: i64, attempt: i64, delivery: Delivery) -> DeliveryChange {
        DeliveryChange { message: MessageId(id), attempt, delivery, problem: None }
    }

    fn ids(thread: &Thread) -> Vec<Option<i64>> {
        let entries = thread.entries.get_untracked();
        (0..entries.len()).map(|at| entries.get(at).map(|entry| entry.id.0)).collect()
    }

    #[test]
    fn a_message_is_shown_once_however_often_it_arrives_and_in_order() {
        let thread = Session::new(InteractionId(1), None).thread;
        thread.merge_newest(vec![sent(5, "b")], 1);
        thread.put(sent(5, "b"));
        thread.put(sent(9, "c"));
        assert_eq!(ids(&thread), [None, Some(5), Some(9)]);
        thread.merge(vec![sent(2, "a")], 0);
        assert_eq!(ids(&thread), [Some(2), Some(5), Some(9)]);
    }

    #[test]
    fn what_is_on_its_way_goes_when_it_has_come_but_not_for_other_words_under_its_key() {
        let thread = Session::new(InteractionId(1), None).thread;
        let begun = |text: &str| Outgoing {
            key: "a".into(),
            mode: Mode::Reply,
            text: text.into(),
            media: vec![],
            at: Timestamp(0),
            progress: ArcRwSignal::new(Progress::Waiting),
        };
        thread.outgoing.set(vec![begun("hello there"), begun("hello")]);
        thread.merge_newest(vec![sent(1, "a")], 0);
        let left: Vec<String> = thread.outgoing.get_untracked().into_iter().map(|outgoing| outgoing.text).collect();
        assert_eq!(left, ["hello there"]);
    }

    #[test]
    fn a_message_that_overtakes_the_loading_is_kept() {
        let thread = Session::new(InteractionId(1), None).thread;
        thread.loading.set(Loading::Under);
        thread.put(sent(9, "c"));
        thread.merge_newest(vec![sent(2, "a"), sent(5, "b")], 0);
        assert_eq!(ids(&thread), [Some(2), Some(5), Some(9)]);
    }

    #[test]
    fn ticks_only_go_forward_except_by_a_new_attempt() {
        let thread = Session::new(InteractionId(1), None).thread;
        thread.merge_newest(vec![sent(1, "a")], 0);
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
        thread.merge_newest(vec![sent(1, "a")], 0);
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
        thread
            .entries
            .with_untracked(|entries| entries.last().cloned())
            .expect("a message")
            .message
            .get_untracked()
            .content
            .media()[0]
            .state
    }

    #[test]
    fn a_fetched_picture_is_shown_whatever_arrives_late_or_before_the_loading_ends() {
        let thread = Session::new(InteractionId(1), None).thread;
        thread.loading.set(Loading::Under);
        thread.media_changed(MessageId(1), picture(Stored, 2));
        thread.merge_newest(vec![received(1)], 0);
        assert_eq!(state_of_picture(&thread), Stored);
        thread.media_changed(MessageId(1), picture(Pending, 1));
        thread.put(received(1));
        assert_eq!(state_of_picture(&thread), Stored);
        thread.put(received(3));
        assert_eq!(state_of_picture(&thread), Pending, "asked for again");
    }

    #[test]
    fn what_was_told_to_be_read_again_while_it_was_loaded_is_loaded_once_more() {
        let thread = Session::new(InteractionId(1), None).thread;
        thread.read_again();
        assert_eq!(thread.loading.get_untracked(), Loading::Not);
        thread.loading.set(Loading::Under);
        thread.read_again();
        thread.merge_newest(vec![sent(1, "a")], 0);
        assert_eq!(thread.loading.get_untracked(), Loading::Not);
        thread.loading.set(Loading::Under);
        thread.merge_newest(vec![sent(1, "a"), sent(2, "b")], 0);
        assert_eq!((thread.loading.get_untracked(), ids(&thread)), (Loading::Ready, vec![Some(1), Some(2)]));
    }

    #[test]
    fn what_failed_is_loaded_again_like_what_has_gone_stale() {
        let thread = Session::new(InteractionId(1), None).thread;
        thread.loading.set(Loading::Failed(AppError::Unavailable));
        assert!(thread.wants_the_link());
        thread.go_stale();
        assert_eq!((thread.loading.get_untracked(), thread.wants_the_link()), (Loading::Not, false));
        thread.loading.set(Loading::Failed(AppError::NotFound));
        assert!(!thread.wants_the_link());
        thread.read_again();
        assert_eq!(thread.loading.get_untracked(), Loading::Not);
    }

    #[test]
    fn a_gap_after_a_long_absence_is_never_papered_over() {
        let thread = Session::new(InteractionId(1), None).thread;
        thread.merge_newest(vec![sent(1, "a"), sent(2, "b")], 0);
        thread.go_stale();
        thread.merge_newest(vec![sent(40, "x"), sent(41, "y")], 3);
        assert_eq!(ids(&thread), [Some(1), Some(2), None, Some(40), Some(41)]);
    }
}
