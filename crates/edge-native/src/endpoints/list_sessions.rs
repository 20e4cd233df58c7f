//! GET /api/v1/experiments/{experiment_id}/sessions: conversations of an experiment, the last active first.

use crate::problem::Problem;
use crate::wire::sessions::SessionList;

/// Conversations of an experiment, the last active first.
#[utoipa::path(
    get,
    path = "/experiments/{experiment_id}/sessions",
    tag = "sessions",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number"),
        ("search" = Option<String>, Query, description = "Part of the conversation's id"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<usize>, Query, description = "Most rows of the page, at most 500; 100 when left out")
    ),
    responses(
        (status = 200, description = "Found", body = SessionList),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn list_sessions() -> Problem {
    Problem::not_implemented()
}
