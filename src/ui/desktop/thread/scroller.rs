//! Keeps the window where the person looks. What is read never moves by itself: after every change, before it is painted,
//! rows are measured, the room of those that are not there is set, and the row at the top is put back to its place.

use std::ops::Range;

use leptos::{html, prelude::*, task::spawn_local, web_sys};

use super::{
    lines::with_entries,
    window::{Column, Place, View},
};
use crate::{
    api::AppError,
    domain::{InteractionId, interaction::Stretch},
    ui::{
        browser,
        live::{Anchor, Live, Loading, Session},
    },
};

/// Scrolled up by more than this many pixels, the newest is out of sight.
const AWAY: f64 = 60.0;
/// Messages the server sends at once.
const PAGE: usize = 100;
/// Rows that stand there before anything is measured.
const FIRST: usize = 50;
/// The elements of rows: messages, and the heads of sessions.
const ROWS: &str = ":scope > [data-message], :scope > [data-session]";
/// A place that is off by less is right.
const EXACT: f64 = 0.5;

/// A handle: copies are the same thing.
#[derive(Clone, Copy)]
pub(super) struct Scroller {
    session: StoredValue<Session>,
    live: Live,
    pub scroll: NodeRef<html::Div>,
    pub thread: NodeRef<html::Div>,
    /// The room of the rows above and below those that stand there.
    pub above: NodeRef<html::Div>,
    pub below: NodeRef<html::Div>,
    /// The rows that stand there.
    pub rows: RwSignal<Range<usize>>,
    /// The newest is out of sight.
    pub away: RwSignal<bool>,
    /// A stretch could not be loaded.
    pub failed: RwSignal<Option<AppError>>,
    pub loading: RwSignal<bool>,
    column: StoredValue<Column>,
    held: StoredValue<Option<Held>>,
    /// What was asked for last: the same is not asked for twice in a row.
    asked: StoredValue<Option<Asked>>,
}

/// The row that keeps its place, and where everything was scrolled to when that was seen.
#[derive(Clone, Copy)]
struct Held {
    place: Place,
    offset: f64,
    scroll_top: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Stretch(InteractionId, Stretch),
    Past(Option<InteractionId>),
}

impl Scroller {
    pub fn new(session: &Session, live: Live, away: RwSignal<bool>) -> Scroller {
        let scroller = Scroller {
            session: StoredValue::new(session.clone()),
            live,
            scroll: NodeRef::new(),
            thread: NodeRef::new(),
            above: NodeRef::new(),
            below: NodeRef::new(),
            rows: RwSignal::new(0..0),
            away,
            failed: RwSignal::new(None),
            loading: RwSignal::new(false),
            column: StoredValue::new(Column::new()),
            held: StoredValue::new(None),
            asked: StoredValue::new(None),
        };
        scroller.count_rows();
        scroller.rows.set(scroller.first_rows());
        scroller
    }

    /// What stands there first: around the place that was left, else the newest.
    fn first_rows(&self) -> Range<usize> {
        let len = self.column.with_value(Column::len);
        let anchor = self.session.with_value(|session| session.anchor.get_untracked());
        let row = anchor.and_then(|anchor| self.column.with_value(|column| column.row(place_of(anchor))));
        let wanted = match row {
            Some(row) => row.saturating_sub(FIRST / 2)..(row + FIRST / 2).min(len),
            None => len.saturating_sub(FIRST)..len,
        };
        let eye = row.unwrap_or(len.saturating_sub(1));
        let start = (wanted.start..=eye.min(len)).rev().take_while(|row| *row < len && self.is_here(*row)).last();
        let end = (eye..wanted.end).take_while(|row| self.is_here(*row)).last();
        match (start, end) {
            (Some(start), Some(end)) => start..end + 1,
            _ => len..len,
        }
    }

    pub fn with_column<T>(&self, read: impl FnOnce(&Column) -> T) -> T {
        self.column.with_value(read)
    }

