//! POST /api/3.0/mlflow/datasets/create.

use axum::extract::State;
use spanwell_mlflow::header::parse_experiment_id;
use spanwell_model::Result;
use spanwell_tracking::DatasetDraft;

use super::get::found;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let ids = request.strings("experiment_ids")?;
    let draft = DatasetDraft {
        name: request.required_string("name")?.to_owned(),
        experiment_ids: ids.into_iter().map(parse_experiment_id).collect::<Result<_>>()?,
        tags: request.string("tags")?.map(str::to_owned),
        created_by: request.string("created_by")?.map(str::to_owned),
    };
    found(&state.tracking.create_dataset(draft).await?)
}
