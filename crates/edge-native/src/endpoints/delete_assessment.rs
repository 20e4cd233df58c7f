//! DELETE /api/v1/traces/{trace_id}/assessments/{assessment_id}: deletes an assessment; the one it replaced counts again.

use axum::extract::State;
use http::StatusCode;

use crate::extract::{OfAssessment, OfTrace};
use crate::problem::Answer;
use crate::state::NativeState;

/// Deletes an assessment; the one it replaced counts again.
#[utoipa::path(
    delete,
    path = "/traces/{trace_id}/assessments/{assessment_id}",
    tag = "assessments",
    params(
        ("trace_id" = String, Path, description = "The trace: `tr-` and 32 hexadecimal digits, or the digits alone"),
        ("assessment_id" = String, Path, description = "The assessment")
    ),
    responses(
        (status = 204, description = "Done"),
        (status = 400, description = "The request is malformed; the error names the field", body = crate::wire::ErrorBody),
        (status = 404, description = "There is no such thing", body = crate::wire::ErrorBody)
    )
)]
pub async fn delete_assessment(
    State(state): State<NativeState>,
    OfTrace(id): OfTrace,
    OfAssessment(assessment_id): OfAssessment,
) -> Answer<StatusCode> {
    // The service takes an unknown trace as one whose assessment is gone already; a person mistyped its id.
    state.tracking.trace(&id).await?;
    state.tracking.delete_assessment(&id, &assessment_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use spanwell_store::TraceStore as _;
    use spanwell_store::suite::world::{feedback, simple, trace_id};

    use crate::testing::World;

    #[tokio::test]
    async fn what_was_said_is_taken_back() {
        let world = World::new();
        world.put(vec![simple(1, 0)]).await;
        world.store.put_assessment(feedback(1, "a-1", "ok", true)).await.unwrap();
        let path = format!("/traces/{}/assessments/a-1", trace_id(1));
        assert_eq!(world.delete(&path).await.status, 204);
        assert_eq!(world.delete(&path).await.status, 204);
        let trace = world.get(&format!("/traces/{}", trace_id(1))).await.good();
        assert_eq!(trace["assessments"], serde_json::json!([]));
        world.delete("/traces/none/assessments/a-1").await.refused(404, "NOT_FOUND", None);
    }
}
