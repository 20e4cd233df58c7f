//! POST /api/v1/traces/{trace_id}/assessments: adds feedback or an expectation of a person.

use crate::problem::Problem;
use crate::wire::assessments::{Assessment, AssessmentDraft};

/// Adds feedback or an expectation of a person.
#[utoipa::path(
    post,
    path = "/traces/{trace_id}/assessments",
    tag = "assessments",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone")
    ),
    request_body = AssessmentDraft,
    responses(
        (status = 200, description = "Done", body = Assessment),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn add_assessment() -> Problem {
    Problem::not_implemented()
}
