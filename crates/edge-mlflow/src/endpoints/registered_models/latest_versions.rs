//! POST and GET /api/2.0/mlflow/registered-models/get-latest-versions: the highest version in each stage.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::registry::ModelVersionAnswer;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    model_versions: Vec<ModelVersionAnswer<'a>>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let name = request.required_string("name")?;
    let versions = state.tracking.latest_versions(name, &request.strings("stages")?).await?;
    json(&Found { model_versions: versions.iter().map(ModelVersionAnswer::from).collect() })
}
