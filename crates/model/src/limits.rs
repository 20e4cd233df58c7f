//! Every cap on what comes from outside, in one value.

/// Caps on what the server takes in and hands out. One value, made at start, handed to whoever needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest request body on the wire, in bytes.
    pub body_bytes: usize,
    /// Largest request body after decompression, in bytes.
    pub decompressed_bytes: usize,
    /// Most spans in one OTLP request.
    pub spans_per_request: usize,
    /// Most attributes kept on one span; what is over is counted as dropped.
    pub attributes_per_span: usize,
    /// Most events kept on one span.
    pub events_per_span: usize,
    /// Most links kept on one span.
    pub links_per_span: usize,
    /// Largest single attribute value kept, in bytes of text; longer text is cut with a visible mark.
    pub attribute_value_bytes: usize,
    /// Longest span name kept, in bytes.
    pub name_bytes: usize,
    /// Deepest nesting of a value.
    pub value_depth: usize,
    /// Requests that wait for the writer at once; more are refused with 429.
    pub write_queue_requests: usize,
    /// Bytes of spans that wait for the writer at once; more are refused with 429.
    pub write_queue_bytes: usize,
    /// Time a request may take before it is refused with 503, in milliseconds.
    pub request_timeout_ms: u64,
    /// Time the server waits for a trace's spans after its header arrived, in milliseconds.
    pub header_wait_ms: u64,
    /// Largest page of traces.
    pub traces_per_page: usize,
    /// Largest page of experiments.
    pub experiments_per_page: usize,
    /// Longest trace tag key, in characters.
    pub tag_key_characters: usize,
    /// Longest trace tag value, in characters.
    pub tag_value_characters: usize,
    /// Longest trace metadata value, in characters.
    pub metadata_value_characters: usize,
    /// Longest preview, in characters.
    pub preview_characters: usize,
    /// Largest file of a run or a model, in bytes.
    pub artifact_bytes: u64,
    /// Most event streams (server-sent events) open at once.
    pub event_streams: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 64 << 20,
            decompressed_bytes: 128 << 20,
            spans_per_request: 100_000,
            attributes_per_span: 10_000,
            events_per_span: 10_000,
            links_per_span: 1_000,
            attribute_value_bytes: 32 << 20,
            name_bytes: 4_096,
            value_depth: 64,
            write_queue_requests: 1_024,
            write_queue_bytes: 192 << 20,
            request_timeout_ms: 60_000,
            header_wait_ms: 1_000,
            traces_per_page: 500,
            experiments_per_page: 50_000,
            tag_key_characters: 250,
            tag_value_characters: 8_000,
            metadata_value_characters: 250,
            preview_characters: 1_000,
            artifact_bytes: 64 << 30,
            event_streams: 256,
        }
    }
}
