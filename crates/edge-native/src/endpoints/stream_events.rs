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

#[cfg(test)]
mod tests {
    use axum::body::{Body, BodyDataStream};
    use axum::response::Response;
    use futures_util::StreamExt as _;
    use http::Method;
    use spanwell_model::Limits;
    use spanwell_store::TraceStore as _;
    use spanwell_store::suite::world::{self, PlainFacts, simple, trace_id};
    use std::sync::Arc;

    use crate::testing::{World, request};

    const PATH: &str = "/experiments/0/events";

    /// An open stream, read message by message.
    struct Open(BodyDataStream);

    /// The parts of a message.
    #[derive(Debug, PartialEq)]
    struct Message {
        event: String,
        id: Option<i64>,
        data: serde_json::Value,
    }

    async fn answer(world: &World, query: &str, last_id: Option<i64>) -> Response {
        let mut request = request(Method::GET, &format!("{PATH}{query}"));
        if let Some(id) = last_id {
            request = request.header("last-event-id", id);
        }
        world.send(request.body(Body::empty()).unwrap()).await
    }

    /// Opens a stream and reads its greeting.
    async fn open(world: &World, query: &str, last_id: Option<i64>) -> Open {
        let response = answer(world, query, last_id).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut open = Open(response.into_body().into_data_stream());
        assert_eq!(open.next().await.unwrap().event, "ping");
        open
    }

    impl Open {
        async fn next(&mut self) -> Option<Message> {
            let text = String::from_utf8(self.0.next().await?.unwrap().to_vec()).unwrap();
            let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
            Some(Message {
                event: field("event:").unwrap_or_default().to_owned(),
                id: field("id:").map(|id| id.parse().unwrap()),
                data: serde_json::from_str(field("data:").unwrap()).unwrap(),
            })
        }
    }

    fn upserts(message: &Message) -> Vec<&str> {
        message.data["upserts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["trace_id"].as_str().unwrap())
            .collect()
    }

    #[tokio::test(start_paused = true)]
    async fn changes_come_as_rows_at_most_four_times_a_second() {
        let world = World::new();
        let mut stream = open(&world, "", None).await;
        let start = tokio::time::Instant::now();
        world.put(vec![simple(1, 0)]).await;
        let first = stream.next().await.unwrap();
        assert_eq!((first.event.as_str(), upserts(&first)), ("traces", vec![trace_id(1).as_str()]));
        assert!(start.elapsed().is_zero());
        for change in 0..5 {
            world.store.change_trace_tag(&trace_id(1), "n", Some(&change.to_string())).await.unwrap();
        }
        world.put(vec![simple(2, 5)]).await;
        let second = stream.next().await.unwrap();
        assert_eq!(upserts(&second), [trace_id(1).as_str(), trace_id(2).as_str()]);
        assert_eq!(second.data["upserts"][0]["tags"]["n"], "4");
        assert_eq!(start.elapsed().as_millis(), 250);
        world.store.delete_traces(world::HOME, &[trace_id(1)]).await.unwrap();
        let third = stream.next().await.unwrap();
        assert_eq!(third.data["deleted"], serde_json::json!([trace_id(1).as_str()]));
        assert!(first.id < second.id && second.id < third.id);
    }

    #[tokio::test(start_paused = true)]
    async fn only_what_is_watched_comes() {
        let world = World::new();
        world.store.put_header(world::header(3)).await.unwrap();
        let mut stream = open(&world, &format!("?topics=trace:{}", trace_id(2)), None).await;
        world.put(vec![simple(1, 0)]).await;
        world.put(vec![simple(2, 0)]).await;
        let message = stream.next().await.unwrap();
        let version = world::get(world.store.as_ref(), 2).await.version;
        assert_eq!(message.event, "trace");
        assert_eq!(message.data, serde_json::json!({"trace_id": trace_id(2).as_str(), "version": version}));
        let start = tokio::time::Instant::now();
        assert_eq!(stream.next().await.unwrap().event, "ping");
        assert_eq!(start.elapsed().as_secs(), 15);
    }

    #[tokio::test(start_paused = true)]
    async fn an_interrupted_stream_goes_on_where_it_was() {
        let world = World::new();
        world.put(vec![simple(1, 0)]).await;
        let seen = world::get(world.store.as_ref(), 1).await.version;
        world.put(vec![simple(2, 0)]).await;
        world.put(vec![simple(3, 0)]).await;
        world.store.delete_traces(world::HOME, &[trace_id(3)]).await.unwrap();
        let missed = open(&world, "", Some(seen)).await.next().await.unwrap();
        assert_eq!(
            (upserts(&missed), &missed.data["deleted"]),
            (vec![trace_id(2).as_str()], &serde_json::json!([trace_id(3).as_str()]))
        );
        let nothing = open(&world, "", missed.id).await.next().await.unwrap();
        assert_eq!(nothing.event, "ping");
        let unknown = open(&world, "", Some(-5)).await.next().await.unwrap();
        assert_eq!(unknown.event, "reset");
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_is_a_reset() {
        let world = World::new();
        let mut stream = open(&world, "", None).await;
        world.put((1..=600).map(|number| simple(number, number)).collect()).await;
        assert_eq!(stream.next().await.unwrap().event, "traces");
        world.put((1_000..=3_000).map(|number| simple(number, number)).collect()).await;
        assert_eq!(stream.next().await.unwrap().event, "reset");
        world.put(vec![simple(1, 0)]).await;
        assert_eq!(stream.next().await.unwrap().event, "traces");
    }

    #[tokio::test(start_paused = true)]
    async fn streams_are_counted_and_end_at_shutdown() {
        let world = World::with(Limits { event_streams: 1, ..Limits::default() }, Arc::new(PlainFacts));
        let mut stream = open(&world, "", None).await;
        let refused = answer(&world, "", None).await;
        assert_eq!(
            (refused.status().as_u16(), &refused.headers()["retry-after"]),
            (503, &http::HeaderValue::from_static("5"))
        );
        world.shutdown.cancel();
        assert_eq!(stream.next().await, None);
        drop(stream);
        assert_eq!(world.state.streams.available_permits(), 1);
        assert_eq!(answer(&world, "", None).await.status(), 204);
        world.get("/experiments/0/events?topics=spans").await.refused(
            400,
            "INVALID_ARGUMENT",
            Some("topics"),
        );
        world.get("/experiments/9/events").await.refused(404, "NOT_FOUND", None);
    }
}
