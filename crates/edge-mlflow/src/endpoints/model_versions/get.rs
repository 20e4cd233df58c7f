//! GET /api/2.0/mlflow/model-versions/get.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::registry::ModelVersionAnswer;
use spanwell_model::ModelVersion;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    model_version: ModelVersionAnswer<'a>,
}

/// The answer about one version.
pub(in crate::endpoints) fn found(version: &ModelVersion) -> Answer {
    json(&Found { model_version: ModelVersionAnswer::from(version) })
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let (name, version) = (request.required_string("name")?, request.required_string("version")?);
    found(&state.tracking.model_version(name, version).await?)
}
