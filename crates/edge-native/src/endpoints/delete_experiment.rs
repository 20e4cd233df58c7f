//! DELETE /api/v1/experiments/{experiment_id}: deletes an experiment; it can be restored.

use axum::extract::State;
use http::StatusCode;

use crate::extract::InExperiment;
use crate::problem::Answer;
use crate::state::NativeState;

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
pub async fn delete_experiment(
    State(state): State<NativeState>,
    InExperiment(id): InExperiment,
) -> Answer<StatusCode> {
    state.tracking.delete_experiment(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::World;

    #[tokio::test]
    async fn a_deleted_experiment_can_be_restored() {
        let world = World::new();
        world.post("/experiments", json!({"name": "shop"})).await.good();
        assert_eq!(world.delete("/experiments/1").await.status, 204);
        assert_eq!(world.get("/experiments/1").await.good()["lifecycle"], "deleted");
        world.delete("/experiments/1").await.refused(404, "NOT_FOUND", None);
        assert_eq!(world.post("/experiments/1/restore", json!(null)).await.good()["lifecycle"], "active");
        world.post("/experiments/1/restore", json!(null)).await.refused(404, "NOT_FOUND", None);
    }
}
