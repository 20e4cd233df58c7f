//! Deleting traces with everything they have.

use rusqlite::{Connection, params};
use spanwell_model::{ExperimentId, Result, TraceId};
use spanwell_store::{ChangeKind, TraceChange};

use crate::error::SqliteResult;
use crate::read::record;
use crate::terms::{self, TermField, term};
use crate::write::context::WriteContext;
use crate::write::hours::hour_of;
use crate::write::spans::delete_block;

pub(crate) const BLOCKS: &str = "SELECT DISTINCT block_id FROM spans WHERE trace_key = ?1";
pub(crate) const NAMES: &str = "SELECT DISTINCT name, span_type FROM spans WHERE trace_key = ?1";
pub(crate) const LOG_BLOCKS: &str =
    "SELECT block_id FROM span_logs WHERE trace_id = ?1 AND block_id IS NOT NULL";

/// Oldest traces of an experiment up to a time.
pub(crate) const OLDEST: &str = "SELECT request_time_ms, trace_id, trace_key FROM traces
    WHERE experiment_id = ?1 AND request_time_ms <= ?2 ORDER BY request_time_ms, trace_id LIMIT ?3";
pub(crate) const OLDEST_NOT_ASSESSED: &str = "SELECT request_time_ms, trace_id, trace_key FROM traces
    WHERE experiment_id = ?1 AND request_time_ms <= ?2
    AND NOT EXISTS (SELECT 1 FROM assessments WHERE assessments.trace_key = traces.trace_key)
    ORDER BY request_time_ms, trace_id LIMIT ?3";

/// The next experiment that has traces.
pub(crate) const NEXT_EXPERIMENT: &str =
    "SELECT experiment_id FROM traces WHERE experiment_id > ?1 ORDER BY experiment_id LIMIT 1";

const DELETE_WAITING_LOGS: &str = "DELETE FROM span_logs WHERE (trace_id, span_id, event_hash) IN (
    SELECT trace_id, span_id, event_hash FROM span_logs WHERE block_id IS NULL AND received_ms <= ?1 LIMIT 1000)";

/// Tables with rows of a trace, by its key.
const BY_KEY: [&str; 6] = [
    "DELETE FROM spans WHERE trace_key = ?1",
    "DELETE FROM trace_runs WHERE trace_key = ?1",
    "DELETE FROM trace_prompts WHERE trace_key = ?1",
    "DELETE FROM assessments WHERE trace_key = ?1",
    "DELETE FROM replaced_text WHERE trace_key = ?1",
    "DELETE FROM traces WHERE trace_key = ?1",
];

/// Experiments that have traces.
pub(crate) fn experiments_with_traces(connection: &Connection) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(NEXT_EXPERIMENT).sql()?;
    let mut found = Vec::new();
    let mut after = -1_i64;
    loop {
        let mut rows = statement.query([after]).sql()?;
        let Some(row) = rows.next().sql()? else { return Ok(found) };
        after = row.get(0).sql()?;
        found.push(after);
    }
}

