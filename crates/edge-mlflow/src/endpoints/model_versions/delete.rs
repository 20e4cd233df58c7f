//! DELETE /api/2.0/mlflow/model-versions/delete: with its aliases.

use axum::extract::State;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let (name, version) = (request.required_string("name")?, request.required_string("version")?);
    state.tracking.delete_model_version(name, version).await?;
    empty()
}
