//! Just enough protobuf to write OTLP requests that no SDK would write.

/// A length-delimited field.
pub(crate) fn bytes(number: u32, content: &[u8]) -> Vec<u8> {
    let mut out = varint(u64::from(number) << 3 | 2);
    out.extend(varint(content.len() as u64));
    out.extend(content);
    out
}

/// A fixed 64-bit field.
pub(crate) fn fixed64(number: u32, value: u64) -> Vec<u8> {
    let mut out = varint(u64::from(number) << 3 | 1);
    out.extend(value.to_le_bytes());
    out
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
    out
}

/// `KeyValue` whose value is an `AnyValue` with these bytes.
pub(crate) fn attribute(key: &[u8], any_value: &[u8]) -> Vec<u8> {
    [bytes(1, key), bytes(2, any_value)].concat()
}

/// `AnyValue` of text.
pub(crate) fn text(value: &[u8]) -> Vec<u8> {
    bytes(1, value)
}

/// `AnyValue` of a double.
pub(crate) fn double(value: f64) -> Vec<u8> {
    fixed64(4, value.to_bits())
}

/// A span; further fields can be put behind it.
pub(crate) fn span(trace_id: &[u8], span_id: &[u8], name: &[u8], start_ns: u64, end_ns: u64) -> Vec<u8> {
    [bytes(1, trace_id), bytes(2, span_id), bytes(5, name), fixed64(7, start_ns), fixed64(8, end_ns)].concat()
}

/// `ExportTraceServiceRequest` of these spans.
pub(crate) fn request(spans: &[Vec<u8>]) -> Vec<u8> {
    let spans: Vec<u8> = spans.iter().flat_map(|span| bytes(2, span)).collect();
    bytes(1, &bytes(2, &spans))
}
