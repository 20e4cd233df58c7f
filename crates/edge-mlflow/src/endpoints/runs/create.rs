//! POST /api/2.0/mlflow/runs/create.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::header::experiment_id;
use spanwell_mlflow::run::RunAnswer;
use spanwell_tracking::RunDraft;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

/// One run.
#[derive(Serialize)]
pub(crate) struct Found<'a> {
    pub(crate) run: RunAnswer<'a>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let draft = RunDraft {
        name: request.string("run_name")?.map(str::to_owned),
        user_id: request.string("user_id")?.unwrap_or_default().to_owned(),
        start_time_ms: request.int64("start_time")?,
        tags: request.key_values("tags")?,
    };
    let run = state.tracking.create_run(experiment_id(&request, "experiment_id")?, draft).await?;
    json(&Found { run: RunAnswer::from(&run).new_run() })
}
