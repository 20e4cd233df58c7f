//! DELETE /api/3.0/mlflow/label-schemas/delete: one that is not there is no error.

use axum::extract::State;

use crate::answer::{Answer, empty};
use crate::fields::Fields;
use crate::state::MlflowState;

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    state.tracking.delete_label_schema(fields.message().required_string("schema_id")?).await?;
    empty()
}
