//! POST /api/2.0/mlflow/runs/delete: it can be restored.

use axum::extract::State;
use spanwell_mlflow::run::run_id;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    state.tracking.delete_run(&run_id(&fields.message())?).await?;
    empty()
}
