//! GET /api/3.0/mlflow/label-schemas/list: the default question first, then the newest.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::header::experiment_id;
use spanwell_mlflow::label_schema::LabelSchemaAnswer;
use spanwell_tracking::label_schemas::LABEL_SCHEMAS_PER_PAGE;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::page_token;
use crate::search::page_size;
use crate::state::MlflowState;

/// Rows of a page when the client does not say (MLflow 3.17).
const DEFAULT_LABEL_SCHEMAS_PER_PAGE: usize = 100;

#[derive(Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    label_schemas: Vec<LabelSchemaAnswer<'a>>,
    next_page_token: String,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let id = experiment_id(&request, "experiment_id")?;
    let limit = page_size(&request, DEFAULT_LABEL_SCHEMAS_PER_PAGE, LABEL_SCHEMAS_PER_PAGE)?;
    let page = state.tracking.label_schemas(id, limit, page_token::read(&request)?).await?;
    json(&Found {
        label_schemas: page.items.iter().map(LabelSchemaAnswer::from).collect(),
        next_page_token: page_token::print_or_empty(page.next.as_ref()),
    })
}
