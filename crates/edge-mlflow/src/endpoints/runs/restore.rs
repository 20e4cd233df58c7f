//! POST /api/2.0/mlflow/runs/restore: the reverse of delete.

use axum::extract::State;
use spanwell_mlflow::run::run_id;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    state.tracking.restore_run(&run_id(&fields.message())?).await?;
    empty()
}
