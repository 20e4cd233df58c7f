//! GET /api/2.0/mlflow/webhooks/{webhook_id}.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::webhook::WebhookAnswer;
use spanwell_model::Webhook;

use crate::answer::{Answer, json};
use crate::path::WebhookInPath;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    webhook: WebhookAnswer<'a>,
}

/// The answer that is one webhook.
pub(crate) fn found(webhook: &Webhook) -> Answer {
    json(&Found { webhook: WebhookAnswer::from(webhook) })
}

pub(crate) async fn handler(State(state): State<MlflowState>, WebhookInPath(id): WebhookInPath) -> Answer {
    found(&state.tracking.webhook(&id).await?)
}
