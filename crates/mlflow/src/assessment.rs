//! `Assessment`: feedback, an expectation or an issue.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use spanwell_model::{
    Assessment, AssessmentSource, AssessmentValue, Error, FeedbackError, Result, SourceKind, SpanId,
};

use crate::any_value::with_doubles;
use crate::error::wrong_value;
use crate::field_mask;
use crate::message::{EnumChoice, Message};
use crate::python_json::dumps;
use crate::time::timestamp_text;

/// Who says something when the client does not tell which one.
const DEFAULT_SOURCE_ID: &str = "default";
/// The only form of `serialized_value`.
const JSON_FORMAT: &str = "JSON_FORMAT";

const SOURCE_KINDS: [EnumChoice<SourceKind>; 5] = [
    ("SOURCE_TYPE_UNSPECIFIED", 0, SourceKind::Unspecified),
    ("HUMAN", 1, SourceKind::Human),
    ("LLM_JUDGE", 2, SourceKind::LlmJudge),
    ("CODE", 3, SourceKind::Code),
    ("AI_JUDGE", 2, SourceKind::LlmJudge),
];

/// An assessment as a request gives it. Its id is the server's business.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenAssessment {
    /// What is assessed.
    pub name: String,
    /// The span it speaks of.
    pub span_id: Option<SpanId>,
    /// Who says it.
    pub source: AssessmentSource,
    /// What is said.
    pub value: AssessmentValue,
    /// Why.
    pub rationale: Option<String>,
    /// Anything else.
    pub metadata: BTreeMap<String, String>,
    /// The assessment it replaces.
    pub overrides: Option<String>,
    /// When it was made, in milliseconds since the epoch.
    pub create_time_ms: Option<i64>,
    /// When it was changed, in milliseconds since the epoch.
    pub last_update_time_ms: Option<i64>,
    /// Whether it counts.
    pub valid: bool,
}

impl GivenAssessment {
    /// Reads a new assessment.
    pub fn read(message: &Message<'_>) -> Result<Self> {
        let value = read_value(message)?.ok_or_else(|| Error::invalid(one_of_three(message)))?;
        // An issue is named by its id; everything else must be named.
        let name = message.required_string("assessment_name")?.to_owned();
        Ok(Self {
            name,
            span_id: read_span_id(message)?,
            source: read_source(message)?,
            value,
            rationale: message.string("rationale")?.map(str::to_owned),
            metadata: message.string_map("metadata")?,
            overrides: message.string("overrides")?.filter(|id| !id.is_empty()).map(str::to_owned),
            create_time_ms: message.timestamp_ms("create_time")?,
            last_update_time_ms: message.timestamp_ms("last_update_time")?,
            valid: message.boolean("valid")?.unwrap_or(true),
        })
    }
}

/// What changes in an assessment; `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GivenChange {
    /// A new name.
    pub name: Option<String>,
    /// A new value.
    pub value: Option<AssessmentValue>,
    /// A new rationale.
    pub rationale: Option<String>,
    /// Metadata to set, key by key.
    pub metadata: BTreeMap<String, String>,
}

/// What `update_mask` may name.
const CHANGEABLE: [&str; 6] = ["assessmentName", "feedback", "expectation", "issue", "rationale", "metadata"];

impl GivenChange {
    /// Reads `{"assessment", "update_mask"}`. Without a mask everything that is given changes.
    pub fn read(request: &Message<'_>) -> Result<Self> {
        let assessment = request.required_message("assessment")?;
        let mask = field_mask::read(request, "update_mask", &CHANGEABLE)?;
        let named = |field: &str| mask.as_ref().is_none_or(|names| names.iter().any(|name| name == field));
        let value = read_value(&assessment)?.filter(|value| named(value.kind_name()));
        let demanded = ["feedback", "expectation", "issue"].into_iter().find(|kind| named(kind));
        if let (true, None, Some(kind)) = (mask.is_some(), &value, demanded) {
            return Err(assessment.missing(kind));
        }
        let text = |field: &str, mask_name: &str| -> Result<Option<String>> {
            Ok(assessment.string(field)?.filter(|_| named(mask_name)).map(str::to_owned))
        };
        Ok(Self {
            name: text("assessment_name", "assessmentName")?,
            value,
            rationale: text("rationale", "rationale")?,
            metadata: if named("metadata") { assessment.string_map("metadata")? } else { BTreeMap::new() },
        })
    }
}

