//! Conventions of which there is no recording, and rules that recordings do not reach.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use spanwell_model::{DeriveFacts as _, Resource, Scope, Span, SpanEvent, SpanFacts, StatusCode, Value};

use super::Translators;
use crate::decode::empty_span;

pub(super) fn span(attributes: Json) -> Span {
    let mut span = empty_span(&Arc::new(Resource::default()), &Arc::new(Scope::default()));
    if let Value::Map(entries) = Value::from_json_value(&attributes) {
        span.attributes = entries;
    }
    span.start_time_ns = 1_000_000_000;
    span
}

pub(super) fn facts(attributes: Json) -> SpanFacts {
    Translators.derive(&span(attributes))
}

pub(super) fn event(name: &str, attributes: &[(&str, &str)]) -> SpanEvent {
    SpanEvent {
        name: name.to_owned(),
        time_ns: 1_500_000_000,
        attributes: attributes.iter().map(|(key, text)| ((*key).to_owned(), Value::from(*text))).collect(),
        dropped_attributes: 0,
    }
}

#[test]
fn gemini_cli() {
    let facts = facts(json!({
        "gen_ai.operation.name": "llm_call", "gen_ai.request.model": "gemini-3-pro",
        "gen_ai.input.messages": "[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]",
    }));
    assert_eq!(facts.span_type.as_deref(), Some("LLM"));
    assert_eq!(facts.convention, Some("gemini_cli"));
    assert_eq!(facts.request_preview.as_deref(), Some("hi"));
}

#[test]
fn claude_code() {
    let mut span = span(json!({
        "input_tokens": 8, "output_tokens": 40, "cache_read_tokens": 16, "cache_creation_tokens": 0,
        "model": "claude-sonnet-4-5",
    }));
    "claude_code.llm_request".clone_into(&mut span.name);
    let facts = Translators.derive(&span);
    assert_eq!(facts.span_type.as_deref(), Some("LLM"));
    assert_eq!(facts.usage.map(|usage| (usage.input_tokens, usage.total_tokens)), Some((24, 64)));
    assert_eq!(facts.provider.as_deref(), Some("anthropic"));
    "claude_code.tool".clone_into(&mut span.name);
    span.events.push(event("tool.output", &[("output", "done")]));
    assert_eq!(Translators.derive(&span).outputs.as_deref(), Some("\"done\""));
}

