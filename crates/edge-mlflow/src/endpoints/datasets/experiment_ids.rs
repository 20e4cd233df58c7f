//! GET /api/3.0/mlflow/datasets/{dataset_id}/experiment-ids.

use axum::extract::State;
use serde::Serialize;

use crate::answer::{Answer, json};
use crate::path::DatasetInPath;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    experiment_ids: Vec<String>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, DatasetInPath(id): DatasetInPath) -> Answer {
    let dataset = state.tracking.dataset(&id).await?;
    json(&Found { experiment_ids: dataset.experiment_ids.iter().map(ToString::to_string).collect() })
}
