//! POST /api/3.0/mlflow/review-queues/get-or-create-user.

use axum::extract::State;
use spanwell_mlflow::header::experiment_id;

use super::get::found;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let id = experiment_id(&request, "experiment_id")?;
    found(&state.tracking.user_queue(id, request.required_string("user")?).await?)
}
