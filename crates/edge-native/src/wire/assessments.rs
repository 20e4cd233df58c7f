//! What somebody says about a trace or a span.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

/// What somebody says about a trace or a span.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Assessment {
    /// Its id.
    pub assessment_id: String,
    /// What is assessed: `correctness`, `thumbs`, …
    pub name: String,
    /// Feedback, expectation or issue.
    pub kind: AssessmentKind,
    /// What is said; null when there is only an error, left out for an issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<serde_json::Value>,
    /// Why there is no value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<AssessmentError>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rationale: Option<String>,
    /// Who says it.
    pub source: AssessmentSource,
    /// The span it speaks of; left out for the whole trace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span_id: Option<String>,
    /// Anything else.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
    /// False once another one overrides it.
    pub valid: bool,
    /// The assessment that this one replaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overrides: Option<String>,
    /// When it was made, in milliseconds since the epoch.
    pub created_at: i64,
    /// When it was changed, in milliseconds since the epoch.
    pub updated_at: i64,
}

/// What an assessment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssessmentKind {
    /// How good it was.
    Feedback,
    /// What it should have been.
    Expectation,
    /// A link to an issue.
    Issue,
}

/// Why a scorer could not give a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AssessmentError {
    /// A short code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// A text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// Who says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AssessmentSource {
    /// `HUMAN`, `LLM_JUDGE`, `CODE` or `SOURCE_TYPE_UNSPECIFIED`.
    #[serde(rename = "type")]
    pub kind: String,
    /// A name or address; `default` when not said.
    pub id: String,
}

/// What a person may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DraftKind {
    /// How good it was.
    Feedback,
    /// What it should have been.
    Expectation,
}

/// An assessment that a person makes.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessmentDraft {
    /// What is assessed.
    pub name: String,
    /// Feedback or expectation.
    pub kind: DraftKind,
    /// What is said, not null.
    pub value: serde_json::Value,
    /// Why.
    #[serde(default)]
    pub rationale: Option<String>,
    /// The span it speaks of; left out for the whole trace.
    #[serde(default)]
    pub span_id: Option<String>,
    /// Who says it; `default` when left out.
    #[serde(default)]
    pub source_id: Option<String>,
    /// The assessment that this one replaces.
    #[serde(default)]
    pub overrides: Option<String>,
}

/// What changes in an assessment; what is left out stays as it is.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessmentChange {
    /// What is said now, not null.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = serde_json::Value, required = false)]
    pub value: Option<serde_json::Value>,
    /// Why.
    #[serde(default)]
    pub rationale: Option<String>,
    /// A new name.
    #[serde(default)]
    pub name: Option<String>,
}

/// Tells an explicit null from a field that is left out.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<serde_json::Value>, D::Error> {
    serde_json::Value::deserialize(deserializer).map(Some)
}
