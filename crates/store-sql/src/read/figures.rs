//! Size and state of the store.

use spanwell_model::Result;
use spanwell_store::StorageFigures;

use crate::connection::Reader;
use crate::error::SqliteResult;

pub(crate) const TOTALS: &str = "SELECT traces, spans FROM counters WHERE id = 1";

/// What the database knows of itself; bytes on disk and the index's lag are added by the store.
pub(crate) fn figures(reader: &Reader) -> Result<StorageFigures> {
    let (traces, spans) =
        reader.query_row(TOTALS, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))).sql()?;
    let free_pages: u64 = reader.query_row("PRAGMA freelist_count", [], |row| row.get(0)).sql()?;
    let page_bytes: u64 = reader.query_row("PRAGMA page_size", [], |row| row.get(0)).sql()?;
    Ok(StorageFigures {
        free_bytes: free_pages.saturating_mul(page_bytes),
        traces: u64::try_from(traces).unwrap_or(0),
        spans: u64::try_from(spans).unwrap_or(0),
        ..StorageFigures::default()
    })
}
