//! Numbered SQL files applied in order, each in a transaction together with its line in the table of applied ones.
//!
//! **Adding one:** `migrations/000N_subject.sql`, its line in [`MIGRATIONS`]; a file that was released is never changed
//! (its checksum is compared at each start).

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use spanwell_model::{Error, Kind, Result};

use crate::bytes::stable_hash;
use crate::error::SqliteResult;

/// One step of the schema.
pub(crate) struct Migration {
    number: i64,
    name: &'static str,
    sql: &'static str,
}

/// All steps, oldest first.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { number: 1, name: "initial", sql: include_str!("../migrations/0001_initial.sql") },
    Migration { number: 2, name: "hour_figures", sql: include_str!("../migrations/0002_hour_figures.sql") },
    Migration { number: 3, name: "replaced_text", sql: include_str!("../migrations/0003_replaced_text.sql") },
    Migration { number: 4, name: "runs", sql: include_str!("../migrations/0004_runs.sql") },
    Migration { number: 5, name: "logged_models", sql: include_str!("../migrations/0005_logged_models.sql") },
    Migration { number: 6, name: "datasets", sql: include_str!("../migrations/0006_datasets.sql") },
    Migration { number: 7, name: "registry", sql: include_str!("../migrations/0007_registry.sql") },
    Migration { number: 8, name: "scorers", sql: include_str!("../migrations/0008_scorers.sql") },
    Migration { number: 9, name: "reviews", sql: include_str!("../migrations/0009_reviews.sql") },
    Migration { number: 10, name: "webhooks", sql: include_str!("../migrations/0010_webhooks.sql") },
];

const APPLIED: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    applied_ms INTEGER NOT NULL
)";

/// Brings the database up to `steps`; refuses one that is newer than them or differs from them.
pub(crate) fn apply(connection: &mut Connection, steps: &[Migration], now_ms: i64) -> Result<()> {
    connection.execute_batch(APPLIED).sql()?;
    refuse_newer(connection, steps)?;
    for step in steps {
        let checksum = stable_hash(&[step.sql.as_bytes()]);
        let known: Option<i64> = connection
            .query_row("SELECT checksum FROM schema_migrations WHERE number = ?1", [step.number], |row| {
                row.get(0)
            })
            .optional()
            .sql()?;
        match known {
            Some(known) if known == checksum => continue,
            Some(_) => {
                return Err(Error::internal(format!(
                    "migration {} `{}` was applied in another form than this program knows",
                    step.number, step.name
                )));
            }
            None => {}
        }
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).sql()?;
        transaction.execute_batch(step.sql).sql()?;
        transaction
            .execute(
                "INSERT INTO schema_migrations (number, name, checksum, applied_ms) VALUES (?1, ?2, ?3, ?4)",
                params![step.number, step.name, checksum, now_ms],
            )
            .sql()?;
        transaction.commit().sql()?;
    }
    Ok(())
}

fn refuse_newer(connection: &Connection, steps: &[Migration]) -> Result<()> {
    let newest: Option<i64> =
        connection.query_row("SELECT MAX(number) FROM schema_migrations", [], |row| row.get(0)).sql()?;
    let known = steps.last().map_or(0, |step| step.number);
    match newest {
        Some(newest) if newest > known => Err(Error::new(
            Kind::FailedPrecondition,
            format!(
                "the data directory was written by a newer version (its schema is {newest}, this program knows {known}): \
                 start that version, or restore a backup"
            ),
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(connection: &Connection) -> Vec<String> {
        let mut statement = connection
            .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
            .unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
    }

    #[test]
    fn steps_one_by_one_give_the_fresh_schema() {
        let mut fresh = Connection::open_in_memory().unwrap();
        apply(&mut fresh, MIGRATIONS, 0).unwrap();
        let mut stepped = Connection::open_in_memory().unwrap();
        for end in 1..=MIGRATIONS.len() {
            apply(&mut stepped, &MIGRATIONS[..end], 0).unwrap();
            apply(&mut stepped, &MIGRATIONS[..end], 0).unwrap();
        }
        assert_eq!(schema(&fresh), schema(&stepped));
    }

    #[test]
    fn numbers_count_up_from_one() {
        for (index, step) in MIGRATIONS.iter().enumerate() {
            assert_eq!(step.number, index as i64 + 1);
        }
    }

    #[test]
    fn a_newer_database_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        apply(&mut connection, MIGRATIONS, 0).unwrap();
        connection.execute("INSERT INTO schema_migrations VALUES (99, 'later', 0, 0)", []).unwrap();
        let error = apply(&mut connection, MIGRATIONS, 0).unwrap_err();
        assert!(error.outside().contains("newer version"), "{error}");
    }

    #[test]
    fn a_changed_migration_is_noticed() {
        let mut connection = Connection::open_in_memory().unwrap();
        apply(&mut connection, MIGRATIONS, 0).unwrap();
        connection.execute("UPDATE schema_migrations SET checksum = 1", []).unwrap();
        assert!(apply(&mut connection, MIGRATIONS, 0).is_err());
    }
}
