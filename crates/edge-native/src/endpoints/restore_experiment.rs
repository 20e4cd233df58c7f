//! POST /api/v1/experiments/{experiment_id}/restore: restores a deleted experiment.

use crate::problem::Problem;
use crate::wire::experiments::ExperimentRow;

/// Restores a deleted experiment.
#[utoipa::path(
    post,
    path = "/experiments/{experiment_id}/restore",
    tag = "experiments",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number")
    ),
    responses(
        (status = 200, description = "Done", body = ExperimentRow),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn restore_experiment() -> Problem {
    Problem::not_implemented()
}
