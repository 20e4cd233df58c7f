//! POST /api/3.0/mlflow/datasets/{dataset_id}/add-experiments.

use axum::extract::State;
use spanwell_mlflow::header::parse_experiment_id;
use spanwell_model::Result;

use super::get::found;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::path::DatasetInPath;
use crate::state::MlflowState;

pub(crate) async fn handler(
    State(state): State<MlflowState>,
    DatasetInPath(id): DatasetInPath,
    fields: Fields,
) -> Answer {
    let ids = fields.message().strings("experiment_ids")?;
    let ids = ids.into_iter().map(parse_experiment_id).collect::<Result<_>>()?;
    found(&state.tracking.add_dataset_to(&id, ids).await?)
}
