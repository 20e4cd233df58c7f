//! POST /api/2.0/mlflow/experiments/update: a new name.

use axum::extract::State;
use spanwell_mlflow::header::experiment_id;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let id = experiment_id(&request, "experiment_id")?;
    state.tracking.rename_experiment(id, request.required_string("new_name")?).await?;
    empty()
}
