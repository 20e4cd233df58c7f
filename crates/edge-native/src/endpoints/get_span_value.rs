//! GET /api/v1/traces/{trace_id}/spans/{span_id}/value: a part of a long value: its JSON text, cut between characters; text attributes as they are.

use crate::problem::Problem;

/// A part of a long value: its JSON text, cut between characters; text attributes as they are.
#[utoipa::path(
    get,
    path = "/traces/{trace_id}/spans/{span_id}/value",
    tag = "spans",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone"),
        ("span_id" = String, Path, description = "The span, 16 hexadecimal digits"),
        ("field" = String, Query, description = "`inputs`, `outputs` or `attribute:<key>`"),
        ("offset" = Option<usize>, Query, description = "First byte; moved back to the start of a character"),
        ("length" = Option<usize>, Query, description = "Most bytes, at most 1 MiB; 256 KiB when left out")
    ),
    responses(
        (status = 200, description = "The part", content_type = "text/plain", body = String, headers(("x-total-bytes" = usize, description = "Length of the whole value in bytes"), ("x-offset" = usize, description = "First byte of the part"))),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_span_value() -> Problem {
    Problem::not_implemented()
}