impl WriteContext<'_> {
    /// Deletes these traces of an experiment; how many there were.
    pub(crate) fn delete_traces(&mut self, experiment_id: ExperimentId, ids: &[TraceId]) -> Result<u64> {
        let mut deleted = 0;
        for id in ids {
            let Some((key, record)) = record::load(self.connection, id)? else { continue };
            if record.summary.experiment_id == experiment_id {
                self.delete(key, &record.summary)?;
                deleted += 1;
            }
        }
        Ok(deleted)
    }

    /// Deletes the oldest traces up to a time, at most `limit`; how many there were.
    pub(crate) fn delete_until(
        &mut self,
        experiment_id: Option<ExperimentId>,
        until_ms: i64,
        limit: u64,
        keep_assessed: bool,
    ) -> Result<u64> {
        let experiments = match experiment_id {
            Some(id) => vec![id.number()],
            None => experiments_with_traces(self.connection)?,
        };
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut oldest: Vec<(i64, String)> = Vec::new();
        for experiment in experiments {
            let sql = if keep_assessed { OLDEST_NOT_ASSESSED } else { OLDEST };
            let mut statement = self.connection.prepare_cached(sql).sql()?;
            let stored_limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let mut rows = statement.query(params![experiment, until_ms, stored_limit]).sql()?;
            while let Some(row) = rows.next().sql()? {
                oldest.push((row.get(0).sql()?, row.get(1).sql()?));
            }
        }
        oldest.sort();
        oldest.truncate(limit);
        self.delete_waiting_logs(until_ms)?;
        for (_, id) in &oldest {
            if let Some((key, record)) = record::load(self.connection, &TraceId::parse(id)?)? {
                self.delete(key, &record.summary)?;
            }
        }
        Ok(oldest.len() as u64)
    }

    /// Deletes log events that waited for their span until a time, a bounded step.
    fn delete_waiting_logs(&self, until_ms: i64) -> Result<()> {
        self.connection
            .prepare_cached(DELETE_WAITING_LOGS)
            .and_then(|mut statement| statement.execute([until_ms]))
            .sql()?;
        Ok(())
    }

    /// Forgets deleted traces that the text index no longer has.
    pub(crate) fn forget_deleted(&mut self, keys: &[i64]) -> Result<()> {
        let mut delete =
            self.connection.prepare_cached("DELETE FROM text_deletions WHERE trace_key = ?1").sql()?;
        for key in keys {
            delete.execute([key]).sql()?;
        }
        Ok(())
    }

    fn delete(&mut self, key: i64, summary: &spanwell_model::TraceSummary) -> Result<()> {
        for block in numbers(self.connection, BLOCKS, params![key])? {
            delete_block(self.connection, block)?;
        }
        for block in numbers(self.connection, LOG_BLOCKS, params![summary.trace_id.as_str()])? {
            delete_block(self.connection, block)?;
        }
        self.delete_terms(key, summary)?;
        for sql in BY_KEY {
            self.connection.prepare_cached(sql).and_then(|mut statement| statement.execute([key])).sql()?;
        }
        self.connection
            .prepare_cached("DELETE FROM span_logs WHERE trace_id = ?1")
            .and_then(|mut statement| statement.execute([summary.trace_id.as_str()]))
            .sql()?;
        self.connection
            .prepare_cached("DELETE FROM review_queue_items WHERE item_id = ?1")
            .and_then(|mut statement| statement.execute([summary.trace_id.as_str()]))
            .sql()?;
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO text_deletions (trace_key) VALUES (?1)")
            .and_then(|mut statement| statement.execute([key]))
            .sql()?;
        self.state.cache.take(&summary.trace_id);
        self.state.counters.traces -= 1;
        self.state.counters.spans -= i64::from(summary.span_count);
        self.state.counters.version += 1;
        self.touch_hour(hour_of(summary))?;
        self.state.changes.push(TraceChange {
            trace_id: summary.trace_id.clone(),
            experiment_id: summary.experiment_id,
            kind: ChangeKind::Deleted,
            version: self.state.counters.version,
            span_count: 0,
        });
        Ok(())
    }

    fn delete_terms(&self, key: i64, summary: &spanwell_model::TraceSummary) -> Result<()> {
        let mut all = terms::of_summary(summary);
        let mut names = self.connection.prepare_cached(NAMES).sql()?;
        let mut rows = names.query([key]).sql()?;
        while let Some(row) = rows.next().sql()? {
            let (name, span_type): (String, Option<String>) = (row.get(0).sql()?, row.get(1).sql()?);
            all.extend(term(TermField::SpanName, &name));
            all.extend(span_type.and_then(|span_type| term(TermField::SpanType, &span_type)));
        }
        let mut delete = self
            .connection
            .prepare_cached("DELETE FROM trace_terms WHERE term = ?1 AND trace_key = ?2")
            .sql()?;
        for term in all {
            delete.execute([term, key]).sql()?;
        }
        Ok(())
    }
}

fn numbers(connection: &Connection, sql: &str, parameters: &[&dyn rusqlite::ToSql]) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(sql).sql()?;
    let found = statement.query_map(parameters, |row| row.get(0)).sql()?;
    found.collect::<rusqlite::Result<_>>().sql()
}

/// Pages given back in one step: a bound on how long other writes wait.
const PAGES_A_STEP: u64 = 2_000;

impl WriteContext<'_> {
    /// Gives free pages back to the disk, a bounded step; the answer is the bytes given back.
    pub(crate) fn give_space_back(&mut self) -> Result<u64> {
        let pages = |sql: &str| self.connection.query_row(sql, [], |row| row.get::<_, u64>(0)).sql();
        let before = pages("PRAGMA freelist_count")?;
        if before == 0 {
            return Ok(0);
        }
        let mut vacuum =
            self.connection.prepare(&format!("PRAGMA incremental_vacuum({PAGES_A_STEP})")).sql()?;
        let mut rows = vacuum.query([]).sql()?;
        while rows.next().sql()?.is_some() {}
        let given = before.saturating_sub(pages("PRAGMA freelist_count")?);
        Ok(given.saturating_mul(pages("PRAGMA page_size")?))
    }
}
