//! GET /api/3.0/mlflow/traces/{trace_id}/assessments/{assessment_id}.

use axum::extract::State;

use super::create::answer;
use crate::answer::Answer;
use crate::path::AssessmentInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    AssessmentInPath(trace_id, id): AssessmentInPath,
) -> Answer {
    answer(&state.tracking.assessment(&trace_id, &id).await?)
}
