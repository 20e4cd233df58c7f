//! What MLflow 3.17.2 loses of the recordings and ours finds, case by case.

use serde_json::Value as Json;
use spanwell_model::{CostSource, Span};
use spanwell_otlp::{Block, chat};

use crate::samples::{cases, spans};

const QUESTION: &str = "What is the capital of France?";
const ANSWER: &str = "The capital of France is Paris.";

fn any(name: &str, holds: impl Fn(&Span) -> bool) {
    assert!(spans(name).iter().any(holds), "{name}");
}

#[test]
fn sessions_and_users_are_found_in_every_convention() {
    for (case, session, user) in [
        ("langfuse-py-nested", "sess-1", Some("user-1")),
        ("openinference-py-openai-chat-session", "sess-1", Some("user-1")),
        ("traceloop-py-sdk-nested", "sess-1", Some("user-1")),
        ("traceloop-py-sdk044old-nested", "sess-1", Some("user-1")),
        ("vercel-ai-v5-chat", "sess-1", Some("user-1")),
        ("vercel-ai-v7-legacy-chat-stream", "sess-1", Some("user-1")),
        ("langchain-langsmith-nested", "th-1", None),
        ("langchain-genai-chain", "th-1", None),
        ("google-adk-py-chat", "sess-1", None),
        ("openai-agents-genai-tool", "sess-1", None),
    ] {
        any(case, |span| span.facts.session_id.as_deref() == Some(session));
        if let Some(user) = user {
            any(case, |span| span.facts.user_id.as_deref() == Some(user));
        }
    }
}

#[test]
fn reasoning_tokens_are_found() {
    for case in [
        "langfuse-py-chat",
        "langchain-langsmith-chat",
        "agent-framework-py-tool",
        "laminar-py-chat",
        "logfire-chat",
        "openinference-py-openai-chat-session",
        "otel-py-genai-openai-span-chat",
        "traceloop-py-openai-chat",
        "pydantic-ai-tool",
        "vercel-ai-v7-legacy-chat-stream",
        "mlflow-py-native-chat",
    ] {
        any(case, |span| span.facts.usage.and_then(|usage| usage.reasoning_output_tokens) == Some(3));
    }
}

#[test]
fn cached_tokens_are_found_where_mlflow_misses_them() {
    for case in [
        "laminar-py-chat",
        "langchain-langsmith-chat",
        "logfire-chat",
        "langfuse-py-chat",
        "traceloop-py-sdk044old-chat",
        "vercel-ai-v7-legacy-chat-stream",
    ] {
        any(case, |span| {
            span.facts
                .usage
                .is_some_and(|usage| usage.input_tokens == 24 && usage.cache_read_input_tokens == Some(16))
        });
    }
}

#[test]
fn reported_costs_are_kept() {
    for (case, total_usd) in
        [("pydantic-ai-tool", 7.2e-6), ("logfire-chat", 7.2e-6), ("litellm-py-embeddings", 1e-7)]
    {
        any(case, |span| {
            span.facts.cost.is_some_and(|cost| {
                (cost.total_usd - total_usd).abs() < 1e-12 && cost.source == CostSource::Reported
            })
        });
    }
    // Zero beside unknown tokens says nothing.
    assert!(spans("pydantic-ai-1x-v1-chat").iter().all(|span| span.facts.cost.is_none()));
}

#[test]
fn steps_that_mlflow_leaves_untyped_have_types() {
    for (case, name, span_type) in [
        ("langchain-genai-chain", "invoke_workflow RunnableSequence", "WORKFLOW"),
        ("vercel-ai-v7-chat", "step 1", "CHAIN"),
        ("vercel-ai-v5-embed-many", "ai.embedMany.doEmbed", "EMBEDDING"),
        ("langchain-langsmith-nested", "weather_agent", "CHAIN"),
        ("strands-py-tool", "execute_event_loop_cycle", "CHAIN"),
        ("pydantic-ai-1x-v1-nested", "agent run", "AGENT"),
        ("pydantic-ai-1x-v1-nested", "running tool", "TOOL"),
    ] {
        any(case, |span| span.name == name && span.facts.span_type.as_deref() == Some(span_type));
    }
}

