//! The OTLP messages as tables: how JSON names and kinds map to protobuf fields.

/// A message: its fields.
pub(crate) struct Schema(pub(crate) &'static [Entry]);

/// A field of a message.
pub(crate) struct Entry {
    /// JSON name in camel case; snake case is accepted too.
    pub(crate) name: &'static str,
    /// Protobuf field number.
    pub(crate) number: u32,
    /// How its JSON is read.
    pub(crate) kind: Kind,
}

/// How a JSON value becomes a protobuf field.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// Text.
    Text,
    /// A trace or span id: hexadecimal as OTLP/JSON demands, base64 as proto3 JSON would print it.
    Id,
    /// `bytes` in base64.
    Base64,
    /// A time: `fixed64`, in JSON text or a number.
    Time,
    /// `int64`, `uint32`: in JSON text or a number.
    Whole,
    /// `fixed32`.
    Fixed32,
    /// A boolean.
    Flag,
    /// A double; `NaN` and infinities are text.
    Double,
    /// An enum as number or as one of the names.
    Name(&'static [(&'static str, u64)]),
    /// A message.
    Message(&'static Schema),
    /// A list of messages.
    Messages(&'static Schema),
}

impl Schema {
    /// The field that a JSON key names, in camel or snake case.
    pub(crate) fn field(&self, key: &str) -> Option<&'static Entry> {
        self.0.iter().find(|entry| entry.name == key || is_snake_of(key, entry.name))
    }
}

/// Whether `snake` is the snake case of `camel`.
fn is_snake_of(snake: &str, camel: &str) -> bool {
    let mut rest = snake.bytes();
    for byte in camel.bytes() {
        let next = rest.next();
        let matches = if byte.is_ascii_uppercase() {
            next == Some(b'_') && rest.next() == Some(byte.to_ascii_lowercase())
        } else {
            next == Some(byte)
        };
        if !matches {
            return false;
        }
    }
    rest.next().is_none()
}

const fn entry(name: &'static str, number: u32, kind: Kind) -> Entry {
    Entry { name, number, kind }
}

const SPAN_KINDS: &[(&str, u64)] = &[
    ("SPAN_KIND_UNSPECIFIED", 0),
    ("SPAN_KIND_INTERNAL", 1),
    ("SPAN_KIND_SERVER", 2),
    ("SPAN_KIND_CLIENT", 3),
    ("SPAN_KIND_PRODUCER", 4),
    ("SPAN_KIND_CONSUMER", 5),
];

const STATUS_CODES: &[(&str, u64)] =
    &[("STATUS_CODE_UNSET", 0), ("STATUS_CODE_OK", 1), ("STATUS_CODE_ERROR", 2)];

static ANY_VALUE: Schema = Schema(&[
    entry("stringValue", 1, Kind::Text),
    entry("boolValue", 2, Kind::Flag),
    entry("intValue", 3, Kind::Whole),
    entry("doubleValue", 4, Kind::Double),
    entry("arrayValue", 5, Kind::Message(&ARRAY)),
    entry("kvlistValue", 6, Kind::Message(&ENTRIES)),
    entry("bytesValue", 7, Kind::Base64),
]);

static ARRAY: Schema = Schema(&[entry("values", 1, Kind::Messages(&ANY_VALUE))]);

static ENTRIES: Schema = Schema(&[entry("values", 1, Kind::Messages(&KEY_VALUE))]);

static KEY_VALUE: Schema =
    Schema(&[entry("key", 1, Kind::Text), entry("value", 2, Kind::Message(&ANY_VALUE))]);

static RESOURCE: Schema = Schema(&[entry("attributes", 1, Kind::Messages(&KEY_VALUE))]);

static SCOPE: Schema = Schema(&[
    entry("name", 1, Kind::Text),
    entry("version", 2, Kind::Text),
    entry("attributes", 3, Kind::Messages(&KEY_VALUE)),
]);

static EVENT: Schema = Schema(&[
    entry("timeUnixNano", 1, Kind::Time),
    entry("name", 2, Kind::Text),
    entry("attributes", 3, Kind::Messages(&KEY_VALUE)),
    entry("droppedAttributesCount", 4, Kind::Whole),
]);

static LINK: Schema = Schema(&[
    entry("traceId", 1, Kind::Id),
    entry("spanId", 2, Kind::Id),
    entry("traceState", 3, Kind::Text),
    entry("attributes", 4, Kind::Messages(&KEY_VALUE)),
    entry("droppedAttributesCount", 5, Kind::Whole),
    entry("flags", 6, Kind::Fixed32),
]);

