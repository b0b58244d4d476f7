//! Which rows of a long conversation stand in the document: arithmetic alone.
//!
//! Everything is measured from the foot, because the list hangs from there: what is loaded or measured above never moves
//! what is read. Rows are counted from the oldest.

use std::ops::Range;

use crate::domain::InteractionId;

/// Before anything is measured, a row is thought to be this high, in pixels.
const GUESS: f64 = 56.0;
/// Screens that stand above and below what is seen; when less than `LEFT` is left of them the window moves.
const AROUND: f64 = 1.0;
const LEFT: f64 = 0.75;

/// One session: its head, if it has one, and its messages.
#[derive(Clone, Debug)]
struct Chapter {
    id: InteractionId,
    head: bool,
    /// Of the head and the messages, where measured.
    heights: Vec<Option<f64>>,
}

/// The heights of all rows.
#[derive(Clone, Debug)]
pub(super) struct Column {
    chapters: Vec<Chapter>,
    guess: Option<f64>,
    /// How high the newest rows are together: of none, of one, of two, up to all. It is asked many times in each frame.
    sums: Vec<f64>,
}

/// A row by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub chapter: InteractionId,
    /// `None`: the head.
    pub position: Option<usize>,
}

/// What is seen: how many pixels of rows lie below it, and how high it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    pub below: f64,
    pub height: f64,
}

impl Column {
    pub fn new() -> Column {
        Column { chapters: Vec::new(), guess: None, sums: vec![0.0] }
    }

    /// The sessions, oldest first, each with the number of its messages; what was measured stays. All have a head when
    /// there are several. Whether anything changed.
    pub fn set_chapters(&mut self, chapters: &[(InteractionId, usize)]) -> bool {
        let head = chapters.len() > 1;
        let rows = |messages: usize| messages + usize::from(head);
        let same = self.chapters.len() == chapters.len()
            && self.chapters.iter().zip(chapters).all(|(own, (id, n))| own.id == *id && own.heights.len() == rows(*n));
        if same {
            return false;
        }
        let mut before = std::mem::take(&mut self.chapters);
        let chapter = |(id, messages): &(InteractionId, usize)| {
            let known = before.iter().position(|chapter| chapter.id == *id).map(|at| before.swap_remove(at));
            let mut heights = known.as_ref().map(|known| known.heights.clone()).unwrap_or_default();
            if head && !known.is_some_and(|known| known.head) {
                heights.insert(0, None);
            }
            heights.resize(rows(*messages), None);
            Chapter { id: *id, head, heights }
        };
        self.chapters = chapters.iter().map(chapter).collect();
        self.sum();
        true
    }

    fn sum(&mut self) {
        let guess = self.guess.unwrap_or(GUESS);
        let upwards = self.chapters.iter().rev().flat_map(|chapter| chapter.heights.iter().rev());
        let mut sum = 0.0;
        let sums = upwards.map(|height| {
            sum += height.unwrap_or(guess);
            sum
        });
        self.sums.truncate(1);
        self.sums.extend(sums);
    }

    pub fn len(&self) -> usize {
        self.sums.len() - 1
    }

    /// How high this many of the newest rows are together.
    fn newest(&self, rows: usize) -> f64 {
        self.sums[rows.min(self.len())]
    }

    pub fn place(&self, row: usize) -> Option<Place> {
        let mut first = 0;
        for chapter in &self.chapters {
            let within = row - first;
            if within < chapter.heights.len() {
                let position = if chapter.head { within.checked_sub(1) } else { Some(within) };
                return Some(Place { chapter: chapter.id, position });
            }
            first += chapter.heights.len();
        }
        None
    }

    pub fn row(&self, place: Place) -> Option<usize> {
        let mut first = 0;
        for chapter in &self.chapters {
            if chapter.id == place.chapter {
                let within = match place.position {
                    None if !chapter.head => return None,
                    None => 0,
                    Some(position) => position + usize::from(chapter.head),
                };
                return (within < chapter.heights.len()).then_some(first + within);
            }
            first += chapter.heights.len();
        }
        None
    }

    /// The rows of one session within `rows`, as positions of its messages.
    pub fn positions(&self, rows: &Range<usize>, chapter: InteractionId) -> Range<usize> {
        let mut first = 0;
        for own in &self.chapters {
            if own.id == chapter {
                let first = first + usize::from(own.head);
                let messages = own.heights.len() - usize::from(own.head);
                let within = |row: usize| row.saturating_sub(first).min(messages);
                return within(rows.start)..within(rows.end);
            }
            first += own.heights.len();
        }
        0..0
    }

