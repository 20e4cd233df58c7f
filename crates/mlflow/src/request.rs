//! A request's fields: from a JSON body or from a query.

use serde_json::{Map, Value};

use crate::message::Message;

/// The fields of a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    fields: Map<String, Value>,
    from_query: bool,
}

impl Request {
    /// From a body. An empty or malformed body has no fields, a JSON string that holds JSON is opened: both as MLflow
    /// 3.17 does, so that the caller reads which parameter is missing.
    pub fn from_body(body: &[u8]) -> Self {
        let parsed = match serde_json::from_slice(body) {
            Ok(Value::String(text)) => serde_json::from_str(&text).unwrap_or(Value::Null),
            Ok(value) => value,
            Err(_) => Value::Null,
        };
        let fields = match parsed {
            Value::Object(fields) => fields,
            _ => Map::new(),
        };
        Self { fields, from_query: false }
    }

    /// From a query: every value is text, repeated names make a list.
    pub fn from_query(query: &str) -> Self {
        let mut fields = Map::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let entry = fields.entry(name).or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(values) = entry {
                values.push(Value::String(value.into_owned()));
            }
        }
        Self { fields, from_query: true }
    }

    /// Whether there is no field at all.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The fields, to be read by name.
    pub fn message(&self) -> Message<'_> {
        Message::new(&self.fields, self.from_query)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_that_are_no_object_have_no_fields() {
        for body in ["", "{", "[1]", "null", "1", "\"x\"", "\u{feff}"] {
            assert!(Request::from_body(body.as_bytes()).is_empty(), "{body:?}");
        }
        assert!(Request::from_body(&[0xff, 0xfe]).is_empty());
        assert!(Request::from_body("[".repeat(100_000).as_bytes()).is_empty());
    }

    #[test]
    fn json_inside_a_json_string_is_opened() {
        let request = Request::from_body(br#""{\"name\": \"a\"}""#);
        assert_eq!(request.message().string("name").unwrap(), Some("a"));
    }
}
