//! PATCH /api/2.0/mlflow/webhooks/{webhook_id}: what is not given stays, and so do a name, an address and events that are
//! empty; an empty description or secret takes the old one away.

use axum::extract::State;
use spanwell_mlflow::webhook::{read_events, read_status};
use spanwell_tracking::WebhookEdit;

use super::get::found;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::path::WebhookInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    WebhookInPath(id): WebhookInPath,
    fields: Fields,
) -> Answer {
    let request = fields.message();
    let edit = WebhookEdit {
        name: request.filled_string("name")?.map(str::to_owned),
        description: request.string("description")?.map(str::to_owned),
        url: request.filled_string("url")?.map(str::to_owned),
        events: Some(read_events(&request)?).filter(|events| !events.is_empty()),
        secret: request.string("secret")?.map(str::to_owned),
        status: read_status(&request)?,
    };
    found(&state.tracking.change_webhook(&id, edit).await?)
}
