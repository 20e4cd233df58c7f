//! GET /api/2.0/mlflow/runs/get.

use axum::extract::State;
use spanwell_mlflow::run::{RunAnswer, run_id};

use super::create::Found;
use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let run = state.tracking.run(&run_id(&fields.message())?).await?;
    json(&Found { run: RunAnswer::from(&run) })
}
