//! POST /api/v1/experiments/{experiment_id}/restore: restores a deleted experiment.

use axum::Json;
use axum::extract::State;

use crate::endpoints::get_experiment::row;
use crate::extract::InExperiment;
use crate::problem::Answer;
use crate::state::NativeState;
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
pub async fn restore_experiment(
    State(state): State<NativeState>,
    InExperiment(id): InExperiment,
) -> Answer<Json<ExperimentRow>> {
    state.tracking.restore_experiment(id).await?;
    row(&state, state.tracking.experiment(id).await?).await.map(Json)
}
