//! PATCH /api/2.0/mlflow/logged-models/{model_id}: its files arrived, or they did not.

use axum::extract::State;
use spanwell_mlflow::logged_model::{LoggedModelAnswer, STATUSES};

use super::create::Found;
use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::path::ModelInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    ModelInPath(id): ModelInPath,
    fields: Fields,
) -> Answer {
    let request = fields.message();
    let status = request.choice("status", &STATUSES)?.ok_or_else(|| request.missing("status"))?;
    let model = state.tracking.finalize_logged_model(&id, status).await?;
    json(&Found { model: LoggedModelAnswer::from(&model) })
}
