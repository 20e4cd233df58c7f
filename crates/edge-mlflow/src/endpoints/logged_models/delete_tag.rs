//! DELETE /api/2.0/mlflow/logged-models/{model_id}/tags/{tag_key}.

use axum::extract::State;

use crate::answer::{Answer, empty};
use crate::path::ModelTagInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    ModelTagInPath(id, key): ModelTagInPath,
) -> Answer {
    state.tracking.delete_model_tag(&id, &key).await?;
    empty()
}
