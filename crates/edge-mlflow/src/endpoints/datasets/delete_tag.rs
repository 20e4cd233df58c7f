//! DELETE /api/3.0/mlflow/datasets/{dataset_id}/tags/{key}.

use axum::extract::State;

use crate::answer::{Answer, empty};
use crate::path::DatasetTagInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    DatasetTagInPath(id, key): DatasetTagInPath,
) -> Answer {
    state.tracking.delete_dataset_tag(&id, &key).await?;
    empty()
}
