//! POST /api/v1/experiments/{experiment_id}/traces/count: how many traces an experiment has, counted to 10,000.

use axum::Json;
use axum::extract::State;

use crate::extract::{Body, InExperiment};
use crate::filters;
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::search::{TraceCount, TraceSelection};

/// Counting stops here.
const COUNTED_TO: u64 = 10_000;

/// How many traces an experiment has, counted to 10,000.
#[utoipa::path(
    post,
    path = "/experiments/{experiment_id}/traces/count",
    tag = "traces",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number")
    ),
    request_body = TraceSelection,
    responses(
        (status = 200, description = "Done", body = TraceCount),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn count_traces(
    State(state): State<NativeState>,
    InExperiment(id): InExperiment,
    Body(asked): Body<TraceSelection>,
) -> Answer<Json<TraceCount>> {
    let selection = filters::selection(id, asked)?;
    state.tracking.experiment(id).await?;
    let counted = state.tracking.trace_store().count_traces(selection, COUNTED_TO).await?;
    Ok(Json(TraceCount { count: counted.count, exact: counted.exact }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use spanwell_store::suite::world::simple;

    use crate::testing::World;

    #[tokio::test]
    async fn traces_are_counted() {
        let world = World::new();
        world.put((1..=3).map(|number| simple(number, number)).collect()).await;
        let path = "/experiments/0/traces/count";
        assert_eq!(world.post(path, json!({})).await.good(), json!({"count": 3, "exact": true}));
        assert_eq!(world.post(path, json!({"filter": "name = 'x'"})).await.good()["count"], 0);
        world.post(path, json!({"limit": 1})).await.refused(400, "INVALID_ARGUMENT", Some("limit"));
    }
}
