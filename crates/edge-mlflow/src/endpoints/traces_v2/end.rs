//! PATCH /api/2.0/mlflow/traces/{request_id} (EndTrace).

use axum::extract::State;
use spanwell_mlflow::header::read_status;
use spanwell_store::TraceHeader;

use super::start::answer;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::path::TraceInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    TraceInPath(id): TraceInPath,
    fields: Fields,
) -> Answer {
    let request = fields.message();
    let end_ms = request.int64("timestamp_ms")?.ok_or_else(|| request.missing("timestamp_ms"))?;
    let status = read_status(&request)?;
    let (metadata, tags) = (request.key_values("request_metadata")?, request.key_values("tags")?);
    let started = state.tracking.trace(&id).await?;
    let header = TraceHeader {
        trace_id: id,
        experiment_id: started.experiment_id,
        client_request_id: None,
        request_time_ms: started.request_time_ms,
        execution_duration_ms: Some(end_ms.saturating_sub(started.request_time_ms).max(0)),
        state: status,
        request_preview: None,
        response_preview: None,
        metadata,
        tags,
        default_tags: Vec::new(),
        assessments: Vec::new(),
    };
    answer(&state.tracking.start_trace(header).await?)
}