#[test]
fn spring_ai() {
    let mut span = span(json!({"gen_ai.operation.name": "chat", "spring.ai.kind": "chat_client"}));
    span.events.push(event(
        "gen_ai.content.prompt",
        &[("gen_ai.prompt", "[{\"role\":\"user\",\"content\":\"hi\"}]")],
    ));
    span.events.push(event("gen_ai.content.completion", &[("gen_ai.completion", "hello")]));
    let facts = Translators.derive(&span);
    assert_eq!(facts.inputs.as_deref(), Some(r#"[{"role":"user","content":"hi"}]"#));
    assert_eq!(facts.outputs.as_deref(), Some("\"hello\""));
    assert_eq!((facts.span_type.as_deref(), facts.convention), (Some("CHAT_MODEL"), Some("spring_ai")));
}

#[test]
fn voltagent_and_its_bare_keys() {
    let ours = facts(json!({
        "voltagent.conversation_id": "c1", "span.type": "agent", "input": "hi", "output": "[]", "usage.prompt_tokens": 3,
    }));
    assert_eq!(ours.span_type.as_deref(), Some("AGENT"));
    assert_eq!((ours.inputs.as_deref(), ours.outputs.as_deref()), (Some("\"hi\""), Some("[]")));
    assert_eq!((ours.session_id.as_deref(), ours.message_format.as_deref()), (Some("c1"), Some("voltagent")));
    let other = facts(json!({"input": "hi", "output": "ho"}));
    assert_eq!((other.inputs, other.outputs), (None, None));
}

#[test]
fn livekit() {
    let facts = facts(json!({
        "lk.chat_ctx": "{\"items\":[]}", "lk.response.text": "hello", "lk.response.function_calls": "[]",
        "gen_ai.request.model": "m", "lk.response.ttft": 0.25,
    }));
    assert_eq!(
        (facts.inputs.as_deref(), facts.outputs.as_deref()),
        (Some("{\"items\":[]}"), Some("\"hello\""))
    );
    assert_eq!(facts.time_to_first_token_ns, Some(250_000_000));
    assert_eq!(facts.message_format.as_deref(), Some("livekit"));
}

#[test]
fn google_adk_with_content() {
    let facts = facts(json!({
        "gcp.vertex.agent.llm_request": "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}",
        "gcp.vertex.agent.llm_response": "{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"ho\"}]}}",
        "gcp.vertex.agent.tool_call_args": "{}", "gcp.vertex.agent.session_id": "s1",
    }));
    assert_eq!(facts.request_preview.as_deref(), Some("hi"));
    assert_eq!(facts.response_preview.as_deref(), Some("ho"));
    assert_eq!(facts.session_id.as_deref(), Some("s1"));
}

#[test]
fn prompts_of_every_convention() {
    for attributes in [
        json!({"mlflow.linkedPrompts": "[{\"name\":\"p\",\"version\":\"3\"}]"}),
        json!({"mlflow.linkedPrompts": [{"name": "p", "version": 3}]}),
        json!({"gen_ai.prompt.name": "p", "gen_ai.prompt.version": "3"}),
        json!({"traceloop.prompt.key": "p", "traceloop.prompt.version": 3}),
        json!({"langfuse.observation.prompt.name": "p", "langfuse.observation.prompt.version": 3}),
        json!({"input.value": "x", "prompt.id": "p", "llm.prompt_template.version": "3"}),
    ] {
        let prompts = facts(attributes.clone()).prompts;
        assert_eq!(prompts.len(), 1, "{attributes}");
        assert_eq!(
            (prompts[0].name.as_str(), prompts[0].version.as_deref()),
            ("p", Some("3")),
            "{attributes}"
        );
    }
}

#[test]
fn one_count_under_many_keys_is_counted_once() {
    let usage = facts(json!({
        "gen_ai.usage.input_tokens": 24, "gen_ai.usage.prompt_tokens": 24, "ai.usage.inputTokens": 24,
        "llm.token_count.prompt": 24, "gen_ai.usage.output_tokens": "8", "gen_ai.usage.total_tokens": 32.0,
    }))
    .usage
    .unwrap();
    assert_eq!((usage.input_tokens, usage.output_tokens, usage.total_tokens), (24, 8, 32));
}

#[test]
fn usage_around_vercel_steps_is_not_taken() {
    let root = facts(json!({"ai.operationId": "ai.generateText", "ai.usage.promptTokens": 24}));
    assert_eq!(root.usage, None);
    let step = facts(json!({"ai.operationId": "ai.generateText.doGenerate", "ai.usage.promptTokens": 24}));
    assert_eq!(step.usage.map(|usage| usage.input_tokens), Some(24));
}

#[test]
fn results_that_are_false_or_empty_are_kept() {
    for (attributes, outputs) in [
        (json!({"gen_ai.tool.call.result": "0"}), "\"0\""),
        (json!({"gen_ai.tool.call.result": 0}), "0"),
        (json!({"gen_ai.tool.call.result": "[]"}), "[]"),
        (json!({"gen_ai.tool.call.result": false}), "false"),
        (json!({"traceloop.entity.output": "0"}), "0"),
        (json!({"ai.operationId": "ai.toolCall", "ai.toolCall.result": "false"}), "false"),
        (json!({"input.value": "x", "output.value": ""}), "\"\""),
        (json!({"output.value": "0", "output.mime_type": "application/json", "input.value": "x"}), "0"),
        (json!({"langfuse.observation.output": "{}"}), "{}"),
    ] {
        assert_eq!(facts(attributes.clone()).outputs.as_deref(), Some(outputs), "{attributes}");
    }
}

#[test]
fn structured_messages_are_taken_as_they_are() {
    let facts = facts(json!({
        "gen_ai.operation.name": "chat",
        "gen_ai.input.messages": [{"role": "user", "parts": [{"type": "text", "content": "hi"}]}],
        "gen_ai.response.finish_reasons": "[\"tool_call\"]",
    }));
    assert_eq!(facts.request_preview.as_deref(), Some("hi"));
    assert_eq!(facts.finish_reasons, ["tool_calls"]);
}

#[test]
fn databricks_is_recognised_by_address_and_model() {
    for attributes in [
        json!({"gen_ai.provider.name": "openai", "gen_ai.request.model": "m", "server.address": "adb-1.2.azuredatabricks.net"}),
        json!({"gen_ai.request.model": "m", "gen_ai.openai.api_base": "https://x/serving-endpoints"}),
        json!({"gen_ai.request.model": "m", "gen_ai.request.base_url": "https://x.cloud.databricks.com/ai-gateway/mlflow/v1"}),
        json!({"gen_ai.request.model": "system.ai.claude", "gen_ai.provider.name": "openai"}),
        json!({"mlflow.spanInputs": {"model": "databricks-gpt-5"}, "mlflow.llm.model": "gpt-5"}),
    ] {
        assert_eq!(facts(attributes.clone()).provider.as_deref(), Some("databricks"), "{attributes}");
    }
    let database = facts(json!({"server.address": "acme.cloud.databricks.com", "db.system": "databricks"}));
    assert_eq!(database.provider, None);
}

#[test]
fn errors_are_found_in_status_event_and_attributes() {
    let mut failed = span(json!({}));
    failed.status.code = StatusCode::Error;
    failed.events.push(event(
        "exception",
        &[("exception.type", "E"), ("exception.message", "m"), ("exception.stacktrace", "s")],
    ));
    let error = Translators.derive(&failed).error.unwrap();
    assert_eq!(
        (error.kind.as_deref(), error.message.as_deref(), error.stack.as_deref()),
        (Some("E"), Some("m"), Some("s"))
    );
    let mut handled = failed.clone();
    handled.status.code = StatusCode::Ok;
    assert_eq!(Translators.derive(&handled).error, None);
    let mut databricks = span(json!({}));
    databricks.status.code = StatusCode::Error;
    databricks.status.message =
        "Error code: 429 - {\"error_code\": \"REQUEST_LIMIT_EXCEEDED\", \"message\": \"slow down\"}".into();
    assert_eq!(
        Translators.derive(&databricks).error.unwrap().kind.as_deref(),
        Some("REQUEST_LIMIT_EXCEEDED")
    );
}

#[test]
fn mlflow_tags_sessions_and_costs() {
    let facts = facts(json!({
        "mlflow.spanType": "CHAT_MODEL", "mlflow.spanInputs": "{\"a\": 1}", "mlflow.traceTag.env": "prod",
        "session.id": "s", "user.id": 7, "mlflow.chat.tokenUsage": {"input_tokens": 1, "output_tokens": 2, "total_tokens": 3},
        "mlflow.llm.cost": {"input_cost": 0.1, "output_cost": 0.2, "total_cost": 0.3},
    }));
    assert_eq!(facts.inputs.as_deref(), Some("{\"a\": 1}"));
    assert_eq!(facts.trace_tags, [("env".to_owned(), "prod".to_owned())]);
    assert_eq!((facts.session_id.as_deref(), facts.user_id.as_deref()), (Some("s"), Some("7")));
    assert_eq!(facts.cost.map(|cost| cost.total_usd), Some(0.3));
}

#[test]
fn documents_and_embedded_texts_of_openinference() {
    let facts = facts(json!({
        "openinference.span.kind": "RETRIEVER", "input.value": "q",
        "retrieval.documents.1.document.content": "second", "retrieval.documents.0.document.content": "first",
        "retrieval.documents.0.document.score": 0.5, "retrieval.documents.0.document.metadata": "{\"src\":\"a\"}",
    }));
    let outputs: Json = serde_json::from_str(facts.outputs.as_deref().unwrap()).unwrap();
    assert_eq!(outputs[0]["page_content"], "first");
    assert_eq!(outputs[0]["metadata"], json!({"src": "a", "score": 0.5}));
    assert_eq!(outputs[1]["page_content"], "second");
}

#[test]
fn flattened_images_and_calls_of_openinference() {
    let mut span = span(json!({
        "openinference.span.kind": "LLM",
        "llm.input_messages.0.message.role": "user",
        "llm.input_messages.0.message.contents.0.message_content.type": "text",
        "llm.input_messages.0.message.contents.0.message_content.text": "see",
        "llm.input_messages.0.message.contents.1.message_content.type": "image",
        "llm.input_messages.0.message.contents.1.message_content.image.image.url": "https://x/y.png",
        "llm.output_messages.0.message.role": "assistant",
        "llm.output_messages.0.message.tool_calls.0.tool_call.function.name": "f",
        "llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments": "{}",
        "llm.finish_reason": "tool_calls",
    }));
    span.facts = Translators.derive(&span);
    let chat = serde_json::to_value(crate::chat(&span).unwrap()).unwrap();
    assert_eq!(
        chat,
        json!({"messages": [
            {"role": "user", "content": [{"type": "text", "text": "see"}, {"type": "image", "url": "https://x/y.png"}]},
            {"role": "assistant", "finish_reason": "tool_calls", "content": [{"type": "tool_call", "name": "f", "arguments": {}}]},
        ], "output_count": 1})
    );
    assert!(span.facts.inputs.is_some() && span.facts.outputs.is_some());
}

#[test]
fn instructions_come_first_and_only_once() {
    let with = |messages: &str| {
        let mut span = span(json!({
            "gen_ai.operation.name": "chat",
            "gen_ai.system_instructions": "[{\"type\":\"text\",\"content\":\"be kind\"}]",
            "gen_ai.input.messages": messages,
        }));
        span.facts = Translators.derive(&span);
        crate::chat(&span).unwrap().messages
    };
    let roles =
        |messages: Vec<crate::Message>| messages.into_iter().map(|message| message.role).collect::<Vec<_>>();
    assert_eq!(roles(with("[{\"role\":\"user\",\"parts\":[]}]")), ["system", "user"]);
    assert_eq!(roles(with("[{\"role\":\"system\",\"parts\":[]}]")), ["system"]);
}

#[test]
fn text_is_a_conversation_on_model_spans_only() {
    let chat_of = |kind: &str| {
        let mut span =
            span(json!({"openinference.span.kind": kind, "input.value": "q", "output.value": "a"}));
        span.facts = Translators.derive(&span);
        crate::chat(&span)
    };
    assert_eq!(chat_of("LLM").map(|chat| (chat.messages.len(), chat.output_count)), Some((2, 1)));
    assert_eq!(chat_of("CHAIN"), None);
    assert_eq!(chat_of("TOOL"), None);
}
