//! PATCH /api/v1/experiments/{experiment_id}: renames an experiment, sets and deletes its tags.

use crate::problem::Problem;
use crate::wire::experiments::{ExperimentChange, ExperimentRow};

/// Renames an experiment, sets and deletes its tags.
#[utoipa::path(
    patch,
    path = "/experiments/{experiment_id}",
    tag = "experiments",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number")
    ),
    request_body = ExperimentChange,
    responses(
        (status = 200, description = "Done", body = ExperimentRow),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn update_experiment() -> Problem {
    Problem::not_implemented()
}
