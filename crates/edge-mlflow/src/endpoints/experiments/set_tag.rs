//! POST /api/2.0/mlflow/experiments/set-experiment-tag.

use axum::extract::State;
use spanwell_mlflow::header::experiment_id;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let id = experiment_id(&request, "experiment_id")?;
    let value = request.string("value")?.unwrap_or_default();
    state.tracking.set_experiment_tag(id, request.required_string("key")?, value).await?;
    empty()
}
