//! One request through an application: the summary that lists and filters work on.

use std::collections::{BTreeMap, BTreeSet};

use crate::assessment::Assessment;
use crate::ids::{ExperimentId, TraceId};
use crate::span::PromptReference;
use crate::usage::{Cost, TokenUsage};

/// How a trace stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TraceState {
    /// Not said by the client that sent its header.
    Unspecified,
    /// Ended well.
    Ok,
    /// Its root failed.
    Error,
    /// Its root has not ended.
    #[default]
    InProgress,
}

impl TraceState {
    /// MLflow's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "STATE_UNSPECIFIED",
            Self::Ok => "OK",
            Self::Error => "ERROR",
            Self::InProgress => "IN_PROGRESS",
        }
    }

    /// From MLflow's name (case counts).
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "STATE_UNSPECIFIED" | "TRACE_STATUS_UNSPECIFIED" => Some(Self::Unspecified),
            "OK" => Some(Self::Ok),
            "ERROR" => Some(Self::Error),
            "IN_PROGRESS" => Some(Self::InProgress),
            _ => None,
        }
    }
}

/// One request through an application, without its spans.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceSummary {
    /// Its id.
    pub trace_id: TraceId,
    /// The experiment it belongs to.
    pub experiment_id: ExperimentId,
    /// The client's own id of the request.
    pub client_request_id: Option<String>,
    /// Its name: the tag `mlflow.traceName`, which is the root span's name unless somebody chose another.
    pub name: Option<String>,
    /// How it stands.
    pub state: TraceState,
    /// When it began, in milliseconds since the epoch.
    pub request_time_ms: i64,
    /// How long it took, in milliseconds; `None` while nothing of it has ended.
    pub execution_duration_ms: Option<i64>,
    /// The last user message or the inputs' text, at most 1,000 characters.
    pub request_preview: Option<String>,
    /// The answer's text, at most 1,000 characters.
    pub response_preview: Option<String>,
    /// What the first model call was asked and the last one answered, in words: kept while the root says nothing.
    pub first_question: Option<String>,
    /// See `first_question`.
    pub last_answer: Option<String>,
    /// Message of the root's error, or of the first failing span.
    pub error_message: Option<String>,
    /// What the client said once and for all (MLflow `trace_metadata`).
    pub metadata: BTreeMap<String, String>,
    /// What can be changed later (MLflow `tags`).
    pub tags: BTreeMap<String, String>,
    /// Feedback, expectations and issues, oldest first.
    pub assessments: Vec<Assessment>,
    /// Runs this trace was linked to after the fact.
    pub run_ids: BTreeSet<String>,
    /// Prompts it used.
    pub prompts: BTreeSet<PromptReference>,
    /// Spans stored.
    pub span_count: u32,
    /// Spans stored that failed.
    pub error_count: u32,
    /// Tokens of the trace: a span with usage hides the usage of its descendants.
    pub usage: Option<TokenUsage>,
    /// Cost of the trace by the same rule.
    pub cost: Option<Cost>,
    /// Models that answered.
    pub models: BTreeSet<String>,
    /// The conversation it belongs to (metadata `mlflow.trace.session`).
    pub session_id: Option<String>,
    /// The person it was done for (metadata `mlflow.trace.user`).
    pub user_id: Option<String>,
    /// Milliseconds from the trace's start to the first token of any model span.
    pub time_to_first_token_ms: Option<i64>,
    /// Whether a client said its last word on times, state, tokens and cost (metadata `mlflow.trace.infoFinalized`).
    pub finalized: bool,
    /// Spans the client says the trace has (`num_spans` of metadata `mlflow.trace.sizeStats`).
    pub expected_spans: Option<u32>,
    /// Grows with every change of the trace, over all traces of the store: a cursor for live views.
    pub version: i64,
}
