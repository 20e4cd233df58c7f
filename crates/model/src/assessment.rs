//! What somebody says about a trace or a span: feedback, an expectation, an issue.

use std::collections::BTreeMap;

use crate::ids::{AssessmentId, SpanId, TraceId};

/// Who says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// Not said.
    #[default]
    Unspecified,
    /// A person.
    Human,
    /// A model.
    LlmJudge,
    /// A program.
    Code,
}

impl SourceKind {
    /// MLflow's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "SOURCE_TYPE_UNSPECIFIED",
            Self::Human => "HUMAN",
            Self::LlmJudge => "LLM_JUDGE",
            Self::Code => "CODE",
        }
    }

    /// From MLflow's name; `AI_JUDGE` is its older name of `LLM_JUDGE`.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "SOURCE_TYPE_UNSPECIFIED" => Some(Self::Unspecified),
            "HUMAN" => Some(Self::Human),
            "LLM_JUDGE" | "AI_JUDGE" => Some(Self::LlmJudge),
            "CODE" => Some(Self::Code),
            _ => None,
        }
    }
}

/// Who says it, and which one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct AssessmentSource {
    /// Person, model or program.
    pub kind: SourceKind,
    /// A name or address; `default` when not said.
    pub id: String,
}

/// Why a scorer could not give a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedbackError {
    /// A short code.
    pub code: Option<String>,
    /// A text.
    pub message: Option<String>,
    /// A stack trace.
    pub stack_trace: Option<String>,
}

/// What is said.
#[derive(Clone, Debug, PartialEq)]
pub enum AssessmentValue {
    /// How good it was.
    Feedback {
        /// Any JSON value; null when there is only an error.
        value: serde_json::Value,
        /// Why there is no value.
        error: Option<FeedbackError>,
    },
    /// What it should have been.
    Expectation {
        /// Any JSON value.
        value: serde_json::Value,
        /// Whether it came as text in MLflow's `serialized_value`, to be answered in the same form.
        serialized: bool,
    },
    /// A link to an issue, whose id is the assessment's name.
    Issue {
        /// The issue's title.
        issue_name: String,
    },
}

impl AssessmentValue {
    /// `feedback`, `expectation` or `issue`.
    pub const fn kind_name(&self) -> &'static str {
        match self {
            Self::Feedback { .. } => "feedback",
            Self::Expectation { .. } => "expectation",
            Self::Issue { .. } => "issue",
        }
    }

    /// The value that filters compare with; `None` for an issue.
    pub const fn json(&self) -> Option<&serde_json::Value> {
        match self {
            Self::Feedback { value, .. } | Self::Expectation { value, .. } => Some(value),
            Self::Issue { .. } => None,
        }
    }
}

/// What somebody says about a trace or one of its spans.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// Its id.
    pub assessment_id: AssessmentId,
    /// The trace it speaks of.
    pub trace_id: TraceId,
    /// The span it speaks of; `None` for the whole trace.
    pub span_id: Option<SpanId>,
    /// What is assessed: `correctness`, `thumbs`, …
    pub name: String,
    /// Who says it.
    pub source: AssessmentSource,
    /// What is said.
    pub value: AssessmentValue,
    /// Why.
    pub rationale: Option<String>,
    /// Anything else.
    pub metadata: BTreeMap<String, String>,
    /// The assessment that this one replaces.
    pub overrides: Option<AssessmentId>,
    /// False once another one overrides it.
    pub valid: bool,
    /// When it was made, in milliseconds since the epoch.
    pub create_time_ms: i64,
    /// When it was changed, in milliseconds since the epoch.
    pub last_update_time_ms: i64,
}
