//! One step of a traced request.

use std::sync::Arc;

use crate::ids::SpanId;
use crate::usage::{Cost, TokenUsage};
use crate::value::{Attributes, Value};

/// OTLP's span kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SpanKind {
    /// Not said.
    #[default]
    Unspecified,
    /// Inside one program.
    Internal,
    /// The serving side of a call.
    Server,
    /// The calling side.
    Client,
    /// Puts work into a queue.
    Producer,
    /// Takes work from a queue.
    Consumer,
}

impl SpanKind {
    /// From OTLP's number; unknown numbers are unspecified.
    pub const fn from_number(number: i32) -> Self {
        match number {
            1 => Self::Internal,
            2 => Self::Server,
            3 => Self::Client,
            4 => Self::Producer,
            5 => Self::Consumer,
            _ => Self::Unspecified,
        }
    }

    /// OTLP's number.
    pub const fn number(self) -> i32 {
        self as i32
    }

    /// The name without OTLP's prefix, as the page shows it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "UNSPECIFIED",
            Self::Internal => "INTERNAL",
            Self::Server => "SERVER",
            Self::Client => "CLIENT",
            Self::Producer => "PRODUCER",
            Self::Consumer => "CONSUMER",
        }
    }
}

/// OTLP's status code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum StatusCode {
    /// Not said; counts as success.
    #[default]
    Unset,
    /// Success.
    Ok,
    /// Failure.
    Error,
}

impl StatusCode {
    /// From OTLP's number; unknown numbers are unset.
    pub const fn from_number(number: i32) -> Self {
        match number {
            1 => Self::Ok,
            2 => Self::Error,
            _ => Self::Unset,
        }
    }

    /// OTLP's number.
    pub const fn number(self) -> i32 {
        self as i32
    }

    /// `UNSET`, `OK` or `ERROR`: what MLflow's `span.status` filters compare with.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unset => "UNSET",
            Self::Ok => "OK",
            Self::Error => "ERROR",
        }
    }
}

/// How a span ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpanStatus {
    /// The code.
    pub code: StatusCode,
    /// The text that came with it; often empty.
    pub message: String,
}

/// Something that happened during a span.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpanEvent {
    /// Its name, such as `exception` or `gen_ai.choice`.
    pub name: String,
    /// When, in nanoseconds since the epoch.
    pub time_ns: u64,
    /// Its attributes.
    pub attributes: Attributes,
    /// Attributes that the sender dropped.
    pub dropped_attributes: u32,
}

/// A link to another span.
#[derive(Clone, Debug, PartialEq)]
pub struct SpanLink {
    /// 16 bytes; kept even when the linked trace is not here.
    pub trace_id: [u8; 16],
    /// The linked span.
    pub span_id: SpanId,
    /// W3C trace state.
    pub trace_state: String,
    /// Its attributes.
    pub attributes: Attributes,
    /// OTLP flags.
    pub flags: u32,
}

/// Who sent the span: OTLP's resource.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resource {
    /// Its attributes, such as `service.name`.
    pub attributes: Attributes,
}

/// Which instrumentation made the span: OTLP's instrumentation scope.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// Name of the instrumentation.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its attributes.
    pub attributes: Attributes,
}

/// One step of a traced request, as it came, with the [`SpanFacts`] that were found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Its id, unique within the trace.
    pub span_id: SpanId,
    /// The step it belongs to; `None` for a root.
    pub parent_span_id: Option<SpanId>,
    /// Its name.
    pub name: String,
    /// OTLP's kind.
    pub kind: SpanKind,
    /// Start, in nanoseconds since the epoch.
    pub start_time_ns: u64,
    /// End, in nanoseconds since the epoch; `None` while it runs.
    pub end_time_ns: Option<u64>,
    /// How it ended.
    pub status: SpanStatus,
    /// The attributes as they came.
    pub attributes: Attributes,
    /// The events as they came, and log events joined to this span after them.
    pub events: Vec<SpanEvent>,
    /// The links as they came.
    pub links: Vec<SpanLink>,
    /// W3C trace state.
    pub trace_state: String,
    /// OTLP flags.
    pub flags: u32,
    /// Attributes, events and links that the sender or our limits dropped.
    pub dropped: u32,
    /// Who sent it; shared by the spans of a request.
    pub resource: Arc<Resource>,
    /// Which instrumentation made it; shared by the spans of a request.
    pub scope: Arc<Scope>,
    /// What a translator found in the above. Never stored as such: it is derived again on reading, so that a better
    /// translator also helps old traces.
    pub facts: SpanFacts,
}

