//! PATCH /api/2.0/mlflow/logged-models/{model_id}/tags.

use axum::extract::State;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::path::ModelInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    ModelInPath(id): ModelInPath,
    fields: Fields,
) -> Answer {
    state.tracking.set_model_tags(&id, fields.message().key_values("tags")?).await?;
    empty()
}
