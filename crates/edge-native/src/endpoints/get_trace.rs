//! GET /api/v1/traces/{trace_id}: one trace without its spans.

use crate::problem::Problem;
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
pub async fn get_trace() -> Problem {
    Problem::not_implemented()
}
