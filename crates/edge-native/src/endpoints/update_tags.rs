//! PATCH /api/v1/traces/{trace_id}/tags: sets and (with null) deletes tags of a trace.

use crate::problem::Problem;
use crate::wire::trace::TraceDetail;

/// Sets and (with null) deletes tags of a trace.
#[utoipa::path(
    patch,
    path = "/traces/{trace_id}/tags",
    tag = "traces",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone")
    ),
    request_body = std::collections::BTreeMap<String, Option<String>>,
    responses(
        (status = 200, description = "Done", body = TraceDetail),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn update_tags() -> Problem {
    Problem::not_implemented()
}
