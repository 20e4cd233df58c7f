//! GET /api/v1/traces/{trace_id}/skeleton: all spans of a trace without their payload, column by column.

use crate::problem::Problem;
use crate::wire::skeleton::Skeleton;

/// All spans of a trace without their payload, column by column.
#[utoipa::path(
    get,
    path = "/traces/{trace_id}/skeleton",
    tag = "traces",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone")
    ),
    responses(
        (status = 200, description = "Found", body = Skeleton),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_skeleton() -> Problem {
    Problem::not_implemented()
}
