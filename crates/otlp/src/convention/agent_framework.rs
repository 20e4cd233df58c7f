//! Microsoft's agent-framework: the GenAI keys, with a full URL in `server.address` and finish reasons as JSON text.

use super::draft::{Certainty, Draft};
use super::source::Source;

/// Recognises agent-framework, and its workflows' spans, which have no operation; all else is found by the GenAI
/// conventions.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    if source.span.scope.name != "agent_framework" {
        return false;
    }
    match source.span.name.split([' ', '.']).next() {
        Some("workflow") => draft.span_type(Certainty::Framework, "WORKFLOW"),
        Some("executor") => draft.span_type(Certainty::Framework, "TASK"),
        Some("edge_group" | "message") => draft.span_type(Certainty::Framework, "CHAIN"),
        _ => {}
    }
    true
}
