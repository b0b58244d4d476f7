//! The rows on the screen, and whom we know since. A row that is here changes where it stands; one that is not is only
//! counted. So nothing moves but by the reader's own act.

use std::collections::BTreeSet;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{
        AppError,
        contacts::{load_contact_rows, load_contacts},
    },
    domain::{
        ContactId,
        contact_list::{ContactRow, ContactsPage, Order, Place, Query},
        event::Event,
        interaction::Interaction,
        user::Right,
    },
    ui::{browser, live::Live},
};

/// As many rows are read again at once.
const AT_ONCE: usize = 100;

/// A row with a signal of its own.
#[derive(Clone)]
pub(super) struct Line {
    pub id: ContactId,
    pub row: ArcRwSignal<ContactRow>,
}

#[derive(Clone, Copy)]
pub(super) struct Listing {
    pub query: Memo<Query>,
    pub lines: RwSignal<Vec<Line>>,
    /// Where it goes on.
    pub next: RwSignal<Option<Place>>,
    /// More fit than the search looks at.
    pub cut: RwSignal<bool>,
    /// Those that would stand above the first row.
    pub fresh: RwSignal<BTreeSet<ContactId>>,
    pub busy: RwSignal<bool>,
    pub failed: RwSignal<Option<AppError>>,
    /// What was asked for last were further ones.
    pub asked_more: RwSignal<bool>,
    /// The row that had the focus last.
    pub at: RwSignal<Option<ContactId>>,
    /// The how manieth question was asked last, and what for.
    asked: StoredValue<(u32, Option<Place>)>,
    live: Live,
}

/// The id of a row's element.
pub(super) fn element_of(id: ContactId) -> String {
    format!("contact-{id}")
}

impl Listing {
    pub(super) fn begin(query: Memo<Query>, page: ContactsPage, live: Live) -> Listing {
        let listing = Listing {
            query,
            lines: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            cut: RwSignal::new(false),
            fresh: RwSignal::new(BTreeSet::new()),
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
            asked_more: RwSignal::new(false),
            at: RwSignal::new(None),
            asked: StoredValue::new((0, None)),
            live,
        };
        listing.show(page, false);
        listing
    }

    pub(super) fn supervises(self) -> bool {
        self.live.me.with(|me| me.role.may(Right::Supervise))
    }

    // Rows.

    fn line(self, id: ContactId) -> Option<Line> {
        self.lines.try_with_untracked(|lines| lines.iter().find(|line| line.id == id).cloned()).flatten()
    }

    /// A page takes the place of all rows, or follows them; those that stay are the same ones.
    fn show(self, page: ContactsPage, follows: bool) {
        let fill = |row: ContactRow| match self.line(row.id) {
            Some(line) => {
                line.row.set(row);
                line
            }
            None => Line { id: row.id, row: ArcRwSignal::new(row) },
        };
        if follows {
            let rows = page.rows.into_iter().filter(|row| self.line(row.id).is_none());
            let lines: Vec<Line> = rows.map(fill).collect();
            self.lines.update(|all| all.extend(lines));
        } else {
            let lines: Vec<Line> = page.rows.into_iter().map(fill).collect();
            self.lines.set(lines);
            self.fresh.set(BTreeSet::new());
        }
        self.next.set(page.next);
        self.cut.set(page.cut);
    }

    fn ask(self, after: Option<Place>) {
        let Query { text, order } = self.query.get_untracked();
        let question = self.asked.try_update_value(|asked| {
            *asked = (asked.0 + 1, after.clone());
            asked.0
        });
        let follows = after.is_some();
        self.busy.set(true);
        self.failed.set(None);
        self.asked_more.set(follows);
        spawn_local(async move {
            let answer = load_contacts(text, order, after).await;
            // Overtaken by a later question, or nobody is here any more.
            if question.is_none() || self.asked.try_with_value(|asked| asked.0) != question {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    self.show(page, follows);
                    if !follows {
                        self.refocus();
                    }
                }
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) => self.failed.set(Some(error)),
            }
        });
    }

    /// From the top, with whom we know since.
    pub(super) fn reload(self) {
        self.at.set(None);
        self.ask(None);
    }

    /// Something else is looked for. What was found for less stays until there is something better.
    pub(super) fn turn_to_another(self) {
        self.fresh.set(BTreeSet::new());
        self.next.set(None);
        self.at.set(None);
        self.ask(None);
    }

    pub(super) fn load_more(self) {
        let next = self.next.get_untracked();
        if next.is_some() && !self.busy.get_untracked() && self.failed.with_untracked(Option::is_none) {
            self.ask(next);
        }
    }

    pub(super) fn retry(self) {
        self.ask(self.asked.with_value(|asked| asked.1.clone()));
    }

    // Events.

    pub(super) fn hear(self, event: &Event) {
        match event {
            Event::InteractionChanged { interaction } => self.wrote(interaction),
            Event::ContactChanged { contact, .. } if self.line(*contact).is_some() => self.renew(vec![*contact]),
            Event::ContactMerged { contact, into } => {
                self.lines.try_update(|lines| lines.retain(|line| line.id != *contact));
                self.fresh.try_update(|fresh| fresh.remove(contact));
                if self.line(*into).is_some() {
                    self.renew(vec![*into]);
                }
            }
            _ => {}
        }
    }

    fn wrote(self, interaction: &Interaction) {
        let id = interaction.contact;
        if let Some(line) = self.line(id) {
            let at = Some(interaction.last_at);
            let _ = line.row.try_maybe_update(|row| {
                let later = row.last_at < at;
                row.last_at = row.last_at.max(at);
                (later, ())
            });
            return;
        }
        let seen = untrack(|| self.supervises()) || interaction.owner == self.live.me.try_with_untracked(|me| me.id);
        let on_top = self.query.try_get_untracked() == Some(Query { text: String::new(), order: Order::Newest })
            && self.lines.with_untracked(|lines| lines.first().is_none_or(|first| first.id < id));
        if seen && on_top {
            self.fresh.try_update(|fresh| fresh.insert(id));
        }
    }

    /// Reads these rows again, where they stand.
    fn renew(self, ids: Vec<ContactId>) {
        spawn_local(async move {
            for some in ids.chunks(AT_ONCE) {
                // What can't be read now stays as it is; the stream is about to break too.
                let Ok(rows) = load_contact_rows(some.to_vec()).await else { return };
                for row in rows {
                    if let Some(line) = self.line(row.id)
                        && line.row.with_untracked(|known| known.version <= row.version)
                    {
                        line.row.set(row);
                    }
                }
            }
        });
    }

    /// Events were missed: what is here is read again.
    pub(super) fn look_again(self) {
        self.renew(self.lines.with_untracked(|lines| lines.iter().map(|line| line.id).collect()));
    }

    // The focus.

    /// The row that Tab leads to.
    pub(super) fn current(self) -> Option<ContactId> {
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
    fn refocus(self) {
        browser::after(50, move || {
            let lost = browser::focused().is_none_or(|it| it.tag_name() == "BODY");
            if let Some(current) = untrack(|| self.lines.try_with_untracked(Vec::is_empty).and_then(|_| self.current()))
                && lost
            {
                browser::focus_id(&element_of(current));
            }
        });
    }
}
