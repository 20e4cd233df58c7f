//! POST /api/2.0/mlflow/experiments/delete: it can be restored.

use axum::extract::State;
use spanwell_mlflow::header::experiment_id;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let id = experiment_id(&fields.message(), "experiment_id")?;
    state.tracking.delete_experiment(id).await?;
    empty()
}
