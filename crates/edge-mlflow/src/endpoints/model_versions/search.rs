//! GET /api/2.0/mlflow/model-versions/search: prompts are hidden unless the filter names their tag.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::registry::ModelVersionAnswer;
use spanwell_query::{ModelVersionFilter, parse_model_version_order};
use spanwell_store::ModelVersionQuery;
use spanwell_tracking::model_versions::MODEL_VERSIONS_ASKED;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::page_token;
use crate::search::{filter_error, order_by, page_size};
use crate::state::MlflowState;

/// Rows of a page when the client does not say (MLflow 3.17).
const DEFAULT_PER_PAGE: usize = MODEL_VERSIONS_ASKED;

#[derive(Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    model_versions: Vec<ModelVersionAnswer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_page_token: Option<String>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let filter: ModelVersionFilter =
        request.string("filter")?.unwrap_or_default().parse().map_err(filter_error)?;
    let query = ModelVersionQuery {
        filter,
        order: parse_model_version_order(&order_by(&request)?).map_err(filter_error)?,
        limit: page_size(&request, DEFAULT_PER_PAGE, MODEL_VERSIONS_ASKED)?,
        after: page_token::read(&request)?,
    };
    let page = state.tracking.search_model_versions(query).await?;
    json(&Found {
        model_versions: page.items.iter().map(ModelVersionAnswer::from).collect(),
        next_page_token: page.next.as_ref().map(page_token::print),
    })
}
