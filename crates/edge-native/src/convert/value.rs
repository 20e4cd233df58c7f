//! Long values: what a span shows of them, and parts of them by byte.

use std::ops::Range;

use serde_json::value::RawValue;
use spanwell_model::Value;

use crate::wire::span::KeyValue;

/// Longest value shown as a whole, in bytes of its text.
pub(crate) const WHOLE_VALUE_BYTES: usize = 256 << 10;
/// Bytes of attribute values that one span shows; what is over it is cut to [`REST_BYTES`] each.
const ALL_VALUES_BYTES: usize = 4 << 20;
/// Length of a value that is cut because the others took the room.
const REST_BYTES: usize = 1 << 10;

/// A value of a span as JSON text, and whether it is cut.
pub(crate) struct Shown {
    /// The value, or the first part of its text as text.
    pub(crate) json: Option<Box<RawValue>>,
    /// Length of the whole text in bytes.
    pub(crate) bytes: usize,
    /// Whether it is cut.
    pub(crate) cut: bool,
}

/// What is shown of JSON text: the value itself, or the first part of the text when it is longer than `most` bytes.
/// Text that is not JSON after all is shown as text.
pub(crate) fn shown(json: Option<&str>, most: usize) -> Shown {
    let Some(json) = json else { return Shown { json: None, bytes: 0, cut: false } };
    let (value, cut) = if json.len() > most {
        (raw_text(&json[..json.floor_char_boundary(most)]), true)
    } else {
        (RawValue::from_string(json.to_owned()).ok().or_else(|| raw_text(json)), false)
    };
    Shown { json: value, bytes: json.len(), cut }
}

fn raw_text(text: &str) -> Option<Box<RawValue>> {
    let mut quoted = String::with_capacity(text.len() + 2);
    spanwell_model::value::write_json_string(text, &mut quoted);
    RawValue::from_string(quoted).ok()
}

/// Attributes within a budget.
pub(crate) struct AttributePrinter {
    whole_bytes: usize,
    left_bytes: usize,
}

impl AttributePrinter {
    /// Values up to 256 KiB, 4 MiB in all.
    pub(crate) const fn bounded() -> Self {
        Self { whole_bytes: WHOLE_VALUE_BYTES, left_bytes: ALL_VALUES_BYTES }
    }

    /// Everything, for exports.
    pub(crate) const fn unbounded() -> Self {
        Self { whole_bytes: usize::MAX, left_bytes: usize::MAX }
    }

    /// The attributes in the order they came.
    pub(crate) fn print(&mut self, attributes: &[(String, Value)]) -> Vec<KeyValue> {
        attributes.iter().map(|(key, value)| self.key_value(key, value)).collect()
    }

    fn key_value(&mut self, key: &str, value: &Value) -> KeyValue {
        let most = if self.left_bytes == 0 { REST_BYTES } else { self.whole_bytes };
        let text = attribute_text(value);
        self.left_bytes = self.left_bytes.saturating_sub(text.len().min(most));
        if text.len() <= most {
            return KeyValue { key: key.to_owned(), value: value.to_json_value(), truncated_bytes: None };
        }
        let part = &text[..text.floor_char_boundary(most)];
        KeyValue { key: key.to_owned(), value: part.into(), truncated_bytes: Some(text.len()) }
    }
}

/// The text that parts of an attribute are taken from: the text itself, or JSON text of another value.
pub(crate) fn attribute_text(value: &Value) -> std::borrow::Cow<'_, str> {
    match value {
        Value::String(text) => text.as_str().into(),
        other => other.to_json().into(),
    }
}

/// The bytes of `text` from about `offset`, at most `length`, from the start of a character to the end of one. At least
/// one character, unless the end is reached: whoever reads on makes progress.
pub(crate) fn part(text: &str, offset: usize, length: usize) -> Range<usize> {
    let start = text.floor_char_boundary(offset);
    let end = text.floor_char_boundary(start.saturating_add(length).min(text.len()));
    if end > start || start == text.len() { start..end } else { start..text.ceil_char_boundary(start + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_join_to_the_whole_whatever_their_length() {
        let text = "aä€😀z".repeat(3);
        for length in 1..10 {
            let (mut joined, mut offset) = (String::new(), 0);
            while offset < text.len() {
                let range = part(&text, offset, length);
                joined.push_str(&text[range.clone()]);
                offset = range.end;
            }
            assert_eq!(joined, text);
        }
        assert_eq!(part(&text, 10_000, 5), text.len()..text.len());
        assert_eq!(part("ä", 1, 1), 0..2);
    }

    #[test]
    fn long_values_are_cut_between_characters() {
        let long = format!("\"{}\"", "€".repeat(100));
        let cut = shown(Some(&long), 12);
        assert_eq!((cut.bytes, cut.cut), (302, true));
        assert_eq!(cut.json.unwrap().get(), "\"\\\"€€€\"");
        let whole = shown(Some("{\"b\":1,\"a\":2}"), 100);
        assert_eq!(whole.json.unwrap().get(), "{\"b\":1,\"a\":2}");
        assert_eq!(shown(Some("not json"), 100).json.unwrap().get(), "\"not json\"");
        assert!(shown(None, 1).json.is_none());
    }

    #[test]
    fn attributes_share_a_budget() {
        let value = |bytes| Value::String("x".repeat(bytes));
        let attributes: Vec<_> = (0..20).map(|n| (n.to_string(), value(WHOLE_VALUE_BYTES))).collect();
        let shown = AttributePrinter::bounded().print(&attributes);
        assert_eq!(shown.iter().filter(|shown| shown.truncated_bytes.is_none()).count(), 16);
        let all = AttributePrinter::unbounded().print(&attributes);
        assert!(all.iter().all(|shown| shown.truncated_bytes.is_none()));
    }
}