fn one_of_three(message: &Message<'_>) -> String {
    let path = message.name_of("feedback");
    let path = path.trim_end_matches("feedback").trim_end_matches('.');
    let path = if path.is_empty() { "assessment" } else { path };
    format!("parameter '{path}' must have exactly one of `feedback`, `expectation` and `issue`")
}

fn read_span_id(message: &Message<'_>) -> Result<Option<SpanId>> {
    match message.string("span_id")?.filter(|id| !id.is_empty()) {
        None => Ok(None),
        Some(text) => SpanId::parse(text).map(Some).map_err(|_| {
            wrong_value(
                &message.name_of("span_id"),
                &Value::from(text),
                "It must be the 16 hexadecimal digits of a span id.",
            )
        }),
    }
}

fn read_source(message: &Message<'_>) -> Result<AssessmentSource> {
    let Some(source) = message.message("source")? else {
        return Ok(AssessmentSource { kind: SourceKind::Unspecified, id: DEFAULT_SOURCE_ID.into() });
    };
    Ok(AssessmentSource {
        kind: source.choice("source_type", &SOURCE_KINDS)?.unwrap_or_default(),
        id: source.string("source_id")?.filter(|id| !id.is_empty()).unwrap_or(DEFAULT_SOURCE_ID).to_owned(),
    })
}

fn read_value(message: &Message<'_>) -> Result<Option<AssessmentValue>> {
    let (feedback, expectation, issue) =
        (message.message("feedback")?, message.message("expectation")?, message.message("issue")?);
    match (feedback, expectation, issue) {
        (None, None, None) => Ok(None),
        (Some(feedback), None, None) => {
            // Old clients give the error beside the feedback.
            let error = match feedback.message("error")? {
                Some(error) => Some(error),
                None => message.message("error")?,
            };
            Ok(Some(AssessmentValue::Feedback {
                value: feedback.present("value")?.map_or(Value::Null, with_doubles),
                error: error.as_ref().map(read_error).transpose()?,
            }))
        }
        (None, Some(expectation), None) => read_expectation(&expectation).map(Some),
        (None, None, Some(issue)) => Ok(Some(AssessmentValue::Issue {
            issue_name: issue.string("issue_name")?.unwrap_or_default().to_owned(),
        })),
        _ => Err(Error::invalid(one_of_three(message))),
    }
}

fn read_error(error: &Message<'_>) -> Result<FeedbackError> {
    let text = |name: &str| Ok::<_, Error>(error.string(name)?.map(str::to_owned));
    Ok(FeedbackError {
        code: text("error_code")?,
        message: text("error_message")?,
        stack_trace: text("stack_trace")?,
    })
}

fn read_expectation(expectation: &Message<'_>) -> Result<AssessmentValue> {
    let Some(serialized) = expectation.message("serialized_value")? else {
        let value = expectation.present("value")?.map_or(Value::Null, with_doubles);
        return Ok(AssessmentValue::Expectation { value, serialized: false });
    };
    let text = serialized.string("value")?.unwrap_or_default();
    let value = serde_json::from_str(text).map_err(|_| {
        wrong_value(&serialized.name_of("value"), &Value::from(text), "It must be JSON text.")
    })?;
    Ok(AssessmentValue::Expectation { value, serialized: true })
}

#[derive(Clone, Debug, Serialize)]
struct SourceAnswer<'a> {
    source_type: &'static str,
    source_id: &'a str,
}

#[derive(Clone, Debug, Serialize)]
struct ErrorAnswer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stack_trace: Option<&'a str>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum ValueAnswer<'a> {
    Feedback {
        value: Value,
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<ErrorAnswer<'a>>,
    },
    Expectation(ExpectationAnswer),
    Issue {
        issue_name: &'a str,
    },
}

#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
enum ExpectationAnswer {
    Plain { value: Value },
    Serialized { serialized_value: SerializedAnswer },
}

#[derive(Clone, Debug, Serialize)]
struct SerializedAnswer {
    serialization_format: &'static str,
    value: String,
}

