//! GET /api/2.0/mlflow/experiments/get-by-name. Its 404 is how the client learns that it must create the experiment.

use axum::extract::State;
use spanwell_mlflow::experiment::ExperimentAnswer;

use super::get::Found;
use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let experiment = state.tracking.experiment_by_name(request.required_string("experiment_name")?).await?;
    json(&Found { experiment: ExperimentAnswer::from(&experiment) })
}
