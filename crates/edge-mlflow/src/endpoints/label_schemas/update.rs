//! PATCH /api/3.0/mlflow/label-schemas/update: what is not given stays.

use axum::extract::State;
use spanwell_mlflow::label_schema::read_input;
use spanwell_store::LabelSchemaChange;

use super::get::found;
use crate::answer::Answer;
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let id = request.required_string("schema_id")?;
    let change = LabelSchemaChange {
        name: request.string("name")?.map(str::to_owned),
        instruction: request.string("instruction")?.map(str::to_owned),
        enable_comment: request.boolean("enable_comment")?,
        input: read_input(&request)?,
        now_ms: 0,
    };
    found(&state.tracking.change_label_schema(id, change).await?)
}
