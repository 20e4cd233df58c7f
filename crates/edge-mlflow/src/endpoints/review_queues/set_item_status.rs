//! POST /api/3.0/mlflow/review-queues/items/set-status.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::review_queue::{ReviewItemAnswer, read_status};

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Set<'a> {
    item: ReviewItemAnswer<'a>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let (id, item_id) = (request.required_string("queue_id")?, request.required_string("item_id")?);
    let status = read_status(&request)?.ok_or_else(|| request.missing("status"))?;
    let completed_by = request.string("completed_by")?;
    let item = state.tracking.set_review_status(id, item_id, status, completed_by).await?;
    json(&Set { item: (&item).into() })
}
