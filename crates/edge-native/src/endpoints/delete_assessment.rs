//! DELETE /api/v1/traces/{trace_id}/assessments/{assessment_id}: deletes an assessment; the one it replaced counts again.

use crate::problem::Problem;

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
pub async fn delete_assessment() -> Problem {
    Problem::not_implemented()
}
