//! `traces.json`: all spans of a trace as MLflow's clients before 3.4 read them, and as browsers download them.
//!
//! Ids are base64, every attribute's value is JSON text in Python's spelling, attributes of events are plain.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value as Json;
use spanwell_model::{Attributes, Span, SpanEvent, SpanLink, TraceId, Value};

use crate::python_json::dumps;
use crate::span::{TRACE_REQUEST_ID, trace_id_bytes};

/// The file.
#[derive(Clone, Debug, Serialize)]
pub struct TraceData<'a> {
    /// Roots first, then by start time: the order in which they are given.
    pub spans: Vec<SpanRecord<'a>>,
}

/// One span of the file.
#[derive(Clone, Debug, Serialize)]
pub struct SpanRecord<'a> {
    trace_id: String,
    span_id: String,
    parent_span_id: Option<String>,
    name: &'a str,
    start_time_unix_nano: u64,
    end_time_unix_nano: Option<u64>,
    status: StatusRecord<'a>,
    attributes: TextAttributes<'a>,
    events: Vec<EventRecord<'a>>,
    links: Vec<LinkRecord<'a>>,
}

impl<'a> SpanRecord<'a> {
    /// The span with these attributes, which may be more than its own: what a translator found under MLflow's keys.
    pub fn new(trace_id: &'a TraceId, span: &'a Span, attributes: Cow<'a, Attributes>) -> Self {
        Self {
            trace_id: STANDARD.encode(trace_id_bytes(trace_id)),
            span_id: STANDARD.encode(span.span_id.bytes()),
            parent_span_id: span.parent_span_id.map(|id| STANDARD.encode(id.bytes())),
            name: &span.name,
            start_time_unix_nano: span.start_time_ns,
            end_time_unix_nano: span.end_time_ns,
            status: StatusRecord {
                code: format!("STATUS_CODE_{}", span.status.code.name()),
                message: &span.status.message,
            },
            attributes: TextAttributes { trace_id: trace_id.as_str(), attributes },
            events: span.events.iter().map(EventRecord::from).collect(),
            links: span.links.iter().map(LinkRecord::from).collect(),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct StatusRecord<'a> {
    code: String,
    message: &'a str,
}

/// Attributes with their values as JSON text, the trace's id first: the client reads a span's trace id from there.
#[derive(Clone, Debug)]
struct TextAttributes<'a> {
    trace_id: &'a str,
    attributes: Cow<'a, Attributes>,
}

impl Serialize for TextAttributes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(TRACE_REQUEST_ID, &dumps(&Json::from(self.trace_id)))?;
        let mut seen = HashSet::from([TRACE_REQUEST_ID]);
        for (key, value) in self.attributes.iter() {
            // Of a key that is repeated the first one counts.
            if seen.insert(key) {
                map.serialize_entry(key, &dumps(&value.to_json_value()))?;
            }
        }
        map.end()
    }
}

#[derive(Clone, Debug, Serialize)]
struct EventRecord<'a> {
    name: &'a str,
    time_unix_nano: u64,
    attributes: BTreeMap<&'a str, Json>,
}

impl<'a> From<&'a SpanEvent> for EventRecord<'a> {
    fn from(event: &'a SpanEvent) -> Self {
        Self { name: &event.name, time_unix_nano: event.time_ns, attributes: plain(&event.attributes) }
    }
}

#[derive(Clone, Debug, Serialize)]
struct LinkRecord<'a> {
    trace_id: String,
    span_id: String,
    attributes: BTreeMap<&'a str, Json>,
}

impl<'a> From<&'a SpanLink> for LinkRecord<'a> {
    fn from(link: &'a SpanLink) -> Self {
        Self {
            trace_id: format!("tr-{}", hex::encode(link.trace_id)),
            span_id: link.span_id.to_string(),
            attributes: plain(&link.attributes),
        }
    }
}

fn plain(attributes: &[(String, Value)]) -> BTreeMap<&str, Json> {
    attributes.iter().rev().map(|(key, value)| (key.as_str(), value.to_json_value())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::tests::span;

    #[test]
    fn a_span_prints_as_old_clients_read_it() {
        let mut span = span();
        span.attributes = vec![
            ("mlflow.traceRequestId".into(), Value::from("tr-other")),
            (
                "mlflow.spanInputs".into(),
                Value::Map(vec![("a".into(), Value::Int(1)), ("b".into(), Value::from("ü"))]),
            ),
            ("n".into(), Value::Int(20)),
            ("n".into(), Value::Int(21)),
        ];
        span.events.push(SpanEvent {
            name: "e".into(),
            time_ns: 1,
            attributes: vec![("k".into(), Value::Int(1)), ("k".into(), Value::Int(2))],
            dropped_attributes: 0,
        });
        let id = TraceId::parse("tr-146d668ef8c84040561073630353574b").unwrap();
        let data = TraceData { spans: vec![SpanRecord::new(&id, &span, Cow::Borrowed(&span.attributes))] };
        assert_eq!(
            serde_json::to_string(&data).unwrap(),
            concat!(
                r#"{"spans":[{"trace_id":"FG1mjvjIQEBWEHNjA1NXSw==","span_id":"wnAWBxuV+hs=","parent_span_id":null,"name":"op-0","#,
                r#""start_time_unix_nano":1795324649502224824,"end_time_unix_nano":1795324649598841567,"#,
                r#""status":{"code":"STATUS_CODE_OK","message":""},"#,
                r#""attributes":{"mlflow.traceRequestId":"\"tr-146d668ef8c84040561073630353574b\"","#,
                r#""mlflow.spanInputs":"{\"a\": 1, \"b\": \"\\u00fc\"}","n":"20"},"#,
                r#""events":[{"name":"e","time_unix_nano":1,"attributes":{"k":1}}],"links":[]}]}"#
            )
        );
    }
}
