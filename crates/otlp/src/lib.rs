#![doc = include_str!("../README.md")]

pub mod convention;
pub mod decode;
pub mod messages;
mod mlflow_attributes;
mod preview;

pub use convention::Translators;
pub use decode::{
    DecodedLogs, DecodedMetrics, DecodedTrace, DecodedTraces, LogContent, RejectedSpan, decode_logs_json,
    decode_logs_protobuf, decode_metrics_json, decode_metrics_protobuf, decode_trace_data,
    decode_traces_json, decode_traces_protobuf,
};
pub use messages::{Block, Chat, Message, ToolDefinition, chat};
pub use mlflow_attributes::with_translated;
pub use preview::{request_preview, response_preview};
