//! Vercel AI SDK (`ai.*`): versions 4 and 5, and 7 with its legacy or supplemental telemetry.

use serde_json::{Map, Value as Json, json};
use spanwell_model::Value;

use super::draft::{Certainty, Draft};
use super::json_text;
use super::source::{Source, tag_text};
use super::tokens::Counts;

/// Fills facts from `ai.*`.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    let operation = source.str("ai.operationId").unwrap_or_default();
    if let Some(name) = operation_type(operation) {
        draft.span_type(Certainty::Operation, name);
    }
    // Only these speak with a provider; the spans around them repeat the last step's counts.
    let is_call = operation.contains(".do");
    draft.inputs(|| inputs(source, is_call));
    draft.outputs(|| outputs(source, is_call));
    if is_call && draft.facts.inputs.is_some() && operation.contains("Text") {
        draft.facts.message_format.get_or_insert_with(|| "vercel_ai".to_owned());
    }
    draft.model(|| source.text(&["ai.response.model"]));
    draft.model_request(|| source.text(&["ai.model.id"]));
    draft.provider(|| source.text(&["ai.model.provider"]));
    draft.finish_reasons(|| source.text(&["ai.response.finishReason"]).into_iter().collect());
    draft.tools(|| tools(source));
    if is_call || source.value("gen_ai.usage.input_tokens").is_some() {
        draft.counts.fill(counts(source));
    }
    // What version 7 calls context.
    for prefix in ["ai.telemetry.metadata.", "ai.settings.context."] {
        draft.session(|| source.session_below(prefix));
        draft.user(|| source.user_below(prefix));
        for (key, value) in source.below(prefix) {
            if key == "tags" {
                draft.tag(key, tag_text(value));
            }
            draft.metadata(key, tag_text(value));
        }
    }
    draft.first_token(|| first_token(source));
    !operation.is_empty() || source.value("ai.values").is_some() || source.value("ai.value").is_some()
}

fn operation_type(operation: &str) -> Option<&'static str> {
    let mut parts = operation.strip_prefix("ai.")?.split('.');
    match parts.next()? {
        "generateText" | "streamText" | "generateObject" | "streamObject" | "generateImage"
        | "generateVideo" | "generateSpeech" | "transcribe" => Some("LLM"),
        "embed" | "embedMany" => Some("EMBEDDING"),
        "rerank" => Some("RERANKER"),
        "toolCall" => Some("TOOL"),
        _ => None,
    }
}

fn inputs(source: &Source<'_>, is_call: bool) -> Option<String> {
    if is_call && source.value("ai.prompt.messages").is_some() {
        return collected(source, "ai.prompt.");
    }
    source
        .strict_json(&["ai.toolCall.args"])
        .or_else(|| source.json(&["ai.prompt", "ai.values", "ai.value", "ai.documents"]))
        .or_else(|| collected(source, "ai.prompt."))
}

fn outputs(source: &Source<'_>, is_call: bool) -> Option<String> {
    let has_object = source.value("ai.response.object").is_some();
    if let Some(collected) = collected(source, "ai.response.").filter(|_| is_call && !has_object) {
        return Some(collected);
    }
    source
        .strict_json(&["ai.toolCall.result"])
        .or_else(|| source.json(&["ai.response.object"]))
        .or_else(|| source.filled_json(&["ai.response.text"]))
        .or_else(|| answer_without_text(source))
        .or_else(|| source.json(&["ai.embeddings", "ai.embedding", "ai.ranking", "ai.response.text"]))
}

/// A step that only called tools or only thought.
fn answer_without_text(source: &Source<'_>) -> Option<String> {
    let parts = ["toolCalls", "reasoning", "files"].into_iter().filter_map(|name| {
        let value = source.value(&format!("ai.response.{name}"))?;
        Some((name.to_owned(), json_text::tree(value)))
    });
    let parts: Map<String, Json> = parts.collect();
    (!parts.is_empty()).then(|| Json::Object(parts).to_string())
}

/// All attributes below a prefix as one object, JSON texts taken as JSON.
fn collected(source: &Source<'_>, prefix: &str) -> Option<String> {
    let mut entries = Map::new();
    for (key, value) in source.below(prefix) {
        let value = match value {
            // Tool definitions are a list of JSON texts.
            Value::Array(items) => Json::Array(items.iter().map(json_text::tree).collect()),
            other => json_text::tree(other),
        };
        entries.insert(key.to_owned(), value);
    }
    (!entries.is_empty()).then(|| Json::Object(entries).to_string())
}

/// Tool definitions in OpenAI's form.
fn tools(source: &Source<'_>) -> Option<String> {
    let items: Vec<Json> = match source.value("ai.prompt.tools")? {
        Value::Array(items) => items.iter().map(json_text::tree).collect(),
        whole => json_text::tree(whole).as_array()?.clone(),
    };
    let tools: Vec<Json> = items
        .into_iter()
        .map(|tool| match tool.get("name") {
            Some(name) => json!({"type": "function", "function": {
                "name": name,
                "description": tool.get("description"),
                "parameters": tool.get("inputSchema").or_else(|| tool.get("parameters")),
            }}),
            None => tool,
        })
        .collect();
    (!tools.is_empty()).then(|| Json::Array(tools).to_string())
}

fn counts(source: &Source<'_>) -> Counts {
    Counts {
        input: source.count(&["ai.usage.inputTokens", "ai.usage.promptTokens", "ai.usage.tokens"]),
        output: source.count(&["ai.usage.outputTokens", "ai.usage.completionTokens"]),
        total: source.count(&["ai.usage.totalTokens"]),
        cache_read: source
            .count(&["ai.usage.inputTokenDetails.cacheReadTokens", "ai.usage.cachedInputTokens"]),
        cache_write: source
            .count(&["ai.usage.inputTokenDetails.cacheWriteTokens"])
            .or_else(|| cache_written(source)),
        reasoning: source.count(&["ai.usage.outputTokenDetails.reasoningTokens", "ai.usage.reasoningTokens"]),
        ..Counts::default()
    }
}

/// Before version 6 only the metadata of the provider tell what was written to the cache.
fn cache_written(source: &Source<'_>) -> Option<u64> {
    const KEY: &str = "cacheCreationInputTokens";
    let text = source.str("ai.response.providerMetadata").filter(|text| text.contains(KEY))?;
    let providers = json_text::parse_nested(text)?;
    providers.as_object()?.values().find_map(|provider| provider.get(KEY)?.as_u64())
}

fn first_token(source: &Source<'_>) -> Option<u64> {
    if let Some(time_ms) = source.number(&["ai.response.msToFirstChunk"]).filter(|time_ms| *time_ms >= 0.0) {
        return Some((time_ms * 1e6) as u64);
    }
    source.since_start(source.event("ai.stream.firstChunk")?)
}
