//! JSON inside attribute values: when text is JSON, and a look into it without building a tree.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value as Json;
use serde_json::value::RawValue;
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

/// The few fields of a request or answer body that facts are taken from; the rest is skipped unparsed.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Body<'a> {
    #[serde(borrow, default)]
    model: Option<&'a RawValue>,
    #[serde(borrow, default)]
    usage: Option<&'a RawValue>,
    #[serde(borrow, default)]
    choices: Option<&'a RawValue>,
    #[serde(borrow, default)]
    stop_reason: Option<&'a RawValue>,
    #[serde(borrow, default, rename = "type")]
    kind: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Choice<'a> {
    #[serde(borrow, default)]
    finish_reason: Option<&'a RawValue>,
}

impl<'a> Body<'a> {
    /// Looks into the JSON text of an object.
    pub(crate) fn look(text: &'a str) -> Option<Self> {
        // A list would be read as the fields in order.
        text.trim_start().starts_with('{').then(|| serde_json::from_str(text).ok())?
    }

    /// The field `model`.
    pub(crate) fn model(&self) -> Option<String> {
        string(self.model?)
    }

    /// The field `usage`.
    pub(crate) fn usage(&self) -> Option<Json> {
        serde_json::from_str::<Json>(self.usage?.get()).ok().filter(Json::is_object)
    }

    /// Whether this is an answer of Anthropic's messages API.
    pub(crate) fn is_anthropic(&self) -> bool {
        self.kind.is_some_and(|kind| kind.get() == "\"message\"")
    }

    /// Why the model stopped, of every choice.
    pub(crate) fn finish_reasons(&self) -> Vec<String> {
        let choices =
            self.choices.and_then(|choices| serde_json::from_str::<Vec<Choice<'_>>>(choices.get()).ok());
        let of_choices =
            choices.unwrap_or_default().into_iter().filter_map(|choice| string(choice.finish_reason?));
        of_choices.chain(self.stop_reason.and_then(string)).collect()
    }
}

fn string(raw: &RawValue) -> Option<String> {
    serde_json::from_str::<String>(raw.get()).ok().filter(|text| !text.is_empty())
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

    #[test]
    fn a_body_is_looked_into() {
        let text = r#"{"model":"m","usage":{"prompt_tokens":1},"choices":[{"finish_reason":"stop"},{}]}"#;
        let body = Body::look(text).unwrap();
        assert_eq!(body.model().as_deref(), Some("m"));
        assert_eq!(body.usage().unwrap()["prompt_tokens"], 1);
        assert_eq!(body.finish_reasons(), ["stop"]);
        assert!(Body::look("[1]").is_none());
        assert!(Body::look(r#"{"model":7,"usage":[],"choices":{}}"#).unwrap().usage().is_none());
    }
}
