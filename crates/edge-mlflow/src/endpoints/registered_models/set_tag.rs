//! POST /api/2.0/mlflow/registered-models/set-tag.

use axum::extract::State;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let (name, key) = (request.required_string("name")?, request.required_string("key")?);
    let value = request.string("value")?.unwrap_or_default();
    state.tracking.set_registered_model_tag(name, key, value).await?;
    empty()
}
