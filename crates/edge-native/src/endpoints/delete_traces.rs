//! POST /api/v1/experiments/{experiment_id}/traces/delete: deletes traces of an experiment for good.

use axum::Json;
use axum::extract::State;
use spanwell_model::TraceId;

use crate::extract::{Body, InExperiment};
use crate::problem::{Answer, Problem};
use crate::state::NativeState;
use crate::wire::search::{Deleted, TraceDeletion};

/// Most traces of one call.
const IDS: usize = 1_000;

/// Deletes traces of an experiment for good.
#[utoipa::path(
    post,
    path = "/experiments/{experiment_id}/traces/delete",
    tag = "traces",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number")
    ),
    request_body = TraceDeletion,
    responses(
        (status = 200, description = "Done", body = Deleted),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn delete_traces(
    State(state): State<NativeState>,
    InExperiment(id): InExperiment,
    Body(asked): Body<TraceDeletion>,
) -> Answer<Json<Deleted>> {
    if asked.trace_ids.len() > IDS {
        let text = format!("`trace_ids` has {} entries, at most {IDS} are allowed", asked.trace_ids.len());
        return Err(Problem::field("trace_ids", text));
    }
    let ids: Vec<_> = asked
        .trace_ids
        .iter()
        .map(|text| TraceId::parse(text))
        .collect::<Result<_, _>>()
        .map_err(|error| Problem::from(error).in_field("trace_ids"))?;
    state.tracking.experiment(id).await?;
    Ok(Json(Deleted { deleted: state.tracking.delete_traces(id, &ids).await? }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use spanwell_store::suite::world::{simple, trace_id};

    use crate::testing::World;

    #[tokio::test]
    async fn traces_are_deleted_and_unknown_ones_not_counted() {
        let world = World::new();
        world.put(vec![simple(1, 1), simple(2, 2)]).await;
        let path = "/experiments/0/traces/delete";
        let ids = json!([trace_id(1).as_str(), trace_id(9).as_str()]);
        assert_eq!(world.post(path, json!({"trace_ids": ids})).await.good()["deleted"], 1);
        world.get(&format!("/traces/{}", trace_id(1))).await.refused(404, "NOT_FOUND", None);
        let many = json!({"trace_ids": vec!["x"; 1_001]});
        world.post(path, many).await.refused(400, "INVALID_ARGUMENT", Some("trace_ids"));
        world.post(path, json!({"trace_ids": ["a b"]})).await.refused(
            400,
            "INVALID_ARGUMENT",
            Some("trace_ids"),
        );
    }
}
