//! POST /api/3.0/mlflow/review-queues/create.

use axum::extract::State;
use spanwell_mlflow::header::experiment_id;
use spanwell_mlflow::review_queue::read_kind;
use spanwell_tracking::ReviewQueueDraft;

use super::get::found;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let draft = ReviewQueueDraft {
        experiment_id: experiment_id(&request, "experiment_id")?,
        name: request.required_string("name")?.to_owned(),
        kind: read_kind(&request)?,
        users: request.owned_strings("users")?,
        schema_ids: request.owned_strings("schema_ids")?,
    };
    found(&state.tracking.create_review_queue(draft).await?)
}
