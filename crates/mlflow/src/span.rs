//! A span in the answers of `traces/get` and `traces/batchGet`: OTLP's message in proto3 JSON with `snake_case` names,
//! ids in base64, 64-bit integers as numbers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use spanwell_model::{
    Attributes, Span, SpanEvent, SpanKind, SpanLink, SpanStatus, StatusCode, TraceId, Value,
};

/// Attribute that names the trace; MLflow's client reads a span's trace id from it.
pub const TRACE_REQUEST_ID: &str = "mlflow.traceRequestId";

/// A span as answers show it.
#[derive(Clone, Debug, Serialize)]
pub struct SpanAnswer<'a> {
    trace_id: String,
    span_id: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    trace_state: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_span_id: Option<String>,
    #[serde(skip_serializing_if = "is_zero")]
    flags: u32,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    start_time_unix_nano: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_time_unix_nano: Option<u64>,
    attributes: TraceAttributes<'a>,
    #[serde(skip_serializing_if = "is_zero")]
    dropped_attributes_count: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    events: Vec<EventAnswer<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<LinkAnswer<'a>>,
    status: StatusAnswer<'a>,
}

impl<'a> SpanAnswer<'a> {
    /// The span with these attributes, which may be more than its own: what a translator found under MLflow's keys.
    pub fn new(trace_id: &'a TraceId, span: &'a Span, attributes: std::borrow::Cow<'a, Attributes>) -> Self {
        Self {
            trace_id: STANDARD.encode(trace_id_bytes(trace_id)),
            span_id: STANDARD.encode(span.span_id.bytes()),
            trace_state: &span.trace_state,
            parent_span_id: span.parent_span_id.map(|id| STANDARD.encode(id.bytes())),
            flags: span.flags,
            name: &span.name,
            kind: kind_name(span.kind),
            start_time_unix_nano: span.start_time_ns,
            end_time_unix_nano: span.end_time_ns,
            attributes: TraceAttributes { trace_id: trace_id.as_str(), attributes },
            dropped_attributes_count: span.dropped,
            events: span.events.iter().map(EventAnswer::from).collect(),
            links: span.links.iter().map(LinkAnswer::from).collect(),
            status: StatusAnswer::from(&span.status),
        }
    }
}

/// The 16 bytes for a trace id; for an imported id of another form the start of its text, since the client asks for
/// 16 bytes whatever the id is.
pub(crate) fn trace_id_bytes(trace_id: &TraceId) -> [u8; 16] {
    trace_id.otlp_bytes().unwrap_or_else(|| {
        let mut bytes = [0; 16];
        for (slot, byte) in bytes.iter_mut().zip(trace_id.as_str().bytes()) {
            *slot = byte;
        }
        bytes
    })
}

const fn kind_name(kind: SpanKind) -> Option<&'static str> {
    match kind {
        SpanKind::Unspecified => None,
        SpanKind::Internal => Some("SPAN_KIND_INTERNAL"),
        SpanKind::Server => Some("SPAN_KIND_SERVER"),
        SpanKind::Client => Some("SPAN_KIND_CLIENT"),
        SpanKind::Producer => Some("SPAN_KIND_PRODUCER"),
        SpanKind::Consumer => Some("SPAN_KIND_CONSUMER"),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[derive(Clone, Debug, Serialize)]
struct StatusAnswer<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
}

impl<'a> From<&'a SpanStatus> for StatusAnswer<'a> {
    fn from(status: &'a SpanStatus) -> Self {
        let code = match status.code {
            StatusCode::Unset => None,
            StatusCode::Ok => Some("STATUS_CODE_OK"),
            StatusCode::Error => Some("STATUS_CODE_ERROR"),
        };
        Self { message: &status.message, code }
    }
}

#[derive(Clone, Debug, Serialize)]
struct EventAnswer<'a> {
    time_unix_nano: u64,
    name: &'a str,
    #[serde(skip_serializing_if = "KeyValues::is_empty")]
    attributes: KeyValues<'a>,
    #[serde(skip_serializing_if = "is_zero")]
    dropped_attributes_count: u32,
}

