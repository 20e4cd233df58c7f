//! POST /api/3.0/mlflow/label-schemas/create.

use axum::extract::State;
use spanwell_mlflow::header::experiment_id;
use spanwell_mlflow::label_schema::{read_input, read_kind};
use spanwell_tracking::LabelSchemaDraft;

use super::get::found;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let draft = LabelSchemaDraft {
        experiment_id: experiment_id(&request, "experiment_id")?,
        name: request.required_string("name")?.to_owned(),
        kind: read_kind(&request)?,
        instruction: request.string("instruction")?.map(str::to_owned),
        enable_comment: request.boolean("enable_comment")?.unwrap_or(false),
        input: read_input(&request)?.ok_or_else(|| request.missing("input"))?,
    };
    found(&state.tracking.create_label_schema(draft).await?)
}
