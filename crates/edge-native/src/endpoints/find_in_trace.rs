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
