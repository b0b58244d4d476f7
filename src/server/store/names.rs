//! Names that people tell things apart by.

use sqlx::{AssertSqlSafe, Row};

use super::{StoreError, Tx};
use crate::domain::tag::folded;

impl Tx {
    /// `Duplicate` when another row than `id` has this name but for capitals and spaces: `sales` beside `Sales`. Compared
    /// here, because the databases fold letters beyond ASCII each in its own way. A row that has the name already keeps it,
    /// whatever stands beside it since long ago. `table` and `column` are words of this module, never of a user.
    ///
    /// Nothing in the tables stops two such names at once: the caller's job takes its turn.
    pub(super) async fn keep_apart(
        &mut self,
        table: &'static str,
        column: &'static str,
        id: Option<i64>,
        name: &str,
    ) -> Result<(), StoreError> {
        let sql = format!("select id, {column} from {table}");
        let wanted = folded(name);
        let mut taken = false;
        for row in sqlx::query(AssertSqlSafe(sql)).fetch_all(self.connection()).await? {
            let other: String = row.try_get(1)?;
            if Some(row.try_get::<i64, _>(0)?) == id {
                if other == name {
                    return Ok(());
                }
            } else {
                taken |= folded(&other) == wanted;
            }
        }
        if taken { Err(StoreError::Duplicate(format!("{table}.{column}"))) } else { Ok(()) }
    }
}
