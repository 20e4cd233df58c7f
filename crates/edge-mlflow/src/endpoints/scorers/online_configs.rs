//! GET /api/3.0/mlflow/scorers/online-configs: here an empty list is sent.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::scorer::OnlineScoringConfigAnswer;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    configs: Vec<OnlineScoringConfigAnswer<'a>>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let ids = request.owned_strings("scorer_ids")?;
    if ids.is_empty() {
        return Err(request.missing("scorer_ids").into());
    }
    let configs = state.tracking.online_scoring_configs(ids).await?;
    json(&Found { configs: configs.iter().map(OnlineScoringConfigAnswer::from).collect() })
}
