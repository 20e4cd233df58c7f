//! POST /api/2.0/mlflow/runs/search.

use axum::extract::State;
use serde::Serialize;
use spanwell_mlflow::run::RunAnswer;
use spanwell_model::{ExperimentId, Result};
use spanwell_query::{parse_run_filter, parse_run_order};
use spanwell_store::RunQuery;
use spanwell_tracking::runs::RUNS_PER_PAGE;

use crate::answer::{Answer, json};
use crate::fields::Fields;
use crate::page_token;
use crate::search::{VIEWS, filter_error, order_by, page_size};
use crate::state::MlflowState;

/// Rows of a page when the client does not say (MLflow 3.17).
const DEFAULT_RUNS_PER_PAGE: usize = 1_000;

#[derive(Serialize)]
struct Found<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    runs: Vec<RunAnswer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_page_token: Option<String>,
}

pub(crate) async fn handler(State(state): State<MlflowState>, fields: Fields) -> Answer {
    let request = fields.message();
    let ids = request.strings("experiment_ids")?;
    let query = RunQuery {
        experiment_ids: ids.into_iter().map(ExperimentId::parse).collect::<Result<_>>()?,
        view: request.choice("run_view_type", &VIEWS)?.unwrap_or_default(),
        filter: parse_run_filter(request.string("filter")?.unwrap_or_default()).map_err(filter_error)?,
        order: parse_run_order(&order_by(&request)?).map_err(filter_error)?,
        limit: page_size(&request, DEFAULT_RUNS_PER_PAGE, RUNS_PER_PAGE)?,
        after: page_token::read(&request)?,
    };
    let page = state.tracking.search_runs(query).await?;
    json(&Found {
        runs: page.items.iter().map(RunAnswer::from).collect(),
        next_page_token: page.next.as_ref().map(page_token::print),
    })
}
