//! POST /api/3.0/mlflow/review-queues/update: lists change when their flags say so, since an empty one looks as if it were
//! not given.

use axum::extract::State;
use spanwell_mlflow::Message;
use spanwell_model::Result;
use spanwell_store::ReviewQueueChange;

use super::get::found;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let id = request.required_string("queue_id")?;
    let change = ReviewQueueChange {
        name: request.string("name")?.map(str::to_owned),
        owner: request.string("new_owner")?.map(str::to_owned),
        users: flagged(&request, "update_users", "users")?,
        schema_ids: flagged(&request, "update_schema_ids", "schema_ids")?,
        now_ms: 0,
    };
    found(&state.tracking.change_review_queue(id, change).await?)
}

fn flagged(request: &Message<'_>, flag: &str, name: &str) -> Result<Option<Vec<String>>> {
    match request.boolean(flag)? {
        Some(true) => request.owned_strings(name).map(Some),
        _ => Ok(None),
    }
}
