//! Canned answers.

use sqlx::{AssertSqlSafe, Row, any::AnyRow};

use super::{Store, StoreError, Tx};
use crate::domain::{
    AccountId, AnswerId, Timestamp, UserId,
    canned::{Answer, AnswerDraft, Scope},
    event::{Audience, Event},
};

impl Store {
    /// Those of everybody, of `account` and of `user`, in no order.
    pub async fn answers_for(&self, user: UserId, account: AccountId) -> Result<Vec<Answer>, StoreError> {
        // Three look-ups, not one `or`: each takes its own index.
        let rows = sqlx::query(
            "select id, scope, account_id, user_id, shortcut, title, text from canned_answer where scope = 'global' \
             union all \
             select id, scope, account_id, user_id, shortcut, title, text from canned_answer where account_id = $1 \
             union all \
             select id, scope, account_id, user_id, shortcut, title, text from canned_answer where user_id = $2",
        )
        .bind(account.0)
        .bind(user.0)
        .fetch_all(self.read())
        .await?;
        rows.iter().map(read).collect()
    }

    /// Those of everybody, of every account and of `user`, in no order.
    pub async fn answers_of_house(&self, user: Option<UserId>) -> Result<Vec<Answer>, StoreError> {
        let rows = sqlx::query(
            "select id, scope, account_id, user_id, shortcut, title, text from canned_answer where scope = 'global' \
             union all \
             select id, scope, account_id, user_id, shortcut, title, text from canned_answer \
             where account_id is not null \
             union all \
             select id, scope, account_id, user_id, shortcut, title, text from canned_answer where user_id = $1",
        )
        .bind(user.map(|user| user.0))
        .fetch_all(self.read())
        .await?;
        rows.iter().map(read).collect()
    }

    pub async fn answer(&self, id: AnswerId) -> Result<Option<Answer>, StoreError> {
        let row = sqlx::query(
            "select id, scope, account_id, user_id, shortcut, title, text from canned_answer where id = $1",
        )
        .bind(id.0)
        .fetch_optional(self.read())
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// Adds an answer, or changes the one with `id` while it is still in the scope `was`. `None` when there is no such
    /// answer there; `Duplicate` when its shortcut is taken in its scope; `Overtaken` when it is neither what was `seen` nor
    /// what it is to be.
    pub async fn save_answer(
        &self,
        id: Option<(AnswerId, Scope)>,
        draft: AnswerDraft,
        seen: Option<AnswerDraft>,
        now: Timestamp,
    ) -> Result<Option<AnswerId>, StoreError> {
        self.write(move |tx| {
            let (draft, seen) = (draft.clone(), seen.clone());
            Box::pin(async move {
                if let (Some((id, _)), Some(seen)) = (id, seen) {
                    let there = tx.lock_answer(id).await?;
                    if there.is_some_and(|there| there.draft != seen && there.draft != draft) {
                        return Err(StoreError::Overtaken);
                    }
                }
                tx.save_answer(id, &draft, now).await
            })
        })
        .await
    }

    /// Takes an answer away while it is still in the scope `was`; whether it was there.
    pub async fn remove_answer(&self, id: AnswerId, was: Scope, now: Timestamp) -> Result<bool, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let (scope, account, user) = columns(was);
                let removed = sqlx::query(
                    "delete from canned_answer where id = $1 and scope = $2 \
                     and coalesce(account_id, 0) = $3 and coalesce(user_id, 0) = $4",
                )
                .bind(id.0)
                .bind(scope)
                .bind(account.unwrap_or_default())
                .bind(user.unwrap_or_default())
                .execute(tx.connection())
                .await?;
                if removed.rows_affected() == 0 {
                    return Ok(false);
                }
                tx.answers_changed(was, now).await?;
                Ok(true)
            })
        })
        .await
    }
}

impl Tx {
    async fn lock_answer(&mut self, id: AnswerId) -> Result<Option<Answer>, StoreError> {
        let sql = format!(
            "select id, scope, account_id, user_id, shortcut, title, text from canned_answer where id = $1{}",
            self.dialect.lock()
        );
        let row = sqlx::query(AssertSqlSafe(sql)).bind(id.0).fetch_optional(self.connection()).await?;
        row.as_ref().map(read).transpose()
    }

    async fn save_answer(
        &mut self,
        known: Option<(AnswerId, Scope)>,
        draft: &AnswerDraft,
        now: Timestamp,
    ) -> Result<Option<AnswerId>, StoreError> {
        let sql = match known {
            Some(_) => {
                "update canned_answer set scope = $1, account_id = $2, user_id = $3, shortcut = $4, title = $5, \
                 text = $6, changed_at = $7 where id = $8 and scope = $9 and coalesce(account_id, 0) = $10 \
                 and coalesce(user_id, 0) = $11 returning id"
            }
            None => {
                "insert into canned_answer (scope, account_id, user_id, shortcut, title, text, changed_at) \
                 values ($1, $2, $3, $4, $5, $6, $7) returning id"
            }
        };
        let (scope, account, user) = columns(draft.scope);
        let mut query = sqlx::query(sql)
            .bind(scope)
            .bind(account)
            .bind(user)
            .bind(draft.shortcut.clone())
            .bind(draft.title.clone())
            .bind(draft.text.clone())
            .bind(now.0);
        if let Some((id, was)) = known {
            let (scope, account, user) = columns(was);
            query = query.bind(id.0).bind(scope).bind(account.unwrap_or_default()).bind(user.unwrap_or_default());
        }
        let Some(row) = query.fetch_optional(self.connection()).await? else { return Ok(None) };
        if let Some((_, was)) = known
            && was != draft.scope
        {
            self.answers_changed(was, now).await?;
        }
        self.answers_changed(draft.scope, now).await?;
        Ok(Some(AnswerId(row.try_get("id")?)))
    }

    async fn answers_changed(&mut self, scope: Scope, now: Timestamp) -> Result<(), StoreError> {
        let (audience, account) = match scope {
            Scope::Global => (Audience::Everyone, None),
            Scope::Account { account } => (Audience::Everyone, Some(account)),
            Scope::Personal { user } => (Audience::Person { user }, None),
        };
        self.tell(now, audience, &Event::AnswersChanged { account })
    }
}

fn columns(scope: Scope) -> (&'static str, Option<i64>, Option<i64>) {
    match scope {
        Scope::Global => ("global", None, None),
        Scope::Account { account } => ("account", Some(account.0), None),
        Scope::Personal { user } => ("personal", None, Some(user.0)),
    }
}

fn read(row: &AnyRow) -> Result<Answer, StoreError> {
    let scope: String = row.try_get("scope")?;
    let (account, user): (Option<i64>, Option<i64>) = (row.try_get("account_id")?, row.try_get("user_id")?);
    let scope = match (scope.as_str(), account, user) {
        ("global", None, None) => Scope::Global,
        ("account", Some(account), None) => Scope::Account { account: AccountId(account) },
        ("personal", None, Some(user)) => Scope::Personal { user: UserId(user) },
        _ => return Err(StoreError::Unreadable(scope)),
    };
    Ok(Answer {
        id: AnswerId(row.try_get("id")?),
        draft: AnswerDraft {
            scope,
            shortcut: row.try_get("shortcut")?,
            title: row.try_get("title")?,
            text: row.try_get("text")?,
        },
    })
}
