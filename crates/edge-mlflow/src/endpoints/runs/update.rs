//! POST /api/2.0/mlflow/runs/update: status, end and name.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::run::{RunInfoAnswer, STATUSES, run_id};
use spanwell_store::RunChange;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Updated<'a> {
    run_info: RunInfoAnswer<'a>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let change = RunChange {
        status: request.choice("status", &STATUSES)?,
        end_time_ms: request.int64("end_time")?,
        name: request.string("run_name")?.filter(|name| !name.is_empty()).map(str::to_owned),
    };
    let run = state.tracking.update_run(&run_id(&request)?, change).await?;
    json(&Updated { run_info: RunInfoAnswer::from(&run) })
}
