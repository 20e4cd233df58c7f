//! Google's Agent Development Kit (`gcp.vertex.agent.*`), beside the GenAI conventions.

use super::draft::Draft;
use super::source::Source;

/// Fills facts from `gcp.vertex.agent.*`.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    let content = |keys: &[&str]| {
        // `{}` stands there unless content capture is on.
        source.filled_json(keys).filter(|text| text != "{}" && text != "\"{}\"")
    };
    draft.inputs(|| {
        content(&["gcp.vertex.agent.llm_request"]).or_else(|| content(&["gcp.vertex.agent.tool_call_args"]))
    });
    draft.outputs(|| {
        content(&["gcp.vertex.agent.llm_response"]).or_else(|| content(&["gcp.vertex.agent.tool_response"]))
    });
    draft.session(|| source.text(&["gen_ai.conversation.id", "gcp.vertex.agent.session_id"]));
    source.has_prefix("gcp.vertex.agent.")
}
