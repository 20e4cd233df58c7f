//! PATCH /api/{2.0,3.0}/mlflow/traces/{trace_id}/tags.

use axum::extract::State;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::path::TraceInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    TraceInPath(id): TraceInPath,
    fields: Fields,
) -> Answer {
    let request = fields.message();
    let value = request.string("value")?.unwrap_or_default();
    state.tracking.set_trace_tag(&id, request.required_string("key")?, value).await?;
    empty()
}
