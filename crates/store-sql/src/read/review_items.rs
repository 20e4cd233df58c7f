//! Traces in review queues, by page.

use rusqlite::{Connection, OptionalExtension, Row, params};
use spanwell_model::{Error, Result, ReviewQueueItem, ReviewStatus};
use spanwell_store::{Page, ReviewItemQuery};

use crate::cursor;
use crate::error::SqliteResult;

macro_rules! columns {
    () => {
        "SELECT item_id, status, completed_by, completed_time_ms, creation_time_ms, last_update_time_ms
         FROM review_queue_items WHERE queue_key = ?1"
    };
}

pub(crate) const ONE: &str = concat!(columns!(), " AND item_id = ?2");
pub(crate) const PAGE: &str = concat!(
    columns!(),
    " AND (creation_time_ms < ?2 OR (creation_time_ms = ?2 AND item_id > ?3)) AND (?4 IS NULL OR status = ?4)
    ORDER BY creation_time_ms DESC, item_id LIMIT ?5"
);

/// One trace in a queue.
pub(crate) fn load(
    connection: &Connection,
    (queue_key, queue_id): (i64, &str),
    item_id: &str,
) -> Result<Option<ReviewQueueItem>> {
    let mut statement = connection.prepare_cached(ONE).sql()?;
    let found = statement.query_row(params![queue_key, item_id], |row| Ok(read(row, queue_id)));
    found.optional().sql()?.transpose()
}

/// A page of a queue's traces, those that were added last first.
pub(crate) fn page(
    connection: &Connection,
    (queue_key, queue_id): (i64, &str),
    query: &ReviewItemQuery,
) -> Result<Page<ReviewQueueItem>> {
    let (time_ms, item_id): (i64, String) =
        cursor::read(query.after.as_ref())?.unwrap_or((i64::MAX, String::new()));
    let status = query.status.map(ReviewStatus::name);
    let mut statement = connection.prepare_cached(PAGE).sql()?;
    let mut rows =
        statement.query(params![queue_key, time_ms, item_id, status, query.limit.saturating_add(1)]).sql()?;
    let mut items: Vec<ReviewQueueItem> = Vec::new();
    let mut next = None;
    while let Some(row) = rows.next().sql()? {
        if items.len() == query.limit {
            let last = items.last().map(|item| (item.creation_time_ms, &item.item_id));
            next = last.map(|last| cursor::write(&last)).transpose()?;
            break;
        }
        items.push(read(row, queue_id)?);
    }
    Ok(Page { items, next })
}

fn read(row: &Row<'_>, queue_id: &str) -> Result<ReviewQueueItem> {
    let status: String = row.get(1).sql()?;
    Ok(ReviewQueueItem {
        queue_id: queue_id.to_owned(),
        item_id: row.get(0).sql()?,
        status: ReviewStatus::from_name(&status)
            .ok_or_else(|| Error::internal(format!("an item to review has the status `{status}`")))?,
        completed_by: row.get(2).sql()?,
        completed_time_ms: row.get(3).sql()?,
        creation_time_ms: row.get(4).sql()?,
        last_update_time_ms: row.get(5).sql()?,
    })
}
