//! Dispositions of a description. The tree comes before the accounts, whose rules name it; where a branch is offered comes
//! after them, because it names accounts.

use serde_saphyr::Spanned;

use super::{
    description::DispositionPart,
    plan::{Act, Place, Planner},
    queues::queue_named,
    words::{self, Words, field},
};
use crate::domain::{
    AccountId, DispositionId,
    disposition::{Disposition, DispositionDraft, Scope},
    line::line,
};

impl Planner<'_> {
    pub(super) fn disposition(&mut self, part: &Spanned<DispositionPart>) {
        self.branch(part, None, &part.value);
    }

    fn branch(&mut self, whole: &Spanned<DispositionPart>, parent: Option<DispositionId>, part: &DispositionPart) {
        let name = line(part.name());
        let above = parent.and_then(|id| self.house.dispositions.path(id));
        let path =
            above.map_or_else(|| name.clone(), |above| format!("{above}{}{name}", crate::domain::disposition::ARROW));
        let place = Place::of(whole, format!("disposition {path}"));
        self.once(&place, "name");
        let known = self.house.dispositions.children(parent).find(|it| it.name == name).cloned();
        let id = known.as_ref().map_or_else(|| DispositionId(self.new_id()), |it| it.id);
        if known.is_none() {
            let draft = DispositionDraft { parent, name: name.clone(), scope: Scope::default() };
            if let Err(invalid) = self.house.dispositions.check(None, &draft) {
                return self.complain_of(&place, invalid);
            }
            let position = self.house.dispositions.children(parent).map(|it| it.position + 1).max().unwrap_or(0);
            let new = Disposition { id, parent, name, position, archived: false, scope: Scope::default() };
            self.house.dispositions.put(new);
            self.add(Act::Disposition(id, draft), vec![format!("+ {}", place.subject)]);
        }
        if let (Some(mut it), Some(archived)) = (self.house.dispositions.get(id).cloned(), part.archived()) {
            let lines = words::difference(
                &place.subject,
                &vec![field("archived", it.archived)],
                &vec![field("archived", archived)],
            );
            it.archived = archived;
            self.house.dispositions.put(it);
            self.add(Act::ArchiveDisposition(id, archived), lines);
        }
        for child in part.children() {
            self.branch(whole, Some(id), child);
        }
    }

    /// Where a branch is offered, once all accounts are known.
    pub(super) fn disposition_scope(&mut self, part: &Spanned<DispositionPart>) {
        let name = line(part.value.name());
        let Some(it) = self.house.dispositions.children(None).find(|it| it.name == name).cloned() else { return };
        let place = Place::of(part, format!("disposition {name}"));
        let mut scope = it.scope.clone();
        if let Some(keys) = part.value.accounts() {
            scope.accounts = keys.iter().filter_map(|key| self.account_named(&place, key.trim())).collect();
        }
        if let Some(names) = part.value.queues() {
            scope.queues.clear();
            for name in names {
                match queue_named(&self.house, name.trim()) {
                    Some(queue) => scope.queues.push(queue),
                    None => self.complain(&place, "queues", &format!("there is no queue {name}; add it under queues.")),
                }
            }
        }
        let lines = words::difference(&place.subject, &self.words_of_scope(&it.scope), &self.words_of_scope(&scope));
        let draft = DispositionDraft { parent: None, name: it.name, scope };
        self.add(Act::Disposition(it.id, draft), lines);
    }

    fn account_named(&mut self, place: &Place, key: &str) -> Option<AccountId> {
        let stored = self.accounts.values().find(|row| row.values.key.eq_ignore_ascii_case(key)).map(|row| row.id);
        let planned = self.plan.changes.iter().find_map(|change| match &change.act {
            Act::Account(id, draft) if draft.key.eq_ignore_ascii_case(key) => Some(*id),
            _ => None,
        });
        let found = stored.or(planned);
        if found.is_none() {
            self.complain(place, "accounts", &format!("there is no account {key}; add it under accounts."));
        }
        found
    }

    fn words_of_scope(&self, scope: &Scope) -> Words {
        let key = |id: &AccountId| {
            let stored = self.accounts.get(id).map(|row| row.values.key.clone());
            stored.or_else(|| {
                self.plan.changes.iter().find_map(|change| match &change.act {
                    Act::Account(planned, draft) if planned == id => Some(draft.key.clone()),
                    _ => None,
                })
            })
        };
        let queues = scope.queues.iter().filter_map(|id| self.house.queue_name(*id)).map(str::to_owned);
        vec![
            field("accounts", words::names(scope.accounts.iter().filter_map(key))),
            field("queues", words::names(queues)),
        ]
    }
}