/// An assessment as answers show it.
#[derive(Clone, Debug, Serialize)]
pub struct AssessmentAnswer<'a> {
    assessment_id: &'a str,
    assessment_name: &'a str,
    trace_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    span_id: Option<String>,
    source: SourceAnswer<'a>,
    create_time: String,
    last_update_time: String,
    #[serde(flatten)]
    value: ValueAnswer<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rationale: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    metadata: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    overrides: Option<&'a str>,
    valid: bool,
}

impl<'a> From<&'a Assessment> for AssessmentAnswer<'a> {
    fn from(assessment: &'a Assessment) -> Self {
        Self {
            assessment_id: assessment.assessment_id.as_str(),
            assessment_name: &assessment.name,
            trace_id: assessment.trace_id.as_str(),
            span_id: assessment.span_id.map(|id| id.to_string()),
            source: SourceAnswer {
                source_type: assessment.source.kind.name(),
                source_id: &assessment.source.id,
            },
            create_time: timestamp_text(assessment.create_time_ms),
            last_update_time: timestamp_text(assessment.last_update_time_ms),
            value: ValueAnswer::from(&assessment.value),
            rationale: assessment.rationale.as_deref(),
            metadata: &assessment.metadata,
            overrides: assessment.overrides.as_ref().map(|id| id.as_str()),
            valid: assessment.valid,
        }
    }
}

impl<'a> From<&'a AssessmentValue> for ValueAnswer<'a> {
    fn from(value: &'a AssessmentValue) -> Self {
        match value {
            AssessmentValue::Feedback { value, error } => Self::Feedback {
                value: with_doubles(value),
                error: error.as_ref().map(|error| ErrorAnswer {
                    error_code: error.code.as_deref(),
                    error_message: error.message.as_deref(),
                    stack_trace: error.stack_trace.as_deref(),
                }),
            },
            // Lists and objects travel as text whoever made them: MLflow's client reads no other form.
            AssessmentValue::Expectation { value, serialized }
                if *serialized || value.is_array() || value.is_object() =>
            {
                let text = SerializedAnswer { serialization_format: JSON_FORMAT, value: dumps(value) };
                Self::Expectation(ExpectationAnswer::Serialized { serialized_value: text })
            }
            AssessmentValue::Expectation { value, .. } => {
                Self::Expectation(ExpectationAnswer::Plain { value: with_doubles(value) })
            }
            AssessmentValue::Issue { issue_name } => Self::Issue { issue_name },
        }
    }
}

#[cfg(test)]
mod tests {
    use spanwell_model::{AssessmentId, TraceId};

    use super::*;
    use crate::Request;

    fn read(text: &str) -> Result<GivenAssessment> {
        GivenAssessment::read(&Request::from_body(text.as_bytes()).message())
    }

    fn print(given: GivenAssessment) -> String {
        let assessment = Assessment {
            assessment_id: AssessmentId::new("a-1"),
            trace_id: TraceId::parse("tr-x").unwrap(),
            span_id: given.span_id,
            name: given.name,
            source: given.source,
            value: given.value,
            rationale: given.rationale,
            metadata: given.metadata,
            overrides: given.overrides.map(AssessmentId::new),
            valid: given.valid,
            create_time_ms: given.create_time_ms.unwrap_or(0),
            last_update_time_ms: given.last_update_time_ms.unwrap_or(0),
        };
        serde_json::to_string(&AssessmentAnswer::from(&assessment)).unwrap()
    }

