//! PATCH /api/3.0/mlflow/datasets/{dataset_id}/tags: JSON text of an object, a null deletes.

use axum::extract::State;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::path::DatasetInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    DatasetInPath(id): DatasetInPath,
    fields: Fields,
) -> Answer {
    state.tracking.change_dataset_tags(&id, fields.message().required_string("tags")?).await?;
    empty()
}
