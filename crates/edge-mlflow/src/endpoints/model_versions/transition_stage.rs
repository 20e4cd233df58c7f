//! POST /api/2.0/mlflow/model-versions/transition-stage.

use axum::extract::State;

use super::get::found;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let (name, version) = (request.required_string("name")?, request.required_string("version")?);
    let stage = request.required_string("stage")?;
    let archives = request.boolean("archive_existing_versions")?.unwrap_or(false);
    found(&state.tracking.change_model_stage(name, version, stage, archives).await?)
}
