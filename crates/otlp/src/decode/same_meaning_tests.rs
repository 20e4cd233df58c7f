//! The same spans in protobuf and in JSON mean the same.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use spanwell_model::{Limits, Value};

use super::wire::{begin_message, end_message, put_bytes, put_fixed64, put_number};
use super::*;

/// What a test span holds.
#[derive(Clone, Debug)]
struct Sample {
    trace_id: [u8; 16],
    span_id: [u8; 8],
    name: String,
    kind: u8,
    code: u8,
    start_time_ns: u64,
    end_time_ns: u64,
    attributes: Vec<(String, Value)>,
    event: String,
    link: [u8; 8],
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        (-1e9..1e9).prop_map(Value::Double),
        ".{0,20}".prop_map(Value::String),
        proptest::collection::vec(any::<u8>(), 0..8).prop_map(Value::Bytes),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            proptest::collection::vec((".{0,6}", inner), 0..4).prop_map(Value::Map),
        ]
    })
}

prop_compose! {
    fn sample()(
        trace_id in any::<[u8; 16]>(),
        span_id in any::<[u8; 8]>(),
        name in ".{0,20}",
        kind in 0..6_u8,
        code in 0..3_u8,
        start_time_ns in 0..2_000_000_000_000_000_000_u64,
        end_time_ns in 0..2_000_000_000_000_000_000_u64,
        attributes in proptest::collection::vec((".{0,8}", value()), 0..6),
        event in ".{0,9}",
        link in any::<[u8; 8]>(),
    ) -> Sample {
        Sample { trace_id, span_id, name, kind, code, start_time_ns, end_time_ns, attributes, event, link }
    }
}

fn put_value(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => {}
        Value::Bool(flag) => put_number(2, u64::from(*flag), out),
        Value::Int(number) => put_number(3, number.cast_unsigned(), out),
        Value::Double(number) => put_fixed64(4, number.to_bits(), out),
        Value::String(text) => put_bytes(1, text.as_bytes(), out),
        Value::Bytes(bytes) => put_bytes(7, bytes, out),
        Value::Array(items) => {
            let list = begin_message(5, out);
            for item in items {
                let start = begin_message(1, out);
                put_value(item, out);
                end_message(start, out);
            }
            end_message(list, out);
        }
        Value::Map(entries) => {
            let list = begin_message(6, out);
            for (key, value) in entries {
                put_entry(1, key, value, out);
            }
            end_message(list, out);
        }
    }
}

fn put_entry(field: u32, key: &str, value: &Value, out: &mut Vec<u8>) {
    let entry = begin_message(field, out);
    put_bytes(1, key.as_bytes(), out);
    let start = begin_message(2, out);
    put_value(value, out);
    end_message(start, out);
    end_message(entry, out);
}

fn protobuf(sample: &Sample) -> Bytes {
    let mut out = Vec::new();
    let resource_spans = begin_message(1, &mut out);
    let scope_spans = begin_message(2, &mut out);
    let span = begin_message(2, &mut out);
    put_bytes(1, &sample.trace_id, &mut out);
    put_bytes(2, &sample.span_id, &mut out);
    put_bytes(5, sample.name.as_bytes(), &mut out);
    put_number(6, u64::from(sample.kind), &mut out);
    put_fixed64(7, sample.start_time_ns, &mut out);
    put_fixed64(8, sample.end_time_ns, &mut out);
    for (key, value) in &sample.attributes {
        put_entry(9, key, value, &mut out);
    }
    let event = begin_message(11, &mut out);
    put_fixed64(1, sample.start_time_ns, &mut out);
    put_bytes(2, sample.event.as_bytes(), &mut out);
    end_message(event, &mut out);
    let link = begin_message(13, &mut out);
    put_bytes(1, &sample.trace_id, &mut out);
    put_bytes(2, &sample.link, &mut out);
    end_message(link, &mut out);
    let status = begin_message(15, &mut out);
    put_number(3, u64::from(sample.code), &mut out);
    end_message(status, &mut out);
    end_message(span, &mut out);
    end_message(scope_spans, &mut out);
    end_message(resource_spans, &mut out);
    out.into()
}

fn any_value(value: &Value) -> Json {
    match value {
        Value::Null => json!({}),
        Value::Bool(flag) => json!({ "boolValue": flag }),
        // Both forms of whole numbers occur.
        Value::Int(number) if number % 2 == 0 => json!({ "intValue": number.to_string() }),
        Value::Int(number) => json!({ "intValue": number }),
        Value::Double(number) => json!({ "doubleValue": number }),
        Value::String(text) => json!({ "stringValue": text }),
        Value::Bytes(bytes) => json!({ "bytesValue": STANDARD.encode(bytes) }),
        Value::Array(items) => {
            json!({"arrayValue": {"values": items.iter().map(any_value).collect::<Vec<_>>()}})
        }
        Value::Map(entries) => json!({"kvlistValue": {"values": key_values(entries)}}),
    }
}

