//! GET /api/2.0/mlflow/traces/{request_id}/info, and without `/info`, which the current client asks for when it falls back.

use axum::extract::State;

use super::start::answer;
use crate::answer::Answer;
use crate::path::TraceInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, TraceInPath(id): TraceInPath) -> Answer {
    answer(&state.tracking.trace(&id).await?)
}
