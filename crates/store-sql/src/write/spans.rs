//! Storing spans.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};
use spanwell_model::{Error, Result, Span};
use spanwell_store::joining::join_and_price;
use spanwell_store::{SpanTree, SpanWrite, TraceRecord};

use crate::error::SqliteResult;
use crate::payload;
use crate::read::skeleton::cost_source_number;
use crate::read::spans::logs_of;
use crate::terms::{TermField, term};
use crate::write::context::{Loaded, WriteContext};
use crate::write::logs;
use crate::write::prepare::{PreparedWrite, lighten};
use crate::write::trace_row;

const UPSERT: &str = "INSERT OR REPLACE INTO spans (trace_key, span_id, parent_span_id, name, span_type, status,
    start_time_ns, end_time_ns, model, provider, tokens_input, tokens_output, tokens_total, tokens_detail, cost_usd,
    cost_input_usd, cost_output_usd, cost_source, first_token_ns, block_id, block_index)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)";

const BLOCK_OF: &str = "SELECT block_id FROM spans WHERE trace_key = ?1 AND span_id = ?2";

const BLOCK_IN_USE: &str = "SELECT EXISTS (SELECT 1 FROM spans WHERE trace_key = ?1 AND block_id = ?2)";

impl WriteContext<'_> {
    /// Stores spans of one trace.
    pub(crate) fn put_spans(&mut self, prepared: &PreparedWrite) -> Result<()> {
        let PreparedWrite { write, blocks } = prepared;
        let mut loaded = self.load_or_make(&write.trace_id, || {
            TraceRecord::new(write.trace_id.clone(), write.experiment_id, write.received_ms)
        })?;
        let mut tree = self.tree_of(&mut loaded)?;
        let joined = match self.state.has_logs {
            true => self.join_waiting_logs(write, blocks, loaded.trace_key)?,
            false => None,
        };
        let write = joined.as_ref().unwrap_or(write);
        let replaced = self.blocks_of_known(loaded.trace_key, &write.spans, &tree)?;
        let stored_before = tree.len();
        let mut spans = write.spans.iter();
        for block in blocks {
            let block_id = self.next_block_id();
            insert_block(self.connection, block_id, loaded.trace_key, &block.data)?;
            for (index, span) in spans.by_ref().take(block.spans).enumerate() {
                upsert(self.connection, loaded.trace_key, span, block_id, index)?;
            }
        }
        self.add_span_terms(&loaded, &write.spans)?;
        loaded.record.absorb_spans(write, &mut tree);
        let added = tree.len() - stored_before;
        self.state.counters.spans += i64::from(added);
        if (added as usize) < write.spans.len() {
            self.note_replaced_text(loaded.trace_key)?;
        }
        self.remove_unused(loaded.trace_key, &replaced)?;
        loaded.tree = Some(tree);
        self.save(loaded)
    }

    /// Blocks of spans that are about to be replaced.
    fn blocks_of_known(&self, key: i64, spans: &[Span], tree: &SpanTree) -> Result<BTreeSet<i64>> {
        let mut blocks = BTreeSet::new();
        for span in spans.iter().filter(|span| tree.contains(span.span_id)) {
            let mut statement = self.connection.prepare_cached(BLOCK_OF).sql()?;
            let id = params![key, span.span_id.as_u64() as i64];
            blocks.extend(statement.query_row(id, |row| row.get::<_, i64>(0)).optional().sql()?);
        }
        Ok(blocks)
    }

    fn note_replaced_text(&self, key: i64) -> Result<()> {
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO replaced_text (trace_key) VALUES (?1)")
            .and_then(|mut statement| statement.execute([key]))
            .sql()?;
        Ok(())
    }

    fn remove_unused(&self, key: i64, blocks: &BTreeSet<i64>) -> Result<()> {
        for block in blocks {
            let mut in_use = self.connection.prepare_cached(BLOCK_IN_USE).sql()?;
            if !in_use.query_row([key, *block], |row| row.get::<_, bool>(0)).sql()? {
                delete_block(self.connection, *block)?;
            }
        }
        Ok(())
    }

    fn add_span_terms(&self, loaded: &Loaded, spans: &[Span]) -> Result<()> {
        let mut terms: Vec<i64> = spans
            .iter()
            .flat_map(|span| {
                let name = term(TermField::SpanName, &span.name);
                name.into_iter()
                    .chain(span.facts.span_type.iter().filter_map(|kind| term(TermField::SpanType, kind)))
            })
            .collect();
        terms.sort_unstable();
        terms.dedup();
        terms.into_iter().try_for_each(|term| trace_row::add_term(self.connection, loaded.trace_key, term))
    }

    /// Joins log events that came before these spans: their facts count for the summary and the rows. `None` when there are
    /// no such events.
    fn join_waiting_logs(
        &mut self,
        write: &SpanWrite,
        blocks: &[payload::EncodedBlock],
        trace_key: i64,
    ) -> Result<Option<SpanWrite>> {
        let waiting = logs_of(self.connection, &write.trace_id, None)?;
        if waiting.is_empty() {
            return Ok(None);
        }
        let mut write = write.clone();
        let places = blocks.iter().flat_map(|block| (0..block.spans).map(move |index| (block, index)));
        let mut joined = Vec::new();
        for (span, (block, index)) in write.spans.iter_mut().zip(places) {
            let Some(logged) = waiting.get(&span.span_id) else { continue };
            let mut full = payload::decode_span(&block.data, index)
                .map_err(|_| Error::internal("a block that was just packed cannot be read"))?;
            full.facts.cost = span.facts.cost;
            join_and_price(&mut full, logged, &*self.state.derive);
            lighten(&mut full);
            *span = full;
            joined.push(span.span_id);
        }
        for span_id in joined {
            logs::index_text(self, &write.trace_id, span_id, trace_key)?;
        }
        Ok(Some(write))
    }
}

