//! GET /api/v1/traces/{trace_id}/export: a trace with all its spans as one JSON file.

use std::convert::Infallible;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::Serialize;
use spanwell_mlflow::trace_info::TraceInfo;
use spanwell_model::{Error, Span, TraceSummary};

use crate::convert::message;
use crate::convert::span::{Extent, detail};
use crate::endpoints::get_span::assessments_of;
use crate::extract::OfTrace;
use crate::problem::Answer;
use crate::state::NativeState;

/// A trace with all its spans as one JSON file.
#[utoipa::path(
    get,
    path = "/traces/{trace_id}/export",
    tag = "traces",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone")
    ),
    responses(
        (status = 200, description = "The trace: `trace_info` in MLflow's form and `spans` as the span endpoint shows them, uncut", content_type = "application/json", body = serde_json::Value),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn export_trace(State(state): State<NativeState>, OfTrace(id): OfTrace) -> Answer<Response> {
    let (trace, spans) = state.tracking.whole_trace(&id, true).await?;
    let file = file_name(id.as_str());
    let head = json(&TraceInfo::from(&trace)).map(|info| format!("{{\"trace_info\":{info},\"spans\":["));
    let head = head.map_err(Error::internal)?;
    // One piece a span: an export is never twice in memory.
    let pieces = spans.into_iter().enumerate().map(move |(place, span)| piece(&trace, place, span));
    let pieces = std::iter::once(head).chain(pieces).chain(std::iter::once("]}\n".to_owned()));
    let body = Body::from_stream(futures_util::stream::iter(
        pieces.map(|text| Ok::<_, Infallible>(Bytes::from(text))),
    ));
    let headers = [
        (CONTENT_TYPE, "application/json".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{file}.json\"")),
    ];
    Ok((headers, body).into_response())
}

fn piece(trace: &TraceSummary, place: usize, span: Span) -> String {
    let assessments = assessments_of(trace, span.span_id);
    let chat = message::chat(&span, Extent::Whole);
    // The shapes of the wire have text keys and finite numbers only: writing them cannot fail.
    let text = json(&detail(&trace.trace_id, span, chat, assessments, Extent::Whole))
        .unwrap_or_else(|_| "null".to_owned());
    if place == 0 { text } else { format!(",{text}") }
}

fn json(value: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string(value)
}

/// The id without what a header or a file system would not take.
fn file_name(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use spanwell_store::suite::world::{SpanExt, span, trace_id, write};

    use crate::testing::World;

    #[tokio::test]
    async fn everything_is_in_the_file() {
        let world = World::new();
        let long = "x".repeat(300_000);
        world.put(vec![write(1, vec![span(1, 0).with("in", long.as_str()), span(2, 1)])]).await;
        let answer = world.get(&format!("/traces/{}/export", trace_id(1))).await;
        let expected = format!("attachment; filename=\"{}.json\"", trace_id(1));
        assert_eq!(answer.headers["content-disposition"], expected);
        let file = answer.good();
        assert_eq!(file["trace_info"]["trace_id"], trace_id(1).as_str());
        assert_eq!(file["trace_info"]["trace_location"]["type"], "MLFLOW_EXPERIMENT");
        assert_eq!((file["spans"].as_array().unwrap().len(), &file["spans"][0]["inputs"]), (2, &long.into()));
        world.get("/traces/none/export").await.refused(404, "NOT_FOUND", None);
    }

    #[test]
    fn file_names_are_harmless() {
        assert_eq!(super::file_name("tr-1.a\"\\é"), "tr-1.a___");
    }
}
