//! Putting traces into review queues, taking them out, and saying what became of them.

use rusqlite::{OptionalExtension, params};
use spanwell_model::{Error, Result, ReviewQueueItem, ReviewStatus};
use spanwell_store::ReviewStatusChange;

use crate::error::SqliteResult;
use crate::read::{review_items, review_queues};
use crate::write::context::WriteContext;

pub(crate) const EXPERIMENT_OF_TRACE: &str = "SELECT experiment_id FROM traces WHERE trace_id = ?1";

const INSERT: &str = "INSERT OR IGNORE INTO review_queue_items (queue_key, item_id, status, creation_time_ms,
    last_update_time_ms) VALUES (?1, ?2, ?3, ?4, ?4)";

const DELETE: &str = "DELETE FROM review_queue_items WHERE queue_key = ?1 AND item_id = ?2";

const CHANGE: &str = "UPDATE review_queue_items SET status = ?3, completed_by = ?4, completed_time_ms = ?5,
    last_update_time_ms = ?6 WHERE queue_key = ?1 AND item_id = ?2";

impl WriteContext<'_> {
    /// Adds traces to a queue; `None` when there is no such queue.
    pub(crate) fn add_review_items(
        &mut self,
        id: &str,
        item_ids: &[String],
        now_ms: i64,
    ) -> Result<Option<Vec<ReviewQueueItem>>> {
        let Some((key, queue)) = review_queues::load(self.connection, id)? else { return Ok(None) };
        for item_id in item_ids {
            let mut statement = self.connection.prepare_cached(EXPERIMENT_OF_TRACE).sql()?;
            let experiment: Option<i64> =
                statement.query_row([item_id], |row| row.get(0)).optional().sql()?;
            if experiment != Some(queue.experiment_id.number()) {
                return Err(Error::not_found(format!(
                    "Cannot attach trace(s) ['{item_id}'] to review queue '{id}': they do not exist in experiment '{}'.",
                    queue.experiment_id
                )));
            }
        }
        let mut items = Vec::with_capacity(item_ids.len());
        for item_id in item_ids {
            self.connection
                .prepare_cached(INSERT)
                .and_then(|mut insert| {
                    insert.execute(params![key, item_id, ReviewStatus::Pending.name(), now_ms])
                })
                .sql()?;
            items.extend(review_items::load(self.connection, (key, id), item_id)?);
        }
        Ok(Some(items))
    }

    /// Takes traces out of a queue; `None` when there is no such queue.
    pub(crate) fn remove_review_items(&mut self, id: &str, item_ids: &[String]) -> Result<Option<()>> {
        let Some((key, _)) = review_queues::load(self.connection, id)? else { return Ok(None) };
        let mut delete = self.connection.prepare_cached(DELETE).sql()?;
        for item_id in item_ids {
            delete.execute(params![key, item_id]).sql()?;
        }
        Ok(Some(()))
    }

    /// Changes what became of a trace; `None` when there is no such queue, the inner one when it is not in the queue.
    pub(crate) fn set_review_status(
        &mut self,
        id: &str,
        item_id: &str,
        change: &ReviewStatusChange,
    ) -> Result<Option<Option<ReviewQueueItem>>> {
        let Some((key, _)) = review_queues::load(self.connection, id)? else { return Ok(None) };
        let Some(item) = review_items::load(self.connection, (key, id), item_id)? else {
            return Ok(Some(None));
        };
        if item.status == change.status {
            return Ok(Some(Some(item)));
        }
        let completed_time_ms = (change.status != ReviewStatus::Pending).then_some(change.now_ms);
        self.connection
            .execute(
                CHANGE,
                params![
                    key,
                    item_id,
                    change.status.name(),
                    change.completed_by,
                    completed_time_ms,
                    change.now_ms
                ],
            )
            .sql()?;
        review_items::load(self.connection, (key, id), item_id).map(Some)
    }
}
