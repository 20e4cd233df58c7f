//! Figures of traces, spans and assessments. SQL finds the rows and their values; they are summed here, because percentiles
//! need all values and groups need a bound.

use std::collections::{BTreeMap, HashSet};

use rusqlite::Row;
use rusqlite::types::ValueRef;
use spanwell_model::{Error, Measure, MetricDimension, MetricGroup, MetricView, Result};
use spanwell_store::{MetricCondition, MetricQuery, Page, TraceSelection};

use crate::assessment_document::{EXPECTATION, FEEDBACK};
use crate::connection::Reader;
use crate::cursor;
use crate::error::SqliteResult;
use crate::filter::{Sql, trace_state_name};
use crate::read::selection::{Selected, each_row};

/// Most groups of one question.
const GROUPS: usize = 100_000;
/// Most values that are kept for percentiles.
const VALUES: usize = 10_000_000;

/// A page of groups.
pub(crate) fn metrics(reader: &Reader, query: &MetricQuery) -> Result<Page<MetricGroup>> {
    let groups = collect(reader, query)?;
    let after: Option<(Option<i64>, Vec<String>)> = cursor::read(query.after.as_ref())?;
    let mut rest = groups.into_iter().filter(|(key, _)| after.as_ref().is_none_or(|after| key > after));
    let mut items = Vec::new();
    let mut last = None;
    for (key, group) in rest.by_ref().take(query.limit) {
        items.push(group.finish(&key));
        last = Some(key);
    }
    let next = last.filter(|_| rest.next().is_some()).map(|key| cursor::write(&key)).transpose()?;
    Ok(Page { items, next })
}

type Key = (Option<i64>, Vec<String>);

fn collect(reader: &Reader, query: &MetricQuery) -> Result<BTreeMap<Key, Group>> {
    let mut groups: BTreeMap<Key, Group> = BTreeMap::new();
    let mut values = 0;
    let selected = Selected::of_all(reader, &selection(query))?;
    for experiment in &selected.experiments {
        let sql = statement(query, &selected, *experiment);
        each_row(reader, &sql, |row| {
            let Some(key) = key_of(row, query)? else { return Ok(true) };
            if !groups.contains_key(&key) && groups.len() == GROUPS {
                return Err(Error::invalid(format!(
                    "the figures have more than {GROUPS} groups: choose fewer dimensions or longer stretches of time"
                )));
            }
            let group = groups.entry(key).or_default();
            match row.get_ref(0).sql()? {
                ValueRef::Null => {}
                ValueRef::Text(text) => group.add_distinct(text),
                ValueRef::Integer(value) => group.add(value as f64, query.with_values),
                ValueRef::Real(value) => group.add(value, query.with_values),
                ValueRef::Blob(_) => return Err(Error::internal("a figure is neither number nor text")),
            }
            values += usize::from(query.with_values);
            if values > VALUES {
                return Err(Error::invalid(format!(
                    "percentiles are made of at most {VALUES} values: choose a shorter stretch of time"
                )));
            }
            Ok(true)
        })?;
    }
    groups.retain(|_, group| group.figures.count > 0);
    Ok(groups)
}

/// Costs of spans look at the time of the span, so the traces are not chosen by theirs.
fn selection(query: &MetricQuery) -> TraceSelection {
    let mut selection = query.selection.clone();
    if has_span_time(query.measure) {
        (selection.start_ms, selection.end_ms) = (None, None);
    }
    selection
}

const fn has_span_time(measure: Measure) -> bool {
    matches!(measure, Measure::InputCost | Measure::OutputCost | Measure::TotalCost)
}

/// `value, time, dimension…` of each row.
fn statement(query: &MetricQuery, selected: &Selected, experiment: i64) -> Sql {
    let mut columns = Sql::default();
    columns.push(value_column(query.measure)).push(", ").push(match query.measure.view() {
        MetricView::Spans => "s.start_time_ns / 1000000",
        MetricView::Traces | MetricView::Assessments => "t.request_time_ms",
    });
    for dimension in &query.dimensions {
        columns.push(", ").push(dimension_column(*dimension));
    }
    if query.measure.view() == MetricView::Traces {
        return selected.select(&columns, experiment);
    }
    let mut few = Sql::default();
    few.push("t.trace_key, t.request_time_ms");
    let mut sql = Sql::default();
    sql.push("SELECT ").append(columns).push(" FROM (").append(selected.select(&few, experiment)).push(") t");
    match query.measure.view() {
        MetricView::Spans => sql.push(" CROSS JOIN spans s ON s.trace_key = t.trace_key WHERE 1"),
        _ => sql.push(" CROSS JOIN assessments a ON a.trace_key = t.trace_key WHERE a.valid AND a.kind <> 2"),
    };
    if has_span_time(query.measure) {
        if let Some(start) = query.selection.start_ms {
            sql.push(" AND s.start_time_ns >= ").bind(start.saturating_mul(1_000_000));
        }
        if let Some(end) = query.selection.end_ms {
            sql.push(" AND s.start_time_ns < ").bind(end.saturating_mul(1_000_000));
        }
    }
    for condition in &query.conditions {
        add_condition(&mut sql, condition);
    }
    sql
}

