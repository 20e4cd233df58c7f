//! GET /api/2.0/mlflow/registered-models/get.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::registry::RegisteredModelAnswer;
use spanwell_model::RegisteredModel;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    registered_model: RegisteredModelAnswer<'a>,
}

/// The answer about one registered model.
pub(super) fn found(model: &RegisteredModel) -> Answer {
    json(&Found { registered_model: RegisteredModelAnswer::from(model) })
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    found(&state.tracking.registered_model(fields.message().required_string("name")?).await?)
}