fn key_values(entries: &[(String, Value)]) -> Vec<Json> {
    entries.iter().map(|(key, value)| json!({"key": key, "value": any_value(value)})).collect()
}

/// With ids in hexadecimal or base64, keys in camel or snake case, enums as numbers or names.
fn json_body(sample: &Sample, variant: bool) -> String {
    let id = |bytes: &[u8]| if variant { STANDARD.encode(bytes) } else { hex::encode(bytes) };
    let codes = ["STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"];
    let code = if variant { json!(sample.code) } else { json!(codes[usize::from(sample.code)]) };
    let start = if variant { json!(sample.start_time_ns) } else { json!(sample.start_time_ns.to_string()) };
    let mut span = json!({
        "traceId": id(&sample.trace_id),
        "spanId": id(&sample.span_id),
        "name": sample.name,
        "kind": sample.kind,
        "attributes": key_values(&sample.attributes),
        "events": [{"timeUnixNano": start, "name": sample.event}],
        "links": [{"traceId": id(&sample.trace_id), "spanId": id(&sample.link)}],
        "status": {"code": code},
        "unknown": [{"a": [1, null]}],
        "parentSpanId": null,
    });
    span[if variant { "start_time_unix_nano" } else { "startTimeUnixNano" }] = start.clone();
    span[if variant { "end_time_unix_nano" } else { "endTimeUnixNano" }] =
        json!(sample.end_time_ns.to_string());
    let (spans, scopes) =
        if variant { ("resource_spans", "scope_spans") } else { ("resourceSpans", "scopeSpans") };
    json!({ spans: [{ scopes: [{ "spans": [span] }] }] }).to_string()
}

proptest! {
    #[test]
    fn protobuf_and_json_give_equal_spans(sample in sample()) {
        let limits = Limits::default();
        let from_protobuf = decode_traces_protobuf(protobuf(&sample), &limits).unwrap();
        for variant in [false, true] {
            let from_json = decode_traces_json(json_body(&sample, variant).as_bytes(), &limits).unwrap();
            prop_assert_eq!(&from_protobuf.rejected, &from_json.rejected);
            prop_assert_eq!(from_protobuf.groups.len(), from_json.groups.len());
            for (left, right) in from_protobuf.groups.iter().zip(&from_json.groups) {
                prop_assert_eq!(&left.trace_id, &right.trace_id);
                prop_assert_eq!(&left.spans, &right.spans);
            }
        }
    }
}

#[test]
fn recorded_json_bodies_are_read_with_their_links() {
    let body = include_bytes!("../../tests/golden/otlp/openinference-js-openai-otlpjson-chat.otlp.json");
    let decoded = decode_traces_json(body, &Limits::default()).unwrap();
    assert_eq!((decoded.rejected_count, decoded.span_count > 0), (0, true));
    let body = br#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174",
        "startTimeUnixNano":"1","links":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331"},{"traceId":"zz","spanId":"zz"}]}]}]}]}"#;
    let decoded = decode_traces_json(body, &Limits::default()).unwrap();
    let span = &decoded.groups[0].spans[0];
    assert_eq!(hex::encode(span.links[0].trace_id), "0af7651916cd43dd8448eb211c80319c");
    assert_eq!((span.links.len(), span.dropped), (1, 1));
}

#[test]
fn logs_and_metrics_are_read_in_both_forms() {
    let logs = br#"{"resourceLogs":[{"scopeLogs":[{"logRecords":[
        {"timeUnixNano":"5","eventName":"gen_ai.user.message","traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174",
         "body":{"kvlistValue":{"values":[{"key":"content","value":{"stringValue":"hi"}}]}}},
        {"observedTimeUnixNano":"6","traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174",
         "attributes":[{"key":"event.name","value":{"stringValue":"gen_ai.choice"}}]},
        {"eventName":"gen_ai.choice"},{"body":{"stringValue":"plain"}}]}]}]}"#;
    let decoded = decode_logs_json(logs, &Limits::default()).unwrap();
    assert_eq!((decoded.contents.len(), decoded.ignored), (2, 2));
    assert_eq!(decoded.contents[0].event.attributes[0].1.to_json(), r#"{"content":"hi"}"#);
    assert_eq!(
        (decoded.contents[1].event.name.as_str(), decoded.contents[1].event.time_ns),
        ("gen_ai.choice", 6)
    );
    let metrics = br#"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"sum":{"dataPoints":[{},{"asInt":"1"}]}},{"gauge":{"dataPoints":[{}]}}]}]}]}"#;
    let decoded = decode_metrics_json(metrics, &Limits::default()).unwrap();
    assert_eq!((decoded.metrics, decoded.points), (2, 3));
}
