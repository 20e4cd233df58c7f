//! DELETE /api/2.0/mlflow/registered-models/delete: with its versions and aliases.

use axum::extract::State;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    state.tracking.delete_registered_model(request.required_string("name")?).await?;
    empty()
}