#[test]
fn content_of_log_events_reaches_its_spans() {
    for case in [
        "otel-py-genai-openai-event-tool",
        "otel-py-openai-v2-event-tool",
        "otel-py-openai-v2-legacy-tool-stream",
        "pydantic-ai-1x-v1-nested",
        "strands-py-latest-tool",
    ] {
        any(case, |span| span.facts.inputs.is_some() && span.facts.outputs.is_some());
        any(case, |span| chat(span).is_some_and(|chat| chat.messages.len() >= 2 && chat.output_count == 1));
    }
}

#[test]
fn agents_of_pydantic_ai_and_langsmith_runs_have_inputs_and_outputs() {
    any("pydantic-ai-nested", |span| {
        span.name == "invoke_agent boss" && span.facts.inputs.is_some() && span.facts.outputs.is_some()
    });
    for span in spans("langchain-langsmith-chat") {
        assert!(span.facts.inputs.is_some() && span.facts.outputs.is_some());
        assert_eq!(span.facts.request_preview.as_deref(), Some(QUESTION));
        assert_eq!(span.facts.response_preview.as_deref(), Some(ANSWER));
    }
}

#[test]
fn langfuse_model_usage_and_error_are_found() {
    let span = &spans("langfuse-py-chat")[0];
    assert_eq!(span.facts.model.as_deref(), Some("gpt-4o-mini-2024-07-18"));
    assert_eq!(span.facts.usage.map(|usage| usage.total_tokens), Some(32));
    let failed = &spans("langfuse-py-error")[0];
    assert!(failed.facts.error.as_ref().unwrap().message.as_deref().unwrap().contains("no-such-error-model"));
    assert_eq!(failed.facts.cost, None);
}

#[test]
fn claude_on_databricks_counts_cached_tokens_as_input() {
    for case in ["mlflow-py-native-dbx-claude", "openinference-py-openai-dbx-claude"] {
        let span = &spans(case)[0];
        let usage = span.facts.usage.unwrap();
        assert_eq!((usage.input_tokens, usage.output_tokens, usage.total_tokens), (24, 40, 64), "{case}");
        assert_eq!(usage.cache_read_input_tokens, Some(16), "{case}");
        assert_eq!(span.facts.provider.as_deref(), Some("databricks"), "{case}");
        assert_eq!(span.facts.model_request.as_deref(), Some("databricks-claude-sonnet-4-5"), "{case}");
    }
}

#[test]
fn the_time_to_the_first_token_is_known_for_streams() {
    for case in [
        "mlflow-py-native-chat-stream",
        "openinference-py-openai-chat-stream",
        "otel-py-genai-openai-span-chat-stream",
        "traceloop-py-openai-chat-stream",
        "traceloop-py-sdk044old-chat-stream",
        "laminar-py-chat-stream",
        "langfuse-py-chat-stream",
        "vercel-ai-v5-chat-stream",
        "vercel-ai-v7-chat-stream",
        "pydantic-ai-chat-stream",
        "strands-py-chat",
    ] {
        any(case, |span| {
            let duration_ns = span.duration_ns().unwrap();
            span.facts.time_to_first_token_ns.is_some_and(|time_ns| time_ns > 0 && time_ns <= duration_ns)
        });
    }
}

#[test]
fn why_a_model_stopped_is_found_where_only_its_answer_says_so() {
    for (case, reason) in [
        ("langchain-langsmith-chat", "stop"),
        ("langchain-langsmith-tool", "tool_calls"),
        ("mlflow-py-native-responses", "stop"),
        ("openinference-py-openai-responses", "stop"),
        ("otel-py-openai-v2-span-chat-stream", "stop"),
        ("otel-py-openai-v2-span-tool-stream", "tool_calls"),
        ("strands-py-latest-tool", "tool_calls"),
    ] {
        any(case, |span| span.facts.finish_reasons == [reason]);
    }
}

#[test]
fn model_calls_below_a_silent_root_have_words() {
    for case in
        ["vercel-ai-v5-nested", "openinference-py-openai-tool", "traceloop-py-openai-tool", "logfire-tool"]
    {
        let spans = spans(case);
        let root = spans.iter().find(|span| span.parent_span_id.is_none()).unwrap();
        assert_eq!((&root.facts.request_preview, &root.facts.response_preview), (&None, &None), "{case}");
        any(case, |span| span.facts.request_preview.as_deref().is_some_and(|asked| asked.contains("Paris")));
        any(case, |span| span.facts.response_preview.is_some());
    }
}