    /// The JSON of MLflow 3.17's client and of its server's answer, shortened to the differing part.
    #[test]
    fn every_kind_of_value_comes_back_in_the_form_it_was_sent() {
        for (sent, answered) in [
            (r#""feedback": {"value": true}"#, r#""feedback":{"value":true}"#),
            (r#""feedback": {"value": 1}"#, r#""feedback":{"value":1.0}"#),
            (r#""feedback": {"value": {"k": 1.5, "z": null}}"#, r#""feedback":{"value":{"k":1.5,"z":null}}"#),
            (
                r#""feedback": {"value": null, "error": {"error_code": "RATE", "error_message": "boom", "stack_trace": "st"}}"#,
                r#""feedback":{"value":null,"error":{"error_code":"RATE","error_message":"boom","stack_trace":"st"}}"#,
            ),
            (
                r#""feedback": {}, "error": {"errorCode": "OLD"}"#,
                r#""feedback":{"value":null,"error":{"error_code":"OLD"}}"#,
            ),
            (r#""expectation": {"value": "Paris"}"#, r#""expectation":{"value":"Paris"}"#),
            (
                r#""expectation": {"serialized_value": {"serialization_format": "JSON_FORMAT", "value": "[\"a\", {\"b\": [1, 2]}]"}}"#,
                r#""expectation":{"serialized_value":{"serialization_format":"JSON_FORMAT","value":"[\"a\", {\"b\": [1, 2]}]"}}"#,
            ),
            (r#""issue": {"issue_name": "n"}"#, r#""issue":{"issue_name":"n"}"#),
        ] {
            let given = read(&format!(r#"{{"assessment_name": "v", {sent}}}"#)).unwrap();
            assert_eq!(
                print(given),
                format!(
                    r#"{{"assessment_id":"a-1","assessment_name":"v","trace_id":"tr-x","source":{{"source_type":"SOURCE_TYPE_UNSPECIFIED","source_id":"default"}},"create_time":"1970-01-01T00:00:00Z","last_update_time":"1970-01-01T00:00:00Z",{answered},"valid":true}}"#
                )
            );
        }
    }

    #[test]
    fn everything_else_is_kept() {
        let text = r#"{"assessment_name":"good","span_id":"116ee0db24452a54","source":{"source_type":"HUMAN","source_id":"bob@x"},"create_time":"2026-11-22T05:19:55.928Z","last_update_time":"2026-11-22T05:19:55.928Z","feedback":{"value":true},"rationale":"nice","metadata":{"m":"1"},"overrides":"a-0","valid":false}"#;
        let printed = print(read(text).unwrap());
        assert_eq!(
            printed,
            text.replacen(
                "{\"assessment_name\":\"good\"",
                "{\"assessment_id\":\"a-1\",\"assessment_name\":\"good\",\"trace_id\":\"tr-x\"",
                1
            )
        );
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        for (text, expected) in [
            ("{}", "parameter 'assessment' must have exactly one of `feedback`, `expectation` and `issue`"),
            (
                r#"{"assessment_name": "x", "feedback": {}, "expectation": {}}"#,
                "parameter 'assessment' must have exactly one of `feedback`, `expectation` and `issue`",
            ),
            (r#"{"feedback": {}}"#, "Missing value for required parameter 'assessment_name'."),
            (
                r#"{"assessment_name": "x", "feedback": {}, "span_id": "zz"}"#,
                "Invalid value \"zz\" for parameter 'span_id'",
            ),
            (
                r#"{"assessment_name": "x", "feedback": {}, "source": {"source_type": "ROBOT"}}"#,
                "Invalid value \"ROBOT\" for parameter 'source.source_type' supplied: It must be one of",
            ),
            (
                r#"{"assessment_name": "x", "expectation": {"serialized_value": {"value": "{"}}}"#,
                "Invalid value \"{\" for parameter 'expectation.serialized_value.value' supplied: It must be JSON text.",
            ),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.outside().starts_with(expected), "{}", error.outside());
        }
    }

    #[test]
    fn a_change_is_what_the_mask_names() {
        let read = |text: &str| GivenChange::read(&Request::from_body(text.as_bytes()).message());
        let change = read(
            r#"{"assessment": {"assessment_name": "n", "feedback": {"value": false}, "rationale": "r", "metadata": {"m": "2"}},
                "update_mask": "feedback,metadata"}"#,
        )
        .unwrap();
        assert_eq!(change.name, None);
        assert_eq!(change.rationale, None);
        assert_eq!(change.metadata["m"], "2");
        assert_eq!(change.value, Some(AssessmentValue::Feedback { value: false.into(), error: None }));
        let all = read(r#"{"assessment": {"assessment_name": "n", "rationale": "r"}}"#).unwrap();
        assert_eq!((all.name.as_deref(), all.rationale.as_deref()), (Some("n"), Some("r")));
        assert!(
            read(r#"{"assessment": {}, "update_mask": "expectation"}"#)
                .unwrap_err()
                .outside()
                .contains("'assessment.expectation'")
        );
        assert!(read("{}").unwrap_err().outside().contains("'assessment'"));
    }
}
