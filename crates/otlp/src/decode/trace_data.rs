//! `traces.json`: the form in which MLflow stores the spans of a trace as an artifact, and clients upload them.
//!
//! Ids are base64, the value of every span attribute is a JSON text, event attributes are plain JSON (MLflow 3.17,
//! `Span.to_dict`).

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;
use spanwell_model::time::LATEST_NS;
use spanwell_model::{
    Attributes, Error, Limits, Resource, Result, Scope, Span, SpanEvent, SpanId, SpanLink, SpanStatus,
    StatusCode, TraceId, Value,
};

use super::span::empty_span;

/// Reads the spans of a `traces.json`. The trace is the one named by the request's path: the ids inside are not
/// looked at, since one client (TypeScript) writes them wrongly shifted.
pub fn decode_trace_data(body: &[u8], trace_id: &TraceId, limits: &Limits) -> Result<Vec<Span>> {
    let tree: Json = serde_json::from_slice(body)
        .map_err(|error| Error::invalid(format!("the trace data of `{trace_id}` is not JSON: {error}")))?;
    let list = tree
        .get("spans")
        .and_then(Json::as_array)
        .ok_or_else(|| Error::invalid(format!("the trace data of `{trace_id}` has no list `spans`")))?;
    if list.len() > limits.spans_per_request {
        return Err(Error::invalid(format!(
            "the trace data of `{trace_id}` has {} spans, at most {} are allowed",
            list.len(),
            limits.spans_per_request
        )));
    }
    let (resource, scope) = (Arc::new(Resource::default()), Arc::new(Scope::default()));
    list.iter()
        .map(|item| {
            read_span(item, limits, &resource, &scope)
                .map_err(|reason| Error::invalid(format!("a span of `{trace_id}`: {reason}")))
        })
        .collect()
}

fn read_span(
    item: &Json,
    limits: &Limits,
    resource: &Arc<Resource>,
    scope: &Arc<Scope>,
) -> Result<Span, String> {
    let mut span = empty_span(resource, scope);
    let id = item.get("span_id").and_then(Json::as_str).ok_or("it has no `span_id`")?;
    span.span_id = span_id(id).ok_or_else(|| format!("`span_id` `{}` is not 8 bytes", id.escape_debug()))?;
    span.parent_span_id =
        item.get("parent_span_id").or_else(|| item.get("parent_id")).and_then(Json::as_str).and_then(span_id);
    span.name = cut(text(item, "name"), limits.name_bytes);
    span.start_time_ns = time(item, &["start_time_unix_nano", "start_time_ns", "start_time"]).unwrap_or(0);
    span.end_time_ns =
        time(item, &["end_time_unix_nano", "end_time_ns", "end_time"]).filter(|time_ns| *time_ns > 0);
    span.status = status(item);
    span.attributes = entries(item.get("attributes"), limits, |value| attribute(value, limits));
    span.events =
        list(item, "events", limits.events_per_span).map(|event| read_event(event, limits)).collect();
    span.links =
        list(item, "links", limits.links_per_span).filter_map(|link| read_link(link, limits)).collect();
    Ok(span)
}

fn list<'a>(item: &'a Json, key: &str, most: usize) -> impl Iterator<Item = &'a Json> {
    item.get(key).and_then(Json::as_array).into_iter().flatten().take(most)
}

fn text<'a>(item: &'a Json, key: &str) -> &'a str {
    item.get(key).and_then(Json::as_str).unwrap_or_default()
}

fn cut(text: &str, limit_bytes: usize) -> String {
    super::budget::text(text.as_bytes(), limit_bytes)
}

/// Nanoseconds; some clients write milliseconds in older keys, which are far too small to be nanoseconds since 1970.
fn time(item: &Json, keys: &[&str]) -> Option<u64> {
    let value = keys.iter().find_map(|key| item.get(key))?;
    let number = value
        .as_u64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
        .or_else(|| value.as_f64().map(|number| number as u64))?;
    // Milliseconds until the year 5138; as nanoseconds the same number would be the first day of 1970.
    let time_ns = if number < 100_000_000_000_000 { number.saturating_mul(1_000_000) } else { number };
    Some(time_ns.min(LATEST_NS))
}

fn status(item: &Json) -> SpanStatus {
    let (code, message) = match item.get("status") {
        Some(Json::String(code)) => (Some(code.as_str()), ""),
        Some(status) => (status.get("code").and_then(Json::as_str), text(status, "message")),
        None => (None, ""),
    };
    let code = match code.map(|code| code.trim_start_matches("STATUS_CODE_")) {
        Some("OK") => StatusCode::Ok,
        Some("ERROR") => StatusCode::Error,
        _ => StatusCode::Unset,
    };
    SpanStatus { code, message: message.to_owned() }
}

