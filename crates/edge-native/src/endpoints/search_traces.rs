//! POST /api/v1/experiments/{experiment_id}/traces/search: a page of an experiment's traces.

use crate::problem::Problem;
use crate::wire::search::{TracePage, TraceSearch};

/// A page of an experiment's traces.
#[utoipa::path(
    post,
    path = "/experiments/{experiment_id}/traces/search",
    tag = "traces",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number")
    ),
    request_body = TraceSearch,
    responses(
        (status = 200, description = "Done", body = TracePage),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn search_traces() -> Problem {
    Problem::not_implemented()
}
