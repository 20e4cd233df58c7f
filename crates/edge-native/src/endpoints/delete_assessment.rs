//! DELETE /api/v1/traces/{trace_id}/assessments/{assessment_id}: deletes an assessment; the one it replaced counts again.

use axum::extract::State;
use http::StatusCode;

use crate::extract::{OfAssessment, OfTrace};
use crate::problem::Answer;
use crate::state::NativeState;

/// Deletes an assessment; the one it replaced counts again.
#[utoipa::path(
    delete,
    path = "/traces/{trace_id}/assessments/{assessment_id}",
    tag = "assessments",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone"),
        ("assessment_id" = String, Path, description = "The assessment")
    ),
    responses(
        (status = 204, description = "Done"),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn delete_assessment(
    State(state): State<NativeState>,
    OfTrace(id): OfTrace,
    OfAssessment(assessment_id): OfAssessment,
) -> Answer<StatusCode> {
    state.tracking.delete_assessment(&id, &assessment_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
