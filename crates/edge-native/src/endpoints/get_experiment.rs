//! GET /api/v1/experiments/{experiment_id}: one experiment.

use axum::Json;
use axum::extract::State;
use spanwell_model::Experiment;

use crate::convert::figures::{day_start_ms, experiment_row};
use crate::extract::InExperiment;
use crate::problem::Answer;
use crate::state::NativeState;
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
pub async fn get_experiment(
    State(state): State<NativeState>,
    InExperiment(id): InExperiment,
) -> Answer<Json<ExperimentRow>> {
    let experiment = state.tracking.experiment(id).await?;
    row(&state, experiment).await.map(Json)
}

/// An experiment with its figures.
pub async fn row(state: &NativeState, experiment: Experiment) -> Answer<ExperimentRow> {
    let since_ms = day_start_ms(state.tracking.clock().now_ms());
    let store = state.tracking.trace_store();
    let figures = store.experiment_figures(&[experiment.experiment_id], since_ms).await?;
    Ok(experiment_row(experiment, &figures.into_iter().next().unwrap_or_default(), since_ms))
}
