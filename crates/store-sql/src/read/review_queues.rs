//! Review queues: one, and those of an experiment. There are dozens of queues; the traces in them are read by page.

use rusqlite::{Connection, OptionalExtension, Row, params};
use spanwell_model::{Error, ExperimentId, Result, ReviewQueue, ReviewQueueKind};
use spanwell_query::Direction;
use spanwell_store::{Page, ReviewQueueQuery};

use crate::error::SqliteResult;
use crate::read::sort_key::{page_of, part};

macro_rules! columns {
    () => {
        "SELECT queue_key, queue_id, experiment_id, name, kind, created_by, users, schema_ids, creation_time_ms,
         last_update_time_ms FROM review_queues"
    };
}

pub(crate) const BY_ID: &str = concat!(columns!(), " WHERE queue_id = ?1");
pub(crate) const BY_NAME: &str = concat!(columns!(), " WHERE experiment_id = ?1 AND folded_name = ?2");
pub(crate) const OF_EXPERIMENT: &str = concat!(columns!(), " WHERE experiment_id = ?1");
pub(crate) const WITH_ITEM: &str = concat!(
    columns!(),
    " WHERE experiment_id = ?1 AND queue_key IN (SELECT queue_key FROM review_queue_items WHERE item_id = ?2)"
);

/// A name as it is compared.
pub(crate) fn folded(name: &str) -> String {
    name.to_lowercase()
}

/// One queue with its key inside the database.
pub(crate) fn load(connection: &Connection, id: &str) -> Result<Option<(i64, ReviewQueue)>> {
    let mut statement = connection.prepare_cached(BY_ID).sql()?;
    statement.query_row([id], |row| Ok(read(row))).optional().sql()?.transpose()
}

/// One queue of an experiment, by its name in any case.
pub(crate) fn load_by_name(
    connection: &Connection,
    experiment_id: ExperimentId,
    name: &str,
) -> Result<Option<ReviewQueue>> {
    let mut statement = connection.prepare_cached(BY_NAME).sql()?;
    let found = statement.query_row(params![experiment_id.number(), folded(name)], |row| Ok(read(row)));
    Ok(found.optional().sql()?.transpose()?.map(|(_, queue)| queue))
}

/// A page of queues, newest first.
pub(crate) fn list(connection: &Connection, query: &ReviewQueueQuery) -> Result<Page<ReviewQueue>> {
    let experiment = query.experiment_id.number();
    let mut statement =
        connection.prepare_cached(if query.item_id.is_some() { WITH_ITEM } else { OF_EXPERIMENT }).sql()?;
    let binds: &[&dyn rusqlite::ToSql] =
        if query.item_id.is_some() { &[&experiment, &query.item_id] } else { &[&experiment] };
    let mut found = statement.query(binds).sql()?;
    let mut rows = Vec::new();
    while let Some(row) = found.next().sql()? {
        let (_, queue) = read(row)?;
        if query.user.as_ref().is_none_or(|user| queue.users.contains(user)) {
            let place = vec![
                part(Some(queue.creation_time_ms.into()), Direction::Descending),
                part(Some((&queue.queue_id).into()), Direction::Ascending),
            ];
            rows.push((place, queue));
        }
    }
    page_of(rows, query.limit, query.after.as_ref())
}

fn read(row: &Row<'_>) -> Result<(i64, ReviewQueue)> {
    let list = |index: usize| -> Result<Vec<String>> {
        serde_json::from_str(&row.get::<_, String>(index).sql()?).map_err(Error::internal)
    };
    let kind: String = row.get(4).sql()?;
    let queue = ReviewQueue {
        queue_id: row.get(1).sql()?,
        experiment_id: ExperimentId::new(row.get(2).sql()?)?,
        name: row.get(3).sql()?,
        kind: ReviewQueueKind::from_name(&kind)
            .ok_or_else(|| Error::internal(format!("a review queue has the kind `{kind}`")))?,
        created_by: row.get(5).sql()?,
        users: list(6)?,
        schema_ids: list(7)?,
        creation_time_ms: row.get(8).sql()?,
        last_update_time_ms: row.get(9).sql()?,
    };
    Ok((row.get(0).sql()?, queue))
}
