//! POST /api/3.0/mlflow/datasets/{dataset_id}/records: records with the same inputs become one.

use axum::extract::State;
use serde::Serialize;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::path::DatasetInPath;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Merged {
    inserted_count: usize,
    updated_count: usize,
}

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    DatasetInPath(id): DatasetInPath,
    fields: Fields,
) -> Answer {
    let records = fields.message().required_string("records")?.to_owned();
    drop(fields);
    let counts = state.tracking.merge_records(&id, records).await?;
    json(&Merged { inserted_count: counts.inserted, updated_count: counts.updated })
}
