//! POST /api/2.0/mlflow/runs/log-parameter.

use axum::extract::State;
use spanwell_mlflow::run::run_id;
use spanwell_store::RunBatch;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let param =
        (request.required_string("key")?.to_owned(), request.string("value")?.unwrap_or_default().to_owned());
    let batch = RunBatch { params: [param].into(), ..RunBatch::default() };
    state.tracking.log_to_run(&run_id(&request)?, batch).await?;
    empty()
}
