//! Spring AI: the GenAI keys, content in events `gen_ai.content.prompt` and `gen_ai.content.completion`.

use super::draft::{Certainty, Draft};
use super::json_text;
use super::source::{Source, event_value};

/// Fills facts from Spring AI's keys and events.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    let kind = source.str("spring.ai.kind");
    match kind {
        Some("chat_client" | "advisor") => draft.span_type(Certainty::Framework, "CHAIN"),
        Some("vector_store") => draft.span_type(Certainty::Framework, "RETRIEVER"),
        Some("tool_call") => draft.span_type(Certainty::Framework, "TOOL"),
        _ => {}
    }
    draft.inputs(|| content(source, "gen_ai.content.prompt", "gen_ai.prompt"));
    draft.outputs(|| content(source, "gen_ai.content.completion", "gen_ai.completion"));
    draft
        .inputs(|| source.filled_json(&["spring.ai.tool.call.arguments", "spring.ai.chat.client.user.text"]));
    draft.outputs(|| source.json(&["spring.ai.tool.call.result"]));
    kind.is_some() || source.has_prefix("spring.ai.")
}

fn content(source: &Source<'_>, event: &str, key: &str) -> Option<String> {
    event_value(source.event(event)?, key).map(json_text::flexible)
}
