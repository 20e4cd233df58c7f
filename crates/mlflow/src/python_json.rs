//! JSON text as Python's `json.dumps` writes it: a blank after `,` and `:`, what is not ASCII escaped.
//!
//! MLflow's client makes such text inside messages (`serialized_value`, stored span attributes) and some of its users
//! compare it.

use std::fmt::Write as _;

use serde_json::Value;

/// The value as Python prints it.
pub fn dumps(value: &Value) -> String {
    let mut out = String::new();
    write_value(value, &mut out);
    out
}

fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write_value(item, out);
            }
            out.push(']');
        }
        Value::Object(entries) => {
            out.push('{');
            for (index, (key, item)) in entries.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write_string(key, out);
                out.push_str(": ");
                write_value(item, out);
            }
            out.push('}');
        }
        Value::String(text) => write_string(text, out),
        // Writing to a String cannot fail.
        scalar => _ = write!(out, "{scalar}"),
    }
}

fn write_string(text: &str, out: &mut String) {
    let mut quoted = String::new();
    spanwell_model::value::write_json_string(text, &mut quoted);
    for character in quoted.chars() {
        if character.is_ascii() {
            out.push(character);
            continue;
        }
        let mut units = [0; 2];
        for unit in character.encode_utf16(&mut units) {
            // Writing to a String cannot fail.
            _ = write!(out, "\\u{unit:04x}");
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_is_spaced_and_ascii() {
        let value = json!(["a", {"b": [1, 2.5], "ü": "😀"}, null]);
        assert_eq!(dumps(&value), r#"["a", {"b": [1, 2.5], "\u00fc": "\ud83d\ude00"}, null]"#);
        assert_eq!(serde_json::from_str::<Value>(&dumps(&value)).unwrap(), value);
    }
}
