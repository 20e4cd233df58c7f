//! Gemini CLI (and forks of it): the GenAI keys with operations of its own and messages in Gemini's form.

use super::draft::{Certainty, Draft};
use super::source::Source;

/// Fills the span type of Gemini CLI's operations.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    let name = match source.str("gen_ai.operation.name") {
        Some("llm_call") => "LLM",
        Some("tool_call") => "TOOL",
        Some("agent_call") => "AGENT",
        Some("user_prompt" | "system_prompt" | "schedule_tool_calls") => "CHAIN",
        _ => return false,
    };
    draft.span_type(Certainty::Operation, name);
    draft.session(|| source.text(&["session.id", "gemini_cli.session.id"]));
    true
}
