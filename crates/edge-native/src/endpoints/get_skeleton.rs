//! GET /api/v1/traces/{trace_id}/skeleton: all spans of a trace without their payload, column by column.

use axum::Json;
use axum::extract::State;

use crate::convert::skeleton::skeleton;
use crate::extract::OfTrace;
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::skeleton::Skeleton;

/// All spans of a trace without their payload, column by column.
#[utoipa::path(
    get,
    path = "/traces/{trace_id}/skeleton",
    tag = "traces",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone")
    ),
    responses(
        (status = 200, description = "Found", body = Skeleton),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_skeleton(State(state): State<NativeState>, OfTrace(id): OfTrace) -> Answer<Json<Skeleton>> {
    // The summary first: what is read after it is at least as new as the version says.
    let trace = state.tracking.trace(&id).await?;
    let spans = state.tracking.trace_store().get_skeleton(&id).await?;
    Ok(Json(skeleton(&trace, &spans)))
}

#[cfg(test)]
mod tests {
    use spanwell_store::suite::world::{SpanExt, span, trace_id, write};

    use crate::testing::World;

    #[tokio::test]
    async fn spans_come_as_columns() {
        let world = World::new();
        let model = span(2, 1)
            .named("call")
            .with("type", "CHAT_MODEL")
            .with("model", "m")
            .with("tokens.in", 7)
            .with("cost", 0.25)
            .with("first_token_ns", 3_000)
            .at(3, 8);
        world
            .put(vec![write(1, vec![model, span(1, 0).named("agent").at(1, 9), span(3, 1).running()])])
            .await;
        let columns = world.get(&format!("/traces/{}/skeleton", trace_id(1))).await.good();
        assert_eq!(columns["parent"], serde_json::json!([-1, 0, 0]));
        assert_eq!(columns["start_us"], serde_json::json!([0, 2_000, 2_000]));
        assert_eq!(columns["duration_us"], serde_json::json!([8_000, 5_000, -1]));
        assert_eq!((&columns["types"][1], &columns["type"][1]), (&"CHAT_MODEL".into(), &1.into()));
        assert_eq!(
            (&columns["tokens"][1], &columns["cost_micro_usd"][1], &columns["first_token_us"][1]),
            (&7.into(), &250_000.into(), &3.into())
        );
        assert_eq!(
            (&columns["model"], &columns["models"][0]),
            (&serde_json::json!([-1, 0, -1]), &"m".into())
        );
        assert!(columns.get("truncated").is_none());
        world.get(&format!("/traces/{}/skeleton", trace_id(2))).await.refused(404, "NOT_FOUND", None);
    }
}
