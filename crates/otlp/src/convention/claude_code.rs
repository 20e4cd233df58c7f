//! Claude Code: spans `claude_code.*` with bare keys.

use super::draft::{Certainty, Draft};
use super::json_text;
use super::source::{Source, event_value};
use super::tokens::Counts;

/// Fills facts from Claude Code's keys.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    let kind = source.str("span.type").unwrap_or(&source.span.name);
    let kind = kind.strip_prefix("claude_code.").unwrap_or(kind);
    let is_ours = source.span.name.starts_with("claude_code.")
        || source.str("span.type").is_some_and(|kind| kind.starts_with("claude_code."))
        || source.span.scope.name.contains("claude_code");
    if !is_ours {
        return false;
    }
    let name = match kind.split('.').next() {
        Some("interaction") => "AGENT",
        Some("llm_request") => "LLM",
        Some("tool") => "TOOL",
        _ => "CHAIN",
    };
    draft.span_type(Certainty::Named, name);
    draft.inputs(|| {
        source.filled_json(&["user_prompt", "new_context", "tool_input", "full_command", "file_path"])
    });
    draft
        .outputs(|| source.filled_json(&["response.model_output", "response", "tool_output", "tool_result"]));
    draft.outputs(|| {
        let event = source.event("tool.output")?;
        let value = event_value(event, "output").or_else(|| event_value(event, "content"))?;
        Some(json_text::flexible(value))
    });
    draft.model(|| source.text(&["model"]));
    draft.provider(|| (name == "LLM").then(|| "anthropic".to_owned()));
    draft.counts.fill(Counts {
        input: source.count(&["input_tokens"]),
        output: source.count(&["output_tokens"]),
        cache_read: source.count(&["cache_read_tokens", "cache_read_input_tokens"]),
        cache_write: source.count(&["cache_creation_tokens", "cache_creation_input_tokens"]),
        // The counts of Anthropic's API.
        excludes_cache: true,
        ..Counts::default()
    });
    draft.cost(None, None, source.number(&["cost_usd"]));
    draft.first_token(|| source.count(&["ttft_ms"])?.checked_mul(1_000_000));
    true
}
