//! Queues and their members.

use sqlx::Row;

use super::{Still, Store, StoreError, Tx};
use crate::domain::{QueueId, Timestamp, queue::QueueDraft};

impl Store {
    /// Adds a queue, or changes the one with `id`. `None` when there is no such queue.
    pub async fn save_queue(
        &self,
        id: Option<QueueId>,
        draft: QueueDraft,
        still: Still,
        now: Timestamp,
    ) -> Result<Option<QueueId>, StoreError> {
        self.decide(move |tx| {
            let (draft, still) = (draft.clone(), still.clone());
            Box::pin(async move {
                tx.check_still(&still).await?;
                tx.save_queue(id, &draft, now).await
            })
        })
        .await
    }

    /// Interactions nobody has taken yet, by queue.
    pub async fn waiting(&self) -> Result<Vec<(QueueId, i64)>, StoreError> {
        let rows = sqlx::query("select id, waiting from queue").fetch_all(self.read()).await?;
        rows.into_iter().map(|row| Ok((QueueId(row.try_get("id")?), row.try_get("waiting")?))).collect()
    }
}

impl Tx {
    async fn save_queue(
        &mut self,
        id: Option<QueueId>,
        draft: &QueueDraft,
        now: Timestamp,
    ) -> Result<Option<QueueId>, StoreError> {
        self.keep_apart("queue", "name", id.map(|id| id.0), &draft.name).await?;
        let sql = match id {
            Some(_) => {
                "update queue set name = $1, strategy = $2, agent_timeout = $3, round_pause = $4, priority = $5 \
                 where id = $6 returning id"
            }
            None => {
                "insert into queue (name, strategy, agent_timeout, round_pause, priority, active, waiting) \
                 values ($1, $2, $3, $4, $5, 1, 0) returning id"
            }
        };
        let mut query = sqlx::query(sql)
            .bind(draft.name.clone())
            .bind(draft.strategy.as_str())
            .bind(draft.agent_timeout)
            .bind(draft.round_pause)
            .bind(draft.priority);
        if let Some(id) = id {
            query = query.bind(id.0);
        }
        let Some(row) = query.fetch_optional(self.connection()).await? else { return Ok(None) };
        let saved: i64 = row.try_get("id")?;
        let agents: Vec<i64> = draft.agents.iter().map(|a| a.0).collect();
        let teams: Vec<i64> = draft.teams.iter().map(|t| t.0).collect();
        self.set_pairs("queue_agent", ["queue_id", "user_id"], saved, &agents).await?;
        self.set_pairs("queue_team", ["queue_id", "team_id"], saved, &teams).await?;
        self.look_again(QueueId(saved), now).await?;
        self.house_changed(now)?;
        Ok(Some(QueueId(saved)))
    }
}
