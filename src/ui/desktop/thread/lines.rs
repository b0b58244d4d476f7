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
        // The row above says whether the first one goes on with it.
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
            // Where the one above is not loaded, the floating day says it.
            let new_day = before.as_ref().map_or(is_first, |(_, _, on)| *on != day);
            lines.push(Line::Message(MessageLine {
                of: place.chapter,
                entry,
                past: is_past,
                starts_run: !goes_on,
                day: new_day.then_some((day, at)),
                first_new,
            }));
            before = Some((voice, at, day));
        }
        lines
    })
}

fn spoken(session: &Session, past: &Past, place: Place, clock: Clock) -> Option<(Voice, Timestamp, i64)> {
    let position = place.position?;
    let entry = with_entries(session, past, place.chapter, |entries| entries.get(position).cloned()).flatten()?;
    let (voice, at) = entry.message.with_untracked(|message| (Voice::of(message), message.at));
    Some((voice, at, clock.day(at)))
}
