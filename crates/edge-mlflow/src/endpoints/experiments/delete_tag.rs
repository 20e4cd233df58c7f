//! POST /api/2.0/mlflow/experiments/delete-experiment-tag.

use axum::extract::State;
use spanwell_mlflow::header::experiment_id;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let id = experiment_id(&request, "experiment_id")?;
    state.tracking.delete_experiment_tag(id, request.required_string("key")?).await?;
    empty()
}
