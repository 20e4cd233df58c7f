//! GET /api/v1/traces/{trace_id}: one trace without its spans.

use axum::Json;
use axum::extract::State;
use spanwell_model::TraceId;

use crate::convert::rows;
use crate::extract::OfTrace;
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::trace::TraceDetail;

/// One trace without its spans.
#[utoipa::path(
    get,
    path = "/traces/{trace_id}",
    tag = "traces",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone")
    ),
    responses(
        (status = 200, description = "Found", body = TraceDetail),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_trace(State(state): State<NativeState>, OfTrace(id): OfTrace) -> Answer<Json<TraceDetail>> {
    detail(&state, &id).await.map(Json)
}

/// The trace as it stands.
pub async fn detail(state: &NativeState, id: &TraceId) -> Answer<TraceDetail> {
    let trace = state.tracking.trace(id).await?;
    let experiment = state.tracking.experiment(trace.experiment_id).await?;
    Ok(rows::detail(trace, experiment.name))
}
