//! GET /api/3.0/mlflow/traces/batchGet: several traces with their spans, and which of those asked for are not among them.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::header::trace_ids;
use spanwell_mlflow::trace_info::TraceAnswer;
use spanwell_model::{Error, TraceId};

use super::get::answer;
use crate::answer::{Answer, json, large};
use crate::fields::Fields;
use crate::state::MlflowState;

/// Traces of one call at most; MLflow's client asks for ten.
const TRACES_PER_CALL: usize = 100;

#[derive(Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    traces: Vec<TraceAnswer<'a>>,
    /// Unknown traces and those of which spans are still missing. Not MLflow's: its clients ignore it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out_trace_ids: Vec<&'a str>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    if request.strings("trace_ids")?.is_empty() {
        return Err(request.missing("trace_ids").into());
    }
    let ids = trace_ids(&request, "trace_ids")?;
    if ids.len() > TRACES_PER_CALL {
        return Err(Error::invalid(format!(
            "parameter 'trace_ids' has {} ids, at most {TRACES_PER_CALL} are allowed in one call",
            ids.len()
        ))
        .into());
    }
    let (whole, left_out) = state.tracking.whole_traces(&ids).await?;
    large(move || {
        json(&Found {
            traces: whole.iter().map(answer).collect(),
            left_out_trace_ids: left_out.iter().map(TraceId::as_str).collect(),
        })
    })
    .await
}
