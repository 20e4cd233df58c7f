//! The recorded requests and what MLflow made of them.

use std::fs;
use std::path::PathBuf;

use bytes::Bytes;
use serde_json::Value as Json;
use spanwell_model::{DeriveFacts as _, Limits, Span};
use spanwell_otlp::{Translators, decode_logs_protobuf, decode_traces_protobuf};

/// One recorded program.
pub(crate) struct Case {
    /// `<source>-<case>`.
    pub(crate) name: String,
    /// Its spans with log content joined and facts derived.
    pub(crate) spans: Vec<Span>,
    /// What MLflow answered: `{"traces": […]}`.
    pub(crate) expected: Json,
}

/// The folder of the recordings.
pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Reads a recording.
pub(crate) fn bytes(file: &str) -> Bytes {
    fs::read(folder().join("otlp").join(file)).unwrap_or_else(|error| panic!("{file}: {error}")).into()
}

/// All cases that MLflow answered.
pub(crate) fn cases() -> Vec<Case> {
    let expected = fs::read_to_string(folder().join("expected-mlflow.jsonl")).unwrap();
    expected
        .lines()
        .map(|line| {
            let expected: Json = serde_json::from_str(line).unwrap();
            let name = expected["case"].as_str().unwrap().to_owned();
            Case { spans: spans(&name), name, expected }
        })
        .collect()
}

/// The spans of a case with their facts.
pub(crate) fn spans(name: &str) -> Vec<Span> {
    let limits = Limits::default();
    let decoded = decode_traces_protobuf(bytes(&format!("{name}.pb")), &limits).unwrap();
    assert_eq!(decoded.rejected, [], "{name}");
    let mut spans: Vec<Span> = decoded.groups.into_iter().flat_map(|group| group.spans).collect();
    let logs = format!("{name}.logs.pb");
    if folder().join("otlp").join(&logs).exists() {
        for content in decode_logs_protobuf(bytes(&logs), &limits).unwrap().contents {
            if let Some(span) = spans.iter_mut().find(|span| span.span_id == content.span_id) {
                span.events.push(content.event);
            }
        }
    }
    for span in &mut spans {
        span.facts = Translators.derive(span);
    }
    spans
}
