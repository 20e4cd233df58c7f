//! PATCH /api/2.0/mlflow/registered-models/update: the description.

use axum::extract::State;

use super::get::found;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let name = request.required_string("name")?;
    let description = request.string("description")?.unwrap_or_default();
    found(&state.tracking.describe_registered_model(name, description).await?)
}
