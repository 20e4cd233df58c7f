//! What the documents of the conventions allow and recordings do not show.

use serde_json::{Value as Json, json};
use spanwell_model::{Span, SpanFacts, TokenUsage, Value};

use super::convention_tests::{event, facts, span};
use super::{DeriveFacts as _, Translators};

fn usage(attributes: Json) -> TokenUsage {
    facts(attributes.clone()).usage.unwrap_or_else(|| panic!("{attributes}"))
}

fn chat(attributes: Json) -> Json {
    let mut span = span(attributes);
    span.facts = Translators.derive(&span);
    serde_json::to_value(crate::chat(&span)).unwrap()
}

fn json_of(text: Option<&str>) -> Json {
    serde_json::from_str(text.unwrap_or("null")).unwrap()
}

/// A span with a details event, as the GenAI conventions send it instead of attributes.
fn with_details(attributes: Json, told: Json) -> SpanFacts {
    let mut span: Span = span(attributes);
    let mut details = event("gen_ai.client.inference.operation.details", &[]);
    if let Value::Map(entries) = Value::from_json_value(&told) {
        details.attributes = entries;
    }
    span.events.push(details);
    Translators.derive(&span)
}

#[test]
fn a_details_event_tells_all_that_attributes_can_tell() {
    let told = json!({
        "gen_ai.operation.name": "chat", "gen_ai.request.model": "m", "gen_ai.response.model": "m-1",
        "gen_ai.provider.name": "openai", "gen_ai.usage.input_tokens": 24, "gen_ai.usage.output_tokens": 8,
        "gen_ai.usage.cache_read.input_tokens": 16, "gen_ai.conversation.id": "c1",
        "gen_ai.response.finish_reasons": ["length"],
        "gen_ai.input.messages": [{"role": "user", "parts": [{"type": "text", "content": "q"}]}],
        "gen_ai.output.messages": [{"role": "assistant", "parts": [{"type": "text", "content": "a"}]}],
    });
    let facts = with_details(json!({}), told.clone());
    assert_eq!((facts.model.as_deref(), facts.model_request.as_deref()), (Some("m-1"), Some("m")));
    assert_eq!((facts.span_type.as_deref(), facts.provider.as_deref()), (Some("CHAT_MODEL"), Some("openai")));
    assert_eq!((facts.session_id.as_deref(), facts.finish_reasons), (Some("c1"), vec!["length".to_owned()]));
    let usage = facts.usage.unwrap();
    assert_eq!((usage.input_tokens, usage.output_tokens, usage.cache_read_input_tokens), (24, 8, Some(16)));
    assert_eq!((facts.request_preview.as_deref(), facts.response_preview.as_deref()), (Some("q"), Some("a")));
    // Attributes win over the event.
    let both = with_details(json!({"gen_ai.response.model": "own", "gen_ai.usage.input_tokens": 30}), told);
    assert_eq!((both.model.as_deref(), both.usage.unwrap().input_tokens), (Some("own"), 30));
}

#[test]
fn choices_of_events_stand_in_the_order_of_their_indices() {
    let mut span = span(json!({"gen_ai.operation.name": "chat"}));
    for (index, text) in [(1, "second"), (0, "first")] {
        let mut choice = event("gen_ai.choice", &[("message", text), ("finish_reason", "stop")]);
        choice.attributes.push(("index".to_owned(), Value::Int(index)));
        span.events.push(choice);
    }
    let outputs = json_of(Translators.derive(&span).outputs.as_deref());
    assert_eq!((&outputs[0]["content"], &outputs[1]["content"]), (&json!("first"), &json!("second")));
}

#[test]
fn flattened_lists_may_begin_anywhere_and_are_sorted_as_numbers() {
    let facts = facts(json!({
        "gen_ai.prompt.10.content": "third", "gen_ai.prompt.10.role": "user",
        "gen_ai.prompt.2.content": "second", "gen_ai.prompt.2.role": "assistant",
        "gen_ai.prompt.1.content": "first", "gen_ai.prompt.1.role": "user",
        "gen_ai.completion.1.content": "answer", "gen_ai.completion.1.role": "assistant",
        "gen_ai.completion.1.finish_reason": "stop", "llm.request.type": "chat",
        "llm.usage.prompt_tokens": 3, "llm.usage.completion_tokens": 4, "llm.usage.total_tokens": 7,
    }));
    let inputs = json_of(facts.inputs.as_deref());
    let said: Vec<&str> =
        inputs.as_array().unwrap().iter().map(|one| one["content"].as_str().unwrap()).collect();
    assert_eq!(said, ["first", "second", "third"]);
    assert_eq!(
        (facts.response_preview.as_deref(), facts.finish_reasons),
        (Some("answer"), vec!["stop".to_owned()])
    );
    assert_eq!(facts.usage.map(|usage| (usage.input_tokens, usage.total_tokens)), Some((3, 7)));
}

