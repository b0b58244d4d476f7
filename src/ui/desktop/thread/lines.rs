//! What the rows of a conversation look like, seen from the ones before them.

use std::ops::Range;

use leptos::prelude::*;

use super::window::{Column, Place};
use crate::{
    domain::{
        InteractionId, MessageId, Timestamp,
        interaction::Interaction,
        message::{Content, Message},
    },
    ui::{
        clock::Clock,
        live::{Entries, Entry, Past, Session},
    },
};

/// Messages of one author this close together, in milliseconds, share a head.
const ONE_RUN: i64 = 5 * 60_000;

/// A row.
#[derive(Clone)]
pub(super) enum Line {
    /// Here a session begins. Only where there are several.
    Head {
        of: InteractionId,
        /// Of an earlier session.
        facts: Option<Box<Interaction>>,
    },
    Message(MessageLine),
}

/// A message with what the ones before it mean for its look.
#[derive(Clone)]
pub(super) struct MessageLine {
    pub of: InteractionId,
    pub entry: Entry,
    /// Of an earlier session.
    pub past: bool,
    /// Author and time stand above it.
    pub starts_run: bool,
    /// The day begins here.
    pub day: Option<(i64, Timestamp)>,
    /// The divider stands above it.
    pub first_new: bool,
}

/// A row with the same key looks the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    of: InteractionId,
    message: Option<MessageId>,
    starts_run: bool,
    day: Option<i64>,
    first_new: bool,
}

impl Line {
    pub fn key(&self) -> Key {
        match self {
            Line::Head { of, .. } => Key { of: *of, message: None, starts_run: false, day: None, first_new: false },
            Line::Message(line) => Key {
                of: line.of,
                message: Some(line.entry.id),
                starts_run: line.starts_run,
                day: line.day.map(|(day, _)| day),
                first_new: line.first_new,
            },
        }
    }
}

/// Who speaks: lines of the same voice make a run.
#[derive(PartialEq, Eq)]
enum Voice {
    Customer,
    House(String),
    Note(String),
    System,
}

impl Voice {
    fn of(message: &Message) -> Voice {
        match &message.content {
            Content::Inbound { .. } => Voice::Customer,
            Content::Outbound { author, .. } => Voice::House(author.name.clone()),
            Content::Note { author, .. } => Voice::Note(author.name.clone()),
            Content::System { .. } => Voice::System,
        }
    }
}

/// The messages of a session that stands in the thread of `session`.
pub(super) fn with_entries<T>(
    session: &Session,
    past: &Past,
    chapter: InteractionId,
    read: impl FnOnce(&Entries) -> T,
) -> Option<T> {
    if chapter == session.id {
        return session.thread.entries.try_with(read);
    }
    past.chapters.iter().find(|it| it.interaction.id == chapter).map(|it| read(&it.entries))
}

/// The lines of the rows that stand in the document; all of them are loaded.
pub(super) fn lines(session: &Session, column: &Column, rows: &Range<usize>, clock: Clock) -> Vec<Line> {
    let first_new = session.thread.first_new.get();
    session.thread.past.with(|past| {
        session.thread.entries.track();
        let mut lines = Vec::with_capacity(rows.len());
        // The rows above say whether the first one goes on with them, and which day it is.
        let mut day_above = day_above(session, past, column, rows.start, clock);
        let mut before = rows.start.checked_sub(1).and_then(|row| spoken(session, past, column.place(row)?, clock));
        for place in rows.clone().filter_map(|row| column.place(row)) {
            let is_past = place.chapter != session.id;
            let Some(position) = place.position else {
                let chapter = past.chapters.iter().find(|chapter| chapter.interaction.id == place.chapter);
                let facts = chapter.map(|chapter| Box::new(chapter.interaction.clone()));
                lines.push(Line::Head { of: place.chapter, facts });
                before = None;
                continue;
            };
            let entry = with_entries(session, past, place.chapter, |entries| entries.get(position).cloned()).flatten();
            let Some(entry) = entry else { continue };
            let (voice, at) = entry.message.with_untracked(|message| (Voice::of(message), message.at));
            let day = clock.day(at);
            let is_first = position == 0;
            // Above the very first message it would divide nothing.
            let first_new = first_new == Some(entry.id) && !is_first;
            let goes_on = before.as_ref().is_some_and(|(last, when, on)| {
                *last == voice && *on == day && at.since(*when) < ONE_RUN && !first_new
            });
            // Over all sessions, each day is named once. Where the message above is not loaded, the floating day says it.
            let new_day = match day_above {
                Above::Day(above) => above != day,
                Above::Nothing => true,
                Above::NotLoaded => false,
            };
            lines.push(Line::Message(MessageLine {
                of: place.chapter,
                entry,
                past: is_past,
                starts_run: !goes_on,
                day: new_day.then_some((day, at)),
                first_new,
            }));
            day_above = Above::Day(day);
            before = Some((voice, at, day));
        }
        lines
    })
}

