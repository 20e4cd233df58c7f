//! GET /api/v1/traces/{trace_id}/spans/{span_id}: one span with its payload.

use axum::Json;
use axum::extract::State;
use spanwell_model::{Error, Span, SpanId, TraceSummary};

use crate::convert::message;
use crate::convert::span::{Extent, detail};
use crate::extract::{OfSpan, OfTrace};
use crate::problem::Answer;
use crate::state::NativeState;
use crate::wire::assessments::Assessment;
use crate::wire::span::SpanDetail;

/// One span with its payload.
#[utoipa::path(
    get,
    path = "/traces/{trace_id}/spans/{span_id}",
    tag = "spans",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone"),
        ("span_id" = String, Path, description = "The span, 16 hexadecimal digits")
    ),
    responses(
        (status = 200, description = "Found", body = SpanDetail),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn get_span(
    State(state): State<NativeState>,
    OfTrace(id): OfTrace,
    OfSpan(span_id): OfSpan,
) -> Answer<Json<SpanDetail>> {
    let trace = state.tracking.trace(&id).await?;
    let span = span_of(&state, &trace, span_id).await?;
    let assessments = assessments_of(&trace, span_id);
    let chat = message::chat(&span, Extent::Bounded);
    Ok(Json(detail(&id, span, chat, assessments, Extent::Bounded)))
}

/// One span of the trace.
pub async fn span_of(state: &NativeState, trace: &TraceSummary, span_id: SpanId) -> Answer<Span> {
    let found = state.tracking.trace_store().get_span(&trace.trace_id, span_id).await?;
    found.ok_or_else(|| {
        let id = &trace.trace_id;
        Error::not_found(format!("trace `{id}` has no span `{span_id}` (it has {} spans)", trace.span_count))
            .into()
    })
}

/// What is said of the span.
pub fn assessments_of(trace: &TraceSummary, span_id: SpanId) -> Vec<Assessment> {
    let own = trace.assessments.iter().filter(|assessment| assessment.span_id == Some(span_id));
    own.cloned().map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;
    use spanwell_model::{Limits, SpanLink, Value};
    use spanwell_store::TraceStore as _;
    use spanwell_store::suite::world::{SpanExt, event, feedback, span, span_id, trace_id, write};

    use crate::testing::World;

    #[tokio::test]
    async fn a_span_has_everything_that_came() {
        let world = World::new();
        let mut root = span(1, 0)
            .named("agent")
            .with("in", "q")
            .with("out", "a")
            .with("type", "AGENT")
            .failed("no")
            .with("error", "boom");
        root.events.push(event("note", "x", 5));
        root.links.push(SpanLink {
            trace_id: [7; 16],
            span_id: span_id(9),
            trace_state: String::new(),
            attributes: vec![("why".into(), Value::from("retry"))],
            flags: 0,
        });
        world.put(vec![write(1, vec![root])]).await;
        let mut said = feedback(1, "a-1", "good", true);
        said.span_id = Some(span_id(1));
        world.store.put_assessment(said).await.unwrap();
        world.store.put_assessment(feedback(1, "a-2", "other", true)).await.unwrap();
        let detail = world.get(&format!("/traces/{}/spans/{}", trace_id(1), span_id(1))).await.good();
        assert_eq!(
            (&detail["inputs"], &detail["outputs"], &detail["inputs_bytes"]),
            (&"q".into(), &"a".into(), &3.into())
        );
        assert_eq!(
            (&detail["status"], &detail["status_message"], &detail["facts"]["error"]["message"]),
            (&"ERROR".into(), &"no".into(), &"boom".into())
        );
        assert_eq!(detail["attributes"][0], json!({"key": "in", "value": "q"}));
        assert_eq!(detail["events"][0]["attributes"], json!([{"key": "text", "value": "x"}]));
        assert_eq!(detail["links"][0]["trace_id"], format!("tr-{}", "07".repeat(16)));
        assert_eq!(detail["duration_ms"], 10.0);
        assert_eq!(detail["assessments"].as_array().unwrap().len(), 1);
        let other = world.get(&format!("/traces/{}/spans/{}", trace_id(1), span_id(2))).await;
        other.refused(404, "NOT_FOUND", None);
        let wrong = world.get(&format!("/traces/{}/spans/xyz", trace_id(1))).await;
        wrong.refused(400, "INVALID_ARGUMENT", Some("span_id"));
    }

    #[tokio::test]
    async fn long_values_are_cut() {
        let world = World::new();
        world.put(vec![write(1, vec![span(1, 0).with("in", "é".repeat(200_000).as_str())])]).await;
        let detail = world.get(&format!("/traces/{}/spans/{}", trace_id(1), span_id(1))).await.good();
        assert_eq!((&detail["inputs_truncated"], &detail["inputs_bytes"]), (&true.into(), &400_002.into()));
        // The cut text begins with the quote of the JSON text, so the limit falls inside a character.
        assert_eq!(detail["inputs"].as_str().unwrap().len(), (256 << 10) - 1);
        assert_eq!(detail["attributes"][0]["truncated_bytes"], 400_000);
    }

    #[tokio::test]
    async fn a_conversation_is_shown_as_messages() {
        let world = World::with(Limits::default(), Arc::new(spanwell_otlp::Translators));
        let request = json!({"model": "m", "messages": [{"role": "user", "content": "hi"}]}).to_string();
        let answer = json!({"choices": [{"message": {"role": "assistant", "content": "hello"}, "finish_reason": "stop"}]}).to_string();
        let call = span(1, 0)
            .with("mlflow.spanType", "\"CHAT_MODEL\"")
            .with("mlflow.spanInputs", request.as_str())
            .with("mlflow.spanOutputs", answer.as_str());
        world.put(vec![write(1, vec![call])]).await;
        let detail = world.get(&format!("/traces/{}/spans/{}", trace_id(1), span_id(1))).await.good();
        let chat = &detail["chat"];
        assert_eq!(chat["messages"][0]["content"], json!([{"type": "text", "text": "hi"}]));
        assert_eq!((&chat["messages"][1]["role"], &chat["output_count"]), (&"assistant".into(), &1.into()));
    }
}
