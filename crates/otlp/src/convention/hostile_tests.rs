//! Attributes that nobody writes by accident: no translator panics, none takes quadratic time, and what they find is
//! valid.

use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};
use spanwell_model::{Span, Value};

use super::convention_tests::{event, span};
use super::{DeriveFacts as _, Translators};
use crate::{chat, with_translated};

/// Everything that is done with a span; what comes out is valid JSON and no longer than allowed.
fn translate(mut span: Span) -> Span {
    span.facts = Translators.derive(&span);
    _ = chat(&span);
    _ = with_translated(&span);
    for text in [&span.facts.inputs, &span.facts.outputs, &span.facts.tools].into_iter().flatten() {
        assert!(serde_json::from_str::<Json>(text).is_ok(), "{text:.100}");
    }
    for preview in [&span.facts.request_preview, &span.facts.response_preview].into_iter().flatten() {
        assert!(preview.chars().count() <= 1_000);
    }
    span
}

/// Enough that quadratic work would take minutes.
const MANY: usize = 20_000;

#[test]
fn many_flattened_keys_are_read_once() {
    for [role, content, call] in [
        [
            "llm.input_messages.{}.message.role",
            "llm.input_messages.{}.message.content",
            "llm.input_messages.0.message.tool_calls.{}.tool_call.id",
        ],
        ["gen_ai.prompt.{}.role", "gen_ai.prompt.{}.content", "gen_ai.completion.0.tool_calls.{}.id"],
        [
            "retrieval.documents.{}.document.id",
            "retrieval.documents.{}.document.content",
            "llm.tools.{}.tool.json_schema",
        ],
        ["ai.telemetry.metadata.{}", "langsmith.metadata.{}", "traceloop.association.properties.{}"],
        ["mlflow.traceTag.{}", "langfuse.trace.metadata.{}", "llm.request.functions.{}.name"],
    ] {
        let keys = (0..MANY)
            .rev()
            .flat_map(|index| [role, content, call].map(|key| key.replace("{}", &index.to_string())));
        let mut hostile = span(json!({"openinference.span.kind": "LLM", "gen_ai.operation.name": "chat"}));
        hostile.attributes.extend(keys.map(|key| (key, Value::from("user"))));
        translate(hostile);
    }
}

#[test]
fn huge_indices_and_deep_keys_take_no_room() {
    let mut hostile = span(json!({"openinference.span.kind": "LLM"}));
    for index in ["4000000000", "18446744073709551615", "18446744073709551616", "0007", "-1", "1e9", ""] {
        for key in [
            "llm.input_messages.{}.message.content",
            "gen_ai.prompt.{}.content",
            "llm.tools.{}.tool.name",
            "embedding.embeddings.{}.embedding.text",
        ] {
            hostile.attributes.push((key.replace("{}", index), Value::from("x")));
        }
    }
    hostile
        .attributes
        .push((format!("llm.input_messages.0.message{}", ".0".repeat(50_000)), Value::from("x")));
    let messages = chat(&translate(hostile)).unwrap().messages;
    assert!(messages.len() <= 5, "{}", messages.len());
}

#[test]
fn many_messages_calls_parts_and_events_take_linear_time() {
    let calls: Vec<Json> =
        (0..MANY).map(|id| json!({"id": id.to_string(), "function": {"name": "f"}})).collect();
    let parts: Vec<Json> = (0..MANY).map(|id| json!({"type": "tool_use", "id": format!("p{id}")})).collect();
    let said = json!({"role": "assistant", "content": parts, "tool_calls": calls});
    let asked: Vec<Json> = (0..MANY).map(|_| json!({"role": "user", "content": "q"})).collect();
    let answered = [asked.as_slice(), &[said]].concat();
    translate(span(json!({
        "mlflow.spanType": "CHAT_MODEL", "mlflow.spanInputs": {"messages": asked}, "mlflow.spanOutputs": {"messages": answered},
    })));
    let mut hostile = span(json!({"gen_ai.operation.name": "chat"}));
    for number in 0..MANY {
        let name = [
            "gen_ai.user.message",
            "gen_ai.choice",
            "gen_ai.client.inference.operation.details",
            "mlflow.chunk.item.0",
        ][number % 4];
        hostile
            .events
            .push(event(name, &[("content", "[]"), ("gen_ai.input.messages", "[{\"role\":\"user\"}]")]));
    }
    translate(hostile);
}

#[test]
fn nesting_has_an_end() {
    for (open, close) in [
        ("[", "]"),
        ("{\"messages\":", "}"),
        ("{\"message\":", "}"),
        ("{\"input\":", "}"),
        ("[[\"user\",", "]]"),
    ] {
        for depth in [60, 127, 5_000] {
            let nested = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            for key in [
                "input.value",
                "gen_ai.input.messages",
                "mlflow.spanOutputs",
                "gen_ai.prompt",
                "pydantic_ai.all_messages",
                "metadata",
            ] {
                let mut hostile = span(json!({"openinference.span.kind": "LLM"}));
                hostile.attributes.push((key.to_owned(), Value::from(nested.as_str())));
                translate(hostile);
            }
        }
    }
}

