//! POST /api/v1/experiments/{experiment_id}/traces/count: how many traces an experiment has, counted to 10,000.

use crate::problem::Problem;
use crate::wire::search::{TraceCount, TraceSelection};

/// How many traces an experiment has, counted to 10,000.
#[utoipa::path(
    post,
    path = "/experiments/{experiment_id}/traces/count",
    tag = "traces",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number")
    ),
    request_body = TraceSelection,
    responses(
        (status = 200, description = "Done", body = TraceCount),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn count_traces() -> Problem {
    Problem::not_implemented()
}
