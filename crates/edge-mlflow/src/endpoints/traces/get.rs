//! GET /api/3.0/mlflow/traces/get: a trace with its spans.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::header::parse_trace_id;
use spanwell_mlflow::span::SpanAnswer;
use spanwell_mlflow::trace_info::{TraceAnswer, TraceInfo};
use spanwell_otlp::with_translated;
use spanwell_tracking::traces::WholeTrace;

use crate::answer::{Answer, json, large};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    trace: TraceAnswer<'a>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let id = parse_trace_id(request.required_string("trace_id")?)?;
    let allow_partial = request.boolean("allow_partial")?.unwrap_or(false);
    let whole = state.tracking.whole_trace(&id, allow_partial).await?;
    large(move || json(&Found { trace: answer(&whole) })).await
}

/// A trace with its spans, each with what translators found in it under MLflow's keys.
pub(crate) fn answer((summary, spans): &WholeTrace) -> TraceAnswer<'_> {
    let spans =
        spans.iter().map(|span| SpanAnswer::new(&summary.trace_id, span, with_translated(span))).collect();
    TraceAnswer { trace_info: TraceInfo::from(summary), spans }
}