    /// A row was seen to be this high. The first ones also say what to think of those never seen.
    pub fn measured(&mut self, heights: impl Iterator<Item = (usize, f64)>) {
        let (mut sum, mut seen, mut changed) = (0.0, 0.0, false);
        for (row, height) in heights {
            sum += height;
            seen += 1.0;
            let mut first = 0;
            for chapter in &mut self.chapters {
                if let Some(known) = chapter.heights.get_mut(row.wrapping_sub(first)) {
                    changed |= known.replace(height) != Some(height);
                    break;
                }
                first += chapter.heights.len();
            }
        }
        if seen > 0.0 {
            self.guess.get_or_insert(sum / seen);
        }
        if changed {
            self.sum();
        }
    }

    /// Pixels from the foot to the lower edge of a row.
    pub fn below(&self, row: usize) -> f64 {
        self.newest(self.len().saturating_sub(row + 1))
    }

    /// Pixels that the rows above `row` take.
    pub fn above(&self, row: usize) -> f64 {
        self.newest(self.len()) - self.newest(self.len().saturating_sub(row))
    }

    pub fn height(&self, row: usize) -> f64 {
        self.newest(self.len().saturating_sub(row)) - self.below(row)
    }

    /// The rows that show between two heights above the foot, at least one if there is any.
    pub fn between(&self, low: f64, high: f64) -> Range<usize> {
        let len = self.len();
        // Counted from the newest: those that end below `low`, and those that begin below `high`.
        let under = self.sums[1..].partition_point(|top| *top <= low);
        let over = self.sums[..len].partition_point(|foot| *foot < high);
        match (under, over) {
            (under, over) if under < over => len - over..len - under,
            // Above all there is.
            (under, _) if under == len => 0..len.min(1),
            _ => len - under - 1..len - under,
        }
    }

    /// The row at the upper edge of what is seen.
    pub fn top(&self, view: View) -> usize {
        let top = view.below + view.height;
        self.between(top - 1.0, top).start
    }

    /// The rows that are to stand in the document. `now` stand there; `here` says which are loaded. Never a hole between
    /// two: where what is seen is partly loaded, the part nearest to the middle.
    pub fn window(&self, view: View, now: &Range<usize>, here: impl Fn(usize) -> bool) -> Range<usize> {
        let screens =
            |share: f64| self.between(view.below - share * view.height, view.below + (1.0 + share) * view.height);
        let eye = self.between(view.below, view.below + view.height);
        let eye = (eye.start + eye.end) / 2;
        let needed = run(&screens(LEFT), eye, &here);
        let stands = now.start <= needed.start && needed.end <= now.end && !needed.is_empty();
        let most = screens(AROUND * 2.0);
        let lean = most.start <= now.start && now.end <= most.end;
        if stands && lean && now.clone().all(&here) {
            return now.clone();
        }
        let rows = run(&screens(AROUND), eye, &here);
        // Of several new ones above the first that stands there, Leptos takes all the others out of the document and puts them
        // back, which costs four times as much, and their focus. Of one it does not; the next one follows when it is drawn.
        // Where more are new than stay, all at once is quicker.
        let (new, stay) = (now.start.saturating_sub(rows.start), rows.end.min(now.end).saturating_sub(now.start));
        if 0 < new && new < stay { now.start - 1..rows.end } else { rows }
    }

    /// The rows that should be loaded soon: more above than below, where people go.
    pub fn soon(&self, view: View) -> (Range<usize>, usize) {
        let rows = self.between(view.below - view.height, view.below + 3.0 * view.height);
        let seen = self.between(view.below, view.below + view.height);
        (rows, (seen.start + seen.end) / 2)
    }
}

