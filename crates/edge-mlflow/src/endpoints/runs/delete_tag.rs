//! POST /api/2.0/mlflow/runs/delete-tag.

use axum::extract::State;
use spanwell_mlflow::run::run_id;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    state.tracking.delete_run_tag(&run_id(&request)?, request.required_string("key")?).await?;
    empty()
}
