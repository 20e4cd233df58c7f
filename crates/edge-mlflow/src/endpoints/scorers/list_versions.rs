//! GET /api/3.0/mlflow/scorers/versions: all versions of one, oldest first.

use axum::extract::State;
use spanwell_mlflow::header::experiment_id;

use super::list::found;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let id = experiment_id(&request, "experiment_id")?;
    found(&state.tracking.scorer_versions(id, request.required_string("name")?).await?)
}
