//! GET /api/v1/traces/{trace_id}/find: spans of a trace in which a text occurs.

use crate::problem::Problem;
use crate::wire::span::FoundSpans;

/// Spans of a trace in which a text occurs.
#[utoipa::path(
    get,
    path = "/traces/{trace_id}/find",
    tag = "traces",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone"),
        ("q" = String, Query, description = "Text that must occur in the span, any case"),
        ("limit" = Option<usize>, Query, description = "Most rows of the page, at most 5000; 1000 when left out")
    ),
    responses(
        (status = 200, description = "Found", body = FoundSpans),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn find_in_trace() -> Problem {
    Problem::not_implemented()
}
