//! POST /api/2.0/mlflow/webhooks/{webhook_id}/test: posts an example once.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::webhook::{WebhookTestAnswer, read_event};

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::path::WebhookInPath;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Tried<'a> {
    result: WebhookTestAnswer<'a>,
}

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    WebhookInPath(id): WebhookInPath,
    fields: Fields,
) -> Answer {
    let request = fields.message();
    let event = request.message("event")?.map(|event| read_event(&event)).transpose()?;
    let result = state.tracking.test_webhook(&id, event).await?;
    json(&Tried { result: WebhookTestAnswer::from(&result) })
}