static STATUS: Schema =
    Schema(&[entry("message", 2, Kind::Text), entry("code", 3, Kind::Name(STATUS_CODES))]);

static SPAN: Schema = Schema(&[
    entry("traceId", 1, Kind::Id),
    entry("spanId", 2, Kind::Id),
    entry("traceState", 3, Kind::Text),
    entry("parentSpanId", 4, Kind::Id),
    entry("name", 5, Kind::Text),
    entry("kind", 6, Kind::Name(SPAN_KINDS)),
    entry("startTimeUnixNano", 7, Kind::Time),
    entry("endTimeUnixNano", 8, Kind::Time),
    entry("attributes", 9, Kind::Messages(&KEY_VALUE)),
    entry("droppedAttributesCount", 10, Kind::Whole),
    entry("events", 11, Kind::Messages(&EVENT)),
    entry("droppedEventsCount", 12, Kind::Whole),
    entry("links", 13, Kind::Messages(&LINK)),
    entry("droppedLinksCount", 14, Kind::Whole),
    entry("status", 15, Kind::Message(&STATUS)),
    entry("flags", 16, Kind::Fixed32),
]);

static SCOPE_SPANS: Schema =
    Schema(&[entry("scope", 1, Kind::Message(&SCOPE)), entry("spans", 2, Kind::Messages(&SPAN))]);

static RESOURCE_SPANS: Schema = Schema(&[
    entry("resource", 1, Kind::Message(&RESOURCE)),
    entry("scopeSpans", 2, Kind::Messages(&SCOPE_SPANS)),
    entry("instrumentationLibrarySpans", 2, Kind::Messages(&SCOPE_SPANS)),
]);

/// `ExportTraceServiceRequest`.
pub(crate) static TRACES_REQUEST: Schema =
    Schema(&[entry("resourceSpans", 1, Kind::Messages(&RESOURCE_SPANS))]);

static LOG_RECORD: Schema = Schema(&[
    entry("timeUnixNano", 1, Kind::Time),
    entry("body", 5, Kind::Message(&ANY_VALUE)),
    entry("attributes", 6, Kind::Messages(&KEY_VALUE)),
    entry("droppedAttributesCount", 7, Kind::Whole),
    entry("traceId", 9, Kind::Id),
    entry("spanId", 10, Kind::Id),
    entry("observedTimeUnixNano", 11, Kind::Time),
    entry("eventName", 12, Kind::Text),
]);

static SCOPE_LOGS: Schema = Schema(&[entry("logRecords", 2, Kind::Messages(&LOG_RECORD))]);

static RESOURCE_LOGS: Schema = Schema(&[entry("scopeLogs", 2, Kind::Messages(&SCOPE_LOGS))]);

/// `ExportLogsServiceRequest`.
pub(crate) static LOGS_REQUEST: Schema = Schema(&[entry("resourceLogs", 1, Kind::Messages(&RESOURCE_LOGS))]);

static POINT: Schema = Schema(&[]);

static POINTS: Schema = Schema(&[entry("dataPoints", 1, Kind::Messages(&POINT))]);

static METRIC: Schema = Schema(&[
    entry("gauge", 5, Kind::Message(&POINTS)),
    entry("sum", 7, Kind::Message(&POINTS)),
    entry("histogram", 9, Kind::Message(&POINTS)),
    entry("exponentialHistogram", 10, Kind::Message(&POINTS)),
    entry("summary", 11, Kind::Message(&POINTS)),
]);

static SCOPE_METRICS: Schema = Schema(&[entry("metrics", 2, Kind::Messages(&METRIC))]);

static RESOURCE_METRICS: Schema = Schema(&[entry("scopeMetrics", 2, Kind::Messages(&SCOPE_METRICS))]);

/// `ExportMetricsServiceRequest`.
pub(crate) static METRICS_REQUEST: Schema =
    Schema(&[entry("resourceMetrics", 1, Kind::Messages(&RESOURCE_METRICS))]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_in_camel_and_snake_case() {
        for key in ["startTimeUnixNano", "start_time_unix_nano"] {
            assert_eq!(SPAN.field(key).map(|entry| entry.number), Some(7), "{key}");
        }
        for key in ["starttimeunixnano", "start_time_unix_nano_", "_name", ""] {
            assert!(SPAN.field(key).is_none(), "{key}");
        }
    }
}
