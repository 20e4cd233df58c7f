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

#[cfg(test)]
mod tests {
    use serde_json::json;
    use spanwell_store::TraceStore as _;
    use spanwell_store::suite::world::{expectation, feedback, simple, trace_id};

    use crate::testing::World;

    #[tokio::test]
    async fn value_rationale_and_name_change() {
        let world = World::new();
        world.put(vec![simple(1, 0)]).await;
        world.store.put_assessment(feedback(1, "a-1", "ok", true)).await.unwrap();
        world.store.put_assessment(expectation(1, "a-2", "answer", "Rome")).await.unwrap();
        let path = |id: &str| format!("/traces/{}/assessments/{id}", trace_id(1));
        let changed = world
            .patch(&path("a-1"), json!({"value": "no", "rationale": "why", "name": "good"}))
            .await
            .good();
        assert_eq!(
            (&changed["value"], &changed["rationale"], &changed["name"]),
            (&"no".into(), &"why".into(), &"good".into())
        );
        assert!(changed["updated_at"].as_i64() > changed["created_at"].as_i64());
        let changed = world.patch(&path("a-2"), json!({"value": ["Paris"]})).await.good();
        assert_eq!((&changed["kind"], &changed["value"]), (&"expectation".into(), &json!(["Paris"])));
        world.patch(&path("a-1"), json!({"value": null})).await.refused(
            400,
            "INVALID_ARGUMENT",
            Some("value"),
        );
        world.patch(&path("a-9"), json!({"rationale": "x"})).await.refused(404, "NOT_FOUND", None);
    }
}
