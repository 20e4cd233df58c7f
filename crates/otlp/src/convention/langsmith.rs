//! LangSmith's SDK in its OpenTelemetry mode (`langsmith.*`, whole runs in `gen_ai.prompt` and `gen_ai.completion`).

use super::draft::{Certainty, Draft};
use super::json_text;
use super::source::{Source, plain_text};
use super::tokens::Counts;

/// Metadata that the SDK and LangChain set for themselves.
const NOISE: &[&str] = &[
    "ls_",
    "lc_",
    "langgraph_",
    "checkpoint_",
    "LANGSMITH_",
    "LANGCHAIN_",
    "_type",
    "usage_metadata",
    "revision_id",
];

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
    draft.inputs(|| source.filled_json(&["gen_ai.prompt"]));
    draft.outputs(|| source.filled_json(&["gen_ai.completion"]));
    draft.model(|| source.text(&["langsmith.metadata.ls_model_name"]));
    draft.provider(|| source.text(&["langsmith.metadata.ls_provider"]));
    if let Some(usage) = source.value("langsmith.metadata.usage_metadata") {
        draft.counts.fill(Counts::of_usage(&json_text::tree(usage)));
    }
    draft.session(|| {
        source.text(&[
            "langsmith.metadata.session_id",
            "langsmith.metadata.thread_id",
            "langsmith.metadata.conversation_id",
        ])
    });
    draft.user(|| source.text(&["langsmith.metadata.user_id"]));
    if let Some(tags) = source.value("langsmith.span.tags") {
        draft.tag("tags", json_text::flexible(tags));
    }
    if source.span.parent_span_id.is_none() {
        draft.trace_name(|| source.text(&["langsmith.trace.name"]));
        for (key, value) in source.below("langsmith.metadata.") {
            let is_known = matches!(key, "session_id" | "user_id" | "thread_id" | "conversation_id");
            if !is_known && !NOISE.iter().any(|prefix| key.starts_with(prefix)) {
                draft.metadata(key, plain_text(value).unwrap_or_else(|| value.to_json()));
            }
        }
    }
    true
}
