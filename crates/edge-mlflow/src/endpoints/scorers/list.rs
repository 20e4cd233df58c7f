//! GET /api/3.0/mlflow/scorers/list: the newest version of each.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::header::{experiment_id, experiment_ids};
use spanwell_mlflow::scorer::ScorerAnswer;
use spanwell_model::{Error, ScorerVersion};

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    scorers: Vec<ScorerAnswer<'a>>,
}

/// The answer that is a list of scorers.
pub(crate) fn found(scorers: &[ScorerVersion]) -> Answer {
    json(&Found { scorers: scorers.iter().map(ScorerAnswer::from).collect() })
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let has_one = request.filled_string("experiment_id")?.is_some();
    let has_several = request.raw("experiment_ids")?.is_some();
    let scorers = match (has_one, has_several) {
        (true, true) => {
            return Err(Error::invalid(
                "Cannot specify both 'experiment_id' and 'experiment_ids': give one of them",
            )
            .into());
        }
        (true, false) => state.tracking.scorers_of(experiment_id(&request, "experiment_id")?).await?,
        (false, true) => state.tracking.scorers(Some(experiment_ids(&request, "experiment_ids")?)).await?,
        (false, false) => state.tracking.scorers(None).await?,
    };
    found(&scorers)
}
