//! Decoding of OTLP requests, protobuf and JSON, into spans of ours.
//!
//! Protobuf is read once, field by field, without an intermediate tree, so that memory follows the limits and not the
//! sender. JSON is first turned into protobuf bytes, so that both forms mean the same by construction.

mod budget;
mod json;
mod logs;
mod metrics;
mod schema;
mod span;
mod trace_data;
mod traces;
mod value;
pub(crate) mod wire;

#[cfg(test)]
pub(crate) use span::empty_span;

pub use logs::{DecodedLogs, LogContent, decode_logs_json, decode_logs_protobuf};
pub use metrics::{DecodedMetrics, decode_metrics_json, decode_metrics_protobuf};
pub use trace_data::decode_trace_data;
pub use traces::{DecodedTrace, DecodedTraces, RejectedSpan, decode_traces_json, decode_traces_protobuf};

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod same_meaning_tests;
