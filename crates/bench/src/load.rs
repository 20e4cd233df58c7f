//! The requests: encoded once, sent many times with fresh trace ids and times, so that making them costs the machine
//! next to nothing while the server is measured.

use spanwell_model::time::NS_PER_MS;

use crate::protobuf::Message;
use crate::words::Vocabulary;

/// Spans of a trace: an agent, its planning model call, a retrieval, a tool call, the answering model call, a check.
pub(crate) const SPANS_PER_TRACE: u64 = 6;
/// Different requests; the rest are repetitions with other ids.
const TEMPLATES: usize = 160;
/// Trace names, tag values and customers that occur.
pub(crate) const NAMES: u32 = 20;
pub(crate) const TEAMS: u32 = 50;
pub(crate) const CUSTOMERS: u32 = 5_000;

/// Marks the places of trace ids and times in an encoded request: bytes that no text here has.
const ID_MARK: [u8; 12] = [0xF5, 0xC0, 0xC1, 0xF6, 0xF7, 0xF8, 0xC0, 0xF5, 0xC1, 0xF9, 0xFA, 0xFB];
const TIME_MARK: u64 = 0xF9FA;
/// Stands where the digits of a customer go.
const CUSTOMER_MARK: &[u8] = b"customer-~~~~";

/// What spans are like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Bytes of text in a span's inputs, and as many in its outputs.
    pub(crate) text_bytes: usize,
    /// Traces in one request.
    pub(crate) traces_per_request: u32,
}

impl Shape {
    /// Spans of 3 KB.
    pub(crate) const fn large(traces_per_request: u32) -> Self {
        Self { text_bytes: 1_330, traces_per_request }
    }

    /// Spans of 300 bytes.
    pub(crate) const fn small(traces_per_request: u32) -> Self {
        Self { text_bytes: 40, traces_per_request }
    }
}

/// The requests of a phase.
pub(crate) struct Load {
    templates: Vec<Template>,
    traces_per_request: u64,
    /// Start of the first trace, in nanoseconds since the epoch.
    start_ns: u64,
    /// Nanoseconds between the starts of two traces.
    step_ns: u64,
}

struct Template {
    bytes: Vec<u8>,
    /// Where trace ids are, and the number of the trace in the request.
    ids: Vec<(usize, u64)>,
    /// Where times are, the number of the trace in the request, and microseconds after its start.
    times: Vec<(usize, u64, u64)>,
    /// Where the digits of customers are.
    customers: Vec<usize>,
}

impl Load {
    /// Requests for `traces` traces spread evenly over the time from `start_ns` to `end_ns`.
    pub(crate) fn new(shape: Shape, traces: u64, start_ns: u64, end_ns: u64) -> Self {
        let vocabulary = Vocabulary::new();
        let mut random = fastrand::Rng::with_seed(7);
        let templates = (0..TEMPLATES).map(|_| Template::new(shape, &vocabulary, &mut random)).collect();
        Self {
            templates,
            traces_per_request: u64::from(shape.traces_per_request),
            start_ns,
            step_ns: end_ns.saturating_sub(start_ns) / traces.max(1),
        }
    }

    /// Spans of one request.
    pub(crate) const fn spans_per_request(&self) -> u64 {
        self.traces_per_request * SPANS_PER_TRACE
    }

    /// Mean bytes of a span on the wire.
    pub(crate) fn bytes_per_span(&self) -> f64 {
        let bytes: usize = self.templates.iter().map(|template| template.bytes.len()).sum();
        bytes as f64 / (self.templates.len() as u64 * self.spans_per_request()) as f64
    }

