//! POST /api/2.0/mlflow/registered-models/rename.

use axum::extract::State;

use super::get::found;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let (name, new_name) = (request.required_string("name")?, request.required_string("new_name")?);
    found(&state.tracking.rename_registered_model(name, new_name).await?)
}
