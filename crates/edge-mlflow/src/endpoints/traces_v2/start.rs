//! POST /api/2.0/mlflow/traces (StartTrace): the server allots the id, the state is IN_PROGRESS until the end.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::header::experiment_id;
use spanwell_mlflow::trace_info_v2::TraceInfoV2;
use spanwell_model::{Result, TraceState, TraceSummary};
use spanwell_store::TraceHeader;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Started<'a> {
    trace_info: TraceInfoV2<'a>,
}

/// One trace in the form of version 2.
pub(crate) fn answer(summary: &TraceSummary) -> Answer {
    json(&Started { trace_info: TraceInfoV2::from(summary) })
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let header = header(&state, &fields)?;
    answer(&state.tracking.start_trace(header).await?)
}

fn header(state: &MlflowState, fields: &Fields) -> Result<TraceHeader> {
    let request = fields.message();
    Ok(TraceHeader {
        trace_id: state.tracking.ids().trace_id(),
        experiment_id: experiment_id(&request, "experiment_id")?,
        client_request_id: None,
        request_time_ms: request.int64("timestamp_ms")?.ok_or_else(|| request.missing("timestamp_ms"))?,
        execution_duration_ms: None,
        state: TraceState::InProgress,
        request_preview: None,
        response_preview: None,
        metadata: request.key_values("request_metadata")?,
        tags: request.key_values("tags")?,
        default_tags: Vec::new(),
        assessments: Vec::new(),
    })
}
