//! `ExportLogsServiceRequest`: log records that carry the content of a model call.
//!
//! Instrumentations of the OTel GenAI conventions may send messages as log events instead of span attributes. Such a
//! record names its span, may come before or after it, and is joined to it as a span event.

use bytes::Bytes;
use spanwell_model::time::LATEST_NS;
use spanwell_model::{Error, Limits, Result, SpanEvent, SpanId, TraceId, Value};

use super::budget::{Budget, text};
use super::json;
use super::schema;
use super::value::ValueReader;
use super::wire::{Fields, Malformed};

/// The content that a log record brings for a span.
#[derive(Clone, Debug, PartialEq)]
pub struct LogContent {
    /// The trace of the span.
    pub trace_id: TraceId,
    /// The span.
    pub span_id: SpanId,
    /// The record as an event to be appended to the span's events: its name, its attributes and, under `body`, its
    /// body.
    pub event: SpanEvent,
}

/// What a logs request held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DecodedLogs {
    /// Records with GenAI content that name their span, in order of arrival.
    pub contents: Vec<LogContent>,
    /// Other records: ordinary logs, and GenAI records without a trace or span id.
    pub ignored: u64,
}

/// Decodes an OTLP `ExportLogsServiceRequest` in protobuf.
pub fn decode_logs_protobuf(body: Bytes, limits: &Limits) -> Result<DecodedLogs> {
    decode(&body, limits)
}

/// Decodes an OTLP `ExportLogsServiceRequest` in JSON.
pub fn decode_logs_json(body: &[u8], limits: &Limits) -> Result<DecodedLogs> {
    decode(&json::to_protobuf(body, &schema::LOGS_REQUEST, limits)?, limits)
}

fn decode(body: &[u8], limits: &Limits) -> Result<DecodedLogs> {
    let mut decoded = DecodedLogs::default();
    read_request(body, limits, &mut decoded)
        .map_err(|error| Error::invalid(format!("the body is not an OTLP logs request: {error}")))?;
    Ok(decoded)
}

fn read_request(body: &[u8], limits: &Limits, decoded: &mut DecodedLogs) -> Result<(), Malformed> {
    let mut budget = Budget::new();
    let mut resources = Fields::new(body);
    while let Some((number, resource)) = resources.next()? {
        let mut scopes = Fields::new(if number == 1 { resource.bytes() } else { &[] });
        while let Some((number, scope)) = scopes.next()? {
            let mut records = Fields::new(if number == 2 { scope.bytes() } else { &[] });
            while let Some((number, record)) = records.next()? {
                if number != 2 {
                    continue;
                }
                let full = decoded.contents.len() >= limits.spans_per_request;
                // A broken record is an ignored record: the others still count.
                match read_record(record.bytes(), limits, &mut budget) {
                    Ok(Some(content)) if !full => decoded.contents.push(content),
                    _ => decoded.ignored += 1,
                }
            }
        }
    }
    Ok(())
}

fn read_record(
    message: &[u8],
    limits: &Limits,
    budget: &mut Budget,
) -> Result<Option<LogContent>, Malformed> {
    let (mut trace_id, mut span_id): (&[u8], &[u8]) = (&[], &[]);
    let (mut time_ns, mut observed_ns, mut body) = (0, 0, None);
    let mut event = SpanEvent::default();
    let mut values = ValueReader::new(limits, budget);
    let mut fields = Fields::new(message);
    while let Some((number, field)) = fields.next()? {
        match number {
            1 => time_ns = field.number(),
            5 => body = Some(values.single(field.bytes())?),
            6 => values.attribute(field.bytes(), limits.attributes_per_span, &mut event.attributes)?,
            7 => event.dropped_attributes = field.number32(),
            9 => trace_id = field.bytes(),
            10 => span_id = field.bytes(),
            11 => observed_ns = field.number(),
            12 => event.name = text(field.bytes(), limits.name_bytes),
            _ => {}
        }
    }
    if event.name.is_empty() {
        // Before OTLP 1.5 the name was an attribute.
        let named = event.attributes.iter().find(|(key, _)| key == "event.name");
        event.name = named.and_then(|(_, value)| value.as_str()).unwrap_or_default().to_owned();
    }
    let (Ok(trace_id), Ok(span_id)) = (TraceId::from_otlp(trace_id), SpanId::from_otlp(span_id)) else {
        return Ok(None);
    };
    if !event.name.starts_with("gen_ai.") {
        return Ok(None);
    }
    event.time_ns = if time_ns == 0 { observed_ns } else { time_ns }.min(LATEST_NS);
    if let Some(body) = body.filter(|body| *body != Value::Null) {
        event.attributes.push(("body".to_owned(), body));
    }
    Ok(Some(LogContent { trace_id, span_id, event }))
}
