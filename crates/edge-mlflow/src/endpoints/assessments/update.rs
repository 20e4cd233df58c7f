//! PATCH /api/3.0/mlflow/traces/{trace_id}/assessments/{assessment_id}: what the mask names.

use axum::extract::State;
use spanwell_mlflow::assessment::GivenChange;
use spanwell_tracking::AssessmentChange;

use super::create::answer;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::path::AssessmentInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    AssessmentInPath(trace_id, id): AssessmentInPath,
    fields: Fields,
) -> Answer {
    let given = GivenChange::read(&fields.message())?;
    let change = AssessmentChange {
        name: given.name,
        value: given.value,
        rationale: given.rationale,
        metadata: given.metadata,
    };
    answer(&state.tracking.change_assessment(&trace_id, &id, change).await?)
}
