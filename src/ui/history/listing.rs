//! The rows on the screen, what came meanwhile, and which are selected.
//!
//! A row that is here changes where it stands, also when it does not fit any more; one that is not is only counted. So
//! nothing moves but by the reader's own act.

use std::collections::BTreeSet;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{
        AppError,
        history::{load_history, load_rows},
    },
    domain::{
        InteractionId, UserId,
        event::Event,
        history::{Filter, HistoryPage, HistoryRow, MOST_AT_ONCE, Place},
        interaction::{Interaction, State},
    },
    ui::browser,
};

/// A row with a signal of its own.
#[derive(Clone)]
pub(super) struct Line {
    pub id: InteractionId,
    pub row: ArcRwSignal<HistoryRow>,
}

#[derive(Clone, Copy)]
pub(super) struct Listing {
    pub filter: Memo<Filter>,
    pub lines: RwSignal<Vec<Line>>,
    /// Where older ones go on.
    pub next: RwSignal<Option<Place>>,
    /// Those that fit and are not among the rows.
    pub fresh: RwSignal<BTreeSet<InteractionId>>,
    pub busy: RwSignal<bool>,
    pub failed: RwSignal<Option<AppError>>,
    /// What was asked for last were older ones.
    pub asked_older: RwSignal<bool>,
    pub picked: RwSignal<BTreeSet<InteractionId>>,
    /// Where a range begins.
    anchor: StoredValue<Option<InteractionId>>,
    /// The row that had the focus last.
    pub at: RwSignal<Option<InteractionId>>,
    /// What was asked for last, and the how manieth question that was.
    asked: StoredValue<(u32, Option<Place>)>,
    me: UserId,
}

/// The id of a row's element.
pub(super) fn element_of(id: InteractionId) -> String {
    format!("interaction-{id}")
}

/// Whether it belongs above the end of the rows, of which older ones go on at `next`.
fn belongs(filter: &Filter, it: &Interaction, next: Option<Place>) -> bool {
    filter.fits(it) && next.is_none_or(|next| Place::of(it) > next)
}

impl Listing {
    pub(super) fn begin(filter: Memo<Filter>, page: HistoryPage, me: UserId) -> Listing {
        let listing = Listing {
            filter,
            lines: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            fresh: RwSignal::new(BTreeSet::new()),
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
            asked_older: RwSignal::new(false),
            picked: RwSignal::new(BTreeSet::new()),
            anchor: StoredValue::new(None),
            at: RwSignal::new(None),
            asked: StoredValue::new((0, None)),
            me,
        };
        listing.show(page);
        listing
    }

    // Rows.

    fn line(self, id: InteractionId) -> Option<Line> {
        self.lines.try_with_untracked(|lines| lines.iter().find(|line| line.id == id).cloned()).flatten()
    }

    /// A page takes the place of all rows; those that stay are the same ones.
    fn show(self, page: HistoryPage) {
        let lines: Vec<Line> = page.rows.into_iter().map(|row| self.fill(row)).collect();
        let here: BTreeSet<InteractionId> = lines.iter().map(|line| line.id).collect();
        self.lines.set(lines);
        self.next.set(page.next);
        self.fresh.set(BTreeSet::new());
        self.drop_picks(|id| !here.contains(&id));
    }

    fn fill(self, row: HistoryRow) -> Line {
        let id = row.interaction.id;
        match self.line(id) {
            Some(line) => {
                line.row.set(row);
                line
            }
            None => Line { id, row: ArcRwSignal::new(row) },
        }
    }

    fn append(self, page: HistoryPage) {
        let lines: Vec<Line> = page
            .rows
            .into_iter()
            .filter(|row| self.line(row.interaction.id).is_none())
            .map(|row| self.fill(row))
            .collect();
        self.fresh.update(|fresh| fresh.retain(|id| lines.iter().all(|line| line.id != *id)));
        self.lines.update(|all| all.extend(lines));
        self.next.set(page.next);
    }

