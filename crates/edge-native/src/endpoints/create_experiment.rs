//! POST /api/v1/experiments: makes an experiment.

use crate::problem::Problem;
use crate::wire::experiments::{ExperimentDraft, ExperimentRow};

/// Makes an experiment.
#[utoipa::path(
    post,
    path = "/experiments",
    tag = "experiments",
    request_body = ExperimentDraft,
    responses(
        (status = 200, description = "Done", body = ExperimentRow),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody)
    )
)]
pub async fn create_experiment() -> Problem {
    Problem::not_implemented()
}
