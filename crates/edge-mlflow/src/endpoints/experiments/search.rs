//! POST and GET /api/2.0/mlflow/experiments/search.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::experiment::ExperimentAnswer;
use spanwell_query::{parse_experiment_filter, parse_experiment_order};
use spanwell_store::ExperimentQuery;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::page_token;
use crate::search::{VIEWS, filter_error, order_by, page_size};
use crate::state::MlflowState;

/// Rows of a page when the client does not say (MLflow 3.17).
const EXPERIMENTS_PER_PAGE: usize = 1_000;

#[derive(Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    experiments: Vec<ExperimentAnswer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_page_token: Option<String>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let filter = match request.string("filter")? {
        None | Some("") => None,
        Some(text) => Some(parse_experiment_filter(text).map_err(filter_error)?),
    };
    let most = state.tracking.limits().experiments_per_page;
    let query = ExperimentQuery {
        view: request.choice("view_type", &VIEWS)?.unwrap_or_default(),
        filter,
        order: parse_experiment_order(&order_by(&request)?).map_err(filter_error)?,
        limit: page_size(&request, EXPERIMENTS_PER_PAGE.min(most), most)?,
        after: page_token::read(&request)?,
    };
    let page = state.tracking.search_experiments(query).await?;
    json(&Found {
        experiments: page.items.iter().map(ExperimentAnswer::from).collect(),
        next_page_token: page.next.as_ref().map(page_token::print),
    })
}
