//! GET /api/v1/traces/{trace_id}/skeleton: all spans of a trace without their payload, column by column.

use axum::Json;
use axum::extract::State;

use crate::convert::skeleton::skeleton;
use crate::extract::OfTrace;
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::skeleton::Skeleton;

/// All spans of a trace without their payload, column by column.
#[utoipa::path(
    get,
    path = "/traces/{trace_id}/skeleton",
    tag = "traces",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone")
    ),
    responses(
        (status = 200, description = "Found", body = Skeleton),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_skeleton(State(state): State<NativeState>, OfTrace(id): OfTrace) -> Answer<Json<Skeleton>> {
    // The summary first: what is read after it is at least as new as the version says.
    let trace = state.tracking.trace(&id).await?;
    let spans = state.tracking.trace_store().get_skeleton(&id).await?;
    Ok(Json(skeleton(&trace, &spans)))
}