    /// Puts back the place that was left, and looks from now on.
    pub fn begin(self) {
        let (Some(scroll), Some(thread)) = (self.scroll.get_untracked(), self.thread.get_untracked()) else { return };
        browser::watch_sizes(&[&scroll, &thread], move || {
            self.settle();
        });
        if let Some(elements) = self.rendered() {
            self.measure(&elements);
            self.make_room();
        }
        if let Some(anchor) = self.session.with_value(|session| session.anchor.get_untracked()) {
            self.go_to(anchor);
        }
        self.settle();
    }

    fn go_to(self, anchor: Anchor) {
        let Some(scroll) = self.scroll.get_untracked() else { return };
        let place = place_of(anchor);
        // Of a session that is not here yet: its beginning is as near as one can come.
        let row = self.with_column(|column| column.row(place)).unwrap_or(0);
        let top = self.with_column(|column| column.below(row) + column.height(row)) + anchor.offset;
        scroll.set_scroll_top(-((top - f64::from(scroll.client_height())).max(0.0) as i32));
        self.held.set_value(Some(Held { place, offset: anchor.offset, scroll_top: f64::from(scroll.scroll_top()) }));
    }

    /// The person scrolled, or something of ours did.
    pub fn on_scroll(self) {
        // What changed since the last frame is undone first: it is no scrolling.
        self.put_back();
        self.hold();
        self.move_window();
        self.load_soon();
    }

    pub fn to_newest(self) {
        self.go(0);
    }

    /// To the very first message: further than any conversation is long.
    pub fn to_oldest(self) {
        self.go(i32::MIN / 2);
    }

    fn go(self, scroll_top: i32) {
        self.held.set_value(None);
        if let Some(scroll) = self.scroll.get_untracked() {
            scroll.set_scroll_top(scroll_top);
        }
        self.on_scroll();
    }

    /// How many rows there are, from what is loaded. Whether it changed.
    pub fn count_rows(&self) -> bool {
        self.session.with_value(|session| {
            let mut chapters: Vec<(InteractionId, usize)> = session.thread.past.with_untracked(|past| {
                past.chapters.iter().map(|chapter| (chapter.interaction.id, chapter.entries.len())).collect()
            });
            chapters.push((session.id, session.thread.entries.with_untracked(|entries| entries.len())));
            self.column.try_update_value(|column| column.set_chapters(&chapters)).unwrap_or_default()
        })
    }

    fn is_here(&self, row: usize) -> bool {
        let Some(place) = self.with_column(|column| column.place(row)) else { return false };
        let Some(position) = place.position else { return true };
        self.session.with_value(|session| {
            session.thread.past.with_untracked(|past| {
                with_entries(session, past, place.chapter, |entries| entries.has(position)).unwrap_or_default()
            })
        })
    }

    /// The rows were set or changed: settles as soon as they are drawn, which may be before this or after it. Nothing else
    /// would say so where rows give way to others that are together as high.
    pub fn settle_when_drawn(self) {
        if self.settle() {
            return;
        }
        queue_microtask(move || {
            // He may have gone to another session meanwhile.
            if self.loading.try_get_untracked().is_some() {
                self.settle();
            }
        });
    }

    /// After whatever changed in the document, and before it is painted. Whether the rows are drawn.
    pub fn settle(self) -> bool {
        let Some(elements) = self.rendered() else { return false };
        // Before anything is measured: without the room of the rows that went, the list would be too short for where it is
        // scrolled to, and the browser would cut that.
        self.make_room();
        self.measure(&elements);
        self.make_room();
        self.put_back();
        self.move_window();
        self.load_soon();
        true
    }

    /// The rows' elements, oldest first; `None` while the document is not yet what the window says.
    fn rendered(&self) -> Option<Vec<web_sys::Element>> {
        let rows = self.rows.get_untracked();
        let elements = browser::all(&*self.thread.get_untracked()?, ROWS);
        let is = |element: Option<&web_sys::Element>, row: usize| {
            let id =
                element.and_then(|it| it.get_attribute("data-message").or_else(|| it.get_attribute("data-session")));
            id.is_some() && id == self.id_of(row).map(|id| id.to_string())
        };
        let complete = elements.len() == rows.len()
            && (rows.is_empty() || (is(elements.first(), rows.start) && is(elements.last(), rows.end - 1)));
        complete.then_some(elements)
    }

