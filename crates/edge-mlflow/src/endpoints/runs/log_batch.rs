//! POST /api/2.0/mlflow/runs/log-batch: metrics, parameters and tags, all or nothing.

use axum::extract::State;
use spanwell_mlflow::run::{read_metric, read_params, run_id};
use spanwell_model::Result;
use spanwell_store::RunBatch;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let metrics = request.messages("metrics")?;
    let batch = RunBatch {
        metrics: metrics.iter().map(read_metric).collect::<Result<_>>()?,
        params: read_params(&request)?,
        tags: request.key_values("tags")?,
        ..RunBatch::default()
    };
    state.tracking.log_to_run(&run_id(&request)?, batch).await?;
    empty()
}
