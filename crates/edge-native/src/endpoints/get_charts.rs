//! POST /api/v1/experiments/{experiment_id}/charts: figures over time: volume, errors, latency, tokens, cost.

use crate::problem::Problem;
use crate::wire::charts::{ChartQuery, Charts};

/// Figures over time: volume, errors, latency, tokens, cost.
#[utoipa::path(
    post,
    path = "/experiments/{experiment_id}/charts",
    tag = "traces",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number")
    ),
    request_body = ChartQuery,
    responses(
        (status = 200, description = "Done", body = Charts),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_charts() -> Problem {
    Problem::not_implemented()
}
