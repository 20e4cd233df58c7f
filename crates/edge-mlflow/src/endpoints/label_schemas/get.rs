//! GET /api/3.0/mlflow/label-schemas/get.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::label_schema::LabelSchemaAnswer;
use spanwell_model::LabelSchema;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::state::MlflowState;

#[derive(Serialize)]
struct Found<'a> {
    label_schema: LabelSchemaAnswer<'a>,
}

/// The answer that is one label schema.
pub(crate) fn found(schema: &LabelSchema) -> Answer {
    json(&Found { label_schema: schema.into() })
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    found(&state.tracking.label_schema(fields.message().required_string("schema_id")?).await?)
}
