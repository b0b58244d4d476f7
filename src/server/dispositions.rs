//! Dispositions, as an administrator sets them up.

use std::sync::Arc;

use super::{
    clock::Clock,
    failure::Failure,
    house::House,
    houses::Houses,
    seen::{as_set, still},
    store::{Store, StoreError},
};
use crate::domain::{
    DispositionId,
    disposition::{Disposition, DispositionDraft, Scope, Tree},
    error::Invalid,
    line::line,
    user::Me,
};

#[derive(Clone)]
pub struct Dispositions {
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
}

impl Dispositions {
    pub fn new(store: Store, houses: Arc<Houses>, clock: Clock) -> Dispositions {
        Dispositions { store, houses, clock }
    }

    /// In the order of the tree, archived ones too.
    pub async fn list(&self) -> Result<Vec<Disposition>, Failure> {
        Ok(self.tree().await?.walk().into_iter().cloned().collect())
    }

    /// As stored: two administrators may be at it.
    async fn tree(&self) -> Result<Tree, Failure> {
        Ok(Tree::new(self.store.dispositions().await?))
    }

    /// `seen` is what was shown when somebody began; without it what is there is written over.
    pub async fn save(
        &self,
        me: &Me,
        id: Option<DispositionId>,
        draft: DispositionDraft,
        seen: Option<DispositionDraft>,
    ) -> Result<DispositionId, Failure> {
        self.put(Some(me), id, draft, seen).await
    }

    /// `by` is `None` for the command line. An existing one keeps its place in the tree.
    pub async fn save_as(
        &self,
        by: Option<&Me>,
        id: Option<DispositionId>,
        draft: DispositionDraft,
    ) -> Result<DispositionId, Failure> {
        self.put(by, id, draft, None).await
    }

    async fn put(
        &self,
        by: Option<&Me>,
        id: Option<DispositionId>,
        mut draft: DispositionDraft,
        seen: Option<DispositionDraft>,
    ) -> Result<DispositionId, Failure> {
        let tree = self.tree().await?;
        if let Some(id) = id {
            draft.parent = tree.get(id).ok_or(Failure::NotFound)?.parent;
        }
        tidy(&mut draft);
        check(&tree, id, &draft, &self.houses.current())?;
        let still = id.and_then(|id| {
            still(seen.map(stored), stored(draft.clone()), move |rows| {
                rows.dispositions.iter().find(|it| it.id == id).map(|it| stored(it.into()))
            })
        });
        let (now, name) = (self.clock.now(), draft.name.clone());
        let saved = match self.store.save_disposition(id, draft, still, now).await {
            Err(StoreError::Duplicate(_)) => {
                return Err(Invalid::one(
                    "name",
                    ["Another one beside it has this name.", "Accanto ce n'è già un altro con questo nome."],
                )
                .into());
            }
            saved => saved?.ok_or(Failure::NotFound)?,
        };
        self.note(by, "disposition.save", saved, name).await?;
        Ok(saved)
    }

    /// Moves it one place up (-1) or down (+1) among its siblings; at the ends nothing happens.
    pub async fn shift(&self, me: &Me, id: DispositionId, by: i64) -> Result<(), Failure> {
        let tree = self.tree().await?;
        let parent = tree.get(id).ok_or(Failure::NotFound)?.parent;
        let mut order: Vec<DispositionId> = tree.children(parent).map(|it| it.id).collect();
        let from = order.iter().position(|other| *other == id).ok_or(Failure::NotFound)?;
        let to = from as i64 + by.signum();
        let Some(to) = usize::try_from(to).ok().filter(|to| *to < order.len()) else { return Ok(()) };
        order.swap(from, to);
        self.store.order_dispositions(order, self.clock.now()).await?;
        self.note(Some(me), "disposition.move", id, tree.path(id).unwrap_or_default()).await
    }

    /// Offered no more, nor anything below it; or offered again.
    pub async fn archive(&self, me: &Me, id: DispositionId, archived: bool) -> Result<(), Failure> {
        self.archive_as(Some(me), id, archived).await
    }

    /// `by` is `None` for the command line.
    pub async fn archive_as(&self, by: Option<&Me>, id: DispositionId, archived: bool) -> Result<(), Failure> {
        let tree = self.tree().await?;
        let path = tree.path(id).ok_or(Failure::NotFound)?;
        if archived {
            let house = self.houses.current();
            let uses = |chosen: DispositionId| {
                let chosen = tree.path(chosen).unwrap_or_default();
                chosen == path || chosen.starts_with(&format!("{path}{}", crate::domain::disposition::ARROW))
            };
            let account = house.accounts.values().find(|it| it.rules.auto_close_disposition.is_some_and(uses));
            if let Some(account) = account {
                let name = &account.name;
                return Err(Failure::refused([
                    format!("{name} closes silent sessions with it. Choose another one there first."),
                    format!("{name} lo usa per chiudere le sessioni silenziose. Prima occorre sceglierne lì un altro."),
                ]));
            }
        }
        self.store.archive_disposition(id, archived, self.clock.now()).await?;
        self.note(by, if archived { "disposition.archive" } else { "disposition.restore" }, id, path).await
    }

    async fn note(&self, by: Option<&Me>, act: &'static str, id: DispositionId, detail: String) -> Result<(), Failure> {
        let now = self.clock.now();
        self.store.note_act(now, by.map(|me| me.id), act, format!("disposition {id}"), detail).await?;
        self.houses.reload().await
    }
}

/// What was typed, as it is stored. Only the first level has a scope.
pub(super) fn tidy(draft: &mut DispositionDraft) {
    draft.name = line(&draft.name);
    if draft.parent.is_some() {
        draft.scope = Scope::default();
    }
}

/// As it is stored: where it is offered in no order, each place once.
fn stored(mut draft: DispositionDraft) -> DispositionDraft {
    tidy(&mut draft);
    as_set(&mut draft.scope.accounts);
    as_set(&mut draft.scope.queues);
    draft
}

/// What is wrong with a disposition in this house.
pub(super) fn check(
    tree: &Tree,
    id: Option<DispositionId>,
    draft: &DispositionDraft,
    house: &House,
) -> Result<(), Invalid> {
    let mut invalid = tree.check(id, draft).err().unwrap_or_default();
    if draft.scope.accounts.iter().any(|account| !house.accounts.contains_key(account)) {
        invalid.add(
            "accounts",
            ["One of these accounts does not exist any more.", "Uno di questi account non esiste più."],
        );
    }
    if draft.scope.queues.iter().any(|queue| !house.queues.contains_key(queue)) {
        invalid.add("queues", ["One of these queues does not exist any more.", "Una di queste code non esiste più."]);
    }
    invalid.check()
}
