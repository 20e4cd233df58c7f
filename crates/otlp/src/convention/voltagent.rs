//! VoltAgent: `entity.type`, `span.type`, and bare `input` and `output`.

use super::draft::{Certainty, Draft};
use super::source::Source;
use super::tokens::Counts;

/// Fills facts from VoltAgent's keys. The bare `input` and `output` are too common to be read on other spans.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    let is_ours =
        source.has_prefix("voltagent.") || source.span.scope.name.to_ascii_lowercase().contains("voltagent");
    if !is_ours {
        return false;
    }
    match source.str("span.type").or_else(|| source.str("entity.type")) {
        Some("agent") => draft.span_type(Certainty::Named, "AGENT"),
        Some("llm") => draft.span_type(Certainty::Named, "LLM"),
        Some("tool") => draft.span_type(Certainty::Named, "TOOL"),
        Some("memory") => draft.span_type(Certainty::Named, "MEMORY"),
        Some("retriever") => draft.span_type(Certainty::Named, "RETRIEVER"),
        Some("workflow" | "workflow-step") => draft.span_type(Certainty::Named, "WORKFLOW"),
        _ => {}
    }
    draft.inputs(|| source.filled_json(&["agent.messages", "llm.messages", "input"]));
    draft.outputs(|| source.json(&["output"]));
    draft.facts.message_format.get_or_insert_with(|| "voltagent".to_owned());
    draft.model(|| source.text(&["llm.model", "ai.model.name", "agent.model"]));
    draft.provider(|| source.text(&["llm.provider"]));
    draft.counts.fill(Counts {
        input: source.count(&["usage.prompt_tokens", "usage.input_tokens", "llm.usage.prompt_tokens"]),
        output: source.count(&[
            "usage.completion_tokens",
            "usage.output_tokens",
            "llm.usage.completion_tokens",
        ]),
        total: source.count(&["usage.total_tokens", "llm.usage.total_tokens"]),
        cache_read: source.count(&["usage.cached_tokens", "llm.usage.cached_tokens"]),
        reasoning: source.count(&["usage.reasoning_tokens", "llm.usage.reasoning_tokens"]),
        ..Counts::default()
    });
    draft.session(|| source.text(&["voltagent.conversation_id", "conversation.id", "conversationId"]));
    draft.user(|| source.text(&["voltagent.user_id", "user.id", "userId"]));
    true
}
