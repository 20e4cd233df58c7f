//! LangSmith's SDK in its OpenTelemetry mode (`langsmith.*`, whole runs in `gen_ai.prompt` and `gen_ai.completion`).

use super::draft::{Certainty, Draft};
use super::json_text;
use super::source::{Source, tag_text};
use super::tokens::Counts;

/// Fills facts from `langsmith.*`.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    if let Some(kind) = source.str("langsmith.span.kind") {
        let name = match kind {
            "llm" => "LLM",
            "tool" => "TOOL",
            "retriever" => "RETRIEVER",
            "embedding" => "EMBEDDING",
            "parser" => "PARSER",
            // `chain`, `prompt` and kinds to come.
            _ => "CHAIN",
        };
        draft.span_type(Certainty::Framework, name);
    }
    // Inputs and outputs are in the deprecated keys `gen_ai.prompt` and `gen_ai.completion`.
    draft.model(|| source.text(&["langsmith.metadata.ls_model_name"]));
    draft.provider(|| source.text(&["langsmith.metadata.ls_provider"]));
    if let Some(usage) = source.value("langsmith.metadata.usage_metadata") {
        let usage = json_text::tree(usage);
        draft.counts.fill(Counts::of_usage(&usage));
        let part = |key: &str| usage.get(key).and_then(serde_json::Value::as_f64);
        draft.cost(part("input_cost"), part("output_cost"), part("total_cost"));
    }
    draft.session(|| source.session_below("langsmith.metadata."));
    draft.user(|| source.user_below("langsmith.metadata."));
    draft.prompt(
        source.text(&["langsmith.metadata.lc_hub_repo"]),
        source.text(&["langsmith.metadata.lc_hub_commit_hash"]),
    );
    // Below the root LangGraph tags its steps.
    if source.span.parent_span_id.is_none() {
        if let Some(tags) = source.value("langsmith.span.tags") {
            draft.tag("tags", tag_text(tags));
        }
        draft.trace_name(|| source.text(&["langsmith.trace.name"]));
        for (key, value) in source.below("langsmith.metadata.") {
            draft.metadata(key, tag_text(value));
        }
    }
    true
}