#[test]
fn streamed_answers_are_completed_from_their_chunks() {
    let thinking = chat(&spans("mlflow-py-native-dbx-claude-thinking-stream")[0]).unwrap();
    let answer = thinking.messages.last().unwrap();
    assert!(matches!(&answer.content[0], Block::Reasoning { text, signature: Some(_) } if !text.is_empty()));
    assert_eq!(answer.content[1], Block::Text { text: ANSWER.to_owned() });
    let calling = spans("mlflow-py-native-tool-stream");
    assert_eq!(calling[0].facts.finish_reasons, ["tool_calls"]);
}

#[test]
fn every_error_case_has_a_reason() {
    for case in cases().iter().filter(|case| case.name.contains("error")) {
        let failed: Vec<&Span> = case.spans.iter().filter(|span| span.facts.error.is_some()).collect();
        assert!(!failed.is_empty(), "{}", case.name);
        assert!(
            failed.iter().any(|span| {
                let error = span.facts.error.as_ref().unwrap();
                error.message.is_some() || error.kind.is_some()
            }),
            "{}",
            case.name
        );
    }
}

#[test]
fn every_recorded_conversation_is_read_as_messages() {
    for case in cases() {
        if ["error", "none", "google-adk", "openai-agents-genai"].iter().any(|part| case.name.contains(part))
            || case.name.starts_with("openai-agents-genai")
        {
            continue;
        }
        let chats: Vec<_> = case.spans.iter().filter_map(chat).collect();
        let texts = |role: &str| {
            let said = chats.iter().flat_map(|chat| &chat.messages).filter(|message| message.role == role);
            let blocks = said.flat_map(|message| message.content.clone());
            blocks
                .filter_map(|block| if let Block::Text { text } = block { Some(text) } else { None })
                .collect::<Vec<_>>()
        };
        if case.name.contains("-chat") && !case.name.contains("image") {
            let asked = texts("user");
            assert!(asked.iter().any(|text| text.contains("France")), "{}: {asked:?}", case.name);
            assert!(texts("assistant").iter().any(|text| text.contains("Paris")), "{}", case.name);
        }
        if case.name.contains("-tool") {
            let calls: Vec<&Block> =
                chats.iter().flat_map(|chat| &chat.messages).flat_map(|message| &message.content).collect();
            assert!(
                calls.iter().any(|block| matches!(block, Block::ToolCall { name, arguments, .. }
                    if name == "get_weather" && arguments["city"] == "Paris")),
                "{}",
                case.name
            );
        }
        for chat in &chats {
            let printed = serde_json::to_value(chat).unwrap();
            assert!(!printed.to_string().contains(r#""type":"other""#), "{}: {printed}", case.name);
            assert_eq!(serde_json::from_value::<spanwell_otlp::Chat>(printed).unwrap(), *chat);
        }
    }
}

#[test]
fn images_are_read_as_images() {
    for case in [
        "logfire-chat-image",
        "mlflow-py-genai-chat-image",
        "mlflow-py-native-chat-image",
        "otel-py-genai-openai-span-chat-image",
        "otel-py-openai-v2-legacy-chat-image",
    ] {
        let chat = chat(&spans(case)[0]).unwrap();
        let image = &chat.messages[0].content[1];
        assert!(
            matches!(
                image,
                Block::Image { url: Some(_), .. } | Block::Image { data: Some(_), mime: Some(_), .. }
            ),
            "{case}: {image:?}"
        );
    }
}

#[test]
fn tool_definitions_have_names_and_schemas() {
    for case in [
        "vercel-ai-v5-tool",
        "traceloop-py-sdk044old-tool",
        "openinference-js-openai-tool",
        "mlflow-py-native-tool",
        "otel-py-genai-openai-span-tool",
        "pydantic-ai-1x-v1-nested",
    ] {
        let tools = spans(case)
            .iter()
            .filter_map(chat)
            .find(|chat| !chat.tools.is_empty())
            .unwrap_or_else(|| panic!("{case}"))
            .tools;
        assert!(tools.iter().all(|tool| !tool.name.is_empty()), "{case}");
        assert!(tools[0].parameters.as_ref().is_some_and(Json::is_object), "{case}");
    }
}
