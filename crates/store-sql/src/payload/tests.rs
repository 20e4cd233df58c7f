//! Blocks come back as they were written, damaged ones are noticed, golden ones stay readable.

use spanwell_model::{SpanId, SpanKind, SpanLink, SpanStatus, StatusCode, Value};

use super::*;

fn span(number: u64, resource: &Arc<Resource>) -> Span {
    Span {
        span_id: SpanId::from_u64(number),
        parent_span_id: number.is_multiple_of(2).then(|| SpanId::from_u64(number / 2)),
        name: format!("step {number} ünïcode"),
        kind: SpanKind::Client,
        start_time_ns: u64::MAX - number,
        end_time_ns: (!number.is_multiple_of(3)).then_some(number),
        status: SpanStatus { code: StatusCode::Error, message: "boom".into() },
        attributes: vec![
            ("text".into(), Value::from("hello")),
            ("".into(), Value::Null),
            ("numbers".into(), Value::Array(vec![Value::Int(-1), Value::Int(i64::MIN), Value::Double(-0.0)])),
            (
                "map".into(),
                Value::Map(vec![("b".into(), Value::Bool(true)), ("a".into(), Value::Bool(false))]),
            ),
            ("bytes".into(), Value::Bytes(vec![0, 255])),
        ],
        events: vec![SpanEvent {
            name: "exception".into(),
            time_ns: 7,
            attributes: vec![("exception.message".into(), Value::from("no"))],
            dropped_attributes: 3,
        }],
        links: vec![SpanLink {
            trace_id: [9; 16],
            span_id: SpanId::from_u64(5),
            trace_state: "a=b".into(),
            attributes: vec![("why".into(), Value::from("because"))],
            flags: 1,
        }],
        trace_state: "vendor=1".into(),
        flags: 257,
        dropped: 4,
        resource: resource.clone(),
        scope: Arc::new(Scope { name: "lib".into(), version: "1".into(), attributes: Vec::new() }),
        facts: Default::default(),
    }
}

fn spans(count: u64) -> Vec<Span> {
    let resource = Arc::new(Resource { attributes: vec![("service.name".into(), Value::from("shop"))] });
    (1..=count).map(|number| span(number, &resource)).collect()
}

#[test]
fn spans_come_back_in_blocks_of_bounded_size() {
    let written = spans(2_000);
    let blocks = encode_spans(&written).unwrap();
    assert!(blocks.len() > 1);
    let mut at = 0;
    for block in &blocks {
        let read = decode_spans(&block.data).unwrap();
        assert_eq!(read, written[at..at + block.spans]);
        assert_eq!(decode_span(&block.data, block.spans - 1).unwrap(), written[at + block.spans - 1]);
        assert!(decode_span(&block.data, block.spans).is_err());
        at += block.spans;
    }
    assert_eq!(at, written.len());
}

#[test]
fn events_come_back() {
    let events = spans(1).remove(0).events;
    let data = encode_events(&events).unwrap();
    assert_eq!(decode_events(&data).unwrap(), events);
    assert!(decode_spans(&data).is_err());
}

#[test]
fn any_changed_byte_is_noticed_and_nothing_panics() {
    let data = encode_spans(&spans(3)).unwrap().remove(0).data;
    for at in 0..data.len() {
        let mut damaged = data.clone();
        damaged[at] ^= 0x55;
        if let Ok(read) = decode_spans(&damaged) {
            assert_eq!(read, spans(3), "byte {at}");
        }
        assert!(decode_spans(&data[..at]).is_err());
    }
}

#[test]
fn deep_values_end() {
    let mut deep = Value::Null;
    for _ in 0..1_000 {
        deep = Value::Array(vec![deep]);
    }
    let mut written = spans(1);
    written[0].attributes = vec![("deep".into(), deep)];
    let block = encode_spans(&written).unwrap().remove(0);
    assert_eq!(decode_spans(&block.data).unwrap().len(), 1);
}

/// The golden file of a name; a missing one is written once, by the test that fails for it.
fn golden(name: &str, make: impl FnOnce() -> Vec<u8>) -> Vec<u8> {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/payload/v1").join(name);
    std::fs::read(&file).unwrap_or_else(|_| {
        std::fs::write(&file, make()).unwrap();
        panic!("{} was missing and is written now: look at it, add it, run again", file.display())
    })
}

#[test]
fn blocks_of_version_1_stay_readable() {
    let block = golden("spans.block", || encode_spans(&spans(3)).unwrap().remove(0).data);
    assert_eq!(decode_spans(&block).unwrap(), spans(3));
    let block = golden("events.block", || encode_events(&spans(1).remove(0).events).unwrap());
    assert_eq!(decode_events(&block).unwrap(), spans(1).remove(0).events);
}