/// What the last message above a row says of the day.
#[derive(Clone, Copy)]
enum Above {
    Day(i64),
    /// There is a message, and it is not here.
    NotLoaded,
    /// Here everything begins.
    Nothing,
}

fn day_above(session: &Session, past: &Past, column: &Column, row: usize, clock: Clock) -> Above {
    for place in (0..row).rev().filter_map(|row| column.place(row)) {
        if place.position.is_some() {
            return spoken(session, past, place, clock).map_or(Above::NotLoaded, |(_, _, day)| Above::Day(day));
        }
    }
    Above::Nothing
}

fn spoken(session: &Session, past: &Past, place: Place, clock: Clock) -> Option<(Voice, Timestamp, i64)> {
    let position = place.position?;
    let entry = with_entries(session, past, place.chapter, |entries| entries.get(position).cloned()).flatten()?;
    let (voice, at) = entry.message.with_untracked(|message| (Voice::of(message), message.at));
    Some((voice, at, clock.day(at)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        AccountId, ContactId, Peer,
        interaction::{Direction, PastSession, PastSessions, State},
    };

    const HOUR: i64 = 3_600_000;
    const BEFORE: InteractionId = InteractionId(4);
    const THIS: InteractionId = InteractionId(9);

    fn closed(id: InteractionId) -> Interaction {
        Interaction {
            id,
            account: AccountId(1),
            account_key: "CARE".into(),
            account_name: "Care".into(),
            peer: Peer::parse("+15550100001"),
            contact: ContactId(1),
            contact_name: String::new(),
            state: State::Closed,
            queue: None,
            queue_name: None,
            owner: None,
            owner_name: None,
            first_handler: None,
            first_handler_name: None,
            guests: vec![],
            started_at: Timestamp(0),
            first_response_at: None,
            closed_at: None,
            closed_by_name: None,
            reopens_until: None,
            disposition: None,
            remark: None,
            transfer_to: None,
            transfer_to_name: None,
            last_at: Timestamp(0),
            last_inbound_at: None,
            last_direction: Direction::Inbound,
            unread: 0,
            opted_out_at: None,
            scheduled: 0,
            follow_up: None,
            version: 1,
        }
    }

    fn text(id: i64, interaction: InteractionId, hour: i64) -> Message {
        let content = Content::Inbound { text: "hello".into(), sent_at: None, media: vec![] };
        Message { id: MessageId(id), interaction, at: Timestamp(hour * HOUR), content }
    }

    /// What stands in the document: a head as `-`, a message as its id, with `|` where a day begins above it.
    fn drawn(session: &Session, column: &Column, rows: Range<usize>, clock: Clock) -> String {
        let words = lines(session, column, &rows, clock).into_iter().map(|line| match line {
            Line::Head { .. } => "-".to_owned(),
            Line::Message(line) => format!("{}{}", if line.day.is_some() { "|" } else { "" }, line.entry.id),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_day_is_named_once_over_all_sessions_of_a_customer() {
        let owner = Owner::new();
        owner.set();
        let clock = Clock::provide();
        let session = Session::new(THIS, None);
        session.thread.merge_newest(vec![text(5, THIS, 14), text(6, THIS, 30)], 0);
        let mut column = Column::new();
        column.set_chapters(&[(THIS, 2)]);
        assert_eq!(drawn(&session, &column, 0..2, clock), "|5 |6");

        // The session before ended on the same day.
        let sessions = vec![PastSession { interaction: closed(BEFORE), messages: 2 }];
        session.thread.add_past(PastSessions { sessions, more: false });
        column.set_chapters(&[(BEFORE, 2), (THIS, 2)]);
        // Not loaded yet: the floating day says which one it is.
        assert_eq!(drawn(&session, &column, 3..6, clock), "- 5 |6");
        session.thread.merge_past(BEFORE, vec![text(1, BEFORE, 9), text(2, BEFORE, 13)], 0);
        assert_eq!(drawn(&session, &column, 0..6, clock), "- |1 2 - 5 |6");
        for first in 1..6 {
            assert!(!drawn(&session, &column, first..6, clock).contains("|5"), "from row {first}");
        }
    }
}
