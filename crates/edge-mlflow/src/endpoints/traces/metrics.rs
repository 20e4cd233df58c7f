//! POST /api/3.0/mlflow/traces/metrics: figures of traces, spans or assessments.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::Message;
use spanwell_mlflow::error::wrong_value;
use spanwell_mlflow::header::experiment_ids;
use spanwell_mlflow::trace_metrics::{
    Aggregation, DataPoint, VIEWS, read_aggregations, read_dimensions, read_metric,
};
use spanwell_model::{Error, Result};
use spanwell_query::{
    MetricField, MetricFilter, Quoted, QuotedName, TraceFilter, parse_metric_filters, parse_trace_filter,
};
use spanwell_store::{MetricCondition, MetricQuery, TraceSelection};
use spanwell_tracking::trace_metrics::METRIC_GROUPS_PER_PAGE;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::page_token;
use crate::search::{filter_error, page_size};
use crate::state::MlflowState;

/// Groups of a page when the client does not say (MLflow 3.17).
const DEFAULT_GROUPS_PER_PAGE: usize = 1_000;

#[derive(Serialize)]
struct Found {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    data_points: Vec<DataPoint>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_page_token: Option<String>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    if request.strings("experiment_ids")?.is_empty() {
        return Err(request.missing("experiment_ids").into());
    }
    let view = request.choice("view_type", &VIEWS)?.ok_or_else(|| request.missing("view_type"))?;
    let metric = read_metric(view, &request)?;
    let aggregations = read_aggregations(metric, &request)?;
    let dimensions = read_dimensions(metric, &request)?;
    let (start_ms, end_ms, interval_ms) = times(&request)?;
    let filters: Vec<String> = request.strings("filters")?.into_iter().map(str::to_owned).collect();
    let (filter, conditions) = split(parse_metric_filters(&filters).map_err(filter_error)?)?;
    let query = MetricQuery {
        selection: TraceSelection {
            experiment_ids: experiment_ids(&request, "experiment_ids")?,
            filter: Some(filter),
            start_ms,
            // The last millisecond belongs to it, other than in selections.
            end_ms: end_ms.map(|end| end.saturating_add(1)),
            ..TraceSelection::default()
        },
        conditions,
        measure: metric.measure,
        dimensions: dimensions.clone(),
        interval_ms,
        with_values: aggregations.iter().any(Aggregation::needs_values),
        limit: page_size(&request, DEFAULT_GROUPS_PER_PAGE, METRIC_GROUPS_PER_PAGE)?,
        after: page_token::read(&request)?,
    };
    let is_whole = query.after.is_none() && dimensions.is_empty() && interval_ms.is_none();
    let page = state.tracking.trace_metrics(query).await?;
    let point = |group| DataPoint::new(metric, &dimensions, &aggregations, group);
    let mut data_points: Vec<_> = page.items.into_iter().map(point).collect();
    if data_points.is_empty() && is_whole {
        data_points.extend(DataPoint::zero(metric));
    }
    json(&Found { data_points, next_page_token: page.next.as_ref().map(page_token::print) })
}

/// Start, end and width of the stretches of time, in milliseconds.
fn times(request: &Message<'_>) -> Result<(Option<i64>, Option<i64>, Option<i64>)> {
    let (start, end) = (request.int64("start_time_ms")?, request.int64("end_time_ms")?);
    let Some(seconds) = request.int64("time_interval_seconds")? else { return Ok((start, end, None)) };
    if start.is_none() || end.is_none() {
        return Err(Error::invalid(
            "start_time_ms and end_time_ms are required if time_interval_seconds is set",
        ));
    }
    match seconds.checked_mul(1_000) {
        Some(width) if width > 0 => Ok((start, end, Some(width))),
        _ => Err(wrong_value("time_interval_seconds", &seconds.into(), "It must be 1 or more.")),
    }
}

/// What is asked of the traces, and what of their spans or assessments.
fn split(filters: Vec<MetricFilter>) -> Result<(TraceFilter, Vec<MetricCondition>)> {
    let mut of_traces = Vec::new();
    let mut conditions = Vec::new();
    for MetricFilter { field, value } in filters {
        let trace = |key: &str| format!("{key} = {}", Quoted(&value));
        match field {
            MetricField::TraceStatus => of_traces.push(trace("status")),
            MetricField::TraceTag(key) => of_traces.push(trace(&format!("tags.{}", QuotedName(&key)))),
            // A trace may be linked to a run after it was made.
            MetricField::TraceMetadata(key) if key == "mlflow.sourceRun" => of_traces.push(trace("run_id")),
            MetricField::TraceMetadata(key) => {
                of_traces.push(trace(&format!("metadata.{}", QuotedName(&key))));
            }
            MetricField::SpanName => conditions.push(MetricCondition::SpanName(value)),
            MetricField::SpanType => conditions.push(MetricCondition::SpanType(value)),
            MetricField::SpanStatus => conditions.push(MetricCondition::SpanStatus(value)),
            MetricField::AssessmentName => conditions.push(MetricCondition::AssessmentName(value)),
            MetricField::AssessmentType => {
                conditions.push(MetricCondition::IsExpectation(value == "expectation"));
            }
        }
    }
    let filter = parse_trace_filter(&of_traces.join(" AND ")).map_err(filter_error)?;
    Ok((filter, conditions))
}