impl<'a> From<&'a SpanEvent> for EventAnswer<'a> {
    fn from(event: &'a SpanEvent) -> Self {
        Self {
            time_unix_nano: event.time_ns,
            name: &event.name,
            attributes: KeyValues(&event.attributes),
            dropped_attributes_count: event.dropped_attributes,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct LinkAnswer<'a> {
    trace_id: String,
    span_id: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    trace_state: &'a str,
    #[serde(skip_serializing_if = "KeyValues::is_empty")]
    attributes: KeyValues<'a>,
    #[serde(skip_serializing_if = "is_zero")]
    flags: u32,
}

impl<'a> From<&'a SpanLink> for LinkAnswer<'a> {
    fn from(link: &'a SpanLink) -> Self {
        Self {
            trace_id: STANDARD.encode(link.trace_id),
            span_id: STANDARD.encode(link.span_id.bytes()),
            trace_state: &link.trace_state,
            attributes: KeyValues(&link.attributes),
            flags: link.flags,
        }
    }
}

/// A span's attributes with the trace's id in front: the client's own attribute is not trusted, and other clients
/// send none.
#[derive(Clone, Debug)]
struct TraceAttributes<'a> {
    trace_id: &'a str,
    attributes: std::borrow::Cow<'a, Attributes>,
}

impl Serialize for TraceAttributes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        let id = Value::from(self.trace_id);
        list.serialize_element(&KeyValue { key: TRACE_REQUEST_ID, value: &id })?;
        for (key, value) in self.attributes.iter().filter(|(key, _)| key != TRACE_REQUEST_ID) {
            list.serialize_element(&KeyValue { key, value })?;
        }
        list.end()
    }
}

/// OTLP's `KeyValueList`.
#[derive(Clone, Copy, Debug)]
struct KeyValues<'a>(&'a [(String, Value)]);

impl KeyValues<'_> {
    const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for KeyValues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|(key, value)| KeyValue { key, value }))
    }
}

struct KeyValue<'a> {
    key: &'a str,
    value: &'a Value,
}

impl Serialize for KeyValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("key", self.key)?;
        if *self.value != Value::Null {
            map.serialize_entry("value", &AnyValue(self.value))?;
        }
        map.end()
    }
}

/// OTLP's `AnyValue`; a null has no field set.
struct AnyValue<'a>(&'a Value);

impl Serialize for AnyValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self.0 {
            Value::Null => {}
            Value::Bool(flag) => map.serialize_entry("bool_value", flag)?,
            Value::Int(number) => map.serialize_entry("int_value", number)?,
            Value::Double(number) if number.is_nan() => map.serialize_entry("double_value", "NaN")?,
            Value::Double(number) if number.is_infinite() => {
                map.serialize_entry("double_value", if *number > 0.0 { "Infinity" } else { "-Infinity" })?;
            }
            Value::Double(number) => map.serialize_entry("double_value", number)?,
            Value::String(text) => map.serialize_entry("string_value", text)?,
            Value::Bytes(bytes) => map.serialize_entry("bytes_value", &STANDARD.encode(bytes))?,
            Value::Array(items) => map.serialize_entry("array_value", &Array(items))?,
            Value::Map(entries) => map.serialize_entry("kvlist_value", &List(entries))?,
        }
        map.end()
    }
}

struct Array<'a>(&'a [Value]);

impl Serialize for Array<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Values<'a>(&'a [Value]);
        impl Serialize for Values<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_seq(self.0.iter().map(AnyValue))
            }
        }
        let mut map = serializer.serialize_map(None)?;
        if !self.0.is_empty() {
            map.serialize_entry("values", &Values(self.0))?;
        }
        map.end()
    }
}

