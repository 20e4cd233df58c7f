//! GET /api/2.0/mlflow/experiments/get.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::experiment::ExperimentAnswer;
use spanwell_mlflow::header::experiment_id;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

/// One experiment.
#[derive(Serialize)]
pub(crate) struct Found<'a> {
    pub(crate) experiment: ExperimentAnswer<'a>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let id = experiment_id(&fields.message(), "experiment_id")?;
    let experiment = state.tracking.experiment(id).await?;
    json(&Found { experiment: ExperimentAnswer::from(&experiment) })
}