    /// The id that the element of a row carries.
    fn id_of(&self, row: usize) -> Option<i64> {
        let place = self.with_column(|column| column.place(row))?;
        let Some(position) = place.position else { return Some(place.chapter.0) };
        self.session.with_value(|session| {
            session.thread.past.with_untracked(|past| {
                with_entries(session, past, place.chapter, |entries| entries.get(position).map(|entry| entry.id.0))
            })
        })?
    }

    fn measure(&self, elements: &[web_sys::Element]) {
        let Some(above) = self.above.get_untracked() else { return };
        let first = self.rows.get_untracked().start;
        let mut edge = browser::edges(&above).1;
        let heights = elements.iter().enumerate().map(|(at, element)| {
            let bottom = browser::edges(element).1;
            let height = bottom - edge;
            edge = bottom;
            (first + at, height)
        });
        self.column.update_value(|column| column.measured(heights));
    }

    fn make_room(&self) {
        let rows = self.rows.get_untracked();
        let (above, below) = self.with_column(|column| {
            let below = if rows.is_empty() {
                column.above(column.len()) - column.above(rows.start)
            } else {
                column.below(rows.end - 1)
            };
            (column.above(rows.start), below)
        });
        for (node, room) in [(self.above, above), (self.below, below)] {
            if let Some(node) = node.get_untracked() {
                let style = web_sys::HtmlElement::style(&node);
                // Hundredths, because the formatting of fractions is a hundredth of the first download. A length of ours
                // is always valid.
                let room = (room * 100.0).round() as i64;
                let _ = style.set_property("block-size", &format!("{}.{:02}px", room / 100, room % 100));
            }
        }
    }

    /// What is seen, in pixels of rows.
    fn view(&self) -> Option<View> {
        let (scroll, below) = (self.scroll.get_untracked()?, self.below.get_untracked()?);
        let height = f64::from(scroll.client_height());
        // What stands below the last row: texts on their way.
        let foot = browser::edges(&below).1;
        let edge = browser::edges(&scroll).1;
        Some(View { below: foot - edge, height })
    }

    /// Remembers which row is at the top, and where.
    fn hold(&self) {
        let (Some(view), Some(scroll)) = (self.view(), self.scroll.get_untracked()) else { return };
        // In a reversed column the foot is zero and up is negative.
        let scroll_top = f64::from(scroll.scroll_top());
        let away = scroll_top < -AWAY;
        if self.away.get_untracked() != away {
            self.away.set(away);
        }
        let held = (scroll_top < -1.0)
            .then(|| {
                let row = self.with_column(|column| column.top(view));
                let place = self.with_column(|column| column.place(row))?;
                let offset = self.offset_of(row).unwrap_or_else(|| {
                    self.with_column(|column| view.below + view.height - column.below(row) - column.height(row))
                });
                Some(Held { place, offset, scroll_top })
            })
            .flatten();
        self.held.set_value(held);
        self.session.with_value(|session| {
            let anchor = held.map(|held| Anchor {
                chapter: held.place.chapter,
                position: held.place.position,
                offset: held.offset,
            });
            session.anchor.set(anchor);
        });
    }

    /// How far below the upper edge of what is seen a row that stands there begins.
    fn offset_of(&self, row: usize) -> Option<f64> {
        let at = row.checked_sub(self.rows.get_untracked().start)?;
        let element = self.rendered()?.into_iter().nth(at)?;
        let scroll = self.scroll.get_untracked()?;
        Some(browser::edges(&element).0 - browser::edges(&scroll).0)
    }

    /// Puts the row that was held back to where it was, whatever grew or came below it.
    fn put_back(&self) {
        let (Some(held), Some(scroll)) = (self.held.get_value(), self.scroll.get_untracked()) else { return };
        let Some(row) = self.with_column(|column| column.row(held.place)) else { return };
        let expected = held.offset - (f64::from(scroll.scroll_top()) - held.scroll_top);
        let Some(off) = self.offset_of(row).map(|offset| offset - expected).filter(|off| off.abs() >= EXACT) else {
            return;
        };
        scroll.scroll_by_with_x_and_y(0.0, off);
        // As far as it went: at the ends there may be no more.
        self.held.set_value(Some(Held {
            offset: expected,
            scroll_top: f64::from(scroll.scroll_top()),
            place: held.place,
        }));
    }

