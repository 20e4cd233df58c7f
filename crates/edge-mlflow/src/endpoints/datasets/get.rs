//! GET /api/3.0/mlflow/datasets/{dataset_id}.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::dataset::DatasetAnswer;
use spanwell_model::Dataset;

use crate::answer::{Answer, json};
use crate::path::DatasetInPath;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    dataset: DatasetAnswer<'a>,
}

/// The answer that is one dataset.
pub(crate) fn found(dataset: &Dataset) -> Answer {
    json(&Found { dataset: DatasetAnswer::new(dataset)? })
}

pub(crate) async fn handler(State(state): State<MlflowState>, DatasetInPath(id): DatasetInPath) -> Answer {
    found(&state.tracking.dataset(&id).await?)
}
