//! GET /api/3.0/mlflow/review-queues/get-by-name: the name may be in any case.

use axum::extract::State;
use spanwell_mlflow::header::experiment_id;

use super::get::found;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let id = experiment_id(&request, "experiment_id")?;
    found(&state.tracking.review_queue_by_name(id, request.required_string("name")?).await?)
}
