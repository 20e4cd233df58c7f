//! Changing review queues: everything but the traces in them.

use rusqlite::{ErrorCode, params};
use spanwell_model::{Error, ExperimentId, Kind, Result, ReviewQueue};
use spanwell_store::ReviewQueueChange;

use crate::error::{SqliteResult, from_sqlite};
use crate::read::label_schemas;
use crate::read::review_queues::{folded, load};
use crate::write::context::WriteContext;

/// Most review queues of an experiment: a list reads them all.
const REVIEW_QUEUES: i64 = 10_000;

const COUNT: &str = "SELECT COUNT(*) FROM review_queues WHERE experiment_id = ?1";

const INSERT: &str =
    "INSERT INTO review_queues (queue_id, experiment_id, name, folded_name, kind, created_by, users,
    schema_ids, creation_time_ms, last_update_time_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

const CHANGE: &str =
    "UPDATE review_queues SET name = ?2, folded_name = ?3, created_by = ?4, users = ?5, schema_ids = ?6,
    last_update_time_ms = ?7 WHERE queue_key = ?1";

const HAS_ITEMS: &str = "SELECT EXISTS (SELECT 1 FROM review_queue_items WHERE queue_key = ?1)";

const DELETE: [&str; 2] =
    ["DELETE FROM review_queue_items WHERE queue_key = ?1", "DELETE FROM review_queues WHERE queue_key = ?1"];

impl WriteContext<'_> {
    /// Makes a queue.
    pub(crate) fn create_review_queue(&mut self, new: &ReviewQueue) -> Result<ReviewQueue> {
        self.check_room(COUNT, new.experiment_id, REVIEW_QUEUES, "review queues")?;
        self.check_questions(new.experiment_id, &new.schema_ids)?;
        self.connection
            .execute(
                INSERT,
                params![
                    new.queue_id,
                    new.experiment_id.number(),
                    new.name,
                    folded(&new.name),
                    new.kind.name(),
                    new.created_by,
                    list(&new.users)?,
                    list(&new.schema_ids)?,
                    new.creation_time_ms,
                    new.last_update_time_ms,
                ],
            )
            .map_err(|error| name_in_use(error, &new.name))?;
        Ok(new.clone())
    }

    /// Changes a queue; `None` when there is no such queue.
    pub(crate) fn change_review_queue(
        &mut self,
        id: &str,
        change: &ReviewQueueChange,
    ) -> Result<Option<ReviewQueue>> {
        let Some((key, mut queue)) = load(self.connection, id)? else { return Ok(None) };
        if let Some(schema_ids) = &change.schema_ids {
            let has_items: bool = self.connection.query_row(HAS_ITEMS, [key], |row| row.get(0)).sql()?;
            if has_items {
                return Err(Error::invalid(
                    "A review queue's questions are locked once items are assigned to it. Remove the items before changing \
                     its questions.",
                ));
            }
            self.check_questions(queue.experiment_id, schema_ids)?;
        }
        let change = change.clone();
        queue.name = change.name.unwrap_or(queue.name);
        queue.created_by = change.owner.or(queue.created_by);
        queue.users = change.users.unwrap_or(queue.users);
        queue.schema_ids = change.schema_ids.unwrap_or(queue.schema_ids);
        queue.last_update_time_ms = change.now_ms;
        self.connection
            .execute(
                CHANGE,
                params![
                    key,
                    queue.name,
                    folded(&queue.name),
                    queue.created_by,
                    list(&queue.users)?,
                    list(&queue.schema_ids)?,
                    change.now_ms,
                ],
            )
            .map_err(|error| name_in_use(error, &queue.name))?;
        Ok(Some(queue))
    }

    /// Deletes a queue with its list of traces; whether it was there.
    pub(crate) fn delete_review_queue(&mut self, id: &str) -> Result<bool> {
        let Some((key, _)) = load(self.connection, id)? else { return Ok(false) };
        for statement in DELETE {
            self.connection.execute(statement, [key]).sql()?;
        }
        Ok(true)
    }

    fn check_questions(&self, experiment_id: ExperimentId, schema_ids: &[String]) -> Result<()> {
        for id in schema_ids {
            let schema = label_schemas::load(self.connection, id)?;
            if schema.is_none_or(|schema| schema.experiment_id != experiment_id) {
                return Err(Error::invalid(format!(
                    "Label schema id(s) ['{id}'] not found for experiment '{experiment_id}'."
                )));
            }
        }
        Ok(())
    }
}

fn list(texts: &[String]) -> Result<String> {
    serde_json::to_string(texts).map_err(Error::internal)
}

fn name_in_use(error: rusqlite::Error, name: &str) -> Error {
    if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) {
        return Error::new(
            Kind::AlreadyExists,
            format!("Review queue with name '{name}' already exists (names are case-insensitive)."),
        );
    }
    from_sqlite(error)
}
