//! Strands Agents: content in span events with messages in Bedrock's form; everything else in the GenAI keys.

use super::draft::Draft;
use super::source::Source;

/// Recognises Strands: its events are read with all GenAI events.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    let is_ours = source.span.scope.name == "strands.telemetry.tracer"
        || source.str("gen_ai.system") == Some("strands-agents")
        || source.str("gen_ai.provider.name") == Some("strands-agents");
    if is_ours {
        draft.facts.message_format.get_or_insert_with(|| "bedrock".to_owned());
    }
    is_ours
}
