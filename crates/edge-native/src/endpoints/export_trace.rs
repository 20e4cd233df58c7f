//! GET /api/v1/traces/{trace_id}/export: a trace with all its spans as one JSON file.

use crate::problem::Problem;

/// A trace with all its spans as one JSON file.
#[utoipa::path(
    get,
    path = "/traces/{trace_id}/export",
    tag = "traces",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone")
    ),
    responses(
        (status = 200, description = "The trace: `trace_info` in MLflow's form and `spans` as the span endpoint shows them, uncut", content_type = "application/json", body = serde_json::Value),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn export_trace() -> Problem {
    Problem::not_implemented()
}
