//! DELETE /api/3.0/mlflow/datasets/{dataset_id}: with its records, for good.

use axum::extract::State;

use crate::answer::{Answer, empty};
use crate::path::DatasetInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, DatasetInPath(id): DatasetInPath) -> Answer {
    state.tracking.delete_dataset(&id).await?;
    empty()
}
