//! DELETE /api/2.0/mlflow/webhooks/{webhook_id}.

use axum::extract::State;

use crate::answer::{Answer, empty};
use crate::path::WebhookInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, WebhookInPath(id): WebhookInPath) -> Answer {
    state.tracking.delete_webhook(&id).await?;
    empty()
}
