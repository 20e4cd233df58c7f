//! POST /api/3.0/mlflow/scorers/register: each call makes another version.

use axum::extract::State;
use spanwell_mlflow::header::experiment_id;
use spanwell_mlflow::scorer::RegisteredScorerAnswer;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let id = experiment_id(&request, "experiment_id")?;
    let (name, text) = (request.required_string("name")?, request.required_string("serialized_scorer")?);
    json(&RegisteredScorerAnswer::from(&state.tracking.register_scorer(id, name, text).await?))
}