#[test]
fn sessions_and_users_are_found_under_every_name_of_theirs() {
    for attributes in [
        json!({"traceloop.association.properties.sessionId": "s", "traceloop.association.properties.userId": "u"}),
        json!({"traceloop.association.properties.conversation_id": "s", "traceloop.association.properties.user_id": "u"}),
        json!({"lmnr.association.properties.session_id": "s", "lmnr.association.properties.user_id": "u"}),
        json!({"langsmith.metadata.conversation_id": "s", "langsmith.metadata.user_id": "u"}),
        json!({"ai.telemetry.metadata.conversationId": "s", "ai.telemetry.metadata.user_id": "u"}),
        json!({"ai.settings.context.threadId": "s", "ai.settings.context.userId": "u"}),
        json!({"langfuse.session.id": "s", "langfuse.user.id": "u"}),
        json!({"langfuse.trace.metadata.session_id": "\"s\"", "langfuse.trace.metadata.user_id": "\"u\""}),
        json!({"session.id": "s", "user.id": "u"}),
        json!({"gen_ai.conversation.id": "s", "enduser.id": "u"}),
        json!({"openinference.span.kind": "CHAIN", "metadata": "{\"sessionId\":\"s\",\"userId\":\"u\"}"}),
    ] {
        let facts = facts(attributes.clone());
        assert_eq!(
            (facts.session_id.as_deref(), facts.user_id.as_deref()),
            (Some("s"), Some("u")),
            "{attributes}"
        );
        assert_eq!(facts.trace_metadata, [], "{attributes}");
    }
}

#[test]
fn tokens_by_modality_are_found_in_every_convention() {
    for attributes in [
        json!({"gen_ai.usage.input_tokens": 9, "gen_ai.usage.audio.input_tokens": 7, "gen_ai.usage.audio.output_tokens": 2}),
        json!({"gen_ai.usage.input_tokens": 9, "gen_ai.usage.details.input_audio_tokens": 7, "gen_ai.usage.details.audio_tokens": 2}),
        json!({"llm.token_count.prompt": 9, "llm.token_count.prompt_details.audio": 7, "llm.token_count.completion_details.audio": 2}),
        json!({"langfuse.observation.type": "generation", "langfuse.observation.usage_details":
            "{\"input\": 2, \"input_audio_tokens\": 7, \"output\": 1, \"output_audio_tokens\": 2}"}),
        json!({"langsmith.metadata.usage_metadata":
            "{\"input_tokens\": 9, \"output_tokens\": 2, \"input_token_details\": {\"audio\": 7}, \"output_token_details\": {\"audio\": 2}}"}),
    ] {
        let parts = usage(attributes.clone()).by_modality;
        assert_eq!((parts.audio_input_tokens, parts.audio_output_tokens), (Some(7), Some(2)), "{attributes}");
    }
    let image = usage(
        json!({"gen_ai.usage.input_tokens": 9, "gen_ai.usage.image.input_tokens": 4, "gen_ai.usage.text.input_tokens": 5, "gen_ai.usage.video.input_tokens": 0}),
    );
    let parts = image.by_modality;
    assert_eq!(
        (parts.image_input_tokens, parts.text_input_tokens, parts.video_input_tokens),
        (Some(4), Some(5), None)
    );
}

