//! The short texts that a list of traces shows (MLflow 3.17: `request_preview`, `response_preview`).

use spanwell_model::SpanFacts;

/// What was asked: the text of the last user message, else the compact JSON text of the inputs. At most
/// `limit_characters`; longer text ends in `...`.
pub fn request_preview(facts: &SpanFacts, limit_characters: usize) -> Option<String> {
    facts.inputs.as_deref().map(|text| cut(text, limit_characters))
}

/// What was answered: the assistant's text, else the compact JSON text of the outputs. At most `limit_characters`.
pub fn response_preview(facts: &SpanFacts, limit_characters: usize) -> Option<String> {
    facts.outputs.as_deref().map(|text| cut(text, limit_characters))
}

fn cut(text: &str, limit_characters: usize) -> String {
    if text.chars().nth(limit_characters).is_none() {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(limit_characters.saturating_sub(3)).collect();
    kept.push_str("...");
    kept
}
