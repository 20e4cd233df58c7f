//! DELETE /api/v1/experiments/{experiment_id}: deletes an experiment; it can be restored.

use crate::problem::Problem;

/// Deletes an experiment; it can be restored.
#[utoipa::path(
    delete,
    path = "/experiments/{experiment_id}",
    tag = "experiments",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number")
    ),
    responses(
        (status = 204, description = "Done"),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn delete_experiment() -> Problem {
    Problem::not_implemented()
}
