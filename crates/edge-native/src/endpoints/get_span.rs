//! GET /api/v1/traces/{trace_id}/spans/{span_id}: one span with its payload.

use crate::problem::Problem;
use crate::wire::span::SpanDetail;

/// One span with its payload.
#[utoipa::path(
    get,
    path = "/traces/{trace_id}/spans/{span_id}",
    tag = "spans",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone"),
        ("span_id" = String, Path, description = "The span, 16 hexadecimal digits")
    ),
    responses(
        (status = 200, description = "Found", body = SpanDetail),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_span() -> Problem {
    Problem::not_implemented()
}
