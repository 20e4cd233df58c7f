//! GET /api/2.0/mlflow/webhooks: the newest first.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::webhook::WebhookAnswer;
use spanwell_tracking::webhooks::WEBHOOKS_PER_PAGE;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::page_token;
use crate::search::page_size;
use crate::state::MlflowState;

/// Rows of a page when the client does not say (MLflow 3.17).
const DEFAULT_WEBHOOKS_PER_PAGE: usize = 100;

#[derive(Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    webhooks: Vec<WebhookAnswer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_page_token: Option<String>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let limit = page_size(&request, DEFAULT_WEBHOOKS_PER_PAGE, WEBHOOKS_PER_PAGE)?;
    let page = state.tracking.list_webhooks(limit, page_token::read(&request)?).await?;
    json(&Found {
        webhooks: page.items.iter().map(WebhookAnswer::from).collect(),
        next_page_token: page.next.as_ref().map(page_token::print),
    })
}
