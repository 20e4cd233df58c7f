//! POST /api/3.0/mlflow/issues.

use axum::extract::State;
use spanwell_mlflow::header::experiment_id;
use spanwell_mlflow::issue::{read_severity, read_status};
use spanwell_model::RunId;
use spanwell_tracking::IssueDraft;

use super::get::found;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let draft = IssueDraft {
        name: request.required_string("name")?.to_owned(),
        description: request.required_string("description")?.to_owned(),
        experiment_id: experiment_id(&request, "experiment_id")?,
        status: read_status(&request)?,
        severity: read_severity(&request)?,
        root_causes: request.owned_strings("root_causes")?,
        categories: request.owned_strings("categories")?,
        source_run_id: request.filled_string("source_run_id")?.map(RunId::parse).transpose()?,
        created_by: request.filled_string("created_by")?.map(str::to_owned),
    };
    found(&state.tracking.create_issue(draft).await?)
}
