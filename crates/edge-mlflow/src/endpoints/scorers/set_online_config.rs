//! PUT /api/3.0/mlflow/scorers/online-config: which new traces a scorer judges by itself.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::header::experiment_id;
use spanwell_mlflow::scorer::OnlineScoringConfigAnswer;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Set<'a> {
    config: OnlineScoringConfigAnswer<'a>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let id = experiment_id(&request, "experiment_id")?;
    let name = request.required_string("name")?;
    let sample_rate = request.double("sample_rate")?.ok_or_else(|| request.missing("sample_rate"))?;
    let filter = request.string("filter_string")?.map(str::to_owned);
    let config = state.tracking.set_online_scoring(id, name, sample_rate, filter).await?;
    json(&Set { config: OnlineScoringConfigAnswer::from(&config) })
}
