//! PATCH /api/v1/traces/{trace_id}/assessments/{assessment_id}: changes an assessment.

use axum::Json;
use axum::extract::State;
use spanwell_model::AssessmentValue;

use crate::extract::{Body, OfAssessment, OfTrace};
use crate::problem::{Answer, Problem};
use crate::state::NativeState;
use crate::wire::assessments::{Assessment, AssessmentChange};

/// Changes an assessment.
#[utoipa::path(
    patch,
    path = "/traces/{trace_id}/assessments/{assessment_id}",
    tag = "assessments",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone"),
        ("assessment_id" = String, Path, description = "The assessment")
    ),
    request_body = AssessmentChange,
    responses(
        (status = 200, description = "Done", body = Assessment),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn change_assessment(
    State(state): State<NativeState>,
    OfTrace(id): OfTrace,
    OfAssessment(assessment_id): OfAssessment,
    Body(change): Body<AssessmentChange>,
) -> Answer<Json<Assessment>> {
    let tracking = &state.tracking;
    let value = match change.value {
        None => None,
        Some(value) if value.is_null() => return Err(Problem::field("value", "`value` must not be null")),
        Some(value) => Some(match tracking.assessment(&id, &assessment_id).await?.value {
            AssessmentValue::Feedback { .. } => AssessmentValue::Feedback { value, error: None },
            AssessmentValue::Expectation { serialized, .. } => {
                AssessmentValue::Expectation { value, serialized }
            }
            AssessmentValue::Issue { .. } => {
                return Err(Problem::field(
                    "value",
                    "an issue has no value: change its name or its rationale",
                ));
            }
        }),
    };
    let change = spanwell_tracking::AssessmentChange {
        name: change.name,
        value,
        rationale: change.rationale,
        metadata: Default::default(),
    };
    Ok(Json(tracking.change_assessment(&id, &assessment_id, change).await?.into()))
}
