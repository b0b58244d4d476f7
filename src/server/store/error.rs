//! What can go wrong below. An operator reads this; a person never does.

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row with this key is there already.
    #[error("unique constraint: {0}")]
    Duplicate(String),
    /// The thing is not any more what its form showed: somebody else changed it.
    #[error("changed since its form was shown")]
    Overtaken,
    #[error(transparent)]
    Database(sqlx::Error),
    #[error("migration failed: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A row says what this version can't read.
    #[error("stored value can't be read: {0}")]
    Unreadable(String),
    /// The commit that held this job did not succeed; the job left no trace.
    #[error("commit failed: {0}")]
    Commit(String),
    #[error("a write panicked and was undone")]
    Panicked,
    /// The server is stopping, or too many writes wait.
    #[error("the database takes no more writes now")]
    Busy,
    #[error("not a database address: {0}")]
    Address(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) if database.is_unique_violation() => {
                StoreError::Duplicate(database.message().to_owned())
            }
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => StoreError::Busy,
            _ => StoreError::Database(error),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        StoreError::Unreadable(error.to_string())
    }
}

impl StoreError {
    /// PostgreSQL undid the transaction because it met another one: the same again may succeed. A row that is referred to
    /// and not there (23503) went meanwhile: a contact that was merged into another one.
    pub(super) fn met_another(&self) -> bool {
        match self {
            StoreError::Database(sqlx::Error::Database(error)) => {
                matches!(error.code().as_deref(), Some("40001" | "40P01" | "23503"))
            }
            _ => false,
        }
    }
}