/// Stores a block.
pub(crate) fn insert_block(
    connection: &Connection,
    block_id: i64,
    trace_key: i64,
    data: &[u8],
) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO span_blocks (block_id, trace_key, data) VALUES (?1, ?2, ?3)")
        .and_then(|mut statement| statement.execute(params![block_id, trace_key, data]))
        .sql()?;
    Ok(())
}

/// Deletes a block.
pub(crate) fn delete_block(connection: &Connection, block_id: i64) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM span_blocks WHERE block_id = ?1")
        .and_then(|mut statement| statement.execute([block_id]))
        .sql()?;
    Ok(())
}

/// Stores the row of a span.
fn upsert(connection: &Connection, trace_key: i64, span: &Span, block_id: i64, index: usize) -> Result<()> {
    let facts = &span.facts;
    let usage = facts.usage.as_ref();
    // The rare counts, or counts too large for a column, make the whole usage JSON.
    let detail = usage.filter(|usage| {
        !usage.is_plain()
            || usage.input_tokens.max(usage.output_tokens).max(usage.total_tokens) > i64::MAX as u64
    });
    let detail = detail.map(serde_json::to_string).transpose().map_err(Error::internal)?;
    let cost = facts.cost.as_ref();
    connection
        .prepare_cached(UPSERT)
        .and_then(|mut statement| {
            statement.execute(params![
                trace_key,
                span.span_id.as_u64() as i64,
                span.parent_span_id.map(|id| id.as_u64() as i64),
                span.name,
                facts.span_type,
                span.status.code.number(),
                span.start_time_ns as i64,
                span.end_time_ns.map(|time| time as i64),
                facts.model.as_ref().or(facts.model_request.as_ref()),
                facts.provider,
                usage.map(|usage| trace_row::stored_count(usage.input_tokens)),
                usage.map(|usage| trace_row::stored_count(usage.output_tokens)),
                usage.map(|usage| trace_row::stored_count(usage.total_tokens)),
                detail,
                cost.map(|cost| cost.total_usd),
                cost.and_then(|cost| cost.input_usd),
                cost.and_then(|cost| cost.output_usd),
                cost.map(|cost| cost_source_number(cost.source)),
                facts.time_to_first_token_ns.map(|time| time as i64),
                block_id,
                index,
            ])
        })
        .sql()?;
    Ok(())
}

/// Changes the row of a span whose facts changed, its payload staying where it is.
pub(crate) fn update_facts(connection: &Connection, trace_key: i64, span: &Span) -> Result<()> {
    let place = connection
        .prepare_cached("SELECT block_id, block_index FROM spans WHERE trace_key = ?1 AND span_id = ?2")
        .and_then(|mut statement| {
            let id = params![trace_key, span.span_id.as_u64() as i64];
            statement.query_row(id, |row| Ok((row.get(0)?, row.get(1)?))).optional()
        })
        .sql()?;
    let Some((block_id, index)) = place else { return Ok(()) };
    upsert(connection, trace_key, span, block_id, index)
}
