//! GET /api/v1/experiments/{experiment_id}: one experiment.

use crate::problem::Problem;
use crate::wire::experiments::ExperimentRow;

/// One experiment.
#[utoipa::path(
    get,
    path = "/experiments/{experiment_id}",
    tag = "experiments",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number")
    ),
    responses(
        (status = 200, description = "Found", body = ExperimentRow),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_experiment() -> Problem {
    Problem::not_implemented()
}
