//! PATCH /api/v1/traces/{trace_id}/assessments/{assessment_id}: changes an assessment.

use crate::problem::Problem;
use crate::wire::assessments::{Assessment, AssessmentChange};

/// Changes an assessment.
#[utoipa::path(
    patch,
    path = "/traces/{trace_id}/assessments/{assessment_id}",
    tag = "assessments",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone"),
        ("assessment_id" = String, Path, description = "The assessment")
    ),
    request_body = AssessmentChange,
    responses(
        (status = 200, description = "Done", body = Assessment),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn change_assessment() -> Problem {
    Problem::not_implemented()
}
