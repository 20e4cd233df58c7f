//! POST /api/2.0/mlflow/registered-models/create.

use axum::extract::State;

use super::get::found;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let name = request.required_string("name")?;
    let description = request.string("description")?.unwrap_or_default();
    let tags = request.key_values("tags")?;
    found(&state.tracking.create_registered_model(name, description, tags).await?)
}
