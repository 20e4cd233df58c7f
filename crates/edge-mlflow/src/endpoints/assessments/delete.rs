//! DELETE /api/3.0/mlflow/traces/{trace_id}/assessments/{assessment_id}. What is not there needs no deleting.

use axum::extract::State;

use crate::answer::{Answer, empty};
use crate::path::AssessmentInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    AssessmentInPath(trace_id, id): AssessmentInPath,
) -> Answer {
    state.tracking.delete_assessment(&trace_id, &id).await?;
    empty()
}
