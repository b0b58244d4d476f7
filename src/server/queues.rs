//! Queues, as an administrator sets them up.

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
    QueueId,
    error::Invalid,
    line::line,
    queue::{Queue, QueueDraft},
    user::Me,
};

#[derive(Clone)]
pub struct Queues {
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
}

impl Queues {
    pub fn new(store: Store, houses: Arc<Houses>, clock: Clock) -> Queues {
        Queues { store, houses, clock }
    }

    /// By name.
    pub async fn list(&self) -> Result<Vec<Queue>, Failure> {
        let mut queues: Vec<Queue> = self.houses.current().queues.values().map(|queue| queue.queue.clone()).collect();
        queues.sort_by_key(|queue| queue.name.to_lowercase());
        Ok(queues)
    }

    /// `seen` is what the form began with; without it what is there is written over.
    pub async fn save(
        &self,
        me: &Me,
        id: Option<QueueId>,
        draft: QueueDraft,
        seen: Option<QueueDraft>,
    ) -> Result<QueueId, Failure> {
        self.put(Some(me), id, draft, seen).await
    }

    /// `by` is `None` for the command line.
    pub async fn save_as(&self, by: Option<&Me>, id: Option<QueueId>, draft: QueueDraft) -> Result<QueueId, Failure> {
        self.put(by, id, draft, None).await
    }

    async fn put(
        &self,
        by: Option<&Me>,
        id: Option<QueueId>,
        mut draft: QueueDraft,
        seen: Option<QueueDraft>,
    ) -> Result<QueueId, Failure> {
        draft.name = line(&draft.name);
        check(&draft, &self.houses.current())?;
        let still = id.and_then(|id| {
            still(seen.map(stored), stored(draft.clone()), move |rows| Some(stored(rows.queues.get(&id)?.into())))
        });
        let (now, name) = (self.clock.now(), draft.name.clone());
        let saved = match self.store.save_queue(id, draft, still, now).await {
            Err(StoreError::Duplicate(_)) => {
                return Err(Invalid::one(
                    "name",
                    ["Another queue has this name.", "Un'altra coda ha già questo nome."],
                )
                .into());
            }
            saved => saved?.ok_or(Failure::NotFound)?,
        };
        self.store.note_act(now, by.map(|me| me.id), "queue.save", format!("queue {saved}"), name).await?;
        self.houses.reload().await?;
        Ok(saved)
    }
}

/// As it is stored: its members in no order, each once.
fn stored(mut draft: QueueDraft) -> QueueDraft {
    draft.name = line(&draft.name);
    as_set(&mut draft.agents);
    as_set(&mut draft.teams);
    draft
}

/// What is wrong with a queue in this house.
pub(super) fn check(draft: &QueueDraft, house: &House) -> Result<(), Invalid> {
    let mut invalid = draft.check().err().unwrap_or_default();
    if draft.agents.iter().any(|agent| !house.users.contains_key(agent)) {
        invalid
            .add("agents", ["One of these people does not exist any more.", "Una di queste persone non esiste più."]);
    }
    if draft.teams.iter().any(|team| !house.teams.contains_key(team)) {
        invalid.add("teams", ["One of these teams does not exist any more.", "Uno di questi team non esiste più."]);
    }
    invalid.check()
}
