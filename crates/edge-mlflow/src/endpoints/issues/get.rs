//! GET /api/3.0/mlflow/issues/{issue_id}.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::issue::IssueAnswer;
use spanwell_model::Issue;

use crate::answer::{Answer, json};
use crate::path::IssueInPath;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    issue: IssueAnswer<'a>,
}

/// The answer that is one issue.
pub(crate) fn found(issue: &Issue) -> Answer {
    json(&Found { issue: IssueAnswer::new(issue, None) })
}

pub(crate) async fn handler(State(state): State<MlflowState>, IssueInPath(id): IssueInPath) -> Answer {
    found(&state.tracking.issue(&id).await?)
}
