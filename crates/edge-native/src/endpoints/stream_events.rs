//! GET /api/v1/experiments/{experiment_id}/events: changes as they happen, as server-sent events: `traces`, `trace`, `reset` and `ping`.

use axum::extract::State;
use axum::response::Sse;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use spanwell_model::Error;

use crate::events::feed::Feed;
use crate::events::topics::Topics;
use crate::extract::{InExperiment, Query};
use crate::problem::{Answer, Problem};
use crate::state::NativeState;

/// When to try again after all streams were taken, in milliseconds.
const RETRY_MS: u64 = 5_000;

/// Changes as they happen, as server-sent events: `traces`, `trace`, `reset` and `ping`.
#[utoipa::path(
    get,
    path = "/experiments/{experiment_id}/events",
    tag = "events",
    params(
        ("experiment_id" = String, Path, description = "The experiment, a decimal number"),
        ("topics" = Option<String>, Query, description = "`traces` (the default) and `trace:{trace_id}`, separated by commas, at most 16"),
        ("last-event-id" = Option<String>, Header, description = "The version of the last message seen: what changed since then comes first")
    ),
    responses(
        (status = 200, description = "The stream", content_type = "text/event-stream", body = String),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody),
        (status = 503, description = "Too many streams are open", body = crate::wire::ErrorBody)
    )
)]
pub async fn stream_events(
    State(state): State<NativeState>,
    InExperiment(id): InExperiment,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer<Response> {
    let topics = Topics::parse(id, asked.topics.as_deref())?;
    state.tracking.experiment(id).await?;
    let permit = state.streams.clone().try_acquire_owned().map_err(|_| {
        let text = format!("{} event streams are open, which is all", state.tracking.limits().event_streams);
        Problem::from(Error::unavailable(text, RETRY_MS)).with_hint("close other pages of this server")
    })?;
    if state.shutdown.is_cancelled() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let feed = Feed::new(state, topics, last_version(&headers), permit);
    // Proxies must not hold messages back.
    let unbuffered = [(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"))];
    Ok((unbuffered, Sse::new(feed.into_stream())).into_response())
}

/// The query of the address.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    topics: Option<String>,
}

/// Where the stream goes on. A text that is no version is as good as none: it is the browser that sends it.
fn last_version(headers: &HeaderMap) -> Option<i64> {
    headers.get("last-event-id")?.to_str().ok()?.trim().parse().ok()
}
