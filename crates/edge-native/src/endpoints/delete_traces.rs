//! POST /api/v1/experiments/{experiment_id}/traces/delete: deletes traces of an experiment for good.

use crate::problem::Problem;
use crate::wire::search::{Deleted, TraceDeletion};

/// Deletes traces of an experiment for good.
#[utoipa::path(
    post,
    path = "/experiments/{experiment_id}/traces/delete",
    tag = "traces",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number")
    ),
    request_body = TraceDeletion,
    responses(
        (status = 200, description = "Done", body = Deleted),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn delete_traces() -> Problem {
    Problem::not_implemented()
}
