//! GET /api/3.0/mlflow/review-queues/get.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::review_queue::ReviewQueueAnswer;
use spanwell_model::ReviewQueue;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    review_queue: ReviewQueueAnswer<'a>,
}

/// The answer that is one queue.
pub(crate) fn found(queue: &ReviewQueue) -> Answer {
    json(&Found { review_queue: queue.into() })
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    found(&state.tracking.review_queue(fields.message().required_string("queue_id")?).await?)
}
