//! PATCH /api/v1/experiments/{experiment_id}: renames an experiment, sets and deletes its tags.

use axum::Json;
use axum::extract::State;
use spanwell_model::Kind;

use crate::endpoints::get_experiment::row;
use crate::extract::{Body, InExperiment};
use crate::problem::{Answer, Problem};
use crate::state::NativeState;
use crate::wire::experiments::{ExperimentChange, ExperimentRow};

/// Most tags of one call.
const TAGS: usize = 100;

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
pub async fn update_experiment(
    State(state): State<NativeState>,
    InExperiment(id): InExperiment,
    Body(change): Body<ExperimentChange>,
) -> Answer<Json<ExperimentRow>> {
    if change.tags.len() > TAGS {
        let text = format!("`tags` has {} entries, at most {TAGS} are allowed", change.tags.len());
        return Err(Problem::field("tags", text));
    }
    let tracking = &state.tracking;
    tracking.active_experiment(id).await?;
    if let Some(name) = &change.name {
        let renamed = tracking.rename_experiment(id, name).await;
        renamed.map_err(|error| Problem::from(error).in_field("name"))?;
    }
    for (key, value) in &change.tags {
        let done = match value {
            Some(value) => tracking.set_experiment_tag(id, key, value).await,
            None => tracking.delete_experiment_tag(id, key).await,
        };
        match done {
            // A tag that is not there is as good as deleted.
            Err(error) if value.is_none() && error.kind() == Kind::NotFound => {}
            done => done.map_err(|error| Problem::from(error).in_field(&format!("tags.{key}")))?,
        }
    }
    row(&state, tracking.experiment(id).await?).await.map(Json)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::World;

    #[tokio::test]
    async fn name_and_tags_change_together() {
        let world = World::new();
        world.post("/experiments", json!({"name": "old"})).await.good();
        let row = world
            .patch("/experiments/1", json!({"name": "new", "tags": {"team": "a", "gone": null}}))
            .await
            .good();
        assert_eq!((&row["name"], &row["tags"]), (&"new".into(), &json!({"team": "a"})));
        let row = world.patch("/experiments/1", json!({"tags": {"team": null}})).await.good();
        assert_eq!(row["tags"], json!({}));
        let taken = world.patch("/experiments/1", json!({"name": "Default"})).await;
        taken.refused(400, "ALREADY_EXISTS", Some("name"));
        let bad = world.patch("/experiments/1", json!({"tags": {"a*b": "x"}})).await;
        bad.refused(400, "INVALID_ARGUMENT", Some("tags.a*b"));
        world.patch("/experiments/9", json!({})).await.refused(404, "NOT_FOUND", None);
    }
}
