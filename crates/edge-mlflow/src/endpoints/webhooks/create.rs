//! POST /api/2.0/mlflow/webhooks.

use axum::extract::State;
use spanwell_mlflow::webhook::{read_events, read_status};
use spanwell_tracking::WebhookDraft;

use super::get::found;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let name = request.required_string("name")?.to_owned();
    let url = request.required_string("url")?.to_owned();
    let events = read_events(&request)?;
    if events.is_empty() {
        return Err(request.missing("events").into());
    }
    let draft = WebhookDraft {
        name,
        description: request.filled_string("description")?.map(str::to_owned),
        url,
        events,
        secret: request.string("secret")?.unwrap_or_default().to_owned(),
        status: read_status(&request)?.unwrap_or_default(),
    };
    found(&state.tracking.create_webhook(draft).await?)
}