fn entries(object: Option<&Json>, limits: &Limits, read: impl Fn(&Json) -> Value) -> Attributes {
    let entries = object.and_then(Json::as_object).into_iter().flatten().take(limits.attributes_per_span);
    entries.map(|(key, value)| (cut(key, limits.name_bytes), read(value))).collect()
}

/// A JSON text; text that is no JSON is itself the value.
fn attribute(value: &Json, limits: &Limits) -> Value {
    let Json::String(text) = value else { return Value::from_json_value(value) };
    if text.len() > limits.attribute_value_bytes {
        return Value::String(cut(text, limits.attribute_value_bytes));
    }
    match serde_json::from_str::<Json>(text) {
        Ok(parsed) => Value::from_json_value(&parsed),
        Err(_) => Value::String(text.clone()),
    }
}

fn read_event(event: &Json, limits: &Limits) -> SpanEvent {
    SpanEvent {
        name: cut(text(event, "name"), limits.name_bytes),
        time_ns: time(event, &["time_unix_nano", "timestamp"]).unwrap_or(0),
        attributes: entries(event.get("attributes"), limits, Value::from_json_value),
        dropped_attributes: 0,
    }
}

fn read_link(link: &Json, limits: &Limits) -> Option<SpanLink> {
    let id = text(link, "trace_id");
    let trace_id = TraceId::parse(id).ok().and_then(|id| id.otlp_bytes()).or_else(|| {
        let bytes = STANDARD.decode(id).ok()?;
        bytes.try_into().ok()
    })?;
    Some(SpanLink {
        trace_id,
        span_id: span_id(text(link, "span_id"))?,
        trace_state: String::new(),
        attributes: entries(link.get("attributes"), limits, Value::from_json_value),
        flags: 0,
    })
}

/// Hexadecimal or base64.
fn span_id(text: &str) -> Option<SpanId> {
    SpanId::parse(text).or_else(|_| SpanId::from_otlp(&STANDARD.decode(text).unwrap_or_default())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = r#"{"spans":[{"trace_id":"xa6N7szzx5kOZrYEluHezA==","span_id":"Wa/bPXZvYFs=","parent_span_id":null,
        "name":"s","start_time_unix_nano":1795326173426029310,"end_time_unix_nano":1795326173611475220,
        "status":{"code":"STATUS_CODE_OK","message":""},
        "attributes":{"mlflow.traceRequestId":"\"tr-c5ae8deecc\"","mlflow.spanInputs":"{\"q\": 1}","mlflow.spanLogLevel":"20","odd":"not json"},
        "events":[{"name":"exception","time_unix_nano":1795326173426029311,"attributes":{"exception.type":"ValueError"}}],
        "links":[{"trace_id":"tr-000102030405060708090a0b0c0d0e0f","span_id":"0001020304050607","attributes":{}}]}]}"#;

    #[test]
    fn trace_data_is_read() {
        let id = TraceId::parse(&"c5".repeat(16)).unwrap();
        let spans = decode_trace_data(SAMPLE.as_bytes(), &id, &Limits::default()).unwrap();
        let span = &spans[0];
        assert_eq!(span.span_id.to_string(), "59afdb3d766f605b");
        assert_eq!(span.attribute("mlflow.spanInputs").unwrap().to_json(), r#"{"q":1}"#);
        assert_eq!(span.attribute("mlflow.spanLogLevel"), Some(&Value::Int(20)));
        assert_eq!(span.attribute("odd"), Some(&Value::from("not json")));
        assert_eq!(span.links[0].trace_id[15], 0x0f);
    }

    #[test]
    fn hexadecimal_ids_and_milliseconds_are_accepted() {
        let id = TraceId::parse("custom").unwrap();
        let body = r#"{"spans":[{"span_id":"0001020304050607","start_time":1795326173426,"end_time":"1795326173427","status":"ERROR"}]}"#;
        let spans = decode_trace_data(body.as_bytes(), &id, &Limits::default()).unwrap();
        assert_eq!(spans[0].start_time_ns, 1_795_326_173_426_000_000);
        assert_eq!(spans[0].end_time_ns, Some(1_795_326_173_427_000_000));
        assert_eq!(spans[0].status.code, StatusCode::Error);
    }

    #[test]
    fn what_is_no_trace_data_is_refused_with_its_reason() {
        let id = TraceId::parse("custom").unwrap();
        for (body, reason) in [
            ("[", "not JSON"),
            ("{}", "no list `spans`"),
            (r#"{"spans":[{}]}"#, "no `span_id`"),
            (r#"{"spans":[{"span_id":"zz"}]}"#, "not 8 bytes"),
        ] {
            let error = decode_trace_data(body.as_bytes(), &id, &Limits::default()).unwrap_err();
            assert!(error.to_string().contains(reason), "{error}");
        }
    }
}