    fn ask(self, before: Option<Place>) {
        let Filter { status, account, agent, owner } = self.filter.get_untracked();
        let question = self.asked.try_update_value(|asked| {
            *asked = (asked.0 + 1, before);
            asked.0
        });
        self.busy.set(true);
        self.failed.set(None);
        self.asked_older.set(before.is_some());
        spawn_local(async move {
            let answer = load_history(status, account, agent, owner, before).await;
            // Overtaken by a later question, or nobody is here any more.
            if question.is_none() || self.asked.try_get_value().map(|asked| asked.0) != question {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) if before.is_some() => self.append(page),
                Ok(page) => {
                    self.show(page);
                    self.refocus();
                }
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) => self.failed.set(Some(error)),
            }
        });
    }

    /// From the top, with what came meanwhile.
    pub(super) fn reload(self) {
        // Not where the reader was: what he asked for stands on top.
        self.at.set(None);
        self.ask(None);
    }

    /// Another filter holds. What can't be seen must not be acted on.
    pub(super) fn turn_to_another(self) {
        self.picked.set(BTreeSet::new());
        self.fresh.set(BTreeSet::new());
        self.lines.set(Vec::new());
        self.next.set(None);
        self.ask(None);
    }

    pub(super) fn load_older(self) {
        let next = self.next.get_untracked();
        if next.is_some() && !self.busy.get_untracked() && self.failed.with_untracked(Option::is_none) {
            self.ask(next);
        }
    }

    pub(super) fn retry(self) {
        self.ask(self.asked.get_value().1);
    }

    // Events.

    pub(super) fn hear(self, event: &Event) {
        match event {
            Event::InteractionChanged { interaction } => self.changed(interaction),
            Event::Watched { interaction, people } => {
                if let Some(line) = self.line(*interaction) {
                    let others = people.iter().filter(|person| person.id != self.me).cloned().collect();
                    line.row.update(|row| row.looking = others);
                }
            }
            Event::TagsChanged { interaction } if self.line(*interaction).is_some() => self.renew(vec![*interaction]),
            Event::ContactChanged { contact, .. } | Event::ContactMerged { contact, .. } => {
                let theirs = |line: &Line| line.row.with_untracked(|row| row.interaction.contact == *contact);
                self.renew(self.ids_where(theirs));
            }
            _ => {}
        }
    }

    fn changed(self, now: &Interaction) {
        match self.line(now.id) {
            Some(line) => {
                if line.row.with_untracked(|row| row.interaction.version <= now.version) {
                    line.row.update(|row| row.interaction = now.clone());
                }
                if now.state == State::Closed {
                    self.drop_picks(|id| id == now.id);
                }
            }
            None => {
                let belongs = belongs(&self.filter.get_untracked(), now, self.next.get_untracked());
                let _ = self.fresh.try_maybe_update(|fresh| {
                    let changed = if belongs { fresh.insert(now.id) } else { fresh.remove(&now.id) };
                    (changed, ())
                });
            }
        }
    }

    fn ids_where(self, wanted: impl Fn(&Line) -> bool) -> Vec<InteractionId> {
        let ids = |lines: &Vec<Line>| lines.iter().filter(|line| wanted(line)).map(|line| line.id).collect();
        self.lines.try_with_untracked(ids).unwrap_or_default()
    }

    /// Reads these rows again, where they stand.
    fn renew(self, ids: Vec<InteractionId>) {
        if ids.is_empty() {
            return;
        }
        spawn_local(async move { self.renewed(ids).await });
    }

    async fn renewed(self, ids: Vec<InteractionId>) {
        for some in ids.chunks(MOST_AT_ONCE) {
            // What can't be read now stays as it is; the stream is about to break too.
            let Ok(rows) = load_rows(some.to_vec()).await else { return };
            for row in rows {
                let closed = row.interaction.state == State::Closed;
                let id = row.interaction.id;
                if let Some(line) = self.line(id)
                    && line.row.with_untracked(|known| known.interaction.version <= row.interaction.version)
                {
                    line.row.set(row);
                }
                if closed {
                    self.drop_picks(|other| other == id);
                }
            }
        }
    }

    /// Events were missed: what is here is read again, what is new is counted.
    pub(super) fn look_again(self) {
        self.renew(self.ids_where(|_| true));
        let filter = self.filter.get_untracked();
        spawn_local(async move {
            let Filter { status, account, agent, owner } = filter;
            let Ok(page) = load_history(status, account, agent, owner, None).await else { return };
            if self.filter.try_get_untracked() == Some(filter) {
                for row in page.rows {
                    self.changed(&row.interaction);
                }
            }
        });
    }

    /// What the reader did is done: those that do not fit any more go.
    pub(super) fn settle(self, done: Vec<InteractionId>) {
        self.drop_picks(|id| done.contains(&id));
        spawn_local(async move {
            self.renewed(done.clone()).await;
            let Some(filter) = self.filter.try_get_untracked() else { return };
            let stays =
                |line: &Line| !done.contains(&line.id) || line.row.with_untracked(|row| filter.fits(&row.interaction));
            self.lines.try_update(|lines| lines.retain(stays));
            self.refocus();
        });
    }

    // The focus.

    /// The row that Tab leads to.
    pub(super) fn current(self) -> Option<InteractionId> {
        self.lines.with(|lines| {
            let at = self.at.get();
            lines.iter().find(|line| Some(line.id) == at).or(lines.first()).map(|line| line.id)
        })
    }

    /// Goes so many rows on, no further than the ends.
    pub(super) fn step(self, by: isize) {
        let to = self.lines.with_untracked(|lines| {
            let at = self.at.get_untracked();
            let at = lines.iter().position(|line| Some(line.id) == at).unwrap_or(0);
            let last = lines.len().saturating_sub(1);
            lines.get(at.saturating_add_signed(by).min(last)).map(|line| line.id)
        });
        if let Some(to) = to {
            browser::focus_id(&element_of(to));
        }
    }

    /// What had the focus is gone: the keyboard goes on at the row it was at.
    pub(super) fn refocus(self) {
        browser::after(50, move || {
            let lost = browser::focused().is_none_or(|it| it.tag_name() == "BODY");
            if let Some(current) = untrack(|| self.lines.try_with_untracked(Vec::is_empty).and_then(|_| self.current()))
                && lost
            {
                browser::focus_id(&element_of(current));
            }
        });
    }

    // The selection.

    fn drop_picks(self, gone: impl Fn(InteractionId) -> bool) {
        let _ = self.picked.try_maybe_update(|picked| {
            let before = picked.len();
            picked.retain(|id| !gone(*id));
            (picked.len() != before, ())
        });
    }

    /// Those that something can be done with.
    fn open(self, from: usize, to: usize) -> Vec<InteractionId> {
        let is_open = |line: &&Line| line.row.with_untracked(|row| row.interaction.state == State::Open);
        self.lines.with_untracked(|lines| {
            let range = lines.iter().skip(from).take(to.saturating_sub(from) + 1);
            range.filter(is_open).map(|line| line.id).collect()
        })
    }

    fn pick(self, ids: Vec<InteractionId>, on: bool) {
        self.picked.update(|picked| {
            for id in ids {
                if on {
                    picked.insert(id);
                } else {
                    picked.remove(&id);
                }
            }
        });
    }

    fn position(self, id: InteractionId) -> Option<usize> {
        self.lines.with_untracked(|lines| lines.iter().position(|line| line.id == id))
    }

    pub(super) fn toggle(self, id: InteractionId) {
        let Some(at) = self.position(id) else { return };
        let on = !self.picked.with_untracked(|picked| picked.contains(&id));
        self.pick(self.open(at, at), on);
        self.anchor.set_value(Some(id));
    }

    /// All from where the last one was selected: as `id` becomes, so they become.
    pub(super) fn toggle_to(self, id: InteractionId) {
        let from = self.anchor.get_value().and_then(|anchor| self.position(anchor));
        let (Some(from), Some(to)) = (from, self.position(id)) else { return self.toggle(id) };
        let on = !self.picked.with_untracked(|picked| picked.contains(&id));
        self.pick(self.open(from.min(to), from.max(to)), on);
        self.anchor.set_value(Some(id));
    }

    pub(super) fn toggle_all(self) {
        let all = self.open(0, usize::MAX - 1);
        let on = !self.picked.with_untracked(|picked| all.iter().all(|id| picked.contains(id)));
        self.pick(all, on);
    }

    /// In the order of the rows.
    pub(super) fn selected(self) -> Vec<InteractionId> {
        self.picked.with_untracked(|picked| self.ids_where(|line| picked.contains(&line.id)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AccountId, ContactId, Peer, Timestamp, interaction::Direction};

    fn it(id: i64, at: i64, version: i64) -> Interaction {
        Interaction {
            id: InteractionId(id),
            account: AccountId(1),
            account_key: "A".into(),
            account_name: "Account".into(),
            peer: Peer::parse("+15550100001"),
            contact: ContactId(id),
            contact_name: format!("contact {id}"),
            state: State::Open,
            queue: None,
            queue_name: None,
            owner: None,
            owner_name: None,
            first_handler: None,
            first_handler_name: None,
            guests: Vec::new(),
            started_at: Timestamp(0),
            first_response_at: None,
            closed_at: None,
            closed_by_name: None,
            reopens_until: None,
            disposition: None,
            remark: None,
            transfer_to: None,
            transfer_to_name: None,
            last_at: Timestamp(at),
            last_inbound_at: None,
            last_direction: Direction::Inbound,
            unread: 0,
            opted_out_at: None,
            scheduled: 0,
            follow_up: None,
            version,
        }
    }

    /// Rows 5, 4 and 3; older ones go on.
    fn listing() -> Listing {
        let rows = [5, 4, 3].map(|id| HistoryRow { interaction: it(id, id * 10, 1), tags: vec![], looking: vec![] });
        let next = Some(Place { at: Timestamp(30), id: InteractionId(3) });
        let filter = Memo::new(|_| Filter::default());
        Listing::begin(filter, HistoryPage { rows: rows.into(), next }, UserId(9))
    }

    fn ids(listing: Listing) -> Vec<i64> {
        listing.lines.with_untracked(|lines| lines.iter().map(|line| line.id.0).collect())
    }

    fn tell(listing: Listing, interaction: Interaction) {
        listing.hear(&Event::InteractionChanged { interaction });
    }

    #[test]
    fn a_row_changes_where_it_stands_and_an_older_copy_changes_nothing() {
        Owner::new().with(|| {
            let listing = listing();
            tell(listing, Interaction { unread: 2, ..it(3, 99, 3) });
            tell(listing, Interaction { unread: 1, ..it(3, 98, 2) });
            assert_eq!(ids(listing), [5, 4, 3]);
            let unread = listing.line(InteractionId(3)).unwrap().row.with_untracked(|row| row.interaction.unread);
            assert_eq!(unread, 2);
            assert!(listing.fresh.with_untracked(BTreeSet::is_empty));
        });
    }

    #[test]
    fn what_is_new_is_counted_once_until_it_is_gone_again() {
        Owner::new().with(|| {
            let listing = listing();
            let fresh = || listing.fresh.with_untracked(BTreeSet::len);
            tell(listing, it(6, 60, 1));
            tell(listing, it(6, 61, 2));
            // Something old that woke up belongs here, something old that was only read does not.
            tell(listing, it(1, 62, 7));
            tell(listing, it(2, 20, 7));
            assert_eq!(fresh(), 2);
            tell(listing, Interaction { state: State::Closed, ..it(6, 61, 3) });
            assert_eq!(fresh(), 1);
            assert_eq!(ids(listing), [5, 4, 3]);
        });
    }

    #[test]
    fn a_range_becomes_what_its_end_becomes_and_what_is_closed_is_never_selected() {
        Owner::new().with(|| {
            let listing = listing();
            let picked = || listing.selected().into_iter().map(|id| id.0).collect::<Vec<_>>();
            listing.toggle(InteractionId(5));
            listing.toggle_to(InteractionId(3));
            assert_eq!(picked(), [5, 4, 3]);
            tell(listing, Interaction { state: State::Closed, ..it(4, 40, 2) });
            assert_eq!(picked(), [5, 3]);
            listing.toggle_to(InteractionId(5));
            assert_eq!(picked(), [0_i64; 0]);
            listing.toggle_all();
            assert_eq!(picked(), [5, 3]);
            listing.toggle_all();
            assert_eq!(picked(), [0_i64; 0]);
        });
    }
}
