//! POST /api/v1/experiments/{experiment_id}/traces/search: a page of an experiment's traces.

use axum::Json;
use axum::extract::State;
use spanwell_store::TraceQuery;

use crate::extract::{Body, InExperiment};
use crate::filters;
use crate::paging;
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::search::{TracePage, TraceSearch, TraceSelection};

/// A page of an experiment's traces.
#[utoipa::path(
    post,
    path = "/experiments/{experiment_id}/traces/search",
    tag = "traces",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number")
    ),
    request_body = TraceSearch,
    responses(
        (status = 200, description = "Done", body = TracePage),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn search_traces(
    State(state): State<NativeState>,
    InExperiment(id): InExperiment,
    Body(asked): Body<TraceSearch>,
) -> Answer<Json<TracePage>> {
    let most = state.tracking.limits().traces_per_page.min(500);
    let query = TraceQuery {
        order: filters::order(&asked.order)?,
        limit: paging::limit(asked.limit, 100.min(most), most)?,
        after: paging::cursor(asked.cursor.as_deref())?,
        selection: filters::selection(
            id,
            TraceSelection {
                filter: asked.filter,
                text: asked.text,
                start_ms: asked.start_ms,
                end_ms: asked.end_ms,
                state: asked.state,
            },
        )?,
    };
    state.tracking.experiment(id).await?;
    let as_of = state.tracking.clock().now_ms();
    let page = state.tracking.search_traces(query).await?;
    Ok(Json(TracePage {
        traces: page.items.into_iter().map(Into::into).collect(),
        next_cursor: paging::print_cursor(page.next),
        as_of,
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use spanwell_store::suite::world::{EPOCH_MS, SpanExt, simple, span, trace_id, write};

    use crate::testing::World;

    const PATH: &str = "/experiments/0/traces/search";

    fn ids(page: &Value) -> Vec<&str> {
        page["traces"].as_array().unwrap().iter().map(|row| row["trace_id"].as_str().unwrap()).collect()
    }

    #[tokio::test]
    async fn a_row_has_what_the_list_shows() {
        let world = World::new();
        let root = span(1, 0)
            .named("agent")
            .with("in", "hello")
            .with("out", "hi")
            .with("model", "m")
            .with("session", "s")
            .with("user", "u")
            .with("tokens.in", 3)
            .with("tokens.out", 2)
            .with("cost", 0.5)
            .with("trace_tag", "x")
            .at(0, 20)
            .failed("broken");
        world.put(vec![write(1, vec![root])]).await;
        let page = world.post(PATH, json!({})).await.good();
        let row = &page["traces"][0];
        assert_eq!(row["state"], "ERROR");
        assert_eq!(
            (&row["name"], &row["request_time"], &row["duration_ms"]),
            (&"agent".into(), &EPOCH_MS.into(), &20.into())
        );
        assert_eq!(
            (&row["input_preview"], &row["output_preview"], &row["error_message"]),
            (&"hello".into(), &"hi".into(), &"broken".into())
        );
        assert_eq!(row["tokens"], json!({"input": 3, "output": 2, "total": 5}));
        assert_eq!(
            (&row["cost_usd"], &row["models"], &row["session"], &row["user"]),
            (&0.5.into(), &json!(["m"]), &"s".into(), &"u".into())
        );
        assert_eq!(row["tags"], json!({"from_span": "x"}));
        assert!(page["as_of"].as_i64().unwrap() > EPOCH_MS && page.get("next_cursor").is_none());
    }

    #[tokio::test]
    async fn pages_join_to_the_whole_in_any_order() {
        let world = World::new();
        world.put((1..=7).map(|number| simple(number, number * 1_000)).collect()).await;
        let (mut body, mut all) = (json!({"limit": 2, "order": ["timestamp_ms ASC"]}), Vec::new());
        loop {
            let page = world.post(PATH, body.clone()).await.good();
            all.extend(ids(&page).into_iter().map(str::to_owned));
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            body["cursor"] = cursor.into();
        }
        assert_eq!(all, (1..=7).map(|number| trace_id(number).to_string()).collect::<Vec<_>>());
        let newest = world.post(PATH, json!({"limit": 1})).await.good();
        assert_eq!(ids(&newest), [trace_id(7).as_str()]);
    }

    #[tokio::test]
    async fn filter_text_time_and_state_hold_together() {
        let world = World::new();
        let named = |number: u64, name: &str, text: &str| {
            write(
                number,
                vec![span(1, 0).named(name).with("in", text).at(number * 1_000, number * 1_000 + 5)],
            )
        };
        world
            .put(vec![named(1, "a", "red apple"), named(2, "a", "green apple"), named(3, "b", "red apple")])
            .await;
        let found = |body: Value| {
            let world = &world;
            async move { world.post(PATH, body).await.good()["traces"].as_array().unwrap().len() }
        };
        assert_eq!(found(json!({"filter": "name = 'a'"})).await, 2);
        assert_eq!(found(json!({"filter": "name = 'a' OR name = 'b'", "text": "red"})).await, 2);
        assert_eq!(found(json!({"filter": "name = 'a'", "text": "apple red"})).await, 1);
        assert_eq!(found(json!({"start_ms": EPOCH_MS + 2_000})).await, 2);
        assert_eq!(found(json!({"start_ms": EPOCH_MS + 2_000, "end_ms": EPOCH_MS + 3_000})).await, 1);
        assert_eq!(found(json!({"state": ["OK"]})).await, 3);
        assert_eq!(found(json!({"state": ["ERROR", "IN_PROGRESS"]})).await, 0);
    }

    #[tokio::test]
    async fn errors_name_the_field_and_the_place() {
        let world = World::new();
        let error = world.post(PATH, json!({"filter": "name == 'a'"})).await.refused(
            400,
            "INVALID_ARGUMENT",
            Some("filter"),
        );
        assert_eq!(error["position"], 5);
        assert!(error["message"].as_str().unwrap().starts_with("expected "));
        world.post(PATH, json!({"order": ["nonsense"]})).await.refused(
            400,
            "INVALID_ARGUMENT",
            Some("order"),
        );
        for (body, field) in [
            (json!({"limit": 501}), "limit"),
            (json!({"limit": 0}), "limit"),
            (json!({"limit": "x"}), "limit"),
            (json!({"cursor": "%"}), "cursor"),
            (json!({"state": ["FINE"]}), "state[0]"),
            (json!({"start_ms": 2, "end_ms": 1}), "start_ms"),
            (json!({"text": "x".repeat(1_001)}), "text"),
            (json!({"filters": ""}), "filters"),
        ] {
            world.post(PATH, body).await.refused(400, "INVALID_ARGUMENT", Some(field));
        }
        world.post("/experiments/7/traces/search", json!({})).await.refused(404, "NOT_FOUND", None);
    }
}
