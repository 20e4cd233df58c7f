//! GET /api/v1/traces/{trace_id}/find: spans of a trace in which a text occurs.

use axum::Json;
use axum::extract::State;

use crate::extract::{OfTrace, Query};
use crate::paging;
use crate::problem::{Answer, Problem};
use crate::state::NativeState;
use crate::wire::span::FoundSpans;

/// Longest text to be found, in characters.
const TEXT_CHARACTERS: usize = 1_000;

/// Spans of a trace in which a text occurs.
#[utoipa::path(
    get,
    path = "/traces/{trace_id}/find",
    tag = "traces",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone"),
        ("q" = String, Query, description = "Text that must occur in the span, any case"),
        ("limit" = Option<usize>, Query, description = "Most rows of the page, at most 5000; 1000 when left out")
    ),
    responses(
        (status = 200, description = "Found", body = FoundSpans),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn find_in_trace(
    State(state): State<NativeState>,
    OfTrace(id): OfTrace,
    Query(asked): Query<Asked>,
) -> Answer<Json<FoundSpans>> {
    let limit = paging::limit(asked.limit, 1_000, 5_000)?;
    if asked.q.is_empty() || asked.q.chars().count() > TEXT_CHARACTERS {
        return Err(Problem::field("q", format!("`q` must have 1 to {TEXT_CHARACTERS} characters")));
    }
    state.tracking.trace(&id).await?;
    let mut found = state.tracking.trace_store().find_in_trace(&id, &asked.q, limit + 1).await?;
    let truncated = found.len() > limit;
    found.truncate(limit);
    Ok(Json(FoundSpans { span_ids: found.into_iter().map(|id| id.to_string()).collect(), truncated }))
}

/// The query of the address.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    q: String,
    limit: Option<usize>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use spanwell_store::suite::world::{SpanExt, span, span_id, trace_id, write};

    use crate::testing::World;

    #[tokio::test]
    async fn spans_are_found_by_their_text() {
        let world = World::new();
        world
            .put(vec![write(
                1,
                vec![
                    span(1, 0).with("in", "Red"),
                    span(2, 1).with("in", "red"),
                    span(3, 1).with("in", "blue"),
                ],
            )])
            .await;
        let path = format!("/traces/{}/find", trace_id(1));
        let found = world.get(&format!("{path}?q=red")).await.good();
        assert_eq!((found["span_ids"].as_array().unwrap().len(), &found["truncated"]), (2, &false.into()));
        let first = world.get(&format!("{path}?q=red&limit=1")).await.good();
        assert_eq!(first, json!({"span_ids": [span_id(1).to_string()], "truncated": true}));
        world.get(&format!("{path}?q=")).await.refused(400, "INVALID_ARGUMENT", Some("q"));
        world.get("/traces/none/find?q=x").await.refused(404, "NOT_FOUND", None);
    }
}
