//! GET /api/v1/traces/{trace_id}: one trace without its spans.

use axum::Json;
use axum::extract::State;
use spanwell_model::TraceId;

use crate::convert::rows;
use crate::extract::OfTrace;
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::trace::TraceDetail;

/// One trace without its spans.
#[utoipa::path(
    get,
    path = "/traces/{trace_id}",
    tag = "traces",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone")
    ),
    responses(
        (status = 200, description = "Found", body = TraceDetail),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_trace(State(state): State<NativeState>, OfTrace(id): OfTrace) -> Answer<Json<TraceDetail>> {
    detail(&state, &id).await.map(Json)
}

/// The trace as it stands.
pub async fn detail(state: &NativeState, id: &TraceId) -> Answer<TraceDetail> {
    let trace = state.tracking.trace(id).await?;
    let experiment = state.tracking.experiment(trace.experiment_id).await?;
    Ok(rows::detail(trace, experiment.name))
}

#[cfg(test)]
mod tests {
    use spanwell_store::TraceStore as _;
    use spanwell_store::suite::world::{header, map, simple, trace_id};

    use crate::testing::World;

    #[tokio::test]
    async fn a_trace_is_found_by_both_forms_of_its_id() {
        let world = World::new();
        world.put(vec![simple(1, 0)]).await;
        let mut head = header(1);
        head.client_request_id = Some("c-1".into());
        head.metadata = map(&[("k", "v")]);
        head.tags = map(&[("mlflow.user", "me"), ("team", "a")]);
        world.store.put_header(head).await.unwrap();
        let id = trace_id(1).to_string();
        for form in [id.as_str(), id.trim_start_matches("tr-"), &id.trim_start_matches("tr-").to_uppercase()]
        {
            let detail = world.get(&format!("/traces/{form}")).await.good();
            assert_eq!(detail["trace_id"], id);
            assert_eq!(
                (&detail["experiment_name"], &detail["client_request_id"]),
                (&"Default".into(), &"c-1".into())
            );
            assert_eq!(
                (&detail["metadata"]["k"], &detail["all_tags"]["mlflow.user"]),
                (&"v".into(), &"me".into())
            );
            assert_eq!(detail["tags"], serde_json::json!({"team": "a"}));
        }
        world.get("/traces/none").await.refused(404, "NOT_FOUND", None);
        world.get("/traces/a%20b").await.refused(400, "INVALID_ARGUMENT", Some("trace_id"));
    }
}
