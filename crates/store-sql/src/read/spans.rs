//! Spans with everything they have: rows, payload blocks, log events joined, facts derived.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};
use spanwell_model::{
    Cost, DeriveFacts, Result, Span, SpanError, SpanEvent, SpanFacts, SpanId, SpanKind, SpanStatus,
    StatusCode, TraceId, Value,
};
use spanwell_store::joining::{derive_again, join_events};

use crate::bytes::Damaged;
use crate::error::SqliteResult;
use crate::payload;
use crate::read::record;
use crate::read::skeleton::cost_source_of_number;

pub(crate) const PLACES: &str =
    "SELECT span_id, block_id, block_index, name, parent_span_id, start_time_ns, end_time_ns, status, cost_usd,
     cost_input_usd, cost_output_usd, cost_source FROM spans WHERE trace_key = ?1";
pub(crate) const PLACE: &str =
    "SELECT span_id, block_id, block_index, name, parent_span_id, start_time_ns, end_time_ns, status, cost_usd,
     cost_input_usd, cost_output_usd, cost_source FROM spans WHERE trace_key = ?1 AND span_id = ?2";
pub(crate) const BLOCK: &str = "SELECT data FROM span_blocks WHERE block_id = ?1";
pub(crate) const LOGS: &str =
    "SELECT span_id, data FROM span_logs WHERE trace_id = ?1 ORDER BY span_id, sequence";
pub(crate) const LOGS_OF_SPAN: &str =
    "SELECT span_id, data FROM span_logs WHERE trace_id = ?1 AND span_id = ?2 ORDER BY sequence";

/// Log events of a trace by span.
pub(crate) type Logs = HashMap<SpanId, Vec<SpanEvent>>;

/// Where a span is, and what its row knows in case the payload is damaged.
struct Place {
    span_id: SpanId,
    block_id: i64,
    index: usize,
    name: String,
    parent: Option<SpanId>,
    start_ns: u64,
    end_ns: Option<u64>,
    status: StatusCode,
    cost: Option<Cost>,
}

/// All spans of a trace: roots first, then by start time and id.
pub(crate) fn load_all(connection: &Connection, id: &TraceId, derive: &dyn DeriveFacts) -> Result<Vec<Span>> {
    let Some(key) = record::key_of(connection, id)? else { return Ok(Vec::new()) };
    let logs = logs_of(connection, id, None)?;
    let mut spans = load_stored(connection, key)?;
    for span in &mut spans {
        finish(span, &logs, derive);
    }
    spans.sort_by_key(|span| (span.parent_span_id.is_some(), span.start_time_ns, span.span_id));
    Ok(spans)
}

/// One span of a trace.
pub(crate) fn load_one(
    connection: &Connection,
    id: &TraceId,
    span_id: SpanId,
    derive: &dyn DeriveFacts,
) -> Result<Option<Span>> {
    let Some(key) = record::key_of(connection, id)? else { return Ok(None) };
    let Some(mut span) = load_stored_one(connection, key, span_id)? else { return Ok(None) };
    finish(&mut span, &logs_of(connection, id, Some(span_id))?, derive);
    Ok(Some(span))
}

fn finish(span: &mut Span, logs: &Logs, derive: &dyn DeriveFacts) {
    if span.facts.error.is_some() {
        // The payload is damaged: there is nothing to derive from.
        return;
    }
    if let Some(logged) = logs.get(&span.span_id) {
        join_events(span, logged);
    }
    derive_again(span, derive);
}

/// The spans of a trace as stored: no log events, no facts but the cost.
pub(crate) fn load_stored(connection: &Connection, key: i64) -> Result<Vec<Span>> {
    let mut statement = connection.prepare_cached(PLACES).sql()?;
    let mut places = statement
        .query_map([key], place)
        .and_then(Iterator::collect::<rusqlite::Result<Vec<Place>>>)
        .sql()?;
    places.sort_by_key(|place| (place.block_id, place.index));
    let mut spans = Vec::with_capacity(places.len());
    for chunk in places.chunk_by(|a, b| a.block_id == b.block_id) {
        let Some(block_id) = chunk.first().map(|place| place.block_id) else { continue };
        let unpacked = read_block(connection, block_id, payload::decode_spans)?;
        let mut unpacked: Vec<Option<Span>> =
            unpacked.map_or_else(|_| Vec::new(), |spans| spans.into_iter().map(Some).collect());
        for place in chunk {
            let span = unpacked.get_mut(place.index).and_then(Option::take);
            spans.push(whole(place, span));
        }
    }
    Ok(spans)
}

