//! DELETE /api/{2.0,3.0}/mlflow/traces/{trace_id}/tags.

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
    state.tracking.delete_trace_tag(&id, request.required_string("key")?).await?;
    empty()
}
