//! Trace data that MLflow's clients upload as `traces.json`.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use spanwell_fuzz::{check_span, limits};
use spanwell_mlflow::trace_data::{SpanRecord, TraceData};
use spanwell_model::{Limits, TraceId};
use spanwell_otlp::{Translators, decode_trace_data, with_translated};

static LIMITS: LazyLock<Limits> = LazyLock::new(limits);

fuzz_target!(|body: &[u8]| {
    let id = TraceId::from_otlp(&[7; 16]).expect("16 bytes");
    let Ok(spans) = decode_trace_data(body, &id, &LIMITS) else { return };
    assert!(spans.len() <= LIMITS.spans_per_request);
    let spans: Vec<_> = spans.into_iter().map(|span| check_span(&Translators, &LIMITS, span)).collect();
    // What is handed out can be read again, by us too.
    let records = spans.iter().map(|span| SpanRecord::new(&id, span, with_translated(span))).collect();
    let printed = serde_json::to_vec(&TraceData { spans: records }).expect("trace data prints as JSON");
    let unlimited = Limits::default();
    let again = decode_trace_data(&printed, &id, &unlimited).expect("our own trace data is read");
    assert_eq!(again.len(), spans.len());
});
