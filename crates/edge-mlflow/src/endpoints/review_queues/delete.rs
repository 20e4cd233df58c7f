//! POST /api/3.0/mlflow/review-queues/delete: one that is not there is no error.

use axum::extract::State;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    state.tracking.delete_review_queue(fields.message().required_string("queue_id")?).await?;
    empty()
}