struct List<'a>(&'a [(String, Value)]);

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if !self.0.is_empty() {
            map.serialize_entry("values", &KeyValues(self.0))?;
        }
        map.end()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::borrow::Cow;

    use spanwell_model::{SpanFacts, SpanId};

    use super::*;

    pub(crate) fn span() -> Span {
        Span {
            span_id: SpanId::parse("c27016071b95fa1b").unwrap(),
            parent_span_id: None,
            name: "op-0".into(),
            kind: SpanKind::Unspecified,
            start_time_ns: 1_795_324_649_502_224_824,
            end_time_ns: Some(1_795_324_649_598_841_567),
            status: SpanStatus { code: StatusCode::Ok, message: String::new() },
            attributes: vec![
                (TRACE_REQUEST_ID.into(), Value::from("tr-other")),
                ("none".into(), Value::Null),
                ("list".into(), Value::Array(vec![Value::Null, Value::Int(1), Value::Double(f64::NAN)])),
                ("map".into(), Value::Map(vec![("k".into(), Value::Bool(true))])),
                ("empty".into(), Value::Array(Vec::new())),
            ],
            events: Vec::new(),
            links: Vec::new(),
            trace_state: String::new(),
            flags: 0,
            dropped: 0,
            resource: Default::default(),
            scope: Default::default(),
            facts: SpanFacts::default(),
        }
    }

    fn print(span: &Span, id: &str) -> String {
        let id = TraceId::parse(id).unwrap();
        serde_json::to_string(&SpanAnswer::new(&id, span, Cow::Borrowed(&span.attributes))).unwrap()
    }

    #[test]
    fn a_span_prints_as_protobuf_json() {
        assert_eq!(
            print(&span(), "tr-146d668ef8c84040561073630353574b"),
            concat!(
                r#"{"trace_id":"FG1mjvjIQEBWEHNjA1NXSw==","span_id":"wnAWBxuV+hs=","name":"op-0","#,
                r#""start_time_unix_nano":1795324649502224824,"end_time_unix_nano":1795324649598841567,"attributes":["#,
                r#"{"key":"mlflow.traceRequestId","value":{"string_value":"tr-146d668ef8c84040561073630353574b"}},"#,
                r#"{"key":"none"},"#,
                r#"{"key":"list","value":{"array_value":{"values":[{},{"int_value":1},{"double_value":"NaN"}]}}},"#,
                r#"{"key":"map","value":{"kvlist_value":{"values":[{"key":"k","value":{"bool_value":true}}]}}},"#,
                r#"{"key":"empty","value":{"array_value":{}}}],"status":{"code":"STATUS_CODE_OK"}}"#
            )
        );
    }

    #[test]
    fn what_otlp_has_and_mlflow_drops_is_kept() {
        let mut span = span();
        span.attributes.clear();
        span.parent_span_id = Some(SpanId::from_u64(1));
        span.end_time_ns = None;
        span.kind = SpanKind::Client;
        span.flags = 257;
        span.trace_state = "a=b".into();
        span.dropped = 3;
        span.status = SpanStatus { code: StatusCode::Error, message: "boom".into() };
        span.events.push(SpanEvent { name: "e".into(), time_ns: 1, ..Default::default() });
        span.links.push(SpanLink {
            trace_id: [1; 16],
            span_id: SpanId::from_u64(2),
            trace_state: String::new(),
            attributes: vec![("k".into(), Value::Int(1))],
            flags: 0,
        });
        let printed = print(&span, "custom");
        for part in [
            r#""trace_id":"Y3VzdG9tAAAAAAAAAAAAAA==""#,
            r#""parent_span_id":"AAAAAAAAAAE=""#,
            r#""kind":"SPAN_KIND_CLIENT""#,
            r#""flags":257"#,
            r#""trace_state":"a=b""#,
            r#""dropped_attributes_count":3"#,
            r#""status":{"message":"boom","code":"STATUS_CODE_ERROR"}"#,
            r#""events":[{"time_unix_nano":1,"name":"e"}]"#,
            r#""links":[{"trace_id":"AQEBAQEBAQEBAQEBAQEBAQ==","span_id":"AAAAAAAAAAI=","attributes":[{"key":"k","value":{"int_value":1}}]}]"#,
        ] {
            assert!(printed.contains(part), "{part} in {printed}");
        }
        assert!(!printed.contains("end_time"));
    }
}
