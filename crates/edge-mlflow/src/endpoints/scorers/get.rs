//! GET /api/3.0/mlflow/scorers/get: one version, or the newest.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::Message;
use spanwell_mlflow::error::wrong_value;
use spanwell_mlflow::header::experiment_id;
use spanwell_mlflow::scorer::ScorerAnswer;
use spanwell_model::Result;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    scorer: ScorerAnswer<'a>,
}

/// Reads `version`.
pub(crate) fn version(request: &Message<'_>) -> Result<Option<i32>> {
    let Some(number) = request.int64("version")? else { return Ok(None) };
    i32::try_from(number)
        .map(Some)
        .map_err(|_| wrong_value("version", &number.into(), "No version has such a number."))
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let id = experiment_id(&request, "experiment_id")?;
    let scorer = state.tracking.scorer(id, request.required_string("name")?, version(&request)?).await?;
    json(&Found { scorer: ScorerAnswer::from(&scorer) })
}
