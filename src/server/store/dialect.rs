//! What must differ between the two databases, and nothing else.

use super::StoreError;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

/// Type of a column in a set that travels as one JSON parameter.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Int,
    Text,
}

impl Dialect {
    pub(super) fn of(url: &str) -> Result<Dialect, StoreError> {
        match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => Ok(Dialect::Sqlite),
            Some("postgres" | "postgresql") => Ok(Dialect::Postgres),
            _ => Err(StoreError::Address(
                "give sqlite:///path/to/file.db or postgres://user:password@host/database".into(),
            )),
        }
    }

    /// A table expression named `name` over the JSON array of objects in parameter `$1`.
    pub(super) fn rows(self, name: &str, columns: &[(&str, Kind)]) -> String {
        match self {
            Dialect::Sqlite => {
                let fields: Vec<String> = columns.iter().map(|(c, _)| format!("value ->> '{c}' as {c}")).collect();
                format!("(select {} from json_each($1)) as {name}", fields.join(", "))
            }
            Dialect::Postgres => {
                let fields: Vec<String> = columns.iter().map(|(c, kind)| format!("{c} {}", kind.postgres())).collect();
                format!("json_to_recordset(cast($1 as json)) as {name}({})", fields.join(", "))
            }
        }
    }

    /// Makes a row read in a transaction ours until the commit. SQLite has one writer, so it is ours anyway.
    pub(super) fn lock(self) -> &'static str {
        match self {
            Dialect::Sqlite => "",
            Dialect::Postgres => " for update",
        }
    }

    /// The same, passing over rows that another node has.
    pub(super) fn lock_free_rows(self) -> &'static str {
        match self {
            Dialect::Sqlite => "",
            Dialect::Postgres => " for update skip locked",
        }
    }

    /// Lets one transaction at a time, of all nodes, go on from here. SQLite has one writer anyway.
    pub(super) fn take_turn(self) -> Option<&'static str> {
        match self {
            Dialect::Sqlite => None,
            Dialect::Postgres => Some("select pg_advisory_xact_lock(1)"),
        }
    }

    /// Compares texts byte by byte, as their indexes do.
    pub(super) fn bytewise(self) -> &'static str {
        match self {
            Dialect::Sqlite => "",
            Dialect::Postgres => " collate \"C\"",
        }
    }

    /// What follows the first space of a name.
    pub(super) fn after_space(self) -> &'static str {
        match self {
            Dialect::Sqlite => "substr(name, instr(name, ' ') + 1)",
            Dialect::Postgres => "substr(name, strpos(name, ' ') + 1)",
        }
    }

    /// The last four signs of a number.
    pub(super) fn tail(self) -> &'static str {
        match self {
            Dialect::Sqlite => "substr(number, -4)",
            Dialect::Postgres => "right(number, 4)",
        }
    }

    /// A text as the database's own `lower` makes it: SQLite's knows the letters of ASCII only.
    pub(super) fn lower(self, text: &str) -> String {
        match self {
            Dialect::Sqlite => text.to_ascii_lowercase(),
            Dialect::Postgres => text.to_lowercase(),
        }
    }

    /// Which events every reader may already see: none of a transaction that could still commit before them.
    pub(super) fn settled_events(self) -> &'static str {
        match self {
            Dialect::Sqlite => "true",
            Dialect::Postgres => "tx < cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint)",
        }
    }
}

impl Kind {
    fn postgres(self) -> &'static str {
        match self {
            Kind::Int => "bigint",
            Kind::Text => "text",
        }
    }
}
