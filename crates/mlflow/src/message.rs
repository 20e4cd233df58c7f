//! Reading a message by field names, as lenient as protobuf's JSON mapping: `snake_case` or `camelCase` names, 64-bit
//! integers as numbers or decimal text, enums by name or number, unknown fields ignored, null is unset.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use spanwell_model::{Error, Result};

use crate::error::{missing, wrong_value};
use crate::time::{parse_duration, parse_timestamp};

/// A name of an enum, its number in the protocol and what it stands for.
pub type EnumChoice<T> = (&'static str, i64, T);

/// One message of a request.
#[derive(Clone, Debug)]
pub struct Message<'a> {
    fields: &'a Map<String, Value>,
    path: String,
    from_query: bool,
}

impl<'a> Message<'a> {
    /// The outermost message. In a query every value is a list of texts.
    pub(crate) fn new(fields: &'a Map<String, Value>, from_query: bool) -> Self {
        Self { fields, path: String::new(), from_query }
    }

    /// A field's full name, such as `trace.trace_info.state`, for error texts.
    pub fn name_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// The field as it came; `None` when it is absent or null.
    pub fn raw(&self, name: &str) -> Result<Option<&'a Value>> {
        Ok(self.present(name)?.filter(|value| !value.is_null()))
    }

    /// The field as it came, null included: for `google.protobuf.Value`, where null is a value.
    pub fn present(&self, name: &str) -> Result<Option<&'a Value>> {
        let camel = camel_case(name);
        match (self.fields.get(name), self.fields.get(&camel)) {
            (Some(_), Some(_)) if camel != name => Err(Error::invalid(format!(
                "parameter '{}' is given twice, as `{name}` and as `{camel}`: give one of them",
                self.name_of(name)
            ))),
            (given, other) => Ok(given.or(other)),
        }
    }

    /// A single value: of a query's repeated name the first.
    fn scalar(&self, name: &str) -> Result<Option<&'a Value>> {
        match self.raw(name)? {
            Some(Value::Array(values)) if self.from_query => Ok(values.first()),
            value => Ok(value),
        }
    }

    fn wrong(&self, name: &str, value: &Value, expected: &str) -> Error {
        wrong_value(&self.name_of(name), value, expected)
    }

    /// The field must be there.
    pub fn missing(&self, name: &str) -> Error {
        missing(&self.name_of(name))
    }

    /// Text.
    pub fn string(&self, name: &str) -> Result<Option<&'a str>> {
        match self.scalar(name)? {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.wrong(name, other, "")),
        }
    }

    /// Text that must be there and not be empty (MLflow takes an empty text for an absent one there).
    pub fn required_string(&self, name: &str) -> Result<&'a str> {
        self.filled_string(name)?.ok_or_else(|| self.missing(name))
    }

    /// Text, where an empty one is as good as none.
    pub fn filled_string(&self, name: &str) -> Result<Option<&'a str>> {
        Ok(self.string(name)?.filter(|text| !text.is_empty()))
    }

    /// A whole number.
    pub fn int64(&self, name: &str) -> Result<Option<i64>> {
        let Some(value) = self.scalar(name)? else { return Ok(None) };
        let number = match value {
            Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        number.map(Some).ok_or_else(|| self.wrong(name, value, ""))
    }

    /// A number, also as text and as protobuf's JSON writes those that JSON has not: `"NaN"`, `"Infinity"`, `"-Infinity"`.
    pub fn double(&self, name: &str) -> Result<Option<f64>> {
        let Some(value) = self.scalar(name)? else { return Ok(None) };
        let number = match value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        number.map(Some).ok_or_else(|| self.wrong(name, value, "It must be a number."))
    }

    /// A boolean; in a query any case of `true` and `false`.
    pub fn boolean(&self, name: &str) -> Result<Option<bool>> {
        match self.scalar(name)? {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
            Some(other) => Err(self.wrong(name, other, "It must be true or false.")),
        }
    }

    /// An enum, by name or number. Unknown ones are an error, not a silent default.
    pub fn choice<T: Copy>(&self, name: &str, choices: &[EnumChoice<T>]) -> Result<Option<T>> {
        let Some(value) = self.scalar(name)? else { return Ok(None) };
        let found = choices.iter().find(|(label, number, _)| match value {
            Value::String(text) => text == label || text.parse() == Ok(*number),
            Value::Number(given) => given.as_i64() == Some(*number),
            _ => false,
        });
        found.map(|(_, _, meaning)| Some(*meaning)).ok_or_else(|| {
            let labels: Vec<_> = choices.iter().map(|(label, ..)| *label).collect();
            self.wrong(name, value, &format!("It must be one of {}.", labels.join(", ")))
        })
    }

    /// A list, empty when absent.
    fn list(&self, name: &str) -> Result<&'a [Value]> {
        match self.raw(name)? {
            None => Ok(&[]),
            Some(Value::Array(values)) => Ok(values),
            Some(other) => Err(self.wrong(name, other, "")),
        }
    }

    /// A list of texts.
    pub fn strings(&self, name: &str) -> Result<Vec<&'a str>> {
        let text = |value: &'a Value| value.as_str().ok_or_else(|| self.wrong(name, value, ""));
        self.list(name)?.iter().map(text).collect()
    }

    /// A list of texts, to be kept.
    pub fn owned_strings(&self, name: &str) -> Result<Vec<String>> {
        Ok(self.strings(name)?.into_iter().map(str::to_owned).collect())
    }

    /// A message.
    pub fn message(&self, name: &str) -> Result<Option<Message<'a>>> {
        match self.raw(name)? {
            None => Ok(None),
            Some(Value::Object(fields)) => {
                Ok(Some(Message { fields, path: self.name_of(name), from_query: false }))
            }
            Some(other) => Err(self.wrong(name, other, "")),
        }
    }

    /// A message that must be there.
    pub fn required_message(&self, name: &str) -> Result<Message<'a>> {
        self.message(name)?.ok_or_else(|| self.missing(name))
    }

    /// A list of messages.
    pub fn messages(&self, name: &str) -> Result<Vec<Message<'a>>> {
        let message = |value: &'a Value| match value {
            Value::Object(fields) => Ok(Message { fields, path: self.name_of(name), from_query: false }),
            other => Err(self.wrong(name, other, "")),
        };
        self.list(name)?.iter().map(message).collect()
    }

    /// A map of texts. Its keys are data: they keep their case.
    pub fn string_map(&self, name: &str) -> Result<BTreeMap<String, String>> {
        let entries = match self.raw(name)? {
            None => return Ok(BTreeMap::new()),
            Some(Value::Object(entries)) => entries,
            Some(other) => return Err(self.wrong(name, other, "")),
        };
        let text = |(key, value): (&String, &Value)| match value {
            Value::String(text) => Ok((key.clone(), text.clone())),
            other => Err(self.wrong(&format!("{name}.{key}"), other, "It must be a string.")),
        };
        entries.iter().map(text).collect()
    }

    /// A list of `{"key", "value"}`, MLflow's older form of a map.
    pub fn key_values(&self, name: &str) -> Result<BTreeMap<String, String>> {
        let pair = |entry: Message<'a>| {
            Ok((
                entry.required_string("key")?.to_owned(),
                entry.string("value")?.unwrap_or_default().to_owned(),
            ))
        };
        self.messages(name)?.into_iter().map(pair).collect()
    }

    /// A `google.protobuf.Timestamp`, in milliseconds since the epoch.
    pub fn timestamp_ms(&self, name: &str) -> Result<Option<i64>> {
        let Some(value) = self.scalar(name)? else { return Ok(None) };
        value.as_str().and_then(parse_timestamp).map(Some).ok_or_else(|| {
            self.wrong(name, value, "It must be RFC 3339 text such as \"2026-11-22T05:12:09.931Z\".")
        })
    }

    /// A `google.protobuf.Duration`, in milliseconds.
    pub fn duration_ms(&self, name: &str) -> Result<Option<i64>> {
        let Some(value) = self.scalar(name)? else { return Ok(None) };
        let parsed = value.as_str().and_then(parse_duration);
        parsed.map(Some).ok_or_else(|| self.wrong(name, value, "It must be text such as \"0.192s\"."))
    }
}

