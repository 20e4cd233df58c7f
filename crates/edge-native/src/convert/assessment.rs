//! Assessments as they are answered.

use spanwell_model::AssessmentValue;

use crate::wire::assessments::{Assessment, AssessmentError, AssessmentKind, AssessmentSource};

impl From<spanwell_model::Assessment> for Assessment {
    fn from(assessment: spanwell_model::Assessment) -> Self {
        let (kind, value, error) = match assessment.value {
            AssessmentValue::Feedback { value, error } => (AssessmentKind::Feedback, Some(value), error),
            AssessmentValue::Expectation { value, .. } => (AssessmentKind::Expectation, Some(value), None),
            AssessmentValue::Issue { .. } => (AssessmentKind::Issue, None, None),
        };
        Self {
            assessment_id: assessment.assessment_id.to_string(),
            name: assessment.name,
            kind,
            value,
            error: error.map(|error| AssessmentError { code: error.code, message: error.message }),
            rationale: assessment.rationale,
            source: AssessmentSource {
                kind: assessment.source.kind.name().to_owned(),
                id: assessment.source.id,
            },
            span_id: assessment.span_id.map(|id| id.to_string()),
            metadata: assessment.metadata,
            valid: assessment.valid,
            overrides: assessment.overrides.map(|id| id.to_string()),
            created_at: assessment.create_time_ms,
            updated_at: assessment.last_update_time_ms,
        }
    }
}