/// One span as stored.
pub(crate) fn load_stored_one(connection: &Connection, key: i64, span_id: SpanId) -> Result<Option<Span>> {
    let mut statement = connection.prepare_cached(PLACE).sql()?;
    let found = statement.query_row(params![key, span_id.as_u64() as i64], place).optional().sql()?;
    let Some(place) = found else { return Ok(None) };
    let span = read_block(connection, place.block_id, |data| payload::decode_span(data, place.index))?;
    Ok(Some(whole(&place, span.ok())))
}

fn read_block<T>(
    connection: &Connection,
    block_id: i64,
    decode: impl FnOnce(&[u8]) -> Result<T, Damaged>,
) -> Result<Result<T, Damaged>> {
    let mut statement = connection.prepare_cached(BLOCK).sql()?;
    let decoded =
        statement.query_row([block_id], |row| Ok(decode(row.get_ref(0)?.as_blob()?))).optional().sql()?;
    Ok(decoded.unwrap_or(Err(Damaged)))
}

fn place(row: &rusqlite::Row<'_>) -> rusqlite::Result<Place> {
    let total_usd: Option<f64> = row.get(8)?;
    let source: Option<i64> = row.get(11)?;
    Ok(Place {
        span_id: SpanId::from_u64(row.get::<_, i64>(0)? as u64),
        block_id: row.get(1)?,
        index: row.get(2)?,
        name: row.get(3)?,
        parent: row.get::<_, Option<i64>>(4)?.map(|id| SpanId::from_u64(id as u64)),
        start_ns: row.get::<_, i64>(5)? as u64,
        end_ns: row.get::<_, Option<i64>>(6)?.map(|time| time as u64),
        status: StatusCode::from_number(row.get(7)?),
        cost: match total_usd {
            Some(total_usd) => Some(Cost {
                input_usd: row.get(9)?,
                output_usd: row.get(10)?,
                total_usd,
                source: cost_source_of_number(source.unwrap_or(1)),
            }),
            None => None,
        },
    })
}

/// The span with its cost; when its payload is damaged, what the row knows and an error that says so.
fn whole(place: &Place, span: Option<Span>) -> Span {
    let damaged = || {
        let message = "the stored content of this span is damaged";
        let error = SpanError {
            kind: Some("damaged_payload".to_owned()),
            message: Some(message.to_owned()),
            stack: None,
        };
        Span {
            span_id: place.span_id,
            parent_span_id: place.parent,
            name: place.name.clone(),
            kind: SpanKind::default(),
            start_time_ns: place.start_ns,
            end_time_ns: place.end_ns,
            status: SpanStatus { code: place.status, message: String::new() },
            attributes: vec![("spanwell.error".to_owned(), Value::from(message))],
            events: Vec::new(),
            links: Vec::new(),
            trace_state: String::new(),
            flags: 0,
            dropped: 0,
            resource: Default::default(),
            scope: Default::default(),
            facts: SpanFacts { error: Some(error), ..SpanFacts::default() },
        }
    };
    let mut span = span.filter(|span| span.span_id == place.span_id).unwrap_or_else(damaged);
    span.facts.cost = place.cost;
    span
}

/// Log events of a trace, or of one of its spans, in the order they came.
pub(crate) fn logs_of(connection: &Connection, id: &TraceId, span_id: Option<SpanId>) -> Result<Logs> {
    let mut logs = Logs::new();
    let mut statement =
        connection.prepare_cached(if span_id.is_some() { LOGS_OF_SPAN } else { LOGS }).sql()?;
    let mut rows = match span_id {
        Some(span_id) => statement.query(params![id.as_str(), span_id.as_u64() as i64]),
        None => statement.query([id.as_str()]),
    }
    .sql()?;
    while let Some(row) = rows.next().sql()? {
        let span_id = SpanId::from_u64(row.get::<_, i64>(0).sql()? as u64);
        let data = row.get_ref(1).and_then(|value| Ok(value.as_blob()?)).sql()?;
        // A damaged event is left out: the span itself is still readable.
        logs.entry(span_id).or_default().extend(payload::decode_events(data).unwrap_or_default());
    }
    Ok(logs)
}
