//! GET /api/2.0/mlflow/model-versions/get-download-uri: where the files of a version are.

use axum::extract::State;
use serde::Serialize;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    artifact_uri: &'a str,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let (name, version) = (request.required_string("name")?, request.required_string("version")?);
    let found = state.tracking.model_version(name, version).await?;
    json(&Found { artifact_uri: &found.source })
}
