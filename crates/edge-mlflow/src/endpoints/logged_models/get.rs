//! GET /api/2.0/mlflow/logged-models/{model_id}.

use axum::extract::State;
use spanwell_mlflow::logged_model::LoggedModelAnswer;

use super::create::Found;
use crate::answer::{Answer, json};
use crate::path::ModelInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, ModelInPath(id): ModelInPath) -> Answer {
    let model = state.tracking.logged_model(&id).await?;
    json(&Found { model: LoggedModelAnswer::from(&model) })
}