fn add_condition(sql: &mut Sql, condition: &MetricCondition) {
    match condition {
        MetricCondition::SpanName(name) => sql.push(" AND s.name = ").bind(name.clone()),
        MetricCondition::SpanType(name) => sql.push(" AND s.span_type = ").bind(name.clone()),
        MetricCondition::SpanStatus(name) => {
            sql.push(" AND ").push(SPAN_STATUS).push(" = ").bind(name.clone())
        }
        MetricCondition::AssessmentName(name) => sql.push(" AND a.name = ").bind(name.clone()),
        MetricCondition::IsExpectation(expected) => {
            sql.push(" AND a.kind = ").bind(if *expected { EXPECTATION } else { FEEDBACK })
        }
    };
}

const SPAN_STATUS: &str = "CASE s.status WHEN 1 THEN 'OK' WHEN 2 THEN 'ERROR' ELSE 'UNSET' END";

/// Where the document of an assessment has its value.
macro_rules! value_path {
    () => {
        "('$.value.' || iif(a.kind = 1, 'expectation', 'feedback') || '.value')"
    };
}

const fn value_column(measure: Measure) -> &'static str {
    match measure {
        Measure::TraceCount | Measure::SpanCount | Measure::AssessmentCount => "1",
        Measure::SessionCount => "t.session_id",
        Measure::TraceLatency => "t.duration_ms",
        Measure::InputTokens => "t.tokens_input",
        Measure::OutputTokens => "t.tokens_output",
        Measure::TotalTokens => "t.tokens_total",
        Measure::CacheReadInputTokens => "json_extract(t.details, '$.usage.cache_read_input_tokens')",
        Measure::CacheCreationInputTokens => "json_extract(t.details, '$.usage.cache_creation_input_tokens')",
        Measure::SpanLatency => "(s.end_time_ns - s.start_time_ns) / 1e6",
        Measure::InputCost => "s.cost_input_usd",
        Measure::OutputCost => "s.cost_output_usd",
        Measure::TotalCost => "s.cost_usd",
        Measure::AssessmentValue => {
            concat!(
                "CASE json_type(a.document, ",
                value_path!(),
                ") WHEN 'true' THEN 1 WHEN 'false' THEN 0
                 WHEN 'integer' THEN a.document ->> ",
                value_path!(),
                " WHEN 'real' THEN a.document ->> ",
                value_path!(),
                " END"
            )
        }
    }
}

fn dimension_column(dimension: MetricDimension) -> &'static str {
    match dimension {
        MetricDimension::TraceName => "t.name",
        MetricDimension::TraceStatus => trace_state_name(),
        MetricDimension::SpanName => "s.name",
        MetricDimension::SpanType => "s.span_type",
        MetricDimension::SpanStatus => SPAN_STATUS,
        MetricDimension::SpanModelName => "s.model",
        MetricDimension::SpanModelProvider => "s.provider",
        MetricDimension::AssessmentName => "a.name",
        MetricDimension::AssessmentValue => {
            concat!("a.document -> ", value_path!())
        }
    }
}

/// The group of a row; `None` when one of its dimensions has no value there.
fn key_of(row: &Row<'_>, query: &MetricQuery) -> Result<Option<Key>> {
    let bucket = match query.interval_ms {
        None => None,
        Some(interval) => match row.get::<_, Option<i64>>(1).sql()? {
            None => return Ok(None),
            Some(time) => Some(time.div_euclid(interval) * interval),
        },
    };
    let mut dimensions = Vec::with_capacity(query.dimensions.len());
    for at in 0..query.dimensions.len() {
        match row.get::<_, Option<String>>(at + 2).sql()? {
            Some(value) => dimensions.push(value),
            None => return Ok(None),
        }
    }
    Ok(Some((bucket, dimensions)))
}

/// Figures while they grow.
#[derive(Default)]
struct Group {
    figures: MetricGroup,
    seen: HashSet<Vec<u8>>,
}

impl Group {
    fn add(&mut self, value: f64, with_values: bool) {
        let figures = &mut self.figures;
        figures.min = if figures.count == 0 { value } else { figures.min.min(value) };
        figures.max = if figures.count == 0 { value } else { figures.max.max(value) };
        figures.count += 1;
        figures.sum += value;
        if with_values {
            figures.values.push(value);
        }
    }

    fn add_distinct(&mut self, text: &[u8]) {
        if !self.seen.contains(text) {
            self.seen.insert(text.to_vec());
            self.add(1.0, false);
        }
    }

    fn finish(mut self, key: &Key) -> MetricGroup {
        self.figures.values.sort_unstable_by(f64::total_cmp);
        MetricGroup { bucket_ms: key.0, dimensions: key.1.clone(), ..self.figures }
    }
}
