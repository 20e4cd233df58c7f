//! POST /api/2.0/mlflow/model-versions/set-tag.

use axum::extract::State;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let (name, version) = (request.required_string("name")?, request.required_string("version")?);
    let value = request.string("value")?.unwrap_or_default();
    state.tracking.set_model_version_tag(name, version, request.required_string("key")?, value).await?;
    empty()
}
