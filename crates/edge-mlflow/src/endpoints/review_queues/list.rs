//! GET /api/3.0/mlflow/review-queues/list: newest first.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::header::experiment_id;
use spanwell_mlflow::review_queue::ReviewQueueAnswer;
use spanwell_store::ReviewQueueQuery;
use spanwell_tracking::review_queues::REVIEWS_PER_PAGE;

use super::list_items::DEFAULT_REVIEWS_PER_PAGE;
use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::page_token;
use crate::search::page_size;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    review_queues: Vec<ReviewQueueAnswer<'a>>,
    next_page_token: String,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let query = ReviewQueueQuery {
        experiment_id: experiment_id(&request, "experiment_id")?,
        user: request.string("user")?.map(str::to_owned),
        item_id: request.string("item_id")?.map(str::to_owned),
        limit: page_size(&request, DEFAULT_REVIEWS_PER_PAGE, REVIEWS_PER_PAGE)?,
        after: page_token::read(&request)?,
    };
    let page = state.tracking.list_review_queues(query).await?;
    json(&Found {
        review_queues: page.items.iter().map(ReviewQueueAnswer::from).collect(),
        next_page_token: page_token::print_or_empty(page.next.as_ref()),
    })
}
