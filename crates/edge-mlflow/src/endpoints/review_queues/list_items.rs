//! GET /api/3.0/mlflow/review-queues/items/list: those that were added last first.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::review_queue::{ReviewItemAnswer, read_status};
use spanwell_store::ReviewItemQuery;
use spanwell_tracking::review_queues::REVIEWS_PER_PAGE;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::page_token;
use crate::search::page_size;
use crate::state::MlflowState;

/// Rows of a page of queues and of traces in them when the client does not say (MLflow 3.17).
pub(crate) const DEFAULT_REVIEWS_PER_PAGE: usize = 1_000;

#[derive(Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    items: Vec<ReviewItemAnswer<'a>>,
    next_page_token: String,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let id = request.required_string("queue_id")?;
    let query = ReviewItemQuery {
        status: read_status(&request)?,
        limit: page_size(&request, DEFAULT_REVIEWS_PER_PAGE, REVIEWS_PER_PAGE)?,
        after: page_token::read(&request)?,
    };
    let page = state.tracking.review_items(id, query).await?;
    json(&Found {
        items: page.items.iter().map(ReviewItemAnswer::from).collect(),
        next_page_token: page_token::print_or_empty(page.next.as_ref()),
    })
}