#[test]
fn cached_tokens_of_every_source_are_inside_the_input() {
    for attributes in [
        // The OTel rule: included already.
        json!({"gen_ai.usage.input_tokens": 24, "gen_ai.usage.output_tokens": 8, "gen_ai.usage.cache_read.input_tokens": 16}),
        json!({"gen_ai.usage.input_tokens": 24, "gen_ai.usage.output_tokens": 8, "gen_ai.usage.cache_read_input_tokens": 16}),
        json!({"gen_ai.usage.prompt_tokens": 24, "gen_ai.usage.completion_tokens": 8, "gen_ai.usage.details.cache_read_tokens": 16}),
        json!({"llm.token_count.prompt": 24, "llm.token_count.completion": 8, "llm.token_count.prompt_details.cache_input": 16}),
        json!({"ai.operationId": "ai.generateText.doGenerate", "ai.usage.inputTokens": 24, "ai.usage.outputTokens": 8, "ai.usage.cachedInputTokens": 16}),
        // Left out, as the total shows.
        json!({"gen_ai.usage.input_tokens": 8, "gen_ai.usage.output_tokens": 8, "gen_ai.usage.total_tokens": 32, "gen_ai.usage.cache_read_input_tokens": 16}),
        // Buckets.
        json!({"langfuse.observation.usage_details": "{\"input\": 8, \"cache_read_input_tokens\": 16, \"output\": 8}"}),
        json!({"langfuse.observation.usage_details": {"input": 8, "input_cached_tokens": 16, "output": 5, "output_reasoning_tokens": 3, "total": 32}}),
        json!({"gcp.vertex.agent.llm_response": "{\"usage_metadata\":{\"prompt_token_count\":24,\"candidates_token_count\":5,\"thoughts_token_count\":3,\"cached_content_token_count\":16,\"total_token_count\":32}}"}),
    ] {
        let usage = usage(attributes.clone());
        assert_eq!(
            (usage.input_tokens, usage.output_tokens, usage.total_tokens),
            (24, 8, 32),
            "{attributes}"
        );
        assert_eq!(usage.cache_read_input_tokens, Some(16), "{attributes}");
    }
    let written = usage(json!({"ai.operationId": "ai.generateText.doGenerate", "ai.usage.inputTokens": 8,
        "ai.response.providerMetadata": "{\"anthropic\":{\"cacheCreationInputTokens\":4}}"}));
    assert_eq!(written.cache_creation_input_tokens, Some(4));
}

#[test]
fn reported_costs_of_every_convention() {
    for attributes in [
        json!({"gen_ai.usage.input_cost": 0.1, "gen_ai.usage.output_cost": 0.2, "gen_ai.usage.cost": 0.3}),
        json!({"gen_ai.cost.input_cost": 0.1, "gen_ai.cost.output_cost": 0.2, "gen_ai.cost.total_cost": 0.3}),
        json!({"openinference.span.kind": "LLM", "llm.cost.prompt": 0.1, "llm.cost.completion": 0.2, "llm.cost.total": 0.3}),
        json!({"langfuse.observation.cost_details": "{\"input\": 0.06, \"input_cached_tokens\": 0.04, \"output\": \"0.2\"}"}),
        json!({"langsmith.metadata.usage_metadata": "{\"input_tokens\": 1, \"input_cost\": 0.1, \"output_cost\": 0.2, \"total_cost\": 0.3}"}),
        json!({"mlflow.llm.cost": "{\"input_cost\": 0.1, \"output_cost\": 0.2, \"total_cost\": 0.3}"}),
    ] {
        let cost = facts(attributes.clone()).cost.unwrap_or_else(|| panic!("{attributes}"));
        let is_near = |usd: Option<f64>, expected: f64| usd.is_some_and(|usd| (usd - expected).abs() < 1e-9);
        assert!(is_near(Some(cost.total_usd), 0.3) && is_near(cost.input_usd, 0.1), "{attributes}: {cost:?}");
    }
}

#[test]
fn why_a_model_stopped_is_also_found_in_its_answer() {
    for (attributes, reason) in [
        (
            json!({"gen_ai.operation.name": "chat", "gen_ai.output.messages": "[{\"role\":\"assistant\",\"parts\":[],\"finish_reason\":\"tool_call\"}]"}),
            "tool_calls",
        ),
        (json!({"gen_ai.operation.name": "chat", "gen_ai.response.finish_reason": "max_tokens"}), "length"),
        (
            json!({"openinference.span.kind": "LLM", "output.value": "{\"choices\":[{\"finish_reason\":\"content_filter\"}]}"}),
            "content_filter",
        ),
        (
            json!({"langsmith.span.kind": "llm", "gen_ai.completion": "{\"generations\":[[{\"generation_info\":{\"finish_reason\":\"stop\"}}]]}"}),
            "stop",
        ),
        (
            json!({"mlflow.spanType": "CHAT_MODEL", "mlflow.spanOutputs": {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}, "output": []}}),
            "length",
        ),
        (
            json!({"gcp.vertex.agent.llm_response": "{\"content\":{},\"finish_reason\":\"MAX_TOKENS\"}"}),
            "length",
        ),
        (json!({"llm.input_messages.0.message.role": "user", "llm.finish_reason": "end_turn"}), "stop"),
    ] {
        assert_eq!(facts(attributes.clone()).finish_reasons, [reason], "{attributes}");
    }
}

