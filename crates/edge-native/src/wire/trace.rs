//! Traces without their spans.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::wire::assessments::Assessment;

/// How a trace stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    /// Ended well.
    Ok,
    /// Its root failed.
    Error,
    /// Its root has not ended.
    InProgress,
    /// Not said by the client.
    StateUnspecified,
}

/// Tokens of one model call or of a whole trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Tokens {
    /// Tokens read by the model, cached ones included.
    pub input: u64,
    /// Tokens written by the model, reasoning included.
    pub output: u64,
    /// Sum as reported, else input and output together.
    pub total: u64,
    /// Input tokens served from the provider's cache.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_read: Option<u64>,
    /// Input tokens written to the provider's cache.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_write: Option<u64>,
    /// Output tokens spent on reasoning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasoning: Option<u64>,
    /// Parts by kind of content, where the source tells them apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_modality: Option<ModalityTokens>,
}

/// Parts of input and output tokens by kind of content; they are inside the totals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ModalityTokens {
    /// Text that was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_input: Option<u64>,
    /// Text that was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_output: Option<u64>,
    /// Sound that was heard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio_input: Option<u64>,
    /// Sound that was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio_output: Option<u64>,
    /// Images that were seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_input: Option<u64>,
    /// Images that were made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_output: Option<u64>,
    /// Video that was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_input: Option<u64>,
    /// Video that was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_output: Option<u64>,
}

/// One trace as a list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TraceRow {
    /// Its id: `tr-` and 32 hexadecimal digits, or the text it was imported under.
    pub trace_id: String,
    /// The experiment it belongs to.
    pub experiment_id: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How it stands.
    pub state: State,
    /// When it began, in milliseconds since the epoch.
    pub request_time: i64,
    /// How long it took, in milliseconds; left out while nothing of it has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<i64>,
    /// The last user message or the inputs' text, at most 1,000 characters; what the first model call was asked when the
    /// root has no inputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_preview: Option<String>,
    /// The answer's text, at most 1,000 characters; what the last model call answered when the root has no outputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_preview: Option<String>,
    /// Message of the root's error, or of the first failing span.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// Spans stored.
    pub span_count: u32,
    /// Spans stored that failed.
    pub error_count: u32,
    /// Tokens of the trace: a span with usage hides the usage of its descendants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Tokens>,
    /// Cost in US dollars, by the same rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_usd: Option<f64>,
    /// Models that answered.
    pub models: Vec<String>,
    /// The conversation it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// The person it was done for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Tags, without those that begin with `mlflow.`.
    pub tags: BTreeMap<String, String>,
    /// Feedback, expectations and issues, oldest first.
    pub assessments: Vec<Assessment>,
    /// Milliseconds from the start to the first token of any model span.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_first_token_ms: Option<i64>,
    /// Grows with every change, over all traces.
    pub version: i64,
}

/// Who says what a trace cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CostSource {
    /// The application or its instrumentation.
    Reported,
    /// Our price book.
    PriceBook,
    /// Both, for different spans.
    Mixed,
}

/// A prompt of a registry that was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Prompt {
    /// Its name.
    pub name: String,
    /// Its version, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// A version of a prompt that a trace used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TracePrompt {
    /// Its name.
    pub name: String,
    /// Its version; empty when not known.
    pub version: String,
}

/// One trace with everything but its spans.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TraceDetail {
    /// What a list shows of it.
    #[serde(flatten)]
    pub row: TraceRow,
    /// The client's own id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_request_id: Option<String>,
    /// What the client said once and for all.
    pub metadata: BTreeMap<String, String>,
    /// All tags, those that begin with `mlflow.` too.
    pub all_tags: BTreeMap<String, String>,
    /// Runs it is linked to.
    pub run_ids: Vec<String>,
    /// Prompts it used.
    pub prompts: Vec<TracePrompt>,
    /// Name of its experiment.
    pub experiment_name: String,
    /// Who says what it cost; left out when there is no cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_source: Option<CostSource>,
}
