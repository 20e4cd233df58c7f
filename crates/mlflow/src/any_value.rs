//! `google.protobuf.Value`: any JSON value, in which every number is a double.

use serde_json::{Number, Value};

/// The value as protobuf keeps it: whole numbers become doubles (`1` is `1.0`), at any depth.
pub fn with_doubles(value: &Value) -> Value {
    match value {
        Value::Number(number) => {
            number.as_f64().and_then(Number::from_f64).map_or(Value::Null, Value::Number)
        }
        Value::Array(items) => Value::Array(items.iter().map(with_doubles).collect()),
        Value::Object(entries) => {
            Value::Object(entries.iter().map(|(key, value)| (key.clone(), with_doubles(value))).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_become_doubles_everywhere() {
        let value = with_doubles(&json!({"k": [1, 1.5, null, "1", true]}));
        assert_eq!(value.to_string(), r#"{"k":[1.0,1.5,null,"1",true]}"#);
    }
}
