//! An assessment as a row: what filters compare with in columns, all of it as a JSON document.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use spanwell_model::{
    Assessment, AssessmentId, AssessmentSource, AssessmentValue, Error, FeedbackError, Result, SourceKind,
    SpanId, TraceId,
};
use spanwell_store::summary::META_SESSION;
use spanwell_store::text::assessed_text;

/// Kind of an assessment in the column `kind`.
pub(crate) const FEEDBACK: i64 = 0;
/// Kind of an assessment in the column `kind`.
pub(crate) const EXPECTATION: i64 = 1;
/// Kind of an assessment in the column `kind`.
pub(crate) const ISSUE: i64 = 2;

/// The columns of an assessment beside those it is found by.
pub(crate) struct Columns {
    pub(crate) kind: i64,
    pub(crate) session_id: Option<String>,
    pub(crate) value_text: Option<String>,
    pub(crate) value_number: Option<f64>,
    pub(crate) document: String,
}

#[derive(Serialize, Deserialize)]
struct Document {
    span_id: Option<u64>,
    source: (String, String),
    value: StoredValue,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rationale: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    metadata: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    overrides: Option<String>,
    create_time_ms: i64,
    last_update_time_ms: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredValue {
    Feedback { value: serde_json::Value, error: Option<StoredError> },
    Expectation { value: serde_json::Value, serialized: bool },
    Issue { issue_name: String },
}

#[derive(Serialize, Deserialize)]
struct StoredError {
    code: Option<String>,
    message: Option<String>,
    stack_trace: Option<String>,
}

/// The columns of an assessment.
pub(crate) fn columns(assessment: &Assessment) -> Result<Columns> {
    let (kind, value) = match &assessment.value {
        AssessmentValue::Feedback { value, error } => {
            let error = error.clone().map(|error| StoredError {
                code: error.code,
                message: error.message,
                stack_trace: error.stack_trace,
            });
            (FEEDBACK, StoredValue::Feedback { value: value.clone(), error })
        }
        AssessmentValue::Expectation { value, serialized } => {
            (EXPECTATION, StoredValue::Expectation { value: value.clone(), serialized: *serialized })
        }
        AssessmentValue::Issue { issue_name } => {
            (ISSUE, StoredValue::Issue { issue_name: issue_name.clone() })
        }
    };
    let document = Document {
        span_id: assessment.span_id.map(SpanId::as_u64),
        source: (assessment.source.kind.name().to_owned(), assessment.source.id.clone()),
        value,
        rationale: assessment.rationale.clone(),
        metadata: assessment.metadata.clone(),
        overrides: assessment.overrides.as_ref().map(|id| id.as_str().to_owned()),
        create_time_ms: assessment.create_time_ms,
        last_update_time_ms: assessment.last_update_time_ms,
    };
    let compared = assessment.value.json().map(assessed_text);
    Ok(Columns {
        kind,
        session_id: assessment.metadata.get(META_SESSION).cloned(),
        value_text: compared.as_ref().map(|(text, _)| text.to_string()),
        value_number: compared.and_then(|(_, number)| number),
        document: serde_json::to_string(&document).map_err(Error::internal)?,
    })
}

/// The assessment of a row.
pub(crate) fn read(
    trace_id: &TraceId,
    assessment_id: String,
    name: String,
    valid: bool,
    document: &str,
) -> Result<Assessment> {
    let document: Document = serde_json::from_str(document).map_err(Error::internal)?;
    Ok(Assessment {
        assessment_id: AssessmentId::new(assessment_id),
        trace_id: trace_id.clone(),
        span_id: document.span_id.map(SpanId::from_u64),
        name,
        source: AssessmentSource {
            kind: SourceKind::parse(&document.source.0).unwrap_or_default(),
            id: document.source.1,
        },
        value: match document.value {
            StoredValue::Feedback { value, error } => AssessmentValue::Feedback {
                value,
                error: error.map(|error| FeedbackError {
                    code: error.code,
                    message: error.message,
                    stack_trace: error.stack_trace,
                }),
            },
            StoredValue::Expectation { value, serialized } => {
                AssessmentValue::Expectation { value, serialized }
            }
            StoredValue::Issue { issue_name } => AssessmentValue::Issue { issue_name },
        },
        rationale: document.rationale,
        metadata: document.metadata,
        overrides: document.overrides.map(AssessmentId::new),
        valid,
        create_time_ms: document.create_time_ms,
        last_update_time_ms: document.last_update_time_ms,
    })
}
