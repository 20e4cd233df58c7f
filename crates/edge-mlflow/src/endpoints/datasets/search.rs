//! POST and GET /api/3.0/mlflow/datasets/search.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::dataset::DatasetAnswer;
use spanwell_mlflow::header::experiment_ids;
use spanwell_model::Result;
use spanwell_query::{DatasetFilter, parse_dataset_order};
use spanwell_store::DatasetQuery;
use spanwell_tracking::datasets::DATASETS_PER_PAGE;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::page_token;
use crate::search::{filter_error, order_by, page_size};
use crate::state::MlflowState;

/// Rows of a page when the client does not say (MLflow 3.17).
const DEFAULT_DATASETS_PER_PAGE: usize = 1_000;

#[derive(Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    datasets: Vec<DatasetAnswer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_page_token: Option<String>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let filter: DatasetFilter =
        request.string("filter_string")?.unwrap_or_default().parse().map_err(filter_error)?;
    let query = DatasetQuery {
        experiment_ids: experiment_ids(&request, "experiment_ids")?,
        filter,
        order: parse_dataset_order(&order_by(&request)?).map_err(filter_error)?,
        limit: page_size(&request, DEFAULT_DATASETS_PER_PAGE, DATASETS_PER_PAGE)?,
        after: page_token::read(&request)?,
    };
    if query.experiment_ids.is_empty() && !request.strings("experiment_ids")?.is_empty() {
        return json(&Found { datasets: Vec::new(), next_page_token: None });
    }
    let page = state.tracking.search_datasets(query).await?;
    json(&Found {
        datasets: page.items.iter().map(DatasetAnswer::new).collect::<Result<_>>()?,
        next_page_token: page.next.as_ref().map(page_token::print),
    })
}
