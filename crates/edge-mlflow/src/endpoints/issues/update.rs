//! PATCH /api/3.0/mlflow/issues/{issue_id}: what is not given, or given as empty text, stays.

use axum::extract::State;
use spanwell_mlflow::issue::{read_severity, read_status};
use spanwell_store::IssueChange;

use super::get::found;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::path::IssueInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    IssueInPath(id): IssueInPath,
    fields: Fields,
) -> Answer {
    let request = fields.message();
    let change = IssueChange {
        name: request.filled_string("name")?.map(str::to_owned),
        description: request.filled_string("description")?.map(str::to_owned),
        status: read_status(&request)?,
        severity: read_severity(&request)?,
        now_ms: 0,
    };
    found(&state.tracking.change_issue(&id, change).await?)
}
