//! POST /api/2.0/mlflow/runs/log-inputs: datasets and models that went in.

use axum::extract::State;
use spanwell_mlflow::run::{read_datasets, read_models, run_id};
use spanwell_store::RunBatch;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let batch = RunBatch {
        datasets: read_datasets(&request)?,
        model_inputs: read_models(&request)?.into_iter().map(|model| model.model_id).collect(),
        ..RunBatch::default()
    };
    state.tracking.log_to_run(&run_id(&request)?, batch).await?;
    empty()
}