    /// Writes request `number` into `body`.
    pub(crate) fn write(&self, number: u64, body: &mut Vec<u8>) {
        let Some(template) = self.templates.get(number as usize % self.templates.len()) else { return };
        body.clear();
        body.extend_from_slice(&template.bytes);
        for (at, trace) in &template.ids {
            if let Some(place) = body.get_mut(*at..at + 16) {
                place.copy_from_slice(&trace_id(number * self.traces_per_request + trace));
            }
        }
        for (at, trace, after_us) in &template.times {
            let start_ns = self.start_ns + (number * self.traces_per_request + trace) * self.step_ns;
            if let Some(place) = body.get_mut(*at..at + 8) {
                place.copy_from_slice(&(start_ns + after_us * 1_000).to_le_bytes());
            }
        }
        for (trace, at) in (number * self.traces_per_request..).zip(&template.customers) {
            // A prime factor: neighbours are different customers, and all have their turn.
            let customer = format!("{:04}", trace.wrapping_mul(7_919) % u64::from(CUSTOMERS));
            if let Some(place) = body.get_mut(*at..at + 4) {
                place.copy_from_slice(customer.as_bytes());
            }
        }
    }
}

/// The id of trace `number` of a phase.
pub(crate) fn trace_id(number: u64) -> [u8; 16] {
    let mut id = [0xbe; 16];
    // An odd factor spreads the ids and never gives the same one twice.
    id[..8].copy_from_slice(&(number.wrapping_add(1)).wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
    id[8..].copy_from_slice(&number.to_be_bytes());
    id
}

impl Template {
    fn new(shape: Shape, vocabulary: &Vocabulary, random: &mut fastrand::Rng) -> Self {
        let mut request = Message::default();
        request.message(1, |resource_spans| {
            resource_spans.message(1, |resource| {
                resource.attribute(1, "service.name", "shop-assistant");
                resource.attribute(1, "deployment.environment", "production");
            });
            resource_spans.message(2, |scope_spans| {
                scope_spans.message(1, |scope| scope.bytes(1, b"spanwell.bench"));
                for trace in 0..shape.traces_per_request {
                    write_trace(scope_spans, trace, shape, vocabulary, random);
                }
            });
        });
        Self::find_marks(request.into_bytes())
    }

    fn find_marks(bytes: Vec<u8>) -> Self {
        let (mut ids, mut times, mut customers) = (Vec::new(), Vec::new(), Vec::new());
        for (at, window) in bytes.windows(16).enumerate() {
            if window.starts_with(&ID_MARK) {
                ids.push((
                    at,
                    u64::from(u32::from_be_bytes([window[12], window[13], window[14], window[15]])),
                ));
            }
            if window.starts_with(CUSTOMER_MARK) {
                customers.push(at + CUSTOMER_MARK.len() - 4);
            }
            let time = window.iter().take(8).rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
            if time >> 48 == TIME_MARK {
                times.push((at, time >> 32 & 0xFFFF, time & 0xFFFF_FFFF));
            }
        }
        Self { bytes, ids, times, customers }
    }
}

const STEPS: [(&str, &str, u64, u64); SPANS_PER_TRACE as usize] = [
    ("agent", "AGENT", 0, 2_000_000),
    ("plan", "CHAT_MODEL", 10_000, 600_000),
    ("retrieve", "RETRIEVER", 610_000, 700_000),
    ("call_tool", "TOOL", 710_000, 900_000),
    ("answer", "CHAT_MODEL", 910_000, 1_900_000),
    ("check", "GUARDRAIL", 1_910_000, 1_990_000),
];

fn write_trace(
    scope_spans: &mut Message,
    trace: u32,
    shape: Shape,
    vocabulary: &Vocabulary,
    random: &mut fastrand::Rng,
) {
    let mut id = ID_MARK.to_vec();
    id.extend_from_slice(&trace.to_be_bytes());
    let time = |after_us: u64| TIME_MARK << 48 | u64::from(trace) << 32 | after_us;
    let failed = random.u8(..100) < 5;
    // Latencies differ by a factor of eight.
    let stretch = random.u64(1..=8);
    let root_id = span_id(random);
    for (at, (name, kind, start_us, end_us)) in STEPS.iter().enumerate() {
        let span_id = if at == 0 { root_id } else { span_id(random) };
        scope_spans.message(2, |span| {
            span.bytes(1, &id);
            span.bytes(2, &span_id);
            if at > 0 {
                span.bytes(4, &root_id);
            }
            let number = random.u32(..NAMES);
            let name = if at == 0 { format!("{name}-{number:02}") } else { (*name).to_owned() };
            span.bytes(5, name.as_bytes());
            span.fixed64(7, time(start_us * stretch / 8));
            span.fixed64(8, time(end_us * stretch / 8));
            span.attribute(9, "mlflow.spanType", kind);
            write_payload(span, kind, shape, vocabulary, random);
            if at == 0 {
                span.attribute(9, "mlflow.traceTag.team", &format!("team-{:02}", random.u32(..TEAMS)));
                span.attribute(9, "customer", &String::from_utf8_lossy(CUSTOMER_MARK));
            }
            span.message(15, |status| status.number(3, if failed && at == 0 { 2 } else { 1 }));
        });
    }
}

/// Without bytes that the marks are made of.
fn span_id(random: &mut fastrand::Rng) -> [u8; 8] {
    (random.u64(..) & 0x7F7F_7F7F_7F7F_7F7F | 1).to_be_bytes()
}

fn write_payload(
    span: &mut Message,
    kind: &str,
    shape: Shape,
    vocabulary: &Vocabulary,
    random: &mut fastrand::Rng,
) {
    let mut text = || vocabulary.text(shape.text_bytes, random);
    let (question, answer) = (text(), text());
    if kind != "CHAT_MODEL" {
        span.attribute(9, "mlflow.spanInputs", &serde_json::json!({"query": question}).to_string());
        span.attribute(9, "mlflow.spanOutputs", &serde_json::Value::from(answer).to_string());
        return;
    }
    let messages = serde_json::json!({"messages": [{"role": "user", "content": question}]});
    let choices = serde_json::json!({"choices": [{"message": {"role": "assistant", "content": answer}}]});
    span.attribute(9, "mlflow.spanInputs", &messages.to_string());
    span.attribute(9, "mlflow.spanOutputs", &choices.to_string());
    span.attribute(9, "mlflow.llm.model", "gpt-4o-mini");
    let usage = r#"{"input_tokens": 420, "output_tokens": 180, "total_tokens": 600}"#;
    span.attribute(9, "mlflow.chat.tokenUsage", usage);
}

/// Milliseconds since the epoch in nanoseconds.
pub(crate) fn ms_to_ns(time_ms: i64) -> u64 {
    u64::try_from(time_ms).unwrap_or(0) * NS_PER_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_the_size_asked_for_and_every_place_is_found() {
        for (shape, bytes) in [(Shape::large(10), 2_700.0..3_300.0), (Shape::small(10), 240.0..360.0)] {
            let load = Load::new(shape, 1_000, 0, 1_000_000_000);
            assert!(bytes.contains(&load.bytes_per_span()), "{}", load.bytes_per_span());
            for template in &load.templates {
                let places = (template.ids.len(), template.times.len(), template.customers.len());
                assert_eq!(places, (60, 120, 10));
            }
        }
    }

    #[test]
    fn each_request_has_its_own_ids_and_times() {
        let load = Load::new(Shape::small(2), 100, 1_000, 100_001_000);
        let (mut first, mut second) = (Vec::new(), Vec::new());
        load.write(0, &mut first);
        load.write(TEMPLATES as u64, &mut second);
        assert_eq!(first.len(), second.len());
        let (at, ..) = load.templates[0].times[0];
        let time = |body: &[u8]| u64::from_le_bytes(body[at..at + 8].try_into().unwrap());
        assert_eq!(time(&first), 1_000);
        assert_eq!(time(&second), 1_000 + 2 * TEMPLATES as u64 * 1_000_000);
        assert_ne!(trace_id(1), trace_id(2));
    }
}
