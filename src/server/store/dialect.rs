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
        self.rows_in("$1", name, columns)
    }

    /// The same over the parameter `place`.
    pub(super) fn rows_in(self, place: &str, name: &str, columns: &[(&str, Kind)]) -> String {
        match self {
            Dialect::Sqlite => {
                let fields: Vec<String> = columns.iter().map(|(c, _)| format!("value ->> '{c}' as {c}")).collect();
                format!("(select {} from json_each({place})) as {name}", fields.join(", "))
            }
            Dialect::Postgres => {
                let fields: Vec<String> = columns.iter().map(|(c, kind)| format!("{c} {}", kind.postgres())).collect();
                format!("json_to_recordset(cast({place} as json)) as {name}({})", fields.join(", "))
            }
        }
    }

    /// A table expression named `name` with one column, `id`, over the JSON array of numbers in parameter `$1`.
    pub(super) fn ids(self, name: &str) -> String {
        match self {
            Dialect::Sqlite => format!("(select value as id from json_each($1)) as {name}"),
            Dialect::Postgres => format!(
                "(select cast(value as bigint) as id from json_array_elements_text(cast($1 as json))) as {name}"
            ),
        }
    }

    /// A number that is one of a set, a JSON array in `$1`. PostgreSQL makes an array of it first: joined to the set, a
    /// thousand rows take twice as long.
    pub(super) fn is_among(self) -> &'static str {
        match self {
            Dialect::Sqlite => "in (select value from json_each($1))",
            Dialect::Postgres => {
                "= any(array(select cast(value as bigint) from json_array_elements_text(cast($1 as json))))"
            }
        }
    }

    /// A row as one text: a JSON array of these columns.
    pub(super) fn as_json(self, columns: &[&str]) -> String {
        let columns = columns.join(", ");
        match self {
            Dialect::Sqlite => format!("json_array({columns})"),
            Dialect::Postgres => format!("cast(json_build_array({columns}) as text)"),
        }
    }

    /// All rows as one text: a JSON array with an array of these columns for each.
    pub(super) fn all_as_json(self, columns: &[&str]) -> String {
        let columns = columns.join(", ");
        match self {
            Dialect::Sqlite => format!("json_group_array(json_array({columns}))"),
            Dialect::Postgres => {
                format!("coalesce(cast(json_agg(json_build_array({columns})) as text), '[]')")
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

    /// Begins a transaction that goes on when no other of this kind, of all nodes, is under way. SQLite has one writer anyway.
    pub(super) fn begin_in_turn(self) -> &'static str {
        match self {
            Dialect::Sqlite => "begin immediate",
            Dialect::Postgres => "begin; select pg_advisory_xact_lock(1)",
        }
    }

    pub(super) fn begin(self) -> &'static str {
        match self {
            Dialect::Sqlite => "begin immediate",
            Dialect::Postgres => "begin",
        }
    }

    /// Rings the other nodes' bells once this transaction is committed, with the word in the parameter `place`. SQLite has one
    /// node.
    pub(super) fn ring(self, place: &str) -> Option<String> {
        match self {
            Dialect::Sqlite => None,
            Dialect::Postgres => Some(format!("cast(pg_notify('smsdesk', {place}) as text)")),
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

    /// Contacts with a number that holds the digits in `pattern`, at most `most` of them, newest first.
    pub(super) fn numbers_with(self, pattern: &str, most: &str) -> String {
        match self {
            Dialect::Sqlite => format!(
                "select n.contact_id, n.number, d.place from (select rowid as place, number from _number_digits \
                 where _number_digits match {pattern} order by rowid desc limit {most}) d, contact_number n \
                 where n.number = d.number"
            ),
            Dialect::Postgres => format!(
                "select contact_id, number, contact_id as place from contact_number \
                 where digit_runs(number) @> digit_runs({pattern}) and position({pattern} in number) > 0 limit {most}"
            ),
        }
    }

    pub(super) fn number_pattern(self, digits: &str) -> String {
        match self {
            Dialect::Sqlite => format!("\"{digits}\""),
            Dialect::Postgres => digits.to_owned(),
        }
    }

    /// Contacts whose names have words that begin as `pattern` says, at most `most` of them, with one of their numbers.
    pub(super) fn names_with(self, pattern: &str, most: &str) -> String {
        match self {
            Dialect::Sqlite => format!(
                "select w.place as contact_id, w.place, \
                 (select min(number) from contact_number where contact_id = w.place) as number \
                 from (select rowid as place from _contact_words where _contact_words match {pattern} \
                 order by rowid desc limit {most}) w"
            ),
            Dialect::Postgres => format!(
                "select w.id as contact_id, w.id as place, \
                 (select min(number) from contact_number where contact_id = w.id) as number \
                 from (select id from contact where name <> '' \
                 and to_tsvector('simple', folded(name)) @@ to_tsquery('simple', folded({pattern})) limit {most}) w"
            ),
        }
    }

    /// Whether the contact in `s.contact_id` has a name as `pattern` says.
    pub(super) fn name_fits(self, pattern: &str) -> String {
        match self {
            Dialect::Sqlite => {
                format!("s.contact_id in (select rowid from _contact_words where _contact_words match {pattern})")
            }
            Dialect::Postgres => format!(
                "exists (select 1 from contact c where c.id = s.contact_id and c.name <> '' \
                 and to_tsvector('simple', folded(c.name)) @@ to_tsquery('simple', folded({pattern})))"
            ),
        }
    }

    /// `words` hold letters and digits only, so that nothing in them is a sign of the query's language.
    pub(super) fn name_pattern(self, words: &[String]) -> String {
        let words = words.iter();
        match self {
            Dialect::Sqlite => words.map(|word| format!("\"{word}\"*")).collect::<Vec<_>>().join(" AND "),
            Dialect::Postgres => words.map(|word| format!("{word}:*")).collect::<Vec<_>>().join(" & "),
        }
    }

    /// Events behind the place in `$1` and `$2`. On SQLite all of them have one `tx`, and a comparison of rows would read the
    /// whole index: its second column is the rowid, which such a comparison can't use.
    pub(super) fn events_behind(self) -> &'static str {
        match self {
            Dialect::Sqlite => "tx = $1 and id > $2",
            Dialect::Postgres => "(tx, id) > ($1, $2)",
        }
    }

    /// Events up to the place in `$1` and `$2`, for the same reason.
    pub(super) fn events_up_to(self) -> &'static str {
        match self {
            Dialect::Sqlite => "tx = $1 and id <= $2",
            Dialect::Postgres => "(tx, id) <= ($1, $2)",
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