fn whole(number: f64) -> Option<i64> {
    // 2^53: above it a double does not hold every whole number.
    (number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
}

/// Protobuf's JSON name of a field.
pub(crate) fn camel_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut upper = false;
    for character in name.chars() {
        match character {
            '_' => upper = true,
            c if upper => {
                out.push(c.to_ascii_uppercase());
                upper = false;
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::Request;

    fn body(text: &str) -> Request {
        Request::from_body(text.as_bytes())
    }

    #[test]
    fn names_are_read_in_both_cases_but_not_twice() {
        let request = body(r#"{"maxResults": 5, "page_token": "a", "pageToken": "b"}"#);
        let message = request.message();
        assert_eq!(message.int64("max_results").unwrap(), Some(5));
        assert_eq!(
            message.string("page_token").unwrap_err().outside(),
            "parameter 'page_token' is given twice, as `page_token` and as `pageToken`: give one of them"
        );
    }

    #[test]
    fn numbers_come_as_numbers_or_text() {
        let request = body(
            r#"{"a": 9007199254740993, "b": "9007199254740993", "c": 3.0, "d": 1.5, "e": "x", "f": null}"#,
        );
        let message = request.message();
        assert_eq!(message.int64("a").unwrap(), Some(9_007_199_254_740_993));
        assert_eq!(message.int64("b").unwrap(), Some(9_007_199_254_740_993));
        assert_eq!(message.int64("c").unwrap(), Some(3));
        assert!(message.int64("d").is_err());
        assert!(message.int64("e").is_err());
        assert_eq!(message.int64("f").unwrap(), None);
    }

    #[test]
    fn enums_come_by_name_or_number_and_unknown_ones_are_refused() {
        let choices = [("ACTIVE_ONLY", 1, 'a'), ("ALL", 3, 'b')];
        for (text, expected) in [("\"ALL\"", Some('b')), ("1", Some('a')), ("null", None)] {
            let request = body(&format!("{{\"view_type\": {text}}}"));
            assert_eq!(request.message().choice("view_type", &choices).unwrap(), expected);
        }
        let request = body(r#"{"view_type": "BOGUS"}"#);
        assert_eq!(
            request.message().choice("view_type", &choices).unwrap_err().outside(),
            "Invalid value \"BOGUS\" for parameter 'view_type' supplied: It must be one of ACTIVE_ONLY, ALL. \
             Hint: Value was of type 'str'. See the API docs for more information about request parameters."
        );
    }

    #[test]
    fn queries_repeat_names_and_write_booleans_as_python_does() {
        let request =
            Request::from_query("trace_ids=a&trace_ids=b%20c&allow_partial=True&max_results=7&order_by=x");
        let message = request.message();
        assert_eq!(message.strings("trace_ids").unwrap(), ["a", "b c"]);
        assert_eq!(message.boolean("allow_partial").unwrap(), Some(true));
        assert_eq!(message.int64("max_results").unwrap(), Some(7));
        assert_eq!(message.strings("order_by").unwrap(), ["x"]);
        let request = Request::from_query("allow_partial=maybe");
        assert!(request.message().boolean("allow_partial").is_err());
    }

    #[test]
    fn errors_name_the_whole_path() {
        let request = body(r#"{"trace": {"trace_info": {"request_time": 1700000000000}}}"#);
        let info =
            request.message().required_message("trace").unwrap().required_message("trace_info").unwrap();
        assert_eq!(
            info.timestamp_ms("request_time").unwrap_err().outside(),
            "Invalid value 1700000000000 for parameter 'trace.trace_info.request_time' supplied: It must be RFC 3339 text \
             such as \"2026-11-22T05:12:09.931Z\". Hint: Value was of type 'int'. See the API docs for more information \
             about request parameters."
        );
        assert_eq!(
            info.required_string("trace_id").unwrap_err().outside(),
            "Missing value for required parameter 'trace.trace_info.trace_id'. See the API docs for more information \
             about request parameters."
        );
    }
}
