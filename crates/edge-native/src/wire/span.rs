//! One span with its payload.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::wire::assessments::Assessment;
use crate::wire::message::Chat;
use crate::wire::trace::{Prompt, Tokens};

/// One span with everything it has.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SpanDetail {
    /// The trace it belongs to.
    pub trace_id: String,
    /// Its id, 16 hexadecimal digits.
    pub span_id: String,
    /// The span it belongs to; left out for a root.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_span_id: Option<String>,
    /// Its name.
    pub name: String,
    /// Its type: `CHAT_MODEL`, `TOOL`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span_type: Option<String>,
    /// OTLP's kind: `UNSPECIFIED`, `INTERNAL`, `SERVER`, `CLIENT`, `PRODUCER` or `CONSUMER`.
    pub kind: String,
    /// How it ended.
    pub status: SpanStatus,
    /// The text that came with the status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_message: Option<String>,
    /// Start, in nanoseconds since the epoch, as decimal text.
    pub start_ns: String,
    /// End, in nanoseconds since the epoch, as decimal text; left out while it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_ns: Option<String>,
    /// Duration in milliseconds; left out while it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<f64>,
    /// What went in; the first part of its JSON text, as text, when `inputs_truncated`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = serde_json::Value, required = false)]
    pub inputs: Option<Box<RawValue>>,
    /// What came out; the first part of its JSON text, as text, when `outputs_truncated`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = serde_json::Value, required = false)]
    pub outputs: Option<Box<RawValue>>,
    /// Length of the inputs' JSON text in bytes.
    pub inputs_bytes: usize,
    /// Length of the outputs' JSON text in bytes.
    pub outputs_bytes: usize,
    /// True when the inputs are over 256 KiB and cut; the rest is read with the value endpoint.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub inputs_truncated: bool,
    /// True when the outputs are over 256 KiB and cut; the rest is read with the value endpoint.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub outputs_truncated: bool,
    /// The conversation, for spans that have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat: Option<Chat>,
    /// What was found in the span.
    pub facts: SpanFacts,
    /// Its attributes as they came.
    pub attributes: Vec<KeyValue>,
    /// Its events as they came.
    pub events: Vec<SpanEvent>,
    /// Its links as they came.
    pub links: Vec<SpanLink>,
    /// Attributes of whoever sent it.
    pub resource: Vec<KeyValue>,
    /// Which instrumentation made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// What is said of it.
    pub assessments: Vec<Assessment>,
}

/// How a span ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum SpanStatus {
    /// Not said; counts as success.
    Unset,
    /// Success.
    Ok,
    /// Failure.
    Error,
}

/// What was found in a span.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct SpanFacts {
    /// The model that answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The model that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_request: Option<String>,
    /// Who served it: `openai`, `databricks`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Its tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Tokens>,
    /// Its cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<SpanCost>,
    /// Why the model stopped: `stop`, `length`, `tool_calls`, … or the provider's own word.
    pub finish_reasons: Vec<String>,
    /// Milliseconds from the span's start to the first token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_first_token_ms: Option<f64>,
    /// The conversation it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// The person it was done for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<SpanError>,
    /// The first prompt of a registry that it used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt: Option<Prompt>,
    /// The text of the prompt before its variables were put in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt_template: Option<String>,
    /// What was put into it, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub prompt_variables: BTreeMap<String, String>,
    /// The convention that its attributes follow: `mlflow`, `gen_ai`, `openinference`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub convention: Option<String>,
}

/// Cost of a span in US dollars.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct SpanCost {
    /// Cost of the input, when known apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<f64>,
    /// Cost of the output, when known apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<f64>,
    /// The whole.
    pub total: f64,
    /// Who says so.
    pub source: SpanCostSource,
}

/// Who says what a span cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpanCostSource {
    /// The application or its instrumentation.
    Reported,
    /// Our price book.
    PriceBook,
}

/// Why a span failed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct SpanError {
    /// Class of the exception or the provider's code.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The stack trace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stack: Option<String>,
}

/// An attribute. Values over 256 KiB are cut; the rest is read with the value endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct KeyValue {
    /// Its key.
    pub key: String,
    /// Its value; bytes as hexadecimal text.
    pub value: serde_json::Value,
    /// Length of the whole value's text in bytes; only when it is cut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truncated_bytes: Option<usize>,
}

/// Something that happened during a span.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SpanEvent {
    /// Its name.
    pub name: String,
    /// When, in nanoseconds since the epoch, as decimal text.
    pub time_ns: String,
    /// Its attributes.
    pub attributes: Vec<KeyValue>,
}

/// A link to another span.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SpanLink {
    /// The trace of the linked span, which need not be here.
    pub trace_id: String,
    /// The linked span.
    pub span_id: String,
    /// Its attributes.
    pub attributes: Vec<KeyValue>,
}

/// Which instrumentation made a span.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Scope {
    /// Its name.
    pub name: String,
    /// Its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// Spans in which a text occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FoundSpans {
    /// Their ids.
    pub span_ids: Vec<String>,
    /// True when there are more.
    pub truncated: bool,
}
