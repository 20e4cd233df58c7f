//! Microsoft's agent-framework: the GenAI keys, with a full URL in `server.address` and finish reasons as JSON text.

use super::draft::Draft;
use super::source::Source;

/// Recognises agent-framework; all its facts are found by the GenAI conventions.
pub(super) fn fill(source: &Source<'_>, _draft: &mut Draft) -> bool {
    source.span.scope.name == "agent_framework"
}
