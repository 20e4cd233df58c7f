//! POST /api/2.0/mlflow/experiments/create.

use axum::extract::State;
use serde::Serialize;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Created {
    experiment_id: String,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let location = request.string("artifact_location")?.filter(|location| !location.is_empty());
    let experiment = state
        .tracking
        .create_experiment(
            request.required_string("name")?,
            location.map(str::to_owned),
            request.key_values("tags")?,
        )
        .await?;
    json(&Created { experiment_id: experiment.experiment_id.to_string() })
}
