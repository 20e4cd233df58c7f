//! OpenTelemetry's GenAI conventions, current and deprecated keys (`gen_ai.*`).

use spanwell_model::Value;

use super::draft::{Certainty, Draft};
use super::json_text;
use super::source::{Source, tag_text};
use super::tokens::Counts;

/// Nanoseconds in a second.
const NS_PER_SECOND: f64 = 1e9;

/// Fills facts from `gen_ai.*`.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    if let Some(name) = source.str("gen_ai.operation.name").and_then(operation_type) {
        draft.span_type(Certainty::Operation, name);
    }
    draft.inputs(|| {
        source.filled_json(&[
            "gen_ai.input.messages",
            "gen_ai.tool.call.arguments",
            "gen_ai.retrieval.query.text",
        ])
    });
    draft.outputs(|| {
        source
            .filled_json(&["gen_ai.output.messages"])
            .or_else(|| source.json(&["gen_ai.tool.call.result", "gen_ai.retrieval.documents"]))
    });
    draft.model(|| source.text(&["gen_ai.response.model", "gen_ai.request.model"]));
    draft.model_request(|| source.text(&["gen_ai.request.model"]));
    draft.provider(|| source.text(&["gen_ai.provider.name", "gen_ai.system"]));
    draft.base_url(|| source.text(&["gen_ai.openai.api_base", "gen_ai.request.base_url", "server.address"]));
    draft.finish_reasons(|| {
        let keys = ["gen_ai.response.finish_reasons", "gen_ai.response.finish_reason"];
        keys.iter().find_map(|key| source.value(key)).map(words).unwrap_or_default()
    });
    draft.tools(|| source.filled_json(&["gen_ai.tool.definitions"]));
    draft.prompt(source.text(&["gen_ai.prompt.name"]), source.text(&["gen_ai.prompt.version"]));
    for (name, value) in source.below("gen_ai.prompt.variable.") {
        draft.prompt_variable(name, tag_text(value));
    }
    draft.counts.fill(counts(source));
    if let Some(raw) = source.value("gen_ai.usage.raw") {
        draft.counts.fill(Counts::of_usage(&json_text::tree(raw)));
    }
    draft.cost(
        source.number(&["gen_ai.cost.input_cost", "gen_ai.usage.input_cost"]),
        source.number(&["gen_ai.cost.output_cost", "gen_ai.usage.output_cost"]),
        source.number(&["gen_ai.cost.total_cost", "gen_ai.usage.cost", "gen_ai.usage.total_cost"]),
    );
    draft.first_token(|| first_token(source));
    true
}

/// MLflow's span type for an operation; `None` for unknown operations.
pub(super) fn operation_type(operation: &str) -> Option<&'static str> {
    Some(match operation {
        "chat" => "CHAT_MODEL",
        "generate_content" | "text_completion" | "response" | "completion" => "LLM",
        "embeddings" | "embedding" => "EMBEDDING",
        "execute_tool" => "TOOL",
        "create_agent" | "invoke_agent" => "AGENT",
        "invoke_workflow" => "WORKFLOW",
        "retrieval" | "retrieve" => "RETRIEVER",
        "rerank" | "reranking" => "RERANKER",
        "plan" | "agent_step" | "execute_event_loop_cycle" | "chain" | "handoff" => "CHAIN",
        "execute_task" => "TASK",
        "guardrail" | "apply_guardrail" => "GUARDRAIL",
        "evaluate" | "evaluation" => "EVALUATOR",
        memory if memory.contains("memory") => "MEMORY",
        // MLflow's GenAI mode writes its own types as operations.
        own => {
            return MLFLOW_TYPES.iter().copied().find(|name| *name == own);
        }
    })
}

/// MLflow's span types that occur as operations.
const MLFLOW_TYPES: &[&str] = &[
    "LLM",
    "CHAIN",
    "AGENT",
    "TOOL",
    "CHAT_MODEL",
    "RETRIEVER",
    "PARSER",
    "EMBEDDING",
    "RERANKER",
    "MEMORY",
    "WORKFLOW",
    "TASK",
    "GUARDRAIL",
    "EVALUATOR",
];

/// A list of words, from an array or from the text of one.
pub(super) fn words(value: &Value) -> Vec<String> {
    match json_text::tree(value) {
        serde_json::Value::String(word) if !word.is_empty() => vec![word],
        serde_json::Value::Array(items) => items
            .iter()
            .filter_map(|item| item.as_str())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

fn counts(source: &Source<'_>) -> Counts {
    Counts {
        input: source.count(&["gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"]),
        output: source.count(&["gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"]),
        total: source.count(&["gen_ai.usage.total_tokens", "llm.usage.total_tokens"]),
        cache_read: source.count(&[
            "gen_ai.usage.cache_read.input_tokens",
            "gen_ai.usage.cache_read_input_tokens",
            "gen_ai.usage.details.cache_read_tokens",
            "gen_ai.usage.details.cache_read_input_tokens",
            "gen_ai.usage.details.cached_tokens",
            "gen_ai.usage.cached_tokens",
        ]),
        cache_write: source.count(&[
            "gen_ai.usage.cache_write.input_tokens",
            "gen_ai.usage.cache_creation.input_tokens",
            "gen_ai.usage.cache_creation_input_tokens",
            "gen_ai.usage.cache_write_input_tokens",
            "gen_ai.usage.details.cache_write_tokens",
            "gen_ai.usage.details.cache_creation_input_tokens",
        ]),
        reasoning: source.count(&[
            "gen_ai.usage.reasoning.output_tokens",
            "gen_ai.usage.reasoning_tokens",
            "gen_ai.usage.details.reasoning_tokens",
        ]),
        by_modality: source.modalities("gen_ai.usage.", modality),
        ..Counts::default()
    }
}

/// `audio.input_tokens`; Pydantic AI writes `details.input_audio_tokens`, and `details.audio_tokens` for the output's.
fn modality(key: &str) -> Option<(&str, &str)> {
    let count = key.strip_suffix("_tokens")?;
    let Some(detail) = count.strip_prefix("details.") else { return count.split_once('.') };
    Some(match detail.split_once('_') {
        Some((way @ ("input" | "output"), kind)) => (kind, way),
        _ => (detail, "output"),
    })
}

fn first_token(source: &Source<'_>) -> Option<u64> {
    let seconds = source
        .number(&["gen_ai.response.time_to_first_chunk", "gen_ai.client.operation.time_to_first_chunk"]);
    if let Some(seconds) = seconds.filter(|seconds| *seconds >= 0.0) {
        return Some((seconds * NS_PER_SECOND) as u64);
    }
    // Strands writes whole milliseconds; the metric of the same name is in seconds.
    match source.value("gen_ai.server.time_to_first_token")? {
        Value::Int(time_ms) => u64::try_from(*time_ms).ok()?.checked_mul(1_000_000),
        other => {
            other.as_f64().filter(|seconds| *seconds >= 0.0).map(|seconds| (seconds * NS_PER_SECOND) as u64)
        }
    }
}
