//! GET /api/v1/experiments/{experiment_id}/sessions/{session}: one conversation with its turns, oldest first.

use crate::problem::Problem;
use crate::wire::sessions::SessionDetail;

/// One conversation with its turns, oldest first.
#[utoipa::path(
    get,
    path = "/experiments/{experiment_id}/sessions/{session}",
    tag = "sessions",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number"),
        ("session" = String, Path, description = "The conversation")
    ),
    responses(
        (status = 200, description = "Found", body = SessionDetail),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_session() -> Problem {
    Problem::not_implemented()
}
