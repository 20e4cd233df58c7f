//! DELETE /api/3.0/mlflow/datasets/{dataset_id}/records.

use axum::extract::State;
use serde::Serialize;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::path::DatasetInPath;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Deleted {
    deleted_count: usize,
}

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    DatasetInPath(id): DatasetInPath,
    fields: Fields,
) -> Answer {
    let ids = fields.message().owned_strings("dataset_record_ids")?;
    json(&Deleted { deleted_count: state.tracking.delete_records(&id, ids).await? })
}
