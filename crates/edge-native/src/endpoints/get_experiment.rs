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

#[cfg(test)]
mod tests {
    use spanwell_store::suite::world::simple;

    use crate::testing::World;

    #[tokio::test]
    async fn figures_of_the_last_day_come_with_it() {
        let world = World::new();
        world.put(vec![simple(1, 0), simple(2, 1), simple(3, 3_600_000)]).await;
        let row = world.get("/experiments/0").await.good();
        assert_eq!(
            (&row["name"], &row["trace_count"], &row["day"]["traces"]),
            (&"Default".into(), &3.into(), &3.into())
        );
        let hourly: Vec<_> =
            row["day"]["hourly"].as_array().unwrap().iter().map(|count| count.as_u64().unwrap()).collect();
        assert_eq!(hourly[22..], [2, 1]);
        world.get("/experiments/7").await.refused(404, "NOT_FOUND", None);
        world.get("/experiments/x").await.refused(400, "INVALID_ARGUMENT", Some("experiment_id"));
    }
}
