//! The light part of the spans of a trace: rows only, no payload.

use rusqlite::{Connection, Row};
use spanwell_model::{Cost, CostSource, Error, Result, SpanId, StatusCode, TokenUsage};
use spanwell_store::SpanSkeleton;

use crate::error::SqliteResult;

pub(crate) const OF_TRACE: &str = "SELECT span_id, parent_span_id, name, span_type, status, start_time_ns, end_time_ns,
    model, tokens_input, tokens_output, tokens_total, tokens_detail, cost_usd, cost_input_usd, cost_output_usd,
    cost_source, first_token_ns FROM spans WHERE trace_key = ?1";

/// The stored number of what reported a cost.
pub(crate) const fn cost_source_number(source: CostSource) -> i64 {
    match source {
        CostSource::Reported => 0,
        CostSource::PriceBook => 1,
        CostSource::Mixed => 2,
    }
}

/// What reported a cost, by its stored number.
pub(crate) const fn cost_source_of_number(number: i64) -> CostSource {
    match number {
        0 => CostSource::Reported,
        2 => CostSource::Mixed,
        _ => CostSource::PriceBook,
    }
}

/// The skeletons of a trace: roots first, then by start time and id.
pub(crate) fn load(connection: &Connection, trace_key: i64) -> Result<Vec<SpanSkeleton>> {
    let mut statement = connection.prepare_cached(OF_TRACE).sql()?;
    let mut rows = statement.query([trace_key]).sql()?;
    let mut spans = Vec::new();
    while let Some(row) = rows.next().sql()? {
        spans.push(read(row)?);
    }
    spans.sort_by_key(|span| (span.parent_span_id.is_some(), span.start_time_ns, span.span_id));
    Ok(spans)
}

fn read(row: &Row<'_>) -> Result<SpanSkeleton> {
    Ok(SpanSkeleton {
        span_id: SpanId::from_u64(row.get::<_, i64>(0).sql()? as u64),
        parent_span_id: row.get::<_, Option<i64>>(1).sql()?.map(|id| SpanId::from_u64(id as u64)),
        name: row.get(2).sql()?,
        span_type: row.get(3).sql()?,
        status: StatusCode::from_number(row.get(4).sql()?),
        start_time_ns: row.get::<_, i64>(5).sql()? as u64,
        end_time_ns: row.get::<_, Option<i64>>(6).sql()?.map(|time| time as u64),
        model: row.get(7).sql()?,
        usage: usage(row)?,
        cost: cost(row)?,
        time_to_first_token_ns: row.get::<_, Option<i64>>(16).sql()?.map(|time| time as u64),
    })
}

/// Tokens beyond input, output and total are rare: they are JSON when there are any.
fn usage(row: &Row<'_>) -> Result<Option<TokenUsage>> {
    if let Some(detail) = row.get::<_, Option<String>>(11).sql()? {
        return serde_json::from_str(&detail).map(Some).map_err(Error::internal);
    }
    let Some(input) = row.get::<_, Option<i64>>(8).sql()? else { return Ok(None) };
    Ok(Some(TokenUsage {
        input_tokens: input as u64,
        output_tokens: row.get::<_, i64>(9).sql()? as u64,
        total_tokens: row.get::<_, i64>(10).sql()? as u64,
        ..TokenUsage::default()
    }))
}

fn cost(row: &Row<'_>) -> Result<Option<Cost>> {
    let Some(total_usd) = row.get::<_, Option<f64>>(12).sql()? else { return Ok(None) };
    Ok(Some(Cost {
        input_usd: row.get(13).sql()?,
        output_usd: row.get(14).sql()?,
        total_usd,
        source: cost_source_of_number(row.get(15).sql()?),
    }))
}
