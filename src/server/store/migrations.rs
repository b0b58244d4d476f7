//! The tables' history, embedded. Listed by hand rather than by `sqlx::migrate!`, whose macro crate compiles both
//! databases' drivers a second time for the compiler's own use.

use std::borrow::Cow;

use sqlx::{
    SqlSafeStr, SqlStr,
    migrate::{Migration, MigrationType, Migrator},
};

/// One numbered change, written for both databases.
struct Change {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! changes {
    ($($name:literal),* $(,)?) => {
        [$(Change {
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../../migrations/postgres/", $name, ".sql")),
        }),*]
    };
}

const CHANGES: &[Change] = &changes![
    "0001_main_job",
    "0002_contacts",
    "0003_new_sms",
    "0004_canned_answers",
    "0005_closing",
    "0006_drafts",
    "0007_media",
    "0008_looking",
    "0009_language",
    "0010_follow_up",
    "0011_events_by_name",
    "0012_interaction_list",
    "0013_retention",
    "0014_handed_over",
    "0015_owned_at",
    "0016_draft_key",
    "0017_contact_list",
    "0018_outbox_order",
    "0019_floor",
];

pub fn sqlite() -> Migrator {
    migrator(|change| change.sqlite)
}

pub fn postgres() -> Migrator {
    migrator(|change| change.postgres)
}

/// The numbers and names of all changes, in order.
pub fn names() -> impl Iterator<Item = &'static str> {
    CHANGES.iter().map(|change| change.name)
}

fn migrator(sql: impl Fn(&Change) -> &'static str) -> Migrator {
    let migrations = CHANGES.iter().map(|change| {
        let number = change.name[..4].parse().expect("a migration's name begins with its number");
        let sql: SqlStr = sql(change).into_sql_str();
        Migration::new(number, Cow::Borrowed(change.name), MigrationType::Simple, sql, false)
    });
    Migrator::with_migrations(migrations.collect())
}
