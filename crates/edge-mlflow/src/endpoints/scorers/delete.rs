//! DELETE /api/3.0/mlflow/scorers/delete: one version, or all.

use axum::extract::State;
use spanwell_mlflow::header::experiment_id;

use super::get::version;
use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let id = experiment_id(&request, "experiment_id")?;
    state.tracking.delete_scorer(id, request.required_string("name")?, version(&request)?).await?;
    empty()
}
