//! DELETE /api/2.0/mlflow/logged-models/{model_id}.

use axum::extract::State;

use crate::answer::{Answer, empty};
use crate::path::ModelInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, ModelInPath(id): ModelInPath) -> Answer {
    state.tracking.delete_logged_model(&id).await?;
    empty()
}
