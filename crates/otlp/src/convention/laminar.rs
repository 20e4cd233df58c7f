//! Laminar's SDK (`lmnr.*`), which writes messages in OpenAI's form under the keys of the GenAI conventions.

use super::draft::{Certainty, Draft};
use super::json_text;
use super::source::{Source, tag_text};

/// Fills facts from `lmnr.*`.
pub(super) fn fill(source: &Source<'_>, draft: &mut Draft) -> bool {
    let kind = source.str("lmnr.span.type");
    if let Some(kind) = kind {
        let name = match kind {
            "LLM" | "CACHED" => "LLM",
            "TOOL" => "TOOL",
            "EXECUTOR" => "AGENT",
            "EVALUATOR" | "HUMAN_EVALUATOR" => "EVALUATOR",
            evaluation if evaluation.contains("EVALUATION") => "EVALUATOR",
            // `DEFAULT`, `PIPELINE` and kinds to come.
            _ => "CHAIN",
        };
        draft.span_type(Certainty::Framework, name);
        if name == "LLM" {
            draft.facts.message_format.get_or_insert_with(|| "openai".to_owned());
        }
    }
    draft.inputs(|| source.strict_json(&["lmnr.span.input"]));
    draft.outputs(|| source.strict_json(&["lmnr.span.output"]));
    draft.finish_reasons(|| finish_reasons(source));
    draft.session(|| source.session_below("lmnr.association.properties."));
    draft.user(|| source.user_below("lmnr.association.properties."));
    if let Some(tags) = source.value("lmnr.association.properties.tags") {
        draft.tag("tags", tag_text(tags));
    }
    for (key, value) in source.below("lmnr.association.properties.metadata.") {
        draft.metadata(key, tag_text(value));
    }
    draft.first_token(|| source.since_start(source.event("llm.content.completion.chunk")?));
    true
}

/// `gen_ai.output.messages` holds OpenAI's choices.
fn finish_reasons(source: &Source<'_>) -> Vec<String> {
    let Some(choices) = source.value("gen_ai.output.messages").map(json_text::tree) else {
        return Vec::new();
    };
    let choices = choices.as_array().into_iter().flatten();
    choices.filter_map(|choice| choice.get("finish_reason")?.as_str()).map(str::to_owned).collect()
}
