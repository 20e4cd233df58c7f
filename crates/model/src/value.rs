//! Attribute values: what OTLP calls `AnyValue`, kept as it came.

use std::fmt::Write as _;

/// Attributes in the order they came. Keys may repeat in hostile input; the first one counts.
pub type Attributes = Vec<(String, Value)>;

/// One attribute value (OTLP 1.x `AnyValue`). The order of map entries is kept, since MLflow shows inputs as maps.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// No value: OTLP's unset `AnyValue`, MLflow's Python `None`.
    #[default]
    Null,
    /// A boolean.
    Bool(bool),
    /// A 64-bit integer.
    Int(i64),
    /// A double; NaN and infinities are kept, and printed as strings in JSON (as proto3 JSON does).
    Double(f64),
    /// Text.
    String(String),
    /// Bytes, printed as base64 in JSON by the edges and as lower-case hex here.
    Bytes(Vec<u8>),
    /// A list.
    Array(Vec<Value>),
    /// A map in the order it came.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The text, if it is text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The first entry of a map under `key`.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Reads a non-negative whole number from an integer, a whole double or decimal text.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Int(number) => u64::try_from(*number).ok(),
            Self::Double(number) if *number >= 0.0 && number.fract() == 0.0 && *number < 9.0e15 => {
                Some(*number as u64)
            }
            Self::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// Reads a finite number from a number or decimal text.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Int(number) => Some(*number as f64),
            Self::Double(number) => Some(*number),
            Self::String(text) => text.trim().parse().ok(),
            _ => None,
        }
        .filter(|number| number.is_finite())
    }

    /// Compact JSON text of the value.
    pub fn to_json(&self) -> String {
        let mut text = String::new();
        self.write_json(&mut text);
        text
    }

    /// Appends compact JSON text of the value. Recursion depth is bounded by the decoder's limit on nesting.
    pub fn write_json(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::Int(number) => {
                // Writing to a String cannot fail.
                _ = write!(out, "{number}");
            }
            Self::Double(number) => write_double(*number, out),
            Self::String(text) => write_json_string(text, out),
            Self::Bytes(bytes) => write_json_string(&hex::encode(bytes), out),
            Self::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write_json(out);
                }
                out.push(']');
            }
            Self::Map(entries) => {
                out.push('{');
                for (index, (key, value)) in entries.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_json_string(key, out);
                    out.push(':');
                    value.write_json(out);
                }
                out.push('}');
            }
        }
    }

    /// The value as a JSON tree; NaN and infinities become strings.
    pub fn to_json_value(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match self {
            Self::Null => Json::Null,
            Self::Bool(flag) => Json::Bool(*flag),
            Self::Int(number) => Json::from(*number),
            Self::Double(number) => serde_json::Number::from_f64(*number)
                .map_or_else(|| Json::from(non_finite_name(*number)), Json::Number),
            Self::String(text) => Json::from(text.as_str()),
            Self::Bytes(bytes) => Json::from(hex::encode(bytes)),
            Self::Array(items) => Json::Array(items.iter().map(Self::to_json_value).collect()),
            Self::Map(entries) => Json::Object(
                entries.iter().map(|(key, value)| (key.clone(), value.to_json_value())).collect(),
            ),
        }
    }

    /// The value of a JSON tree.
    pub fn from_json_value(json: &serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match json {
            Json::Null => Self::Null,
            Json::Bool(flag) => Self::Bool(*flag),
            Json::Number(number) => match number.as_i64() {
                Some(whole) => Self::Int(whole),
                None => Self::Double(number.as_f64().unwrap_or(f64::NAN)),
            },
            Json::String(text) => Self::String(text.clone()),
            Json::Array(items) => Self::Array(items.iter().map(Self::from_json_value).collect()),
            Json::Object(entries) => Self::Map(
                entries.iter().map(|(key, value)| (key.clone(), Self::from_json_value(value))).collect(),
            ),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

fn non_finite_name(number: f64) -> &'static str {
    if number.is_nan() {
        "NaN"
    } else if number > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    }
}

fn write_double(number: f64, out: &mut String) {
    match serde_json::Number::from_f64(number) {
        Some(finite) => {
            // Writing to a String cannot fail.
            _ = write!(out, "{finite}");
        }
        None => write_json_string(non_finite_name(number), out),
    }
}

/// Appends `text` as a JSON string.
pub fn write_json_string(text: &str, out: &mut String) {
    out.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape: Option<&str> = match byte {
            b'"' => Some("\\\""),
            b'\\' => Some("\\\\"),
            b'\n' => Some("\\n"),
            b'\r' => Some("\\r"),
            b'\t' => Some("\\t"),
            0x00..=0x1f => None,
            _ => continue,
        };
        out.push_str(&text[from..at]);
        match escape {
            Some(escape) => out.push_str(escape),
            // Writing to a String cannot fail.
            None => _ = write!(out, "\\u{byte:04x}"),
        }
        from = at + 1;
    }
    out.push_str(&text[from..]);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn strings_print_as_serde_json_reads_them(text in any::<String>()) {
            let mut out = String::new();
            write_json_string(&text, &mut out);
            prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
        }
    }

    #[test]
    fn values_print_as_compact_json() {
        let value = Value::Map(vec![
            (
                "a".into(),
                Value::Array(vec![Value::Int(1), Value::Double(1.5), Value::Null, Value::Double(2.0)]),
            ),
            ("b".into(), Value::Double(f64::NAN)),
        ]);
        assert_eq!(value.to_json(), r#"{"a":[1,1.5,null,2.0],"b":"NaN"}"#);
        assert_eq!(value.to_json_value().to_string(), value.to_json());
    }

    #[test]
    fn counts_are_read_from_every_form_that_was_seen() {
        for value in [Value::Int(7), Value::Double(7.0), Value::from("7")] {
            assert_eq!(value.as_u64(), Some(7));
        }
        for value in [Value::Int(-1), Value::Double(7.5), Value::from("seven"), Value::Null] {
            assert_eq!(value.as_u64(), None);
        }
    }
}
