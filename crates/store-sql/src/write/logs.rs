//! Storing log events and joining them to spans that are there.

use rusqlite::params;
use spanwell_model::{Result, SpanId, TraceId};
use spanwell_store::joining::join_and_price;
use spanwell_store::{LogWrite, SpanWrite};

use crate::bytes::stable_hash;
use crate::error::SqliteResult;
use crate::payload;
use crate::read::spans::{load_stored_one, logs_of};
use crate::write::context::WriteContext;
use crate::write::prepare::lighten;
use crate::write::spans::{insert_block, update_facts};

const INSERT: &str = "INSERT OR IGNORE INTO span_logs (trace_id, span_id, event_hash, sequence, received_ms, data)
    VALUES (?1, ?2, ?3, (SELECT COALESCE(MAX(sequence), 0) + 1 FROM span_logs WHERE trace_id = ?1 AND span_id = ?2),
    ?4, ?5)";

/// Log events whose text no block holds yet.
const UNINDEXED: &str =
    "SELECT event_hash, data FROM span_logs WHERE trace_id = ?1 AND span_id = ?2 AND block_id IS NULL";

impl WriteContext<'_> {
    /// Stores log events of one span; the same event is kept once.
    pub(crate) fn put_logs(&mut self, write: &LogWrite) -> Result<()> {
        self.state.has_logs = true;
        let mut added = 0;
        for event in &write.events {
            let data = payload::encode_events(std::slice::from_ref(event))?;
            let raw = payload::raw_event(event);
            let mut insert = self.connection.prepare_cached(INSERT).sql()?;
            added += insert
                .execute(params![
                    write.trace_id.as_str(),
                    write.span_id.as_u64() as i64,
                    stable_hash(&[&raw]),
                    write.received_ms,
                    data
                ])
                .sql()?;
        }
        if added == 0 {
            return Ok(());
        }
        self.absorb_logs(&write.trace_id, write.span_id)
    }

    /// Brings span and summary up to date after a span got log events; nothing to do when the span is not there yet.
    fn absorb_logs(&mut self, id: &TraceId, span_id: SpanId) -> Result<()> {
        let Some(mut loaded) = self.load(id)? else { return Ok(()) };
        let span = load_stored_one(self.connection, loaded.trace_key, span_id)?;
        let Some(mut span) = span.filter(|span| span.facts.error.is_none()) else {
            self.state.cache.put(loaded.trace_key, loaded.record, loaded.tree);
            return Ok(());
        };
        let logs = logs_of(self.connection, id, Some(span_id))?;
        join_and_price(&mut span, logs.get(&span_id).into_iter().flatten(), &*self.state.derive);
        lighten(&mut span);
        let mut tree = self.tree_of(&mut loaded)?;
        let write = SpanWrite {
            trace_id: id.clone(),
            experiment_id: loaded.record.summary.experiment_id,
            run_id: None,
            spans: vec![span],
            default_tags: Vec::new(),
            received_ms: 0,
        };
        loaded.record.absorb_spans(&write, &mut tree);
        loaded.tree = Some(tree);
        for span in &write.spans {
            update_facts(self.connection, loaded.trace_key, span)?;
        }
        index_text(self, id, span_id, loaded.trace_key)?;
        self.save(loaded)
    }
}

/// Gives the text of log events to the index: as blocks of their own, since the index reads blocks.
pub(crate) fn index_text(
    context: &mut WriteContext<'_>,
    id: &TraceId,
    span_id: SpanId,
    trace_key: i64,
) -> Result<()> {
    let span = span_id.as_u64() as i64;
    let mut statement = context.connection.prepare_cached(UNINDEXED).sql()?;
    let waiting = statement
        .query_map(params![id.as_str(), span], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))
        .and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>)
        .sql()?;
    for (hash, data) in waiting {
        let block_id = context.next_block_id();
        insert_block(context.connection, block_id, trace_key, &data)?;
        context
            .connection
            .prepare_cached(
                "UPDATE span_logs SET block_id = ?4 WHERE trace_id = ?1 AND span_id = ?2 AND event_hash = ?3",
            )
            .and_then(|mut update| update.execute(params![id.as_str(), span, hash, block_id]))
            .sql()?;
    }
    Ok(())
}
