//! POST /api/3.0/mlflow/review-queues/items/remove: traces that are not in the queue are no error.

use axum::extract::State;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let id = request.required_string("queue_id")?;
    state.tracking.remove_review_items(id, &request.owned_strings("item_ids")?).await?;
    empty()
}
