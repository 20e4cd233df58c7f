//! PATCH /api/{2.0,3.0}/mlflow/traces/{trace_id}/tags.

use axum::extract::State;
use spanwell_store::summary::cut;

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
    let key = request.required_string("key")?;
    // MLflow cuts a value that is too long; clients count on it.
    let most = state.tracking.limits().tag_value_characters;
    let value = cut(request.string("value")?.unwrap_or_default(), most);
    state.tracking.set_trace_tag(&id, key, &value).await?;
    empty()
}