#[test]
fn kinds_without_a_name_are_told_by_their_keys() {
    for (attributes, kind) in [
        (json!({"retrieval.documents.0.document.content": "d"}), "RETRIEVER"),
        (json!({"reranker.query": "q"}), "RERANKER"),
        (json!({"embedding.model_name": "m"}), "EMBEDDING"),
        (json!({"llm.input_messages.0.message.role": "user"}), "LLM"),
        (json!({"gen_ai.tool.call.id": "c"}), "TOOL"),
        (json!({"openinference.span.kind": "llm"}), "LLM"),
        (json!({"openinference.span.kind": "GUARDRAIL"}), "GUARDRAIL"),
        (json!({"openinference.span.kind": "EVALUATOR"}), "EVALUATOR"),
        (json!({"langfuse.observation.type": "guardrail"}), "GUARDRAIL"),
        (json!({"lmnr.span.type": "HUMAN_EVALUATOR"}), "EVALUATOR"),
        (json!({"gen_ai.operation.name": "search_memory"}), "MEMORY"),
        (json!({"ai.operationId": "ai.rerank"}), "RERANKER"),
    ] {
        assert_eq!(facts(attributes.clone()).span_type.as_deref(), Some(kind), "{attributes}");
    }
}

#[test]
fn rerankers_completions_and_older_calls_of_openinference() {
    let ranked = facts(json!({
        "openinference.span.kind": "RERANKER", "reranker.query": "q", "reranker.model_name": "r",
        "reranker.input_documents.0.document.content": "a", "reranker.output_documents.0.document.content": "b",
    }));
    assert_eq!(ranked.model.as_deref(), Some("r"));
    let (inputs, outputs) = (json_of(ranked.inputs.as_deref()), json_of(ranked.outputs.as_deref()));
    assert_eq!((&inputs["query"], &inputs["documents"][0]["page_content"]), (&json!("q"), &json!("a")));
    assert_eq!(outputs[0]["page_content"], "b");
    let completion = facts(
        json!({"openinference.span.kind": "LLM", "llm.prompts.0.prompt.text": "once", "llm.choices.0.completion.text": "upon"}),
    );
    assert_eq!(
        (completion.inputs.as_deref(), completion.outputs.as_deref()),
        (Some("\"once\""), Some("\"upon\""))
    );
    let called = chat(json!({
        "openinference.span.kind": "LLM", "llm.input_messages.0.message.role": "user", "llm.input_messages.0.message.content": "q",
        "llm.input_messages.0.message.contents.0.message_content.type": "text", "llm.input_messages.0.message.contents.0.message_content.text": "q",
        "llm.input_messages.0.message.contents.1.message_content.type": "audio",
        "llm.input_messages.0.message.contents.1.message_content.audio.audio.url": "https://x/y.wav",
        "llm.output_messages.0.message.role": "assistant",
        "llm.output_messages.0.message.function_call_name": "f", "llm.output_messages.0.message.function_call_arguments_json": "{\"a\":1}",
    }));
    assert_eq!(
        called["messages"][0]["content"],
        json!([{"type": "text", "text": "q"}, {"type": "audio", "url": "https://x/y.wav"}])
    );
    assert_eq!(
        called["messages"][1]["content"],
        json!([{"type": "tool_call", "name": "f", "arguments": {"a": 1}}])
    );
}

#[test]
fn tool_definitions_of_every_convention() {
    let function = json!({"type": "function", "function": {"name": "f", "description": "d", "parameters": {"type": "object"}}});
    for attributes in [
        json!({"openinference.span.kind": "LLM", "llm.tools.0.tool.name": "f", "llm.tools.0.tool.description": "d", "llm.tools.0.tool.json_schema": "{\"type\":\"object\"}"}),
        json!({"openinference.span.kind": "LLM", "llm.tools.3.tool.json_schema": function.to_string()}),
        json!({"openinference.span.kind": "LLM", "llm.invocation_parameters": json!({"tools": [function]}).to_string()}),
        json!({"ai.operationId": "ai.generateText.doGenerate", "ai.prompt.tools": "[{\"type\":\"function\",\"name\":\"f\",\"description\":\"d\",\"inputSchema\":{\"type\":\"object\"}}]"}),
        json!({"llm.request.functions.0.name": "f", "llm.request.functions.0.description": "d", "llm.request.functions.0.parameters": "{\"type\":\"object\"}"}),
        json!({"agent_name": "a", "model_request_parameters": {"function_tools": [], "output_tools": [{"name": "f", "description": "d", "parameters_json_schema": {"type": "object"}}]}}),
        json!({"gen_ai.tool.definitions": [function]}),
    ] {
        let tools = json_of(facts(attributes.clone()).tools.as_deref());
        assert_eq!(tools, json!([function]), "{attributes}");
    }
}

