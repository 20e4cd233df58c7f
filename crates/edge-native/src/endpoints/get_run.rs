//! GET /api/v1/runs/{run_id}: one run with everything it logged.

use axum::Json;
use axum::extract::State;

use crate::convert::runs::detail;
use crate::extract::OfRun;
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::runs::RunDetail;

/// One run with everything it logged.
#[utoipa::path(
    get,
    path = "/runs/{run_id}",
    tag = "runs",
    params(
        ("run_id" = String, Path, description = "The run")
    ),
    responses(
        (status = 200, description = "Found", body = RunDetail),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_run(State(state): State<NativeState>, OfRun(id): OfRun) -> Answer<Json<RunDetail>> {
    let run = state.tracking.run(&id).await?;
    let experiment = state.tracking.experiment(run.experiment_id).await?;
    Ok(Json(detail(run, experiment.name)))
}

#[cfg(test)]
mod tests {
    use spanwell_model::DatasetInput;
    use spanwell_store::RunBatch;

    use crate::testing::World;

    #[tokio::test]
    async fn a_run_shows_what_it_logged() {
        let world = World::new();
        let run = world.put_run("baseline", &[("accuracy", 0.5)]).await;
        let dataset = DatasetInput {
            name: "questions".into(),
            digest: "abc".into(),
            source: r#"{"dataset_id": "d-1"}"#.into(),
            tags: [("mlflow.data.context".to_owned(), "eval".to_owned())].into(),
            ..DatasetInput::default()
        };
        let batch = RunBatch {
            params: [("model".to_owned(), "m".to_owned())].into(),
            datasets: vec![dataset],
            model_inputs: vec!["m-1".into()],
            ..RunBatch::default()
        };
        world.state.tracking.log_to_run(&run.run_id, batch).await.unwrap();
        let shown = world.get(&format!("/runs/{}", run.run_id)).await.good();
        assert_eq!(
            (&shown["name"], &shown["experiment_name"], &shown["params"]["model"]),
            (&"baseline".into(), &"Default".into(), &"m".into())
        );
        let used =
            serde_json::json!({"name": "questions", "digest": "abc", "context": "eval", "dataset_id": "d-1"});
        assert_eq!((&shown["datasets"][0], &shown["models"][0]), (&used, &"m-1".into()));
        assert_eq!(shown["tags"]["mlflow.runName"], "baseline");
        world.get("/runs/nonsense").await.refused(404, "NOT_FOUND", None);
        world.get("/runs/-").await.refused(400, "INVALID_ARGUMENT", Some("run_id"));
    }
}
