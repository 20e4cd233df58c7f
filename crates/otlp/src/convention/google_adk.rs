//! Google's Agent Development Kit (`gcp.vertex.agent.*`), beside the GenAI conventions.

use super::draft::Draft;
use super::json_text;
use super::source::Source;
use super::tokens::Counts;

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
    if let Some(answer) = source.value("gcp.vertex.agent.llm_response").map(json_text::tree) {
        if let Some(usage) = answer.get("usage_metadata").or_else(|| answer.get("usageMetadata")) {
            draft.counts.fill(Counts::of_usage(usage));
        }
        let reason = answer.get("finish_reason").or_else(|| answer.get("finishReason"));
        draft.finish_reasons(|| {
            reason.and_then(serde_json::Value::as_str).map(str::to_owned).into_iter().collect()
        });
    }
    draft.session(|| source.text(&["gen_ai.conversation.id", "gcp.vertex.agent.session_id"]));
    source.has_prefix("gcp.vertex.agent.")
}
