//! LiveKit Agents (`lk.*`), beside the GenAI conventions.

use serde_json::{Map, Value as Json};

use super::draft::{Certainty, Draft};
use super::json_text;
use super::source::Source;

/// Fills facts from `lk.*`.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    if source.value("lk.function_tool.name").is_some() {
        draft.span_type(Certainty::Framework, "TOOL");
    } else if source.value("lk.chat_ctx").is_some() {
        draft.span_type(Certainty::Framework, "LLM");
    }
    draft.inputs(|| {
        source.filled_json(&[
            "lk.user_input",
            "lk.user_transcript",
            "lk.chat_ctx",
            "lk.input_text",
            "lk.function_tool.arguments",
        ])
    });
    draft.outputs(|| outputs(source));
    draft.facts.message_format.get_or_insert_with(|| "livekit".to_owned());
    draft.session(|| source.text(&["lk.session_id", "lk.room_sid", "lk.room_id"]));
    draft.user(|| source.text(&["lk.participant_identity"]));
    draft.first_token(|| {
        let seconds = source.number(&["lk.response.ttft", "lk.ttft"]).filter(|seconds| *seconds >= 0.0)?;
        Some((seconds * 1e9) as u64)
    });
    true
}

fn outputs(source: &Source<'_>) -> Option<String> {
    let text = source.filled_json(&["lk.response.text"]);
    let Some(calls) = source.value("lk.response.function_calls").map(json_text::tree) else {
        return text.or_else(|| source.json(&["lk.function_tool.output"]));
    };
    if calls.as_array().is_some_and(Vec::is_empty) {
        return text;
    }
    let mut answer = Map::new();
    if let Some(text) = source.text(&["lk.response.text"]) {
        answer.insert("text".into(), Json::from(text));
    }
    answer.insert("function_calls".into(), calls);
    Some(Json::Object(answer).to_string())
}
