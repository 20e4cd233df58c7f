//! Records of an evaluation dataset, by page.

use rusqlite::{Connection, Row, params};
use spanwell_model::{DatasetRecord, Error, RecordSource, RecordSourceKind, Result};
use spanwell_store::{Cursor, Page};

use crate::cursor;
use crate::error::SqliteResult;
use crate::read::datasets::key_of;

pub(crate) const PAGE: &str =
    "SELECT record_key, record_id, inputs, outputs, expectations, tags, source_kind, source_data,
    created_time_ms, last_update_time_ms, created_by, last_updated_by
    FROM dataset_records WHERE dataset_key = ?1 AND record_key > ?2 ORDER BY record_key LIMIT ?3";

/// A page of records; `None` when there is no such dataset.
pub(crate) fn page(
    connection: &Connection,
    dataset_id: &str,
    limit: usize,
    after: Option<&Cursor>,
) -> Result<Option<Page<DatasetRecord>>> {
    let Some(dataset_key) = key_of(connection, dataset_id)? else { return Ok(None) };
    let after: i64 = cursor::read(after)?.unwrap_or(i64::MIN);
    let mut statement = connection.prepare_cached(PAGE).sql()?;
    let mut rows = statement.query(params![dataset_key, after, limit.saturating_add(1)]).sql()?;
    let mut items = Vec::new();
    let mut last = after;
    let mut next = None;
    while let Some(row) = rows.next().sql()? {
        if items.len() == limit {
            next = Some(cursor::write(&last)?);
            break;
        }
        last = row.get(0).sql()?;
        items.push(read(row, dataset_id)?);
    }
    Ok(Some(Page { items, next }))
}

fn read(row: &Row<'_>, dataset_id: &str) -> Result<DatasetRecord> {
    let kind: Option<String> = row.get(6).sql()?;
    let data: Option<String> = row.get(7).sql()?;
    let source = match kind.as_deref().and_then(RecordSourceKind::from_name) {
        Some(kind) => Some(RecordSource {
            kind,
            data: serde_json::from_str(data.as_deref().unwrap_or("{}")).map_err(Error::internal)?,
        }),
        None => None,
    };
    Ok(DatasetRecord {
        record_id: row.get(1).sql()?,
        dataset_id: dataset_id.to_owned(),
        inputs: row.get(2).sql()?,
        outputs: row.get(3).sql()?,
        expectations: row.get(4).sql()?,
        tags: row.get(5).sql()?,
        source,
        created_time_ms: row.get(8).sql()?,
        last_update_time_ms: row.get(9).sql()?,
        created_by: row.get(10).sql()?,
        last_updated_by: row.get(11).sql()?,
    })
}
