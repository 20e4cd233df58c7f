//! Size and state of the store.

use spanwell_model::Result;
use spanwell_store::StorageFigures;

use crate::connection::Reader;
use crate::directory::DataDirectory;
use crate::error::SqliteResult;

pub(crate) const TOTALS: &str = "SELECT traces, spans FROM counters WHERE id = 1";

/// Size and state; the index's lag is added by the store. What is on disk but neither a row nor the index is free: pages that
/// deleted rows left, and the log, whose pages are counted where they go.
pub(crate) fn figures(reader: &Reader, directory: &DataDirectory) -> Result<StorageFigures> {
    let (traces, spans) =
        reader.query_row(TOTALS, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))).sql()?;
    let free_pages: u64 = reader.query_row("PRAGMA freelist_count", [], |row| row.get(0)).sql()?;
    let pages: u64 = reader.query_row("PRAGMA page_count", [], |row| row.get(0)).sql()?;
    let page_bytes: u64 = reader.query_row("PRAGMA page_size", [], |row| row.get(0)).sql()?;
    let disk_bytes = directory.size_bytes();
    let beside_bytes = disk_bytes.saturating_sub(directory.database_bytes());
    let used_bytes = pages.saturating_sub(free_pages).saturating_mul(page_bytes).saturating_add(beside_bytes);
    Ok(StorageFigures {
        disk_bytes,
        free_bytes: disk_bytes.saturating_sub(used_bytes),
        traces: u64::try_from(traces).unwrap_or(0),
        spans: u64::try_from(spans).unwrap_or(0),
        ..StorageFigures::default()
    })
}
