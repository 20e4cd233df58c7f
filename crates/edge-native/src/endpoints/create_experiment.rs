//! POST /api/v1/experiments: makes an experiment.

use axum::Json;
use axum::extract::State;

use crate::endpoints::get_experiment::row;
use crate::extract::Body;
use crate::problem::Answer;
use crate::problem::Problem;
use crate::state::NativeState;
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
pub async fn create_experiment(
    State(state): State<NativeState>,
    Body(draft): Body<ExperimentDraft>,
) -> Answer<Json<ExperimentRow>> {
    let made = state.tracking.create_experiment(&draft.name, None, Default::default()).await;
    row(&state, made.map_err(|error| Problem::from(error).in_field("name"))?).await.map(Json)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::World;

    #[tokio::test]
    async fn an_experiment_is_made_once() {
        let world = World::new();
        let made = world.post("/experiments", json!({"name": "shop"})).await.good();
        assert_eq!((&made["name"], &made["lifecycle"]), (&"shop".into(), &"active".into()));
        assert_eq!(made["day"]["hourly"].as_array().unwrap().len(), 24);
        let twice = world.post("/experiments", json!({"name": "shop"})).await;
        twice.refused(400, "ALREADY_EXISTS", Some("name"));
        world.post("/experiments", json!({"name": ""})).await.refused(400, "INVALID_ARGUMENT", Some("name"));
        world.post("/experiments", json!({"nam": "x"})).await.refused(400, "INVALID_ARGUMENT", Some("nam"));
    }
}
