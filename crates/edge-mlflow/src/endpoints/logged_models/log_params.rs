//! POST /api/2.0/mlflow/logged-models/{model_id}/params.

use axum::extract::State;
use spanwell_mlflow::run::read_params;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::path::ModelInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    ModelInPath(id): ModelInPath,
    fields: Fields,
) -> Answer {
    state.tracking.log_model_params(&id, read_params(&fields.message())?).await?;
    empty()
}
