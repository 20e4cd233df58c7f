//! GET /api/2.0/mlflow/registered-models/alias: the version that an alias points to.

use axum::extract::State;

use crate::answer::Answer;
use crate::endpoints::model_versions::found;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let (name, alias) = (request.required_string("name")?, request.required_string("alias")?);
    found(&state.tracking.model_version_by_alias(name, alias).await?)
}
