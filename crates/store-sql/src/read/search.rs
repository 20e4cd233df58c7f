//! A page of traces, and how many there are.

use spanwell_model::{Error, Result, TraceSummary};
use spanwell_store::{Page, TraceCount, TraceQuery, TraceSelection};

use crate::connection::Reader;
use crate::cursor;
use crate::error::SqliteResult;
use crate::filter::Sql;
use crate::read::order::{SortValue, TraceOrdering};
use crate::read::record;
use crate::read::selection::{Selected, each_row};

/// A page of traces. Each experiment is asked for a page of its own, in order; the pages are merged.
pub(crate) fn search(reader: &Reader, query: &TraceQuery) -> Result<Page<TraceSummary>> {
    let ordering = TraceOrdering::new(&query.order);
    let after: Option<Vec<SortValue>> = cursor::read(query.after.as_ref())?;
    if after.as_ref().is_some_and(|key| key.len() != ordering.width()) {
        return Err(Error::invalid(
            "the page token is of another order: leave it out to start from the first page",
        ));
    }
    let selected = Selected::of_page(reader, &query.selection)?;
    let mut columns = Sql::default();
    columns.push("t.trace_key");
    ordering.select(&mut columns);
    let mut found: Vec<(Vec<SortValue>, i64)> = Vec::new();
    for experiment in &selected.experiments {
        let mut sql = selected.select(&columns, *experiment);
        if let Some(key) = &after {
            ordering.after(key, &mut sql);
        }
        ordering.order_by(&mut sql);
        sql.push(" LIMIT ").bind(i64::try_from(query.limit.saturating_add(1)).unwrap_or(i64::MAX));
        each_row(reader, &sql, |row| {
            let values = (1..=ordering.width()).map(|at| row.get_ref(at).map(SortValue::of));
            found.push((values.collect::<rusqlite::Result<_>>().sql()?, row.get(0).sql()?));
            Ok(true)
        })?;
    }
    if selected.experiments.len() > 1 {
        found.sort_by(|(left, _), (right, _)| ordering.compare(left, right));
    }
    let has_more = found.len() > query.limit;
    found.truncate(query.limit);
    let next = found.last().filter(|_| has_more).map(|(key, _)| cursor::write(key)).transpose()?;
    let mut items = Vec::with_capacity(found.len());
    for (_, key) in found {
        items.extend(record::load_by_key(reader, key)?);
    }
    Ok(Page { items, next })
}

/// How many traces there are, counting no further than `cap`.
pub(crate) fn count(reader: &Reader, selection: &TraceSelection, cap: u64) -> Result<TraceCount> {
    let selected = Selected::of_all(reader, selection)?;
    let mut columns = Sql::default();
    columns.push("1");
    let mut count = 0;
    for experiment in &selected.experiments {
        let mut inner = selected.select(&columns, *experiment);
        let rest = cap.saturating_sub(count).saturating_add(1);
        inner.push(" LIMIT ").bind(i64::try_from(rest).unwrap_or(i64::MAX));
        let mut sql = Sql::default();
        sql.push("SELECT COUNT(*) FROM (").append(inner).push(")");
        each_row(reader, &sql, |row| {
            count += row.get::<_, u64>(0).sql()?;
            Ok(true)
        })?;
        if count > cap {
            return Ok(TraceCount { count: cap, exact: false });
        }
    }
    Ok(TraceCount { count, exact: true })
}
