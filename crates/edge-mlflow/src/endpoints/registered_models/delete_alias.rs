//! DELETE /api/2.0/mlflow/registered-models/alias.

use axum::extract::State;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let (name, alias) = (request.required_string("name")?, request.required_string("alias")?);
    state.tracking.delete_model_alias(name, alias).await?;
    empty()
}
