//! JSON inside attribute values: when text is JSON.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
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
    serde_json::from_str::<Readable>(text).is_ok()
}

/// JSON that every reader of ours can follow, looked at without building a tree: parsers refuse what is nested deeper
/// than 127 levels, numbers beyond a double, and halves of characters. Such text stays text.
struct Readable;

impl<'de> Deserialize<'de> for Readable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Readable {
    type Value = Self;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON")
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self, A::Error> {
        while entries.next_entry::<Self, Self>()?.is_some() {}
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_parsers_refuse_stays_text() {
        let nested = |levels: usize| format!("{}\"[\\\"[\"{}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(flexible(&Value::from(nested(127).as_str())), nested(127));
        assert!(serde_json::from_str::<Json>(&nested(127)).is_ok());
        assert!(flexible(&Value::from(nested(128).as_str())).starts_with('"'));
        assert!(strict(&Value::from(nested(5_000).as_str())).starts_with('"'));
        for unreadable in ["[1e999]", "[\"\\ud800\"]"] {
            assert_eq!(flexible(&Value::from(unreadable)), quoted(unreadable));
        }
        let brackets_in_text = format!("[\"{}\"]", "[".repeat(5_000));
        assert_eq!(flexible(&Value::from(brackets_in_text.as_str())), brackets_in_text);
    }

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
            assert_eq!(flexible(&Value::from(text)), flexible_text, "{text}");
            assert_eq!(strict(&Value::from(text)), strict_text);
        }
    }
}
