//! GET /api/2.0/mlflow/registered-models/search: prompts are hidden unless the filter names their tag.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::registry::RegisteredModelAnswer;
use spanwell_query::{RegisteredModelFilter, parse_registered_model_order};
use spanwell_store::RegisteredModelQuery;
use spanwell_tracking::registered_models::REGISTERED_MODELS_PER_PAGE;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::page_token;
use crate::search::{filter_error, order_by, page_size};
use crate::state::MlflowState;

/// Rows of a page when the client does not say (MLflow 3.17).
const DEFAULT_PER_PAGE: usize = 100;

#[derive(Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    registered_models: Vec<RegisteredModelAnswer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_page_token: Option<String>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let filter: RegisteredModelFilter =
        request.string("filter")?.unwrap_or_default().parse().map_err(filter_error)?;
    let query = RegisteredModelQuery {
        filter,
        order: parse_registered_model_order(&order_by(&request)?).map_err(filter_error)?,
        limit: page_size(&request, DEFAULT_PER_PAGE, REGISTERED_MODELS_PER_PAGE)?,
        after: page_token::read(&request)?,
    };
    let page = state.tracking.search_registered_models(query).await?;
    json(&Found {
        registered_models: page.items.iter().map(RegisteredModelAnswer::from).collect(),
        next_page_token: page.next.as_ref().map(page_token::print),
    })
}
