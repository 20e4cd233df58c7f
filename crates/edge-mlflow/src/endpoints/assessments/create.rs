//! POST /api/3.0/mlflow/traces/{trace_id}/assessments.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::assessment::{AssessmentAnswer, GivenAssessment};
use spanwell_model::Assessment;

use crate::answer::{Answer, json};
use crate::endpoints::traces::start::draft;
use crate::fields::Fields;
use crate::path::TraceInPath;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Answered<'a> {
    assessment: AssessmentAnswer<'a>,
}

/// One assessment.
pub(crate) fn answer(assessment: &Assessment) -> Answer {
    json(&Answered { assessment: AssessmentAnswer::from(assessment) })
}

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    TraceInPath(id): TraceInPath,
    fields: Fields,
) -> Answer {
    let given = GivenAssessment::read(&fields.message().required_message("assessment")?)?;
    answer(&state.tracking.add_assessment(&id, draft(given)).await?)
}
