//! POST /api/3.0/mlflow/review-queues/items/add: traces that are in the queue stay as they are.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::review_queue::{ReviewItemAnswer, check_item_kind};

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Added<'a> {
    items: Vec<ReviewItemAnswer<'a>>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    check_item_kind(&request)?;
    let id = request.required_string("queue_id")?;
    let items = state.tracking.add_review_items(id, &request.owned_strings("item_ids")?).await?;
    json(&Added { items: items.iter().map(ReviewItemAnswer::from).collect() })
}