/// The rows of `range` that are here, in one piece: the one nearest to `eye`.
fn run(range: &Range<usize>, eye: usize, here: &impl Fn(usize) -> bool) -> Range<usize> {
    let nearest = range.clone().filter(|row| here(*row)).min_by_key(|row| row.abs_diff(eye));
    let Some(nearest) = nearest else { return eye..eye };
    let start = (range.start..nearest).rev().take_while(|row| here(*row)).last().unwrap_or(nearest);
    let end = (nearest..range.end).take_while(|row| here(*row)).last().map_or(nearest, |last| last + 1);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    const THIS: InteractionId = InteractionId(9);
    const BEFORE: InteractionId = InteractionId(4);

    /// A hundred rows, each 50 px.
    fn column() -> Column {
        let mut column = Column::new();
        column.set_chapters(&[(THIS, 100)]);
        column.measured((0..100).map(|row| (row, 50.0)));
        column
    }

    const FOOT: View = View { below: 0.0, height: 500.0 };

    #[test]
    fn at_the_foot_the_newest_stand_there_and_a_screen_above() {
        assert_eq!(column().window(FOOT, &(0..0), |_| true), 80..100);
        assert_eq!(column().between(0.0, 500.0), 90..100);
    }

    #[test]
    fn the_window_stays_until_a_quarter_of_what_is_around_it_is_used_up_and_grows_upwards_by_a_row() {
        let column = column();
        let now = 80..100;
        assert_eq!(column.window(View { below: 120.0, ..FOOT }, &now, |_| true), now);
        assert_eq!(column.window(View { below: 220.0, ..FOOT }, &now, |_| true), 79..100);
        assert_eq!(column.window(View { below: 220.0, ..FOOT }, &(79..100), |_| true), 78..100);
        assert_eq!(column.window(View { below: 220.0, ..FOOT }, &(78..100), |_| true), 78..100);
        // Far away from it, it goes as a whole.
        assert_eq!(column.window(View { below: 1_200.0, ..FOOT }, &now, |_| true), 56..86);
        assert_eq!(column.window(View { below: 4_500.0, ..FOOT }, &now, |_| true), 0..20);
    }

    #[test]
    fn a_window_that_has_grown_too_large_shrinks() {
        assert_eq!(column().window(FOOT, &(0..100), |_| true), 80..100);
    }

    #[test]
    fn nothing_that_is_not_here_stands_in_the_window() {
        let column = column();
        let view = View { below: 2_000.0, ..FOOT };
        assert_eq!(column.window(view, &(0..0), |row| row >= 55), 55..70);
        assert!(column.window(view, &(0..0), |_| false).is_empty());
        // Of two pieces, the one that is looked at.
        assert_eq!(column.window(view, &(0..0), |row| row != 52), 53..70);
        // What was here and is not any more goes.
        assert_eq!(column.window(FOOT, &(80..100), |row| row >= 85), 85..100);
    }

    #[test]
    fn rows_and_pixels_fit_together() {
        let column = column();
        assert_eq!(
            (column.below(99), column.below(0), column.above(0), column.above(100)),
            (0.0, 4_950.0, 0.0, 5_000.0)
        );
        assert_eq!(column.top(FOOT), 90);
        assert_eq!(column.top(View { below: 20.0, ..FOOT }), 89);
        assert_eq!(column.between(100_000.0, 100_500.0), 0..1);
        assert_eq!(column.between(-600.0, -100.0), 99..100);
        assert_eq!(Column::new().between(0.0, 500.0), 0..0);
    }

    #[test]
    fn rows_never_seen_are_thought_as_high_as_the_first_that_were() {
        let mut column = Column::new();
        column.set_chapters(&[(THIS, 10)]);
        assert_eq!(column.above(10), 560.0);
        column.measured([(8, 30.0), (9, 50.0)].into_iter());
        assert_eq!(column.above(10), 400.0);
        column.measured([(7, 400.0)].into_iter());
        assert_eq!((column.above(10), column.height(7), column.height(0)), (760.0, 400.0, 40.0));
    }

    #[test]
    fn earlier_sessions_come_on_top_and_what_was_measured_stays() {
        let mut column = column();
        assert!(!column.set_chapters(&[(THIS, 100)]));
        assert!(column.set_chapters(&[(BEFORE, 3), (THIS, 101)]));
        assert_eq!(column.len(), 1 + 3 + 1 + 101);
        assert_eq!(column.place(0), Some(Place { chapter: BEFORE, position: None }));
        assert_eq!(column.place(3), Some(Place { chapter: BEFORE, position: Some(2) }));
        assert_eq!(column.place(4), Some(Place { chapter: THIS, position: None }));
        assert_eq!(column.place(105), Some(Place { chapter: THIS, position: Some(100) }));
        assert_eq!(column.place(106), None);
        for row in 0..106 {
            assert_eq!(column.row(column.place(row).unwrap()), Some(row));
        }
        assert_eq!(column.positions(&(2..10), BEFORE), 1..3);
        assert_eq!(column.positions(&(2..10), THIS), 0..5);
        assert_eq!(column.positions(&(0..3), THIS), 0..0);
        // Measured: a hundred. Guessed as the measured ones: the others.
        assert_eq!(column.above(106), 106.0 * 50.0);
    }
}
