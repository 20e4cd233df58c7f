//! JSON inside attribute values: when text is JSON.

use serde::de::IgnoredAny;
use serde_json::Value as Json;
use spanwell_model::Value;
use spanwell_model::value::write_json_string;

/// JSON text of a value. Text that holds a JSON object, list or string loses that layer, as MLflow 3.17 reads it;
/// numbers and truth values in text stay text.
pub(crate) fn flexible(value: &Value) -> String {
    match value {
        Value::String(text) if looks_nested(text) && is_json(text) => text.trim().to_owned(),
        other => other.to_json(),
    }
}

/// JSON text of a value whose sender always writes JSON; what is no JSON after all becomes a JSON string.
pub(crate) fn strict(value: &Value) -> String {
    match value {
        Value::String(text) if !text.trim().is_empty() && is_json(text) => text.trim().to_owned(),
        other => other.to_json(),
    }
}

/// The JSON tree of a value, with text that is a JSON object or list taken as such.
pub(crate) fn tree(value: &Value) -> Json {
    match value {
        Value::String(text) => parse_nested(text).unwrap_or_else(|| Json::String(text.clone())),
        other => other.to_json_value(),
    }
}

/// The tree of text that is a JSON object or list.
pub(crate) fn parse_nested(text: &str) -> Option<Json> {
    matches!(text.trim_start().as_bytes().first(), Some(b'{' | b'[')).then_some(())?;
    serde_json::from_str(text).ok()
}

/// Text without the quotes of a JSON string, where a sender writes every value as JSON text.
pub(crate) fn unquoted(text: &str) -> String {
    if text.len() >= 2 && text.starts_with('"') && text.ends_with('"') {
        serde_json::from_str(text).unwrap_or_else(|_| text.to_owned())
    } else {
        text.to_owned()
    }
}

/// Plain text as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_json_string(text, &mut out);
    out
}

fn looks_nested(text: &str) -> bool {
    let text = text.trim().as_bytes();
    matches!(
        (text.first(), text.last(), text.len()),
        (Some(b'{'), Some(b'}'), 2..) | (Some(b'['), Some(b']'), 2..) | (Some(b'"'), Some(b'"'), 2..)
    )
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_objects_lists_and_strings_lose_a_layer() {
        for (text, flexible_text, strict_text) in [
            (r#"{"a": 1}"#, r#"{"a": 1}"#, r#"{"a": 1}"#),
            (r#""hi""#, r#""hi""#, r#""hi""#),
            ("0", r#""0""#, "0"),
            ("false", r#""false""#, "false"),
            ("{'a': 1}", r#""{'a': 1}""#, r#""{'a': 1}""#),
            ("", r#""""#, r#""""#),
            ("\"", r#""\"""#, r#""\"""#),
        ] {
            assert_eq!(flexible(&Value::from(text)), flexible_text);
            assert_eq!(strict(&Value::from(text)), strict_text);
        }
    }
}