#[test]
fn templates_and_variables_of_prompts() {
    for attributes in [
        json!({"gen_ai.prompt.name": "p", "gen_ai.prompt.version": "3", "gen_ai.prompt.variable.country": "France", "gen_ai.prompt.variable.n": 2}),
        json!({"openinference.span.kind": "LLM", "prompt.id": "p", "llm.prompt_template.version": "3", "llm.prompt_template.template": "of {country}",
            "llm.prompt_template.variables": "{\"country\":\"France\",\"n\":2}"}),
        json!({"traceloop.prompt.key": "p", "traceloop.prompt.version_hash": "3", "traceloop.prompt.template": "of {country}",
            "traceloop.prompt.template_variables.country": "France", "traceloop.prompt.template_variables.n": 2}),
    ] {
        let facts = facts(attributes.clone());
        assert_eq!(facts.prompts[0].version.as_deref(), Some("3"), "{attributes}");
        let expected =
            [("country", "France"), ("n", "2")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(facts.prompt_variables, expected, "{attributes}");
        assert!(facts.prompt_template.is_none_or(|template| template == "of {country}"));
    }
}

#[test]
fn the_model_that_was_asked_for_is_told_apart() {
    for attributes in [
        json!({"langfuse.observation.type": "generation", "langfuse.observation.model.name": "m-1", "langfuse.observation.model.parameters": "{\"model\":\"m\"}"}),
        json!({"openinference.span.kind": "LLM", "llm.model_name": "m-1", "llm.invocation_parameters": "{\"model\":\"m\"}"}),
        json!({"openinference.span.kind": "LLM", "llm.response.model_name": "m-1", "llm.request.model_name": "m"}),
        json!({"ai.operationId": "ai.generateText.doGenerate", "ai.response.model": "m-1", "ai.model.id": "m"}),
        json!({"gen_ai.response.model": "m-1", "gen_ai.request.model": "m"}),
        json!({"mlflow.llm.model": "m-1", "mlflow.spanInputs": {"model": "m"}}),
    ] {
        let facts = facts(attributes.clone());
        assert_eq!(
            (facts.model.as_deref(), facts.model_request.as_deref()),
            (Some("m-1"), Some("m")),
            "{attributes}"
        );
    }
}

#[test]
fn databricks_is_told_by_the_names_of_its_clients_and_regions() {
    for attributes in [
        json!({"gen_ai.provider.name": "ChatDatabricks", "gen_ai.request.model": "m"}),
        json!({"ai.operationId": "ai.generateText.doGenerate", "ai.model.provider": "databricks.chat", "ai.model.id": "m"}),
        json!({"gen_ai.request.model": "m", "server.address": "https://acme.databricks.azure.us:443"}),
        json!({"litellm.call_id": "c", "gen_ai.request.model": "m", "litellm.provider.model": "databricks/m"}),
        json!({"hidden_params": "{\"api_base\": \"https://x.cloud.databricks.com/serving-endpoints\"}", "gen_ai.request.model": "m"}),
    ] {
        assert_eq!(facts(attributes.clone()).provider.as_deref(), Some("databricks"), "{attributes}");
    }
}

#[test]
fn the_convention_that_stands_first_wins_and_others_fill_the_gaps() {
    let facts = facts(json!({
        "input.value": "openinference", "openinference.span.kind": "LLM", "llm.model_name": "o",
        "gen_ai.input.messages": "[{\"role\":\"user\",\"parts\":[]}]", "gen_ai.output.messages": "[{\"role\":\"assistant\",\"parts\":[]}]",
        "gen_ai.request.model": "g", "gen_ai.provider.name": "openai", "traceloop.entity.input": "\"traceloop\"",
        "traceloop.association.properties.session_id": "s", "gen_ai.operation.name": "chat",
    }));
    assert_eq!(facts.inputs.as_deref(), Some("\"openinference\""));
    assert_eq!(facts.outputs.as_deref(), Some("[{\"role\":\"assistant\",\"parts\":[]}]"));
    assert_eq!((facts.model.as_deref(), facts.model_request.as_deref()), (Some("o"), Some("g")));
    assert_eq!((facts.provider.as_deref(), facts.session_id.as_deref()), (Some("openai"), Some("s")));
    assert_eq!((facts.span_type.as_deref(), facts.convention), (Some("LLM"), Some("openinference")));
}