    /// Lets the rows around what is seen stand there. The view draws them and calls `settle`.
    fn move_window(&self) {
        let Some(view) = self.view() else { return };
        let now = self.rows.get_untracked();
        let rows = self.with_column(|column| column.window(view, &now, |row| self.is_here(row)));
        if rows != now {
            self.rows.set(rows);
        }
    }

    /// The number of rows changed: those that stand there are counted anew.
    pub fn recount(&self) {
        let first = self.with_column(|column| column.place(self.rows.get_untracked().start));
        if self.count_rows() {
            let len = self.rows.get_untracked().len();
            let start = first.and_then(|place| self.with_column(|column| column.row(place)));
            let all = self.with_column(Column::len);
            let rows = match start {
                // At the foot, what comes stands there at once.
                Some(start) if self.held.get_value().is_none() => start..all,
                Some(start) => start..(start + len).min(all),
                None => self.first_rows(),
            };
            let rows = if rows.clone().all(|row| self.is_here(row)) { rows } else { self.first_rows() };
            self.rows.set(rows);
        } else if !self.rows.get_untracked().all(|row| self.is_here(row)) {
            self.rows.set(self.first_rows());
        }
    }

    /// Loads what will soon be seen, one thing at a time.
    pub fn load_soon(self) {
        if self.loading.get_untracked() || self.failed.with_untracked(Option::is_some) {
            return;
        }
        // Said already, and tried again, by what it stands in.
        if self.session.with_value(|session| matches!(session.thread.loading.get_untracked(), Loading::Failed(_))) {
            return;
        }
        let Some(asked) = self.wanted() else { return };
        if self.asked.get_value() == Some(asked) {
            return;
        }
        self.asked.set_value(Some(asked));
        self.load(asked);
    }

    /// Tries again what failed.
    pub fn try_again(self) {
        self.failed.set(None);
        self.asked.set_value(None);
        self.load_soon();
    }

    fn load(self, asked: Asked) {
        self.loading.set(true);
        let Some(session) = self.session.try_get_value() else { return };
        spawn_local(async move {
            let outcome = match asked {
                Asked::Stretch(of, stretch) => self.live.load_stretch(&session, of, stretch).await,
                Asked::Past(_) => self.live.load_past(&session).await,
            };
            // He may have gone to another session meanwhile.
            if self.loading.try_set(false).is_some() {
                return;
            }
            match outcome {
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) => self.failed.set(Some(error)),
                // What came is drawn, and then what is still missing is seen.
                Ok(()) => {}
            }
        });
    }

    fn wanted(&self) -> Option<Asked> {
        let view = self.view()?;
        let (rows, eye) = self.with_column(|column| column.soon(view));
        self.session.with_value(|session| {
            session.thread.past.with_untracked(|past| {
                let chapters = past.chapters.iter().map(|chapter| chapter.interaction.id);
                let stretch = chapters.chain([session.id]).rev().find_map(|of| {
                    let wanted = self.with_column(|column| column.positions(&rows, of));
                    let eye = self.with_column(|column| column.positions(&(eye..eye + 1), of)).start;
                    let missing = |entries: &crate::ui::live::Entries| entries.missing(wanted, eye, PAGE);
                    let missing = with_entries(session, past, of, missing).flatten()?;
                    Some(Asked::Stretch(of, missing))
                });
                let oldest = past.chapters.first().map(|chapter| chapter.interaction.id);
                let at_the_top = rows.start == 0 && past.more != Some(false);
                stretch.or_else(|| at_the_top.then_some(Asked::Past(oldest)))
            })
        })
    }
}

fn place_of(anchor: Anchor) -> Place {
    Place { chapter: anchor.chapter, position: anchor.position }
}