impl Span {
    /// The first attribute under `key`.
    pub fn attribute(&self, key: &str) -> Option<&Value> {
        self.attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Duration in nanoseconds; `None` while it runs, 0 when the end is before the start.
    pub fn duration_ns(&self) -> Option<u64> {
        self.end_time_ns.map(|end| end.saturating_sub(self.start_time_ns))
    }
}

/// A prompt of a registry that a span used.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PromptReference {
    /// The prompt's name.
    pub name: String,
    /// Its version, when known.
    pub version: Option<String>,
}

/// Why a span failed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpanError {
    /// Class of the exception or the provider's code.
    pub kind: Option<String>,
    /// The message.
    pub message: Option<String>,
    /// The stack trace.
    pub stack: Option<String>,
}

/// What a translator of a semantic convention found in a span.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpanFacts {
    /// MLflow's span type (`CHAT_MODEL`, `TOOL`, …) or a custom one.
    pub span_type: Option<String>,
    /// What went in, as JSON text (text that is not JSON is a JSON string).
    pub inputs: Option<String>,
    /// What came out, as JSON text.
    pub outputs: Option<String>,
    /// The model that answered.
    pub model: Option<String>,
    /// The model that was asked for.
    pub model_request: Option<String>,
    /// Who served it: `openai`, `databricks`, …
    pub provider: Option<String>,
    /// Tokens of this span, cached and reasoning ones included.
    pub usage: Option<TokenUsage>,
    /// Cost of this span: reported, or filled in by the price book.
    pub cost: Option<Cost>,
    /// Why the model stopped: `stop`, `length`, `tool_calls`, `content_filter`, `error` or the provider's own word.
    pub finish_reasons: Vec<String>,
    /// The conversation this span belongs to.
    pub session_id: Option<String>,
    /// The person it was done for.
    pub user_id: Option<String>,
    /// Prompts of a registry that were used.
    pub prompts: Vec<PromptReference>,
    /// The text of the prompt before its variables were put in.
    pub prompt_template: Option<String>,
    /// What was put into it, by name.
    pub prompt_variables: Vec<(String, String)>,
    /// Why it failed.
    pub error: Option<SpanError>,
    /// Nanoseconds from the span's start to the first token.
    pub time_to_first_token_ns: Option<u64>,
    /// Tool definitions offered to the model, as JSON text of a list in OpenAI's form.
    pub tools: Option<String>,
    /// How `inputs` and `outputs` are to be rendered (`openai`, `anthropic`, …): MLflow's `mlflow.message.format`.
    pub message_format: Option<String>,
    /// The inputs as the traces list shows them: the last user message, else compact JSON text; at most 1,000 characters.
    /// Only for spans without a parent, and in words also for model calls below one.
    pub request_preview: Option<String>,
    /// The outputs as the traces list shows them: the answer's text, else compact JSON text; at most 1,000 characters.
    /// For the same spans.
    pub response_preview: Option<String>,
    /// Trace tags that this span asks for (`mlflow.traceTag.*`, Langfuse trace tags, …).
    pub trace_tags: Vec<(String, String)>,
    /// Trace metadata that this span asks for.
    pub trace_metadata: Vec<(String, String)>,
    /// A name for the whole trace other than the root span's.
    pub trace_name: Option<String>,
    /// The convention that gave most of this: `mlflow`, `gen_ai`, `openinference`, …
    pub convention: Option<&'static str>,
}

/// Finds the facts of a span. Implemented by the translators of semantic conventions; handed to whoever stores or
/// reads spans, so that neither knows a convention.
pub trait DeriveFacts: Send + Sync {
    /// The facts of `span`, from everything but its `facts` field. Pure: the same span gives the same facts.
    fn derive(&self, span: &Span) -> SpanFacts;

    /// Gives facts the cost that their source did not report. Prices change, so this is asked once: when a span arrives,
    /// and again when log events that came later change its tokens.
    fn fill_in_cost(&self, _facts: &mut SpanFacts) {}
}
