//! LiteLLM's OpenTelemetry callback, beside the GenAI conventions.
//!
//! Its child span `raw_gen_ai_request` repeats the call as Python's printed form (`llm.openai.*`, single quotes), which
//! is no JSON: nothing is taken from it.

use serde_json::Value as Json;

use super::draft::{Certainty, Draft};
use super::json_text;
use super::source::Source;

/// Fills facts from `litellm.*` and `hidden_params`.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    if source.str("llm.request.type") == Some("embedding") {
        draft.span_type(Certainty::Framework, "EMBEDDING");
    }
    if let Some(hidden) = source.value("hidden_params").map(json_text::tree) {
        draft.base_url(|| hidden.get("api_base").and_then(Json::as_str).map(str::to_owned));
        draft.cost(None, None, hidden.get("response_cost").and_then(Json::as_f64));
    }
    draft.provider(|| {
        let model = source.str("litellm.provider.model")?;
        model.split_once('/').map(|(provider, _)| provider.to_owned())
    });
    draft.provider(|| source.text(&["error.llm_provider"]).filter(is_known));
    draft.user(|| {
        let keys = ["metadata.user_api_key_end_user_id", "metadata.user_api_key_user_id", "llm.user"];
        keys.iter().find_map(|key| source.text(&[key]).filter(is_known))
    });
    true
}

/// Python prints missing values as a word.
fn is_known(text: &String) -> bool {
    !text.is_empty() && text != "None"
}