proptest! {
    #[test]
    fn nothing_that_is_almost_a_message_makes_a_translator_panic(
        attributes in proptest::collection::vec((proptest::sample::select(KEYS), value(), any::<bool>()), 1..8)
    ) {
        let mut hostile = span(json!({}));
        for (key, value, as_text) in attributes {
            let value = if as_text { Value::from(value.to_string().as_str()) } else { Value::from_json_value(&value) };
            let mut told = event("gen_ai.client.inference.operation.details", &[]);
            told.attributes.push((key.to_owned(), value.clone()));
            hostile.events.push(told);
            let mut message = event("gen_ai.choice", &[]);
            message.attributes.push(("body".to_owned(), value.clone()));
            hostile.events.push(message);
            hostile.attributes.push((key.to_owned(), value));
        }
        translate(hostile);
    }
}

/// Anything made of the words that translators look for.
fn value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        proptest::sample::select(WORDS).prop_map(Json::from),
        ".{0,8}".prop_map(Json::from),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
            proptest::collection::vec((proptest::sample::select(WORDS), inner), 0..6).prop_map(|entries| {
                Json::Object(
                    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>(),
                )
            }),
        ]
    })
}

const KEYS: &[&str] = &[
    "mlflow.spanType",
    "mlflow.spanInputs",
    "mlflow.spanOutputs",
    "mlflow.chat.tokenUsage",
    "mlflow.llm.cost",
    "mlflow.linkedPrompts",
    "mlflow.traceRequestId",
    "langfuse.observation.type",
    "langfuse.observation.input",
    "langfuse.observation.usage_details",
    "langfuse.observation.cost_details",
    "openinference.span.kind",
    "input.value",
    "output.value",
    "input.mime_type",
    "llm.input_messages.0.message.contents.0.message_content.image",
    "llm.output_messages.3.message.tool_calls.1.tool_call",
    "llm.tools.0.tool",
    "llm.invocation_parameters",
    "metadata",
    "tag.tags",
    "retrieval.documents.0.document",
    "reranker.input_documents.1.document",
    "gen_ai.operation.name",
    "gen_ai.input.messages",
    "gen_ai.output.messages",
    "gen_ai.system_instructions",
    "gen_ai.tool.definitions",
    "gen_ai.response.finish_reasons",
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.audio.input_tokens",
    "gen_ai.usage.raw",
    "gen_ai.prompt",
    "gen_ai.completion",
    "gen_ai.prompt.1.content",
    "ai.operationId",
    "ai.prompt",
    "ai.prompt.messages",
    "ai.prompt.tools",
    "ai.response.toolCalls",
    "ai.response.files",
    "ai.response.providerMetadata",
    "ai.values",
    "traceloop.entity.input",
    "traceloop.span.kind",
    "llm.request.type",
    "llm.request.functions.0.parameters",
    "langsmith.span.kind",
    "langsmith.metadata.usage_metadata",
    "lmnr.span.type",
    "lmnr.span.output",
    "gcp.vertex.agent.llm_request",
    "gcp.vertex.agent.llm_response",
    "pydantic_ai.all_messages",
    "all_messages_events",
    "events",
    "agent_name",
    "model_name",
    "model_request_parameters",
    "final_result",
    "request_data",
    "response_data",
    "hidden_params",
    "lk.chat_ctx",
    "lk.response.function_calls",
    "voltagent.conversation_id",
    "server.address",
];

const WORDS: &[&str] = &[
    "role",
    "content",
    "parts",
    "type",
    "text",
    "tool_calls",
    "tool_call",
    "function",
    "name",
    "arguments",
    "choices",
    "message",
    "messages",
    "input",
    "inputs",
    "output",
    "outputs",
    "kind",
    "data",
    "usage",
    "lc",
    "id",
    "kwargs",
    "generations",
    "image_url",
    "files",
    "candidates",
    "finish_reason",
    "finishReason",
    "stop_reason",
    "system",
    "user",
    "assistant",
    "tool",
    "image",
    "audio",
    "file",
    "blob",
    "uri",
    "reasoning",
    "summary",
    "toolUse",
    "toolResult",
    "functionCall",
    "functionResponse",
    "web_search_call",
    "function_call_output",
    "tools",
    "total_tokens",
    "prompt_tokens",
    "promptTokensDetails",
    "input_token_details",
    "LLM",
    "CHAT_MODEL",
    "chat",
    "ai.generateText.doGenerate",
    "generation",
    "llm",
    "completed",
    "[{",
    "{\"role\":\"user\"}",
    "[[\"user\",\"q\"]]",
    "data:image/png;base64,AA",
    "\"q\"",
    "",
];
