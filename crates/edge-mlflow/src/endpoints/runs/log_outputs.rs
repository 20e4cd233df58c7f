//! POST /api/2.0/mlflow/runs/outputs: models that came out.

use axum::extract::State;
use spanwell_mlflow::run::{read_models, run_id};
use spanwell_store::RunBatch;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let batch = RunBatch { model_outputs: read_models(&request)?, ..RunBatch::default() };
    state.tracking.log_to_run(&run_id(&request)?, batch).await?;
    empty()
}
